"""Inequality: measures of one distribution, and gaps between groups."""
