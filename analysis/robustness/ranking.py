"""Ranks of many draws and what they say of each unit."""

from __future__ import annotations

import numpy as np

from ..composite.ranking import TOLERANCE
from ..lazy import pd

#: Bounds of the rank interval, in percent of the draws.
INTERVAL = (5, 95)


def rank_matrix(scores: np.ndarray, best_is_high: bool = True) -> np.ndarray:
    """Rank each row of scores, shape (draws, units); 1 is the best, ties share the smaller rank.

    The rule is that of `composite.ranking.ranks`. NaN has no rank.
    """
    turned = -scores if best_is_high else scores
    order = np.argsort(turned, axis=1, kind="stable")
    in_order = np.take_along_axis(turned, order, axis=1)
    starts = np.ones(scores.shape, dtype=bool)
    starts[:, 1:] = np.diff(in_order, axis=1) > TOLERANCE
    places = np.maximum.accumulate(np.where(starts, np.arange(1, scores.shape[1] + 1), 0), axis=1)
    ranks = np.empty(scores.shape)
    np.put_along_axis(ranks, order, places.astype(float), axis=1)
    ranks[np.isnan(scores)] = np.nan
    return ranks


def fifth_of(n: int) -> int:
    """Return how many units are a fifth of n, at least one."""
    return max(1, round(n / 5))


def rank_summary(ranks: np.ndarray, from_worst: np.ndarray, units: pd.Index) -> pd.DataFrame:
    """Return median, interval and shares of each unit's ranks over the draws.

    ranks, from_worst: shape (draws, units), from the best and from the worst, NaN for units without an
    index throughout. rank_low and rank_high: 5th and 95th percentile, rounded outwards to ranks that
    occurred; rank_share_top and rank_share_bottom: share of the draws, 0 to 1, in which the unit is among
    the best-off and the worst-off fifth of the units.
    """
    known = ~np.isnan(ranks[0])
    table = np.full((5, ranks.shape[1]), np.nan)
    seen = ranks[:, known]
    table[0, known] = np.median(seen, axis=0)
    table[1, known] = np.percentile(seen, INTERVAL[0], axis=0, method="lower")
    table[2, known] = np.percentile(seen, INTERVAL[1], axis=0, method="higher")
    most = fifth_of(int(known.sum()))
    table[3, known] = (seen <= most).mean(axis=0)
    table[4, known] = (from_worst[:, known] <= most).mean(axis=0)
    names = ["rank_median", "rank_low", "rank_high", "rank_share_top", "rank_share_bottom"]
    return pd.DataFrame(dict(zip(names, table)), index=units)


def mean_shift(ranks: np.ndarray, nominal: np.ndarray) -> np.ndarray:
    """Return the mean absolute shift from the nominal ranks, a value a draw (Saisana and others 2005)."""
    known = ~np.isnan(nominal)
    return np.abs(ranks[:, known] - nominal[known]).mean(axis=1)
