"""Ranks of the units: 1 is the best-off, ties share the smaller rank."""

from __future__ import annotations

import numpy as np

from ...core.arrays import Floats, Ints

#: Scores closer than this are equal: sums in another order differ by less.
TOLERANCE = 1e-9


def ranks(index: Floats, best_is_high: bool = True) -> Floats:
    """Rank scores, shape (units,), by the rule of `rank_matrix`, as floats; NaN stays NaN."""
    found: Floats = rank_matrix(index[None], best_is_high)[0].astype(float)
    found[np.isnan(index)] = np.nan
    return found


def rank_matrix(scores: Floats, best_is_high: bool = True) -> Ints:
    """Rank each row of unrounded scores, shape (draws, units), from 1, the best; NaN has no rank: 0.

    Neighbours in the order that differ by no more than `TOLERANCE` share the smaller rank
    ("competition" ranking, as RANK.EQ of spreadsheets).
    """
    turned = -scores if best_is_high else scores
    order = np.argsort(turned, axis=1, kind="stable")
    in_order = np.take_along_axis(turned, order, axis=1)
    starts = np.ones(scores.shape, dtype=bool)
    starts[:, 1:] = np.diff(in_order, axis=1) > TOLERANCE
    places = np.arange(1, scores.shape[1] + 1, dtype=rank_type(scores.shape[1]))
    places = np.maximum.accumulate(np.where(starts, places, 0), axis=1)
    ranks = np.empty(scores.shape, dtype=places.dtype)
    np.put_along_axis(ranks, order, places, axis=1)
    ranks[np.isnan(scores)] = 0
    return ranks


def rank_type(units: int) -> type[np.uint16] | type[np.uint32]:
    """Return the smallest type that holds the ranks of so many units."""
    if units <= np.iinfo(np.uint16).max:
        return np.uint16
    return np.uint32
