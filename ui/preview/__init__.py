"""The index computed and drawn while it is being built."""
