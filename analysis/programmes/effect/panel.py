"""Units by periods, who is treated and from when, checked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from os.path import commonprefix

import numpy as np

from ...core.arrays import Bools, Floats
from ...core.diagnostics import Diagnostics
from ...core.lazy import pd
from ...core.messages import InputError, mark, refuse_where


@dataclass(frozen=True)
class Panel:
    """A balanced panel.

    values: shape (units, periods), no NaN; treated: shape (units,); start: position of the first period
    with the programme; weights: of the units (people, or ones); units and periods: their labels.
    """

    values: Floats
    treated: Bools
    start: int
    weights: Floats
    units: pd.Index
    periods: list[str]

    @property
    def changes(self) -> Floats:
        """The mean of the periods with the programme less that of those before, (units,)."""
        before, after = np.split(self.values, [self.start], axis=1)
        result: Floats = after.mean(axis=1) - before.mean(axis=1)
        return result

    def without(self, left_out: Bools) -> Panel:
        """Return the panel without the units `left_out` (units,).

        Raises
        ------
        InputError
            As `check_groups`.
        """
        kept = ~left_out
        panel = Panel(
            self.values[kept], self.treated[kept], self.start, self.weights[kept], self.units[kept], self.periods
        )
        check_groups(panel.treated)
        return panel


def make_panel(
    frame: pd.DataFrame,
    periods: list[str],
    treated: pd.Series,
    first: str,
    diagnostics: Diagnostics,
    weights: pd.Series | None = None,
) -> Panel:
    """Return the panel of the columns `periods`, in the order of time.

    Units with a gap in any period or in the weights are left out and named in a warning.

    Raises
    ------
    InputError
        For fewer than two periods, no period before the programme, an answer other than 1 or 0 to who is
        treated, nobody treated or nobody left to compare with, fewer than four units.
    """
    if len(periods) < 2 or len(set(periods)) < len(periods):
        raise InputError(
            mark("An effect needs at least two different periods; {n} {n:is|are} given."), n=len(set(periods))
        )
    if first not in periods:
        raise InputError(
            mark("The first period with the programme, {first}, is not among the periods: {known}."),
            first=first,
            known=periods,
        )
    if periods.index(first) == 0:
        raise InputError(
            mark("There is no period before the programme: {first} is the first. Add an earlier one."), first=first
        )
    wrong = ~treated.isin([0, 1])
    refuse_where(wrong, frame.index, mark("The field of the treated must say 1 or 0; it does not in {units}."))
    values = frame[periods].to_numpy(dtype=float, na_value=np.nan)
    people = np.ones(len(frame)) if weights is None else weights.to_numpy(dtype=float)
    complete = ~np.isnan(values).any(axis=1) & (people > 0)
    diagnostics.warn_of(frame.index[~complete], mark("Left out, because a period or the weight is missing: {units}."))
    chosen = treated.to_numpy(dtype=float)[complete] == 1
    check_groups(chosen)
    diagnostics.n, diagnostics.missing = int(complete.sum()), int((~complete).sum())
    return Panel(values[complete], chosen, periods.index(first), people[complete], frame.index[complete], periods)


def short_periods(periods: Sequence[str]) -> list[str]:
    """Return the periods without what all their names begin with, up to the last `_`: spr03_2024 is 2024."""
    shared = commonprefix(list(periods)).rpartition("_")
    cut = len(shared[0] + shared[1])
    return [period[cut:] for period in periods]


def check_groups(treated: Bools) -> None:
    """Refuse a panel with too few units, treated (n,) or to compare with.

    Raises
    ------
    InputError
        Without treated units, with fewer than two others, or fewer than four in all.
    """
    if not treated.any():
        raise InputError(mark("No kelurahan with complete data is treated."))
    if (~treated).sum() < 2:
        raise InputError(mark("Fewer than two kelurahan are left to compare the treated with."))
    if treated.size < 4:
        raise InputError(mark("{n} kelurahan {n:is|are} too few for an effect; at least 4 are needed."), n=treated.size)
