"""Many versions of an index at once: for each draw the score of every unit, as products of matrices.

The means are those of `composite.aggregation`, written for a further axis of draws.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ..composite.aggregation import lower_bound, penalty_sign
from ..composite.plan import Node
from ..composite.tree import FILL
from ..definition.model import Aggregation

#: Takes weights (draws, children) and scores (children, units) or (draws, children, units).
Combine = Callable[[np.ndarray, np.ndarray], np.ndarray]


def combine(weights: np.ndarray, scores: np.ndarray) -> np.ndarray:
    """Return the weighted sums over the children, shape (draws, units)."""
    if scores.ndim == 2:
        return weights @ scores
    return np.matmul(weights[:, None, :], scores)[:, 0, :]


class _Sums:
    """Weighted means over the children that are there; a unit without any has NaN."""

    def __init__(self, weights: np.ndarray, scores: np.ndarray) -> None:
        absent = np.isnan(scores)
        self.weights = weights
        self.present = ~absent if absent.any() else None
        self.scores = np.where(absent, FILL, scores) if absent.any() else scores
        total = weights.sum(axis=1, keepdims=True)
        if self.present is not None:
            total = combine(weights, self.present.astype(float))
        with np.errstate(divide="ignore"):
            self.scale = np.where(total > 1e-12, 1.0 / total, np.nan)

    def mean(self, values: np.ndarray) -> np.ndarray:
        if self.present is not None:
            values = np.where(self.present, values, 0.0)
        return combine(self.weights, values) * self.scale


def _arithmetic(sums: _Sums, choice: Aggregation) -> np.ndarray:
    del choice
    return sums.mean(sums.scores)


def _geometric(sums: _Sums, choice: Aggregation) -> np.ndarray:
    del choice
    return np.exp(sums.mean(np.log(sums.scores)))


def _harmonic(sums: _Sums, choice: Aggregation) -> np.ndarray:
    del choice
    return 1.0 / sums.mean(1.0 / sums.scores)


def _power(sums: _Sums, choice: Aggregation) -> np.ndarray:
    if choice.power == 0:
        return _geometric(sums, choice)
    return sums.mean(sums.scores**choice.power) ** (1.0 / choice.power)


def _mazziotta(sums: _Sums, choice: Aggregation) -> np.ndarray:
    mean = sums.mean(sums.scores)
    variance = np.maximum(sums.mean(sums.scores**2) - mean**2, 0.0)
    return mean + penalty_sign(choice) * np.divide(
        variance, mean, out=np.zeros_like(mean), where=variance > 0
    )


#: Means that need one pass over the children; Copeland and TOPSIS compare all units with each other.
MEANS = {
    "arithmetic": _arithmetic,
    "geometric": _geometric,
    "harmonic": _harmonic,
    "power": _power,
    "mazziotta": _mazziotta,
}


def index_scores(
    root: Node, normalised: np.ndarray, weights: tuple[np.ndarray, ...], left_out: np.ndarray
) -> np.ndarray:
    """Return the index of every draw, shape (draws, units).

    Parameters
    ----------
    root
        The plan of the index; the means of its nodes must be in `MEANS`.
    normalised
        Scores, shape (indicators, units) for all draws alike, or (draws, indicators, units); NaN where
        missing: the others are re-weighted.
    weights
        Of the children of each node, depth first, shape (draws, children).
    left_out
        Row of the indicator that each draw does without, -1 for none.

    Returns
    -------
    numpy.ndarray
        NaN throughout a draw whose mean is undefined (a score of zero or less under a geometric mean),
        and in units that have no indicator.
    """
    failed = np.zeros(left_out.size, dtype=bool)
    scores = _node(root, normalised, iter(weights), left_out, failed)
    scores[failed] = np.nan
    return scores


def _node(node, normalised, weights, left_out, failed) -> np.ndarray:
    own = next(weights)
    if node.parts:
        parts = [_node(child, normalised, weights, left_out, failed) for child in node.parts]
        scores = np.stack(parts, axis=1)
    else:
        scores = normalised[..., node.rows, :]
        here = (left_out >= node.rows.start) & (left_out < node.rows.stop)
        if here.any():
            own = own.copy()
            own[here, left_out[here] - node.rows.start] = 0.0
    _note_failures(node, scores, own, failed)
    with np.errstate(divide="ignore", invalid="ignore"):
        return MEANS[node.aggregation.method](_Sums(own, scores), node.aggregation)


def _note_failures(node: Node, scores: np.ndarray, weights: np.ndarray, failed: np.ndarray) -> None:
    bound = lower_bound(node.aggregation)
    if bound == "any":
        return
    wrong = (scores <= 0 if bound == "positive" else scores < 0).any(axis=-1)
    failed |= (wrong & (weights > 0)).any(axis=1)
