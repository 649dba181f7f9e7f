"""The description of an index as frozen dataclasses: a tree of dimensions and indicators, and choices.

`schema` reads it from JSON and checks it, `flat` makes it from a plain table of indicators.
"""

from __future__ import annotations

from collections.abc import Iterator
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


@dataclass(frozen=True)
class Indicator:
    """A column of the data and what it means.

    `direction` is +1 where more is better off, -1 where more is worse off. `goalposts` are the lowest and
    highest value in natural units, whatever the direction. Values are divided by the column `denominator`
    and multiplied by `per`.
    """

    field: str
    name: str = ""
    direction: int = 1
    weight: float = 1.0
    goalposts: tuple[float, float] | None = None
    unit: str = ""
    denominator: str | None = None
    per: float = 1.0

    @property
    def label(self) -> str:
        """The name, or the field where there is none."""
        return self.name or self.field


@dataclass(frozen=True)
class Dimension:
    """A group of indicators or of further dimensions; None means that the choice comes from above."""

    code: str
    name: str = ""
    weight: float = 1.0
    indicators: tuple[Indicator, ...] = ()
    dimensions: tuple[Dimension, ...] = ()
    normalisation: Normalisation | None = None
    weighting: Weighting | None = None
    aggregation: Aggregation | None = None

    @property
    def label(self) -> str:
        """The name, or the code where there is none."""
        return self.name or self.code

    @property
    def children(self) -> tuple[Indicator, ...] | tuple[Dimension, ...]:
        """The indicators, or the dimensions."""
        return self.indicators or self.dimensions

    def leaves(self) -> Iterator[Indicator]:
        """Every indicator below, in order."""
        yield from self.indicators
        for dimension in self.dimensions:
            yield from dimension.leaves()


@dataclass(frozen=True)
class Definition:
    """A whole index. Make it with `schema` or `flat`, which check what they are given."""

    dimensions: tuple[Dimension, ...]
    name: str = ""
    description: str = ""
    orientation: str = "welfare"
    normalisation: Normalisation = Normalisation()
    missing: Missing = Missing()
    outliers: Outliers = Outliers()
    weighting: Weighting = Weighting()
    aggregation: Levels = Levels()
    classes: Classes = Classes()

    @property
    def indicators(self) -> tuple[Indicator, ...]:
        """Every indicator, depth first: the order of rows and columns in all results."""
        return tuple(leaf for dimension in self.dimensions for leaf in dimension.leaves())

    @property
    def fields(self) -> list[str]:
        """The columns of the indicators, in order."""
        return [indicator.field for indicator in self.indicators]

    @property
    def columns(self) -> list[str]:
        """Every column that the index needs, denominators included, each once."""
        denominators = [i.denominator for i in self.indicators if i.denominator is not None]
        return list(dict.fromkeys([*self.fields, *denominators]))
