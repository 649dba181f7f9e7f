"""Welfare indices."""

from .compositeindex import CompositeIndex
from .indexrobustness import IndexRobustness

ALGORITHMS = (CompositeIndex, IndexRobustness)
