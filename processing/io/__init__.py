"""Layer to frame and back, tables, and outputs that are whole or absent."""
