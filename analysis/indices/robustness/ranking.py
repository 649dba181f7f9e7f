"""Ranks of many draws and what they say of each unit.

Ranks are whole numbers from 1; 0 stands where a unit has no index in a draw. They are kept in two bytes, or
four beyond 65,535 units, so that thousands of draws of thousands of units fit into memory.
"""

from __future__ import annotations

import numpy as np

from ...core.arrays import Floats, Ints
from ...core.lazy import pd

#: Bounds of the rank interval, in percent of the draws.
INTERVAL = (5, 95)
#: A unit that ranks in a smaller share of the draws has no interval.
FEWEST_RANKED = 0.5
#: Numbers sorted at once.
MOST_NUMBERS = 2_000_000


def keep_places(ranks: Ints, nominal: Floats) -> None:
    """Let units without an index in a draw keep their nominal place in it, so that no other moves up for it.

    ranks, shape (draws, units), of the units that have an index become, in place, ranks among all; nominal:
    ranks of all units. A draw without any index stays as it is.
    """
    gone = ranks == 0
    for row in np.flatnonzero(gone.any(axis=1) & ~gone.all(axis=1)):
        # of nominal ties those that are gone come last
        order = np.lexsort((gone[row], nominal))
        free = np.flatnonzero(~gone[row, order]) + 1
        here = ~gone[row]
        ranks[row, here] = free[ranks[row, here].astype(int) - 1]


def fifth_of(n: int) -> int:
    """Return how many units are a fifth of n, at least one."""
    return max(1, round(n / 5))


def rank_summary(ranks: Ints, in_bottom: Ints, units: pd.Index) -> pd.DataFrame:
    """Return median, interval and shares of each unit's ranks over the draws.

    ranks: shape (draws, units), 0 without an index; in_bottom: in how many draws each unit is among the
    worst-off fifth. rank_low and rank_high: 5th and 95th percentile, rounded outwards to ranks that
    occurred; rank_share_top and rank_share_bottom: share of the draws, 0 to 1, in which the unit is among
    the best-off and the worst-off fifth of the units. All are over the draws in which the unit has an
    index, which rank_draws counts, and NaN where these are fewer than `FEWEST_RANKED` of those in which any
    unit has one.
    """
    draws, n = ranks.shape
    table = np.full((6, n), np.nan)
    most, step = fifth_of(n), max(1, MOST_NUMBERS // max(draws, 1))
    for start in range(0, n, step):
        columns = slice(start, start + step)
        table[:, columns] = _summary(ranks[:, columns], in_bottom[columns], most)
    drawn = np.count_nonzero(ranks.any(axis=1))
    table[:5, table[5] < FEWEST_RANKED * drawn] = np.nan
    names = ["rank_median", "rank_low", "rank_high", "rank_share_top", "rank_share_bottom", "rank_draws"]
    return pd.DataFrame(dict(zip(names, table)), index=units)


def _summary(ranks: Ints, in_bottom: Ints, most: int) -> Floats:
    """Return the six numbers of some of the units, from their sorted ranks; those without an index come first."""
    in_order = np.sort(ranks, axis=0)
    count = np.count_nonzero(in_order, axis=0)
    first, last = len(ranks) - count, np.maximum(count - 1, 0)

    def ranked(place: Floats) -> Floats:
        rows = np.minimum(first + place.astype(int), len(ranks) - 1)
        found: Floats = in_order[rows, np.arange(rows.size)].astype(float)
        return found

    low, high = (last * (percent / 100) for percent in INTERVAL)
    top = np.count_nonzero((in_order > 0) & (in_order <= most), axis=0)
    with np.errstate(invalid="ignore"):  # a unit without any draw
        shares = top / count, in_bottom / count
    median = (ranked(last // 2) + ranked((last + 1) // 2)) / 2.0
    return np.stack([median, ranked(np.floor(low)), ranked(np.ceil(high)), *shares, count])


def mean_shift(ranks: Ints, nominal: Floats) -> Floats:
    """Return the mean absolute shift from the nominal ranks, a value a draw (Saisana and others 2005).

    Over the units that have an index in the draw; NaN where there is none.
    Ranks are (draws, units), the nominal ones (units,), what is returned (draws,).
    """
    here = ranks > 0
    shifts = np.abs(ranks.astype(float) - nominal)
    with np.errstate(invalid="ignore"):
        result: Floats = np.where(here, shifts, 0.0).sum(axis=1) / here.sum(axis=1)
        return result
