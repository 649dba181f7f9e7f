"""Welfare indices."""

from .compositeindex import CompositeIndex
from .humandevelopmentindex import HumanDevelopmentIndex
from .multidimensionalpoverty import MultidimensionalPoverty

ALGORITHMS = (CompositeIndex, HumanDevelopmentIndex, MultidimensionalPoverty)
