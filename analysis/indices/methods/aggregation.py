"""One score out of many: how a node combines its children, and what each child contributes to the score.

A function takes scores, shape (..., children, units), without NaN, weights that sum to 1 over the children,
shape (children,), (..., children, 1) or (..., children, units), and the choice; it returns one score a unit,
shape (..., units). Leading axes are draws, of the scores, of the weights or of both. A child that a unit does
not have has weight 0 there.

The parts of a score take scores and weights without leading axes, the score (units,) and the choice, and
return (children, units), which sum to the score exactly. A quasi-arithmetic mean φ(I) = Σ w φ(x) is split
around a baseline b by

    c_j = b w_j + (I - b) w_j (φ(x_j) - φ(b)) / (φ(I) - φ(b)).

b is 0 where φ(0) is finite, else 1, the foot of the scale 1–100; for the geometric mean that is the
log-mean (LMDI) split. The penalty of Mazziotta–Pareto is apportioned by squared deviation, TOPSIS by
squared distance from the worst, Copeland by weighted pairs won.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Union

import numpy as np

from ...core.arrays import Floats
from ...core.messages import mark
from ...core.registers import Register
from .choices import Aggregation
from .relative import copeland, copeland_parts, topsis, topsis_parts
from .sums import mean_and_variance, shared, weighted_mean

#: Which scores a mean is defined for; that of the power mean hangs on its power.
ANY, NONNEGATIVE, POSITIVE = "any", "nonnegative", "positive"


@dataclass(frozen=True)
class AggregationMethod:
    """An aggregation, and all that the tree, the robustness and the dock must know of it.

    function, parts: the score and its split; lower_bound: `ANY`, `NONNEGATIVE` or `POSITIVE`; relative: it
    compares the units with each other, so that there are no draws of it; linear: the score is the weighted
    sum itself; hundred_ten: standardised scores below it are put on 100 ± 10; signed: its penalty is added
    or subtracted by the orientation.
    """

    code: str
    label: str
    function: Callable[[Floats, Floats, Aggregation], Floats]
    parts: Callable[[Floats, Floats, Floats, Aggregation], Floats]
    lower_bound: Union[str, Callable[[Aggregation], str]] = ANY
    relative: bool = False
    linear: bool = False
    hundred_ten: bool = False
    signed: bool = False


def _arithmetic(scores: Floats, weights: Floats, _: Aggregation) -> Floats:
    return weighted_mean(scores, weights)


def _arithmetic_parts(scores: Floats, weights: Floats, _: Floats, __: Aggregation) -> Floats:
    return weights * scores


def _geometric(scores: Floats, weights: Floats, _: Aggregation) -> Floats:
    return np.exp(weighted_mean(np.log(scores), weights))


def _geometric_parts(scores: Floats, weights: Floats, index: Floats, _: Aggregation) -> Floats:
    return _around_one(scores, weights, index, np.log, slope=1.0)


def _harmonic(scores: Floats, weights: Floats, _: Aggregation) -> Floats:
    return 1.0 / weighted_mean(1.0 / scores, weights)


def _harmonic_parts(scores: Floats, weights: Floats, index: Floats, _: Aggregation) -> Floats:
    return _around_one(scores, weights, index, np.reciprocal, slope=-1.0)


def _power(scores: Floats, weights: Floats, choice: Aggregation) -> Floats:
    """Return (Σ w x^p)^(1/p); p = 1 is arithmetic, 0 geometric, -1 harmonic.

    Compind 3.4 writes `(...)^1/p`, which divides by p instead of taking the root.
    """
    if choice.power == 0:
        return _geometric(scores, weights, choice)
    return weighted_mean(scores**choice.power, weights) ** (1.0 / choice.power)


def _power_parts(scores: Floats, weights: Floats, index: Floats, choice: Aggregation) -> Floats:
    """Return shares of w x^p where p > 0, else around 1."""
    p = choice.power
    if p == 0:
        return _geometric_parts(scores, weights, index, choice)
    if p < 0:
        return _around_one(scores, weights, index, lambda x: x**p, slope=p)
    return shared(index, weights * scores**p, weights)


def _mazziotta(scores: Floats, weights: Floats, choice: Aggregation) -> Floats:
    """Mazziotta–Pareto: the mean M less (or plus) S·cv = S²/M, the penalty for unbalanced children.

    S has divisor n, as De Muro, Mazziotta and Pareto have it; Compind's `ci_mpi` uses n - 1 and its
    `ci_ampi` n, and the latter subtracts whatever the argument says.
    """
    mean, variance = mean_and_variance(scores, weights)
    penalty = np.divide(variance, mean, out=np.zeros_like(mean), where=variance > 0)
    result: Floats = mean + _sign(choice) * penalty
    return result


def _mazziotta_parts(scores: Floats, weights: Floats, _: Floats, choice: Aggregation) -> Floats:
    """Return weight times score, and the penalty by weighted squared deviation from the mean."""
    mean, variance = mean_and_variance(scores, weights)
    deviations = weights * (scores - mean) ** 2
    # S²/M times each child's share of S² is its deviation over M; 0 where there is no penalty
    penalty = np.divide(deviations, mean, out=np.zeros_like(deviations), where=variance > 0)
    result: Floats = weights * scores + _sign(choice) * penalty
    return result


def _sign(choice: Aggregation) -> int:
    """Return +1 where Mazziotta–Pareto adds its penalty, -1 where it subtracts it ("auto" is resolved)."""
    return 1 if choice.penalty == "+" else -1


def _around_one(
    scores: Floats, weights: Floats, index: Floats, phi: Callable[[Floats], Floats], slope: float
) -> Floats:
    """Split a mean with generator `phi` around b = 1; `slope` is the derivative of `phi` there."""
    foot = phi(np.ones(1))
    rise = phi(index) - foot
    # at the baseline itself the quotient is its limit, one over the slope
    close = np.abs(index - 1.0) < 1e-9
    quotient = np.where(close, 1.0 / slope, (index - 1.0) / np.where(close, 1.0, rise))
    return weights + weights * quotient * (phi(scores) - foot)


def _power_bound(choice: Aggregation) -> str:
    return POSITIVE if choice.power <= 0 else NONNEGATIVE


AGGREGATIONS = Register(
    mark("aggregation"),
    [
        AggregationMethod("arithmetic", mark("Arithmetic mean"), _arithmetic, _arithmetic_parts, linear=True),
        AggregationMethod("geometric", mark("Geometric mean"), _geometric, _geometric_parts, POSITIVE),
        AggregationMethod("harmonic", mark("Harmonic mean"), _harmonic, _harmonic_parts, POSITIVE),
        AggregationMethod("power", mark("Power mean"), _power, _power_parts, _power_bound),
        AggregationMethod(
            "mazziotta",
            mark("Mazziotta–Pareto"),
            _mazziotta,
            _mazziotta_parts,
            NONNEGATIVE,
            hundred_ten=True,
            signed=True,
        ),
        AggregationMethod("copeland", mark("Copeland (pairwise majorities)"), copeland, copeland_parts, relative=True),
        AggregationMethod("topsis", mark("TOPSIS (closeness to the ideal)"), topsis, topsis_parts, relative=True),
    ],
)

#: Those that look at one unit at a time, and so can be drawn.
MEANS = Register(mark("mean"), [method for method in AGGREGATIONS.values() if not method.relative])


def lower_bound(choice: Aggregation) -> str:
    """Tell which scores the mean is defined for: `POSITIVE`, `NONNEGATIVE` or `ANY`."""
    bound = AGGREGATIONS[choice.method].lower_bound
    return bound if isinstance(bound, str) else bound(choice)
