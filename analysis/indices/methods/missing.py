"""Missing values: refused, left out, or imputed.

Every function takes `Gaps` and returns the completed values, shape (indicators, units); a value that was not
there is always listed by the caller, and NULL never becomes 0.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ...core.arrays import Bools, Floats
from ...core.lazy import pd
from ...core.messages import InputError, mark
from ...core.registers import Register


@dataclass(frozen=True)
class Gaps:
    """Values with gaps, shape (indicators, units), where the gaps are, and what may help to fill them.

    groups: a label for each unit, or None; neighbours: sparse matrix (units, units) of weights, or None;
    statistic: "median" or "mean" of the group.
    """

    values: Floats
    absent: Bools
    fields: Sequence[str]
    units: pd.Index
    groups: pd.Series | None = None
    neighbours: Any = None
    statistic: str = "median"


@dataclass(frozen=True)
class MissingRule:
    """A rule for missing values, and what it needs and leaves.

    groups, neighbours: what it fills gaps from; refuses, keeps: gaps are an error, or stay where they are, so
    that a unit may have too little measured for an index; group_mean: its label where groups give their mean.
    """

    code: str
    label: str
    function: Callable[[Gaps], Floats]
    groups: bool = False
    neighbours: bool = False
    refuses: bool = False
    keeps: bool = False
    group_mean: str = ""

    def label_for(self, statistic: str) -> str:
        """Return the label where `statistic` ("median" or "mean") is taken of the group."""
        return self.group_mean if self.group_mean and statistic == "mean" else self.label


def refuse(gaps: Gaps) -> Floats:
    """Raise an error that names the first field with gaps and its units."""
    row = int(np.argmax(gaps.absent.any(axis=1)))
    raise _unfilled(
        mark("The field {column} has no value in {units}; fill it in, or choose a rule for missing values."),
        gaps,
        row,
        gaps.absent[row],
    )


def drop(gaps: Gaps) -> Floats:
    """Leave the gaps; the aggregation re-weights the indicators that a unit has."""
    return gaps.values


def mean(gaps: Gaps) -> Floats:
    """Fill with the mean of the indicator."""
    return _filled(gaps, lambda values: np.full(values.size, np.nanmean(values)))


def median(gaps: Gaps) -> Floats:
    """Fill with the median of the indicator."""
    return _filled(gaps, lambda values: np.full(values.size, np.nanmedian(values)))


def group(gaps: Gaps) -> Floats:
    """Fill with the median of the unit's group, or its mean (COINr's `i_mean_grp`) where that is asked for.

    Raises `InputError` without groups, and where a group has no value.
    """
    if gaps.groups is None:
        raise InputError(
            mark("Missing values are to come from the group, but no field of groups (kecamatan) is given.")
        )
    codes, labels = pd.factorize(gaps.groups)

    def of_groups(values: Floats) -> Floats:
        found = pd.Series(values).groupby(codes).agg(gaps.statistic).reindex(range(len(labels))).to_numpy()
        return np.where(codes >= 0, np.append(found, np.nan)[codes], np.nan)

    return _filled(
        gaps,
        of_groups,
        mark(
            "The field {column} has no value in {units}, and no other kelurahan of the same group has one; "
            "choose another way to fill missing values."
        ),
    )


def neighbours(gaps: Gaps) -> Floats:
    """Fill with the weighted mean of the neighbours that have a value; imputed values are not passed on.

    Raises `InputError` without neighbours, and where none of a unit's has a value.
    """
    if gaps.neighbours is None:
        raise InputError(
            mark("Missing values are to come from the neighbours, but the neighbours are not known.")
        )
    weights = gaps.neighbours.tocsr()

    def neighbour_means(values: Floats) -> Floats:
        known = ~np.isnan(values)
        sums = weights @ np.where(known, values, 0.0)
        totals = weights @ known.astype(float)
        means: Floats = np.divide(sums, totals, out=np.full(values.size, np.nan), where=totals > 0)
        return means

    return _filled(
        gaps,
        neighbour_means,
        mark(
            "The field {column} has no value in {units}, and none of the neighbours has one; "
            "choose another way to fill missing values."
        ),
    )


def _filled(gaps: Gaps, estimate: Callable[[Floats], Floats], failure: str = "") -> Floats:
    values = gaps.values.copy()
    for row in np.flatnonzero(gaps.absent.any(axis=1)):
        absent = gaps.absent[row]
        values[row, absent] = estimate(values[row])[absent]
        still = np.isnan(values[row])
        if still.any():
            raise _unfilled(failure, gaps, row, still)
    return values


def _unfilled(template: str, gaps: Gaps, row: int, where: Bools) -> InputError:
    return InputError(template, column=gaps.fields[row], units=list(gaps.units[where]))


#: What may be taken of a group.
STATISTICS = ("median", "mean")

MISSING = Register(
    mark("rule for missing values"),
    [
        MissingRule("refuse", mark("Refuse: every value must be there"), refuse, refuses=True),
        MissingRule("drop", mark("Leave out and re-weight the others"), drop, keeps=True),
        MissingRule("mean", mark("Mean of the indicator"), mean),
        MissingRule("median", mark("Median of the indicator"), median),
        MissingRule(
            "group",
            mark("Median of the group (kecamatan)"),
            group,
            groups=True,
            group_mean=mark("Mean of the group (kecamatan)"),
        ),
        MissingRule("neighbours", mark("Mean of the neighbours"), neighbours, neighbours=True),
    ],
)
