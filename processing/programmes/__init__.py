"""Causes and programmes."""

from .priorities import Priorities
from .targeting import Targeting

ALGORITHMS = (Priorities, Targeting)
