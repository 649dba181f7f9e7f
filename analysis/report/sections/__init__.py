"""A file a subject; each turns results into a section, or into nothing where they are absent."""
