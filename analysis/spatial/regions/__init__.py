"""Contiguous regions and typologies of units that are alike in several variables."""
