"""Colours, symbols, patterns and legends."""
