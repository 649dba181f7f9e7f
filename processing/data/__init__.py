"""Algorithms of the group."""

from .joinindicators import JoinIndicators

ALGORITHMS = (JoinIndicators,)
