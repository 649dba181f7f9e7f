"""Multidimensional poverty."""
