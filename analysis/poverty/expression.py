"""The one expression of deprivation, for pandas and, through Ibis, for every database.

Each record becomes an integer: bit j is set where it is deprived in indicator j. Records of the same area
(stratum, cluster) and the same pattern are then one cell with a sum of population. Scores, headcounts,
every k and other weights are computed from the cells, once and the same for all engines. Records that
cannot be used get a negative code, so one pass finds them too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from .rules import CARDINAL, RULES, Column, Deprivation

#: Codes of records that are not patterns: an indicator or the weight is missing; the weight is negative;
#: below them, INVALID - j: indicator j holds what its rule cannot read.
MISSING, NEGATIVE_WEIGHT, INVALID = -1, -2, -3

#: choose(condition, yes, no): the column with `yes` where the condition holds and `no` elsewhere.
Choose = Callable[[Column, Any, Any], Column]


def pattern(
    columns: Mapping[str, Column],
    indicators: Sequence[Deprivation],
    population: Column | None,
    choose: Choose,
    absent: Callable[[Column], Column],
    depths: bool,
) -> Column:
    """Return the column of patterns, or of the negative codes.

    choose, absent: the two operations that pandas and Ibis spell differently; absent must hold for NULL and
    for NaN, which databases count as a large number.
    """
    code: Column = 0
    for bit, indicator in enumerate(indicators):
        code = choose(deprived(columns[indicator.field], indicator, absent), 1 << bit, 0) + code
    return marked(code, columns, indicators, population, choose, absent, depths)


def marked(
    code: Column,
    columns: Mapping[str, Column],
    indicators: Sequence[Deprivation],
    population: Column | None,
    choose: Choose,
    absent: Callable[[Column], Column],
    depths: bool,
) -> Column:
    """Return `code`, with a negative code where a record cannot be used."""
    lacking = None if population is None else absent(population)
    for bit, indicator in enumerate(indicators):
        column = columns[indicator.field]
        if indicator.rule == "flag" or depths:
            unreadable = (column != 0) & (column != 1) if indicator.rule == "flag" else column < 0
            code = choose(unreadable & ~absent(column), INVALID - bit, code)
        if not indicator.inapplicable:
            lacking = absent(column) if lacking is None else lacking | absent(column)
    if population is not None:
        code = choose(population < 0, NEGATIVE_WEIGHT, code)
    return code if lacking is None else choose(lacking, MISSING, code)


def deprived(column: Column, indicator: Deprivation, absent: Callable[[Column], Column]) -> Column:
    """Return who is deprived; NULL is not where it means that the indicator does not apply."""
    yes = RULES[indicator.rule].function(column, indicator)
    return yes & ~absent(column) if indicator.inapplicable else yes


def depth(column: Column, indicator: Deprivation, choose: Choose, absent: Callable[[Column], Column]) -> Column:
    """Return the normalised gap (z - x)/z of the deprived, 0 of the others."""
    gap = (indicator.cutoff - column) / indicator.cutoff
    return choose(deprived(column, indicator, absent), gap, 0.0)


def has_depths(indicators: Sequence[Deprivation]) -> bool:
    """Return whether M1 and M2 are defined: every indicator a quantity below a positive cut-off."""
    return all(one.rule in CARDINAL and (one.cutoff or 0.0) > 0 for one in indicators)
