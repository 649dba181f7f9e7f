"""The methods of each step of an index: a register a file, in which an entry knows everything of its method."""
