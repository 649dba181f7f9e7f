"""Algorithms of the group."""

ALGORITHMS = ()
