"""Styles, printed maps and atlases."""
