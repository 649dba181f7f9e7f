"""Algorithms of the group."""

from .checkindicators import CheckIndicators
from .joinindicators import JoinIndicators

ALGORITHMS = (JoinIndicators, CheckIndicators)
