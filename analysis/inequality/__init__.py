"""Inequality of a distribution: measures, decompositions, curves, intervals and comparisons of groups."""
