"""What each child contributes to a node's score: parts that sum to the score exactly.

Every function takes scores (children, units) without NaN, weights (children, units) or (children,), the
node's score (units,) and the choice, and returns parts (children, units).

A quasi-arithmetic mean φ(I) = Σ w φ(x) is split around a baseline b by

    c_j = b w_j + (I - b) w_j (φ(x_j) - φ(b)) / (φ(I) - φ(b)).

b is 0 where φ(0) is finite, else 1, the foot of the scale 1–100; for the geometric mean that is the
log-mean (LMDI) split. The penalty of Mazziotta–Pareto is apportioned by squared deviation, TOPSIS by
squared distance from the worst, Copeland by weighted pairs won.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ...core.registers import Method, Register
from ..definition.model import Aggregation
from .aggregation import mean_and_variance, penalty_sign, squared_distances


def arithmetic(scores: np.ndarray, weights: np.ndarray, index: np.ndarray, choice: Aggregation) -> np.ndarray:
    """Return weight times score."""
    del index, choice
    return weights * scores


def geometric(scores: np.ndarray, weights: np.ndarray, index: np.ndarray, choice: Aggregation) -> np.ndarray:
    """Return logarithmic-mean shares above 1."""
    del choice
    return _around_one(scores, weights, index, np.log, slope=1.0)


def harmonic(scores: np.ndarray, weights: np.ndarray, index: np.ndarray, choice: Aggregation) -> np.ndarray:
    """Return shares of the reciprocals' distance from 1."""
    del choice
    return _around_one(scores, weights, index, np.reciprocal, slope=-1.0)


def power(scores: np.ndarray, weights: np.ndarray, index: np.ndarray, choice: Aggregation) -> np.ndarray:
    """Return shares of w x^p where p > 0, else around 1."""
    p = choice.power
    if p == 0:
        return geometric(scores, weights, index, choice)
    if p < 0:
        return _around_one(scores, weights, index, lambda x: x**p, slope=p)
    return shared(index, weights * scores**p, weights)


def mazziotta(scores: np.ndarray, weights: np.ndarray, index: np.ndarray, choice: Aggregation) -> np.ndarray:
    """Return weight times score, and the penalty by weighted squared deviation from the mean."""
    mean, variance = mean_and_variance(scores, weights)
    deviations = weights * (scores - mean) ** 2
    # S²/M times each child's share of S² is its deviation over M; 0 where there is no penalty
    penalty = np.divide(deviations, mean, out=np.zeros_like(deviations), where=variance > 0)
    del index
    return weights * scores + penalty_sign(choice) * penalty


def copeland(scores: np.ndarray, weights: np.ndarray, index: np.ndarray, choice: Aggregation) -> np.ndarray:
    """Apportion the score by each child's weight times the share of units that it places behind."""
    del choice
    has = weights > 0
    won = np.zeros_like(scores)
    for child, row in enumerate(scores):
        known = np.flatnonzero(has[child])
        ordered = np.sort(row[known])
        behind = (
            np.searchsorted(ordered, row[known], "left") + np.searchsorted(ordered, row[known], "right") - 1
        )
        won[child, known] = behind / (2.0 * max(known.size - 1, 1))
    return shared(index, weights * won, weights)


def topsis(scores: np.ndarray, weights: np.ndarray, index: np.ndarray, choice: Aggregation) -> np.ndarray:
    """Apportion the closeness by squared weighted distance from the worst."""
    del choice
    return shared(index, squared_distances(scores, weights)[1], weights)


def shared(total: np.ndarray, keys: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Apportion `total` (units,) by non-negative `keys` (children, units); by weight where all are 0."""
    sums = keys.sum(axis=0)
    return total * np.where(sums > 0, keys / np.where(sums > 0, sums, 1.0), weights)


def _around_one(
    scores: np.ndarray,
    weights: np.ndarray,
    index: np.ndarray,
    phi: Callable[[np.ndarray], np.ndarray],
    slope: float,
) -> np.ndarray:
    """Split a mean with generator `phi` around b = 1; `slope` is the derivative of `phi` there."""
    foot = phi(np.ones(1))
    rise = phi(index) - foot
    # at the baseline itself the quotient is its limit, one over the slope
    close = np.abs(index - 1.0) < 1e-9
    quotient = np.where(close, 1.0 / slope, (index - 1.0) / np.where(close, 1.0, rise))
    return weights + weights * quotient * (phi(scores) - foot)


CONTRIBUTIONS = Register(
    "aggregation",
    [
        Method(function.__name__, "", function)
        for function in (arithmetic, geometric, harmonic, power, mazziotta, copeland, topsis)
    ],
)
