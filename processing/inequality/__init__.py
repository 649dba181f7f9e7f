"""Inequality: measures of one distribution, and gaps between groups."""

from .groupcomparison import GroupComparison
from .inequalitymeasures import InequalityMeasures

ALGORITHMS = (InequalityMeasures, GroupComparison)
