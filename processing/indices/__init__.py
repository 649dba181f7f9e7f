"""Welfare indices."""

from .compositeindex import CompositeIndex
from .humandevelopmentindex import HumanDevelopmentIndex
from .indexchange import IndexChange
from .indexrobustness import IndexRobustness
from .multidimensionalpoverty import MultidimensionalPoverty

ALGORITHMS = (CompositeIndex, IndexRobustness, HumanDevelopmentIndex, MultidimensionalPoverty, IndexChange)
