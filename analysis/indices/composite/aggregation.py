"""One score out of many: how a node combines its children.

Each function takes scores, shape (..., children, units), without NaN, weights that sum to 1 over the
children, shape (children,), (..., children, 1) or (..., children, units), and the choice; it returns one
score a unit, shape (..., units). Leading axes are draws, of the scores, of the weights or of both; Copeland
and TOPSIS, which compare the units with each other, take none. A child that a unit does not have has weight
0 there.
"""

from __future__ import annotations

import numpy as np

from ...core.messages import InputError, mark
from ...core.registers import Method, Register
from ..definition.model import Aggregation

#: Copeland compares all pairs of units; beyond this it would take minutes.
MOST_UNITS_IN_PAIRS = 20_000


def weighted_mean(scores: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Return the sum over the children of weight times score.

    Child after child, so that a score is the same to the bit alone and among thousands of draws; a product
    of matrices adds in an order that depends on the shapes.
    """
    weights = _for_units(weights)
    total = weights[..., 0, :] * scores[..., 0, :]
    term = np.empty_like(total)
    for child in range(1, scores.shape[-2]):
        total += np.multiply(weights[..., child, :], scores[..., child, :], out=term)
    return total


def _for_units(weights: np.ndarray) -> np.ndarray:
    return weights[:, None] if weights.ndim == 1 else weights


def arithmetic(scores: np.ndarray, weights: np.ndarray, choice: Aggregation) -> np.ndarray:
    """Weighted arithmetic mean: a weak child is fully compensated by a strong one."""
    del choice
    return weighted_mean(scores, weights)


def geometric(scores: np.ndarray, weights: np.ndarray, choice: Aggregation) -> np.ndarray:
    """Weighted geometric mean of positive scores."""
    del choice
    return np.exp(weighted_mean(np.log(scores), weights))


def harmonic(scores: np.ndarray, weights: np.ndarray, choice: Aggregation) -> np.ndarray:
    """Weighted harmonic mean of positive scores."""
    del choice
    return 1.0 / weighted_mean(1.0 / scores, weights)


def power(scores: np.ndarray, weights: np.ndarray, choice: Aggregation) -> np.ndarray:
    """Weighted power mean (Σ w x^p)^(1/p); p = 1 is arithmetic, 0 geometric, -1 harmonic.

    Compind 3.4 writes `(...)^1/p`, which divides by p instead of taking the root.
    """
    if choice.power == 0:
        return geometric(scores, weights, choice)
    return weighted_mean(scores**choice.power, weights) ** (1.0 / choice.power)


def penalty_sign(choice: Aggregation) -> int:
    """Return +1 where Mazziotta–Pareto adds its penalty, -1 where it subtracts it ("auto" is resolved)."""
    return 1 if choice.penalty == "+" else -1


def mean_and_variance(scores: np.ndarray, weights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the weighted mean and variance (divisor n) across the children, a value a unit."""
    mean = weighted_mean(scores, weights)
    return mean, weighted_mean((scores - mean[..., None, :]) ** 2, weights)


def mazziotta(scores: np.ndarray, weights: np.ndarray, choice: Aggregation) -> np.ndarray:
    """Mazziotta–Pareto: the mean M less (or plus) S·cv = S²/M, the penalty for unbalanced children.

    S has divisor n, as De Muro, Mazziotta and Pareto have it; Compind's `ci_mpi` uses n - 1 and its
    `ci_ampi` n, and the latter subtracts whatever the argument says.
    """
    mean, variance = mean_and_variance(scores, weights)
    penalty = np.divide(variance, mean, out=np.zeros_like(mean), where=variance > 0)
    return mean + penalty_sign(choice) * penalty


def copeland_scores(scores: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Return pairwise majorities won less those lost, from -(n - 1) to n - 1.

    Unit i beats unit k where the weight of the children on which it is better is the greater. A child
    counts only where both units have it.
    """
    children, n = scores.shape
    if n > MOST_UNITS_IN_PAIRS:
        raise InputError(
            mark(
                "Copeland compares every pair, too many for {n} units (at most {most}); choose another mean."
            ),
            n=n,
            most=MOST_UNITS_IN_PAIRS,
        )
    by_child = np.broadcast_to(_for_units(weights), scores.shape)
    # the product of two units' roots is in proportion to the weight of the child, or 0 where one lacks it
    roots = np.sqrt(by_child)
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


def copeland(scores: np.ndarray, weights: np.ndarray, choice: Aggregation) -> np.ndarray:
    """Copeland's score put on 0 (loses every comparison) to 100 (wins every one)."""
    del choice
    most = max(scores.shape[1] - 1, 1)
    return (copeland_scores(scores, weights) + most) / (2.0 * most) * 100.0


def squared_distances(scores: np.ndarray, weights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return squared weighted distances to the best and to the worst by child, both (children, units).

    Scores are divided by their vector norm over the units first.
    """
    by_child = np.broadcast_to(_for_units(weights), scores.shape)
    has = by_child > 0
    known = np.where(has, scores, 0.0)
    norms = np.sqrt(np.einsum("ij,ij->i", known, known))[:, None]
    scaled = np.divide(scores, norms, out=np.zeros_like(scores), where=norms > 0)
    best = np.where(has, scaled, -np.inf).max(axis=1, keepdims=True)
    worst = np.where(has, scaled, np.inf).min(axis=1, keepdims=True)
    gap = np.where(has, best - scaled, 0.0), np.where(has, scaled - worst, 0.0)
    return (by_child * gap[0]) ** 2, (by_child * gap[1]) ** 2


def topsis(scores: np.ndarray, weights: np.ndarray, choice: Aggregation) -> np.ndarray:
    """Relative closeness to the ideal: 100 d⁻ / (d⁺ + d⁻) with Euclidean distances (Hwang & Yoon 1981)."""
    del choice
    to_best, to_worst = (np.sqrt(part.sum(axis=0)) for part in squared_distances(scores, weights))
    total = to_best + to_worst
    # where all units are the same there is neither a best nor a worst: half-way
    return 100.0 * np.divide(to_worst, total, out=np.full_like(total, 0.5), where=total > 0)


AGGREGATIONS = Register(
    mark("aggregation"),
    [
        Method("arithmetic", mark("Arithmetic mean"), arithmetic),
        Method("geometric", mark("Geometric mean"), geometric),
        Method("harmonic", mark("Harmonic mean"), harmonic),
        Method("power", mark("Power mean"), power),
        Method("mazziotta", mark("Mazziotta–Pareto"), mazziotta),
        Method("copeland", mark("Copeland (pairwise majorities)"), copeland),
        Method("topsis", mark("TOPSIS (closeness to the ideal)"), topsis),
    ],
)

#: Aggregations that compare the units with each other.
RELATIVE = frozenset({"copeland", "topsis"})
#: Codes of those that look at one unit at a time, and so can be drawn.
MEANS = tuple(code for code in AGGREGATIONS.codes if code not in RELATIVE)


def lower_bound(choice: Aggregation) -> str:
    """Tell which scores the mean is defined for: "positive", "nonnegative" or "any"."""
    if choice.method in ("geometric", "harmonic") or (choice.method == "power" and choice.power <= 0):
        return "positive"
    return "nonnegative" if choice.method in ("power", "mazziotta") else "any"
