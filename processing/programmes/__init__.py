"""Causes and programmes."""

from .priorities import Priorities

ALGORITHMS = (Priorities,)
