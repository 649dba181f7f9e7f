"""Welfare indices."""

from .compositeindex import CompositeIndex

ALGORITHMS = (CompositeIndex,)
