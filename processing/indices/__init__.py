"""The composite index: its value, robustness and change."""
