"""Text tables: delimiters, numbers as they are written in either language, and what may not enter."""
