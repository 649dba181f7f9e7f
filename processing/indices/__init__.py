"""Welfare indices."""

from .compositeindex import CompositeIndex
from .humandevelopmentindex import HumanDevelopmentIndex

ALGORITHMS = (CompositeIndex, HumanDevelopmentIndex)
