"""The description of an index as frozen dataclasses: a tree of dimensions and indicators, and choices.

`schema` reads it from JSON and checks it, `flat` makes it from a plain table of indicators.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Union

from ..methods.choices import Aggregation, Classes, Levels, Missing, Normalisation, Outliers, Weighting

__all__ = [
    "Aggregation",
    "Classes",
    "Definition",
    "Dimension",
    "Indicator",
    "Levels",
    "Missing",
    "Normalisation",
    "Outliers",
    "Parent",
    "Weighting",
]


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

    def leaves(self) -> Iterator[Indicator]:
        """Yield the indicator itself, as a dimension yields those below."""
        yield self


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
    normalisation: Normalisation = field(default_factory=Normalisation)
    missing: Missing = field(default_factory=Missing)
    outliers: Outliers = field(default_factory=Outliers)
    weighting: Weighting = field(default_factory=Weighting)
    aggregation: Levels = field(default_factory=Levels)
    classes: Classes = field(default_factory=Classes)

    @property
    def children(self) -> tuple[Dimension, ...]:
        """The dimensions."""
        return self.dimensions

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


#: A node that has children.
Parent = Union[Definition, Dimension]
