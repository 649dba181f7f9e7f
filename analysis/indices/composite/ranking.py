"""Ranks of the units: 1 is the best-off, ties share the smaller rank."""

from __future__ import annotations

import numpy as np

from ...core.arrays import Floats

#: Scores closer than this are equal: sums in another order differ by less.
TOLERANCE = 1e-9


def ranks(index: Floats, best_is_high: bool = True) -> Floats:
    """Rank unrounded scores, shape (units,), as floats; NaN has no rank and stays NaN.

    Neighbours in the order that differ by no more than `TOLERANCE` share the smaller rank
    ("competition" ranking, as RANK.EQ of spreadsheets).
    """
    scores = -index if best_is_high else index
    order = np.argsort(scores, kind="stable")
    n = scores.size - np.count_nonzero(np.isnan(scores))
    order = order[:n]
    result = np.full(scores.size, np.nan)
    if n:
        starts = np.r_[True, np.diff(scores[order]) > TOLERANCE]
        result[order] = np.maximum.accumulate(np.where(starts, np.arange(1, n + 1), 0))
    return result
