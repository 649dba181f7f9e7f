"""An indicator of poverty, and when a record is deprived in it.

The rules are written once, in operations that a pandas column and an Ibis column (of any database) both
have: comparison, `isin`, and, or.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..core.messages import mark
from ..core.registers import Function, Register

#: A column of pandas or Ibis.
Column = Any


@dataclass(frozen=True)
class Deprivation:
    """An indicator: who is deprived in it. `cutoff` belongs to comparisons, `values` to categories.

    inapplicable: NULL says that the question does not apply (no child of school age), which is not a
    deprivation; otherwise NULL is missing and leaves the record out.
    """

    field: str
    rule: str = "flag"
    cutoff: float | None = None
    values: tuple[float | str, ...] = ()
    weight: float = 1.0
    name: str = ""
    inapplicable: bool = False


def below(column: Column, indicator: Deprivation) -> Column:
    """Less than the cut-off; a record exactly at it is not deprived."""
    return column < indicator.cutoff


def at_most(column: Column, indicator: Deprivation) -> Column:
    """The cut-off or less."""
    return column <= indicator.cutoff


def above(column: Column, indicator: Deprivation) -> Column:
    """More than the cut-off; a record exactly at it is not deprived."""
    return column > indicator.cutoff


def at_least(column: Column, indicator: Deprivation) -> Column:
    """The cut-off or more."""
    return column >= indicator.cutoff


def among(column: Column, indicator: Deprivation) -> Column:
    """One of the deprived categories."""
    return column.isin(list(indicator.values))


def flag(column: Column, indicator: Deprivation) -> Column:
    """Already coded: 1 is deprived, 0 is not."""
    del indicator
    return column == 1


RULES = Register(
    mark("rule of deprivation"),
    [
        Function("below", mark("below the cut-off"), below),
        Function("at_most", mark("at or below the cut-off"), at_most),
        Function("above", mark("above the cut-off"), above),
        Function("at_least", mark("at or above the cut-off"), at_least),
        Function("among", mark("one of the listed categories"), among),
        Function("flag", mark("coded 1 (deprived) or 0"), flag),
    ],
)
#: Rules that compare with a cut-off; those of `CARDINAL` have a depth of deprivation too (M1, M2).
WITH_CUTOFF = ("below", "at_most", "above", "at_least")
CARDINAL = ("below", "at_most")
