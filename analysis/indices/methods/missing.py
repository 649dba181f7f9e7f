"""Missing values: refused, left out, or imputed.

A value that was not there is always listed by whoever fills it, and NULL never becomes 0.
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

    estimate: what stands in a gap, from the values of one indicator, shape (units,); without one the rule
    keeps gaps, so that a unit may have too little measured for an index, or refuses them. groups, neighbours:
    what it fills gaps from; group_mean: its label where groups give their mean; failure: why a gap stays.
    """

    code: str
    label: str
    estimate: Callable[[Floats, Gaps], Floats] | None = None
    keeps: bool = False
    groups: bool = False
    neighbours: bool = False
    group_mean: str = ""
    failure: str = mark("The field {column} has no value in {units}; fill it in, or choose a rule for missing values.")

    @property
    def refuses(self) -> bool:
        """Whether a gap is an error."""
        return self.estimate is None and not self.keeps

    def label_for(self, statistic: str) -> str:
        """Return the label where `statistic` ("median" or "mean") is taken of the group."""
        return self.group_mean if self.group_mean and statistic == "mean" else self.label

    def filled(self, gaps: Gaps) -> Floats:
        """Return the values, (indicators, units), with gaps filled, or the same array where they stay.

        Raises
        ------
        InputError
            With the first field and its units where gaps are refused or nothing fills them.
        """
        if self.keeps:
            return gaps.values
        values = gaps.values.copy()
        for row in map(int, np.flatnonzero(gaps.absent.any(axis=1))):
            if self.estimate is not None:
                values[row, gaps.absent[row]] = self.estimate(values[row], gaps)[gaps.absent[row]]
            still = np.isnan(values[row])
            if still.any():
                raise InputError(self.failure, column=gaps.fields[row], units=list(gaps.units[still]))
        return values


def _group(values: Floats, gaps: Gaps) -> Floats:
    """Return the median of the unit's group, or its mean (COINr's `i_mean_grp`) where that is asked for."""
    if gaps.groups is None:
        raise InputError(
            mark("Missing values are to come from the group, but no field of groups (kecamatan) is given.")
        )
    codes, labels = pd.factorize(gaps.groups)
    found = pd.Series(values).groupby(codes).agg(gaps.statistic).reindex(range(len(labels))).to_numpy()
    return np.where(codes >= 0, np.append(found, np.nan)[codes], np.nan)


def _neighbours(values: Floats, gaps: Gaps) -> Floats:
    """Return the weighted mean of the neighbours that have a value; imputed values are not passed on."""
    if gaps.neighbours is None:
        raise InputError(mark("Missing values are to come from the neighbours, but the neighbours are not known."))
    known = ~np.isnan(values)
    sums, totals = (gaps.neighbours @ one for one in (np.where(known, values, 0.0), known.astype(float)))
    means: Floats = np.divide(sums, totals, out=np.full(values.size, np.nan), where=totals > 0)
    return means


#: What may be taken of a group.
STATISTICS = ("median", "mean")

MISSING = Register(
    mark("rule for missing values"),
    [
        MissingRule("refuse", mark("Refuse: every value must be there")),
        MissingRule("drop", mark("Leave out and re-weight the others"), keeps=True),
        MissingRule("mean", mark("Mean of the indicator"), lambda values, _: np.full(values.size, np.nanmean(values))),
        MissingRule(
            "median", mark("Median of the indicator"), lambda values, _: np.full(values.size, np.nanmedian(values))
        ),
        MissingRule(
            "group",
            mark("Median of the group (kecamatan)"),
            _group,
            groups=True,
            group_mean=mark("Mean of the group (kecamatan)"),
            failure=mark(
                "The field {column} has no value in {units}, and no other kelurahan of the same group has one; "
                "choose another way to fill missing values."
            ),
        ),
        MissingRule(
            "neighbours",
            mark("Mean of the neighbours"),
            _neighbours,
            neighbours=True,
            failure=mark(
                "The field {column} has no value in {units}, and none of the neighbours has one; "
                "choose another way to fill missing values."
            ),
        ),
    ],
)
