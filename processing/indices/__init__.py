"""Welfare indices."""

from .compositeindex import CompositeIndex
from .humandevelopmentindex import HumanDevelopmentIndex
from .indexchange import IndexChange
from .multidimensionalpoverty import MultidimensionalPoverty

ALGORITHMS = (CompositeIndex, HumanDevelopmentIndex, MultidimensionalPoverty, IndexChange)
