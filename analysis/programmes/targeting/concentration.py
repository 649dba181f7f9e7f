"""Concentration curve and index: how a quantity is spread over people ranked by something else."""

from __future__ import annotations

import numpy as np

from ...core.arrays import Floats


def fractional_ranks(rank_by: Floats, weights: Floats) -> Floats:
    """Return each unit's place (units,) between 0 (worst-off) and 1: the middle of its stretch of the people.

    Units of equal value share the middle of their common stretch, so that their order does not matter.

    rank_by, weights: (units,).
    """
    _, group = np.unique(rank_by, return_inverse=True)
    group = group.reshape(-1)
    sizes = np.bincount(group, weights)
    middles = np.cumsum(sizes) - sizes / 2.0
    result: Floats = middles[group] / weights.sum()
    return result


def concentration_index(values: Floats, rank_by: Floats, weights: Floats | None = None) -> float:
    """Return Σ w b (2R - 1) / Σ w b, from -1 (all with the worst-off) to 1; 0 is an even spread.

    Parameters
    ----------
    values
        What a person of each unit gets, shape (units,), non-negative.
    rank_by
        Welfare, low is worst-off, shape (units,).
    weights
        People in each unit; one each by default.

    Returns
    -------
    float
        NaN where nothing is given out. Ranked by itself the index of `values` is its Gini coefficient
        with divisor n (Kakwani, Wagstaff and van Doorslaer 1997).
    """
    weights = np.ones(values.size) if weights is None else weights
    total = weights @ values
    if not total > 0:
        return float("nan")
    places = fractional_ranks(rank_by, weights)
    return float((weights * values) @ (2.0 * places - 1.0) / total)


def concentration_curve(values: Floats, rank_by: Floats, weights: Floats | None = None) -> tuple[Floats, Floats]:
    """Return cumulative shares of the people, worst-off first, and of what they get; both start at 0.

    values, rank_by, weights: (units,), as `concentration_index`; returns (levels + 1,) each.
    """
    weights = np.ones(values.size) if weights is None else weights
    levels, group = np.unique(rank_by, return_inverse=True)
    group = group.reshape(-1)
    people = np.bincount(group, weights, minlength=levels.size)
    amounts = np.bincount(group, weights * values, minlength=levels.size)
    return np.r_[0.0, np.cumsum(people) / people.sum()], np.r_[0.0, np.cumsum(amounts) / amounts.sum()]


def share_of_poorest(values: Floats, rank_by: Floats, share: float, weights: Floats | None = None) -> float:
    """Return what part of all that is given out reaches the worst-off `share` of the people.

    values, rank_by, weights: (units,), as `concentration_index`; share: 0 to 1.
    """
    people, amounts = concentration_curve(values, rank_by, weights)
    return float(np.interp(share, people, amounts))
