"""Aggregations that compare the units with each other, and how their scores are split; no draws of them.

Shapes are those of `aggregation`, without leading axes.
"""

from __future__ import annotations

import numpy as np

from ...core.arrays import Floats
from ...core.messages import InputError, mark
from .choices import Aggregation
from .sums import for_units, shared

#: Copeland compares all pairs of units; beyond this it would take minutes.
MOST_UNITS_IN_PAIRS = 20_000


def copeland_scores(scores: Floats, weights: Floats) -> Floats:
    """Return pairwise majorities won less those lost, from -(n - 1) to n - 1.

    Unit i beats unit k where the weight of the children on which it is better is the greater. A child
    counts only where both units have it.
    Scores are (children, units), weights (children,), what is returned (units,).

    Raises
    ------
    InputError
        Beyond `MOST_UNITS_IN_PAIRS` units.
    """
    children, n = scores.shape
    if n > MOST_UNITS_IN_PAIRS:
        raise InputError(
            mark("Copeland compares every pair, too many for {n} units (at most {most}); choose another mean."),
            n=n,
            most=MOST_UNITS_IN_PAIRS,
        )
    # the product of two units' roots is in proportion to the weight of the child, or 0 where one lacks it
    roots = np.sqrt(np.broadcast_to(for_units(weights), scores.shape))
    result = np.zeros(n)
    block = max(1, 4_000_000 // n)
    for start in range(0, n, block):
        rows = slice(start, min(n, start + block))
        majority = np.zeros((rows.stop - start, n))
        for child in range(children):
            better = np.sign(scores[child, rows, None] - scores[child, None, :])
            better *= roots[child, rows, None]
            better *= roots[child]
            majority += better
        result[rows] = np.where(np.abs(majority) > 1e-12, np.sign(majority), 0.0).sum(axis=1)
    return result


def copeland(scores: Floats, weights: Floats, _: Aggregation) -> Floats:
    """Copeland's score put on 0 (loses every comparison) to 100 (wins every one).

    From (children, units) and (children,) to (units,).
    """
    most = max(scores.shape[1] - 1, 1)
    result: Floats = (copeland_scores(scores, weights) + most) / (2.0 * most) * 100.0
    return result


def copeland_parts(scores: Floats, weights: Floats, index: Floats, _: Aggregation) -> Floats:
    """Apportion the score by each child's weight times the share of units that it places behind.

    The parts are (children, units) and sum to the index, (units,).
    """
    has = weights > 0
    won = np.zeros_like(scores)
    for child, row in enumerate(scores):
        known = row[has[child]]
        ordered = np.sort(known)
        behind = np.searchsorted(ordered, known, "left") + np.searchsorted(ordered, known, "right") - 1
        won[child, has[child]] = behind / (2.0 * max(known.size - 1, 1))
    return shared(index, weights * won, weights)


def squared_distances(scores: Floats, weights: Floats) -> tuple[Floats, Floats]:
    """Return squared weighted distances to the best and to the worst by child, both (children, units).

    Scores are divided by their vector norm over the units first.
    """
    by_child = np.broadcast_to(for_units(weights), scores.shape)
    has = by_child > 0
    known = np.where(has, scores, 0.0)
    norms = np.sqrt(np.einsum("ij,ij->i", known, known))[:, None]
    scaled = np.divide(scores, norms, out=np.zeros_like(scores), where=norms > 0)
    best = np.where(has, scaled, -np.inf).max(axis=1, keepdims=True)
    worst = np.where(has, scaled, np.inf).min(axis=1, keepdims=True)
    gap = np.where(has, best - scaled, 0.0), np.where(has, scaled - worst, 0.0)
    return (by_child * gap[0]) ** 2, (by_child * gap[1]) ** 2


def topsis(scores: Floats, weights: Floats, _: Aggregation) -> Floats:
    """Relative closeness to the ideal: 100 d⁻ / (d⁺ + d⁻) with Euclidean distances (Hwang & Yoon 1981).

    From (children, units) and (children,) to (units,).
    """
    to_best, to_worst = (np.sqrt(part.sum(axis=0)) for part in squared_distances(scores, weights))
    total = to_best + to_worst
    # where all units are the same there is neither a best nor a worst: half-way
    closeness: Floats = 100.0 * np.divide(to_worst, total, out=np.full_like(total, 0.5), where=total > 0)
    return closeness


def topsis_parts(scores: Floats, weights: Floats, index: Floats, _: Aggregation) -> Floats:
    """Apportion the closeness by squared weighted distance from the worst.

    The parts are (children, units) and sum to the index, (units,).
    """
    return shared(index, squared_distances(scores, weights)[1], weights)
