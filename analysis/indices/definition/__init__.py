"""The one description of an index: what it measures and by which methods."""
