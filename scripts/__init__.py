"""Tools of the developer; nothing here is shipped."""
