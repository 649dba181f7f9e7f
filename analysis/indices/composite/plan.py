"""The definition resolved: which normalisation each indicator gets, which methods each node uses."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from ...core.messages import InputError, Message, mark
from ..definition.editing import children_of
from ..definition.model import Aggregation, Definition, Dimension, Indicator, Normalisation, Weighting
from ..definition.resolved import resolved
from .aggregation import lower_bound
from .normalisation import BOUNDED, ORDINAL, REACHES_ZERO, STANDARDISED

FULL_SCALE = (0, 100)
#: Without a zero, so that geometric and harmonic means are defined.
POSITIVE_SCALE = (1, 100)


@dataclass(frozen=True)
class Leaf:
    """An indicator, its normalisation, the scale of bounded scores, whether it is put on 100 ± 10."""

    indicator: Indicator
    method: str
    scale: tuple[float, float]
    hundred_ten: bool

    @property
    def by_goalposts(self) -> bool:
        """Whether fixed values in natural units set the scale, so that even a constant has a score."""
        return self.method == "goalposts" or (
            self.method in ("distance", "ampi") and self.indicator.goalposts is not None
        )

    @property
    def treatable(self) -> bool:
        """Whether extreme values matter and may be changed: not for ranks, nor where goalposts clip."""
        return self.method not in ORDINAL and not self.by_goalposts

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

    @property
    def code(self) -> str:
        """The code of its dimension; the index has none."""
        return self.dimension.code if self.dimension else ""

    def walk(self) -> Iterator[Node]:
        """Yield this node and all below, depth first."""
        yield self
        for node in self.parts:
            yield from node.walk()


@dataclass(frozen=True)
class IndexPlan:
    """Everything to be done, in order: leaves are the rows of all arrays."""

    leaves: tuple[Leaf, ...]
    root: Node


def make_plan(definition: Definition) -> IndexPlan:
    """IndexPlan the tree. Raises `InputError` for weights that are all zero in a node."""
    planner = _Planner()
    root = planner.node(resolved(definition), _Above())
    return IndexPlan(tuple(planner.leaves), root)


@dataclass(frozen=True)
class _Above:
    """What the nodes above an indicator ask of its scores: no zeros; the scale of Mazziotta–Pareto."""

    positive: bool = False
    mazziotta: bool = False

    def and_node(self, aggregation: Aggregation, weighting: Weighting) -> _Above:
        # a child with score 0 cannot have a share of the whole, however little is asked
        needs_share = weighting.method == "bod" and weighting.shares is not None and weighting.shares[0] > 0
        return _Above(
            self.positive or needs_share or lower_bound(aggregation) == "positive",
            self.mazziotta or aggregation.method == "mazziotta",
        )


class _Planner:
    """Walks the tree depth first and collects the leaves on the way."""

    def __init__(self) -> None:
        self.leaves: list[Leaf] = []

    def node(self, item: Definition | Dimension, above: _Above) -> Node:
        """IndexPlan a node of a resolved definition: the index itself or a dimension."""
        dimension = item if isinstance(item, Dimension) else None
        aggregation = item.aggregation if dimension else item.aggregation.across
        weighting, children = item.weighting, children_of(item)
        here = above.and_node(aggregation, weighting)
        start, parts = len(self.leaves), []
        for child in children:
            if isinstance(child, Indicator):
                self.leaves.append(_leaf(child, item.normalisation, here))
            else:
                parts.append(self.node(child, here))
        given = np.array([child.weight for child in children], dtype=float)
        labels = tuple(child.label for child in children)
        rows = slice(start, len(self.leaves))
        node = Node(dimension, rows, tuple(parts), labels, given, weighting, aggregation)
        if weighting.method == "given" and not given.any():
            raise InputError(
                mark("All weights of {node} are zero; give at least one a weight."), node=node.name
            )
        return node


def _leaf(indicator: Indicator, choice: Normalisation, above: _Above) -> Leaf:
    positive = above.positive and choice.method in REACHES_ZERO
    return Leaf(
        indicator,
        choice.method,
        choice.scale or (POSITIVE_SCALE if positive else FULL_SCALE),
        above.mazziotta and choice.method in STANDARDISED,
    )
