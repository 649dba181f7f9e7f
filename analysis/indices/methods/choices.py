"""What a definition says of each step: a method, by its code in the register of the step, and its parameters."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Normalisation:
    """How values become comparable scores; `scale` is the range of bounded scores, None for the usual."""

    method: str = "minmax"
    scale: tuple[float, float] | None = None


@dataclass(frozen=True)
class Missing:
    """What is done where a value is missing; `coverage` is the least share of weight a unit must have.

    `statistic` belongs to the method "group": the "median" or the "mean" of the group.
    """

    method: str = "refuse"
    coverage: float = 0.6
    statistic: str = "median"


@dataclass(frozen=True)
class Outliers:
    """How extreme values are treated where both |skewness| and kurtosis exceed their limits.

    `limit` is the largest number of values of one indicator that may be winsorised.
    """

    method: str = "none"
    skewness: float = 2.0
    kurtosis: float = 3.5
    limit: int = 5


@dataclass(frozen=True)
class Weighting:
    """How a node weights its children.

    `pairwise` belongs to AHP (row over column), `best_to_others` and `others_to_worst` to the best–worst
    method, `shares` (least and greatest share of a child in the score) to the benefit of the doubt.
    """

    method: str = "given"
    pairwise: tuple[tuple[float, ...], ...] = ()
    best_to_others: tuple[float, ...] = ()
    others_to_worst: tuple[float, ...] = ()
    shares: tuple[float, float] | None = None


@dataclass(frozen=True)
class Aggregation:
    """How a node combines its children.

    `power` belongs to the power mean; `penalty` to Mazziotta–Pareto: "+", "-" or "auto" (minus where
    high scores are welfare, plus where they are deprivation).
    """

    method: str = "arithmetic"
    power: float = 0.5
    penalty: str = "auto"


@dataclass(frozen=True)
class Levels:
    """The aggregation of indicators within a dimension, and of dimensions across."""

    within: Aggregation = Aggregation()
    across: Aggregation = Aggregation()


@dataclass(frozen=True)
class Classes:
    """How the index is cut into classes; `breaks` are the inner bounds of the method "fixed"."""

    method: str = "quantile"
    count: int = 5
    breaks: tuple[float, ...] = ()
