"""The definition resolved: which normalisation each indicator gets, which methods each node uses."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from ..definition.model import Aggregation, Definition, Dimension, Indicator, Normalisation, Weighting
from ..messages import InputError, Message, mark
from .aggregation import lower_bound
from .normalisation import BOUNDED, ORDINAL, REACHES_ZERO, STANDARDISED

FULL_SCALE = (0.0, 100.0)
#: Without a zero, so that geometric and harmonic means are defined.
POSITIVE_SCALE = (1.0, 100.0)
#: Methods whose judgements compare the children of one node, so that nodes below cannot inherit them.
JUDGED = frozenset({"ahp", "bwm"})


@dataclass(frozen=True)
class Leaf:
    """An indicator, its normalisation, the scale of bounded scores, whether it is put on 100 ± 10."""

    indicator: Indicator
    method: str
    scale: tuple[float, float]
    hundred_ten: bool

    @property
    def label(self) -> str:
        """The indicator's name."""
        return self.indicator.label

    @property
    def by_goalposts(self) -> bool:
        """Whether fixed values in natural units set the scale."""
        return self.method == "goalposts" or (
            self.method in ("distance", "ampi") and self.indicator.goalposts is not None
        )

    @property
    def treatable(self) -> bool:
        """Whether extreme values matter and may be changed: not for ranks, nor where goalposts clip."""
        return self.method not in ORDINAL and not self.by_goalposts

    @property
    def must_vary(self) -> bool:
        """Whether a constant indicator has no score."""
        return not self.by_goalposts

    @property
    def bounded(self) -> bool:
        """Whether the scores lie within the scale."""
        return self.method in BOUNDED


@dataclass(frozen=True)
class Node:
    """A node of the tree: the index (`dimension` None) or a dimension, and its children's weights.

    rows: the stretch of indicators below; parts: nodes, or nothing where the children are indicators.
    """

    dimension: Dimension | None
    rows: slice
    parts: tuple[Node, ...]
    labels: tuple[str, ...]
    given: np.ndarray
    weighting: Weighting
    aggregation: Aggregation

    @property
    def name(self) -> str | Message:
        """What a sentence calls the node."""
        return self.dimension.label if self.dimension else Message(mark("the index"))


@dataclass(frozen=True)
class Plan:
    """Everything to be done, in order: leaves are the rows of all arrays."""

    leaves: tuple[Leaf, ...]
    root: Node


def make_plan(definition: Definition) -> Plan:
    """Resolve what each node inherits. Raises `InputError` for weights that are all zero in a node."""
    leaves: list[Leaf] = []
    turned = definition.orientation == "deprivation"

    def resolved(choice: Aggregation) -> Aggregation:
        return replace(choice, penalty="+" if turned else "-") if choice.penalty == "auto" else choice

    def visit(
        dimension: Dimension | None,
        children: tuple[Dimension, ...] | tuple[Indicator, ...],
        normalisation: Normalisation,
        weighting: Weighting,
        above: tuple[Aggregation, ...],
    ) -> Node:
        of_indicators = isinstance(children[0], Indicator)
        levels = definition.aggregation
        own = dimension.aggregation if dimension else None
        aggregation = resolved(own or (levels.within if of_indicators else levels.across))
        path = (*above, aggregation)
        start, parts = len(leaves), []
        for child in children:
            if of_indicators:
                leaves.append(_leaf(child, normalisation, path))
            else:
                inherited = Weighting() if weighting.method in JUDGED else weighting
                parts.append(
                    visit(
                        child,
                        child.children,
                        child.normalisation or normalisation,
                        child.weighting or inherited,
                        path,
                    )
                )
        given = np.array([child.weight for child in children], dtype=float)
        if not given.any():
            raise InputError(
                mark("All weights of {node} are zero; give at least one a weight."),
                node=dimension.label if dimension else Message(mark("the index")),
            )
        return Node(
            dimension,
            slice(start, len(leaves)),
            tuple(parts),
            tuple(child.label for child in children),
            given,
            weighting,
            aggregation,
        )

    root = visit(None, definition.dimensions, definition.normalisation, definition.weighting, ())
    return Plan(tuple(leaves), root)


def _leaf(indicator: Indicator, choice: Normalisation, path: tuple[Aggregation, ...]) -> Leaf:
    needs_positive = any(lower_bound(aggregation) == "positive" for aggregation in path)
    usual = POSITIVE_SCALE if needs_positive and choice.method in REACHES_ZERO else FULL_SCALE
    under_mazziotta = any(aggregation.method == "mazziotta" for aggregation in path)
    return Leaf(
        indicator,
        choice.method,
        choice.scale or usual,
        under_mazziotta and choice.method in STANDARDISED,
    )
