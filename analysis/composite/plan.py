"""The definition resolved: which normalisation each indicator gets, which methods each node uses."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from ..definition.model import Aggregation, Definition, Dimension, Indicator, Normalisation, Weighting
from ..messages import InputError, Message, mark
from .aggregation import lower_bound
from .normalisation import BOUNDED, ORDINAL, REACHES_ZERO, STANDARDISED

FULL_SCALE = (0, 100)
#: Without a zero, so that geometric and harmonic means are defined.
POSITIVE_SCALE = (1, 100)
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
        """The code of the dimension, empty for the index."""
        return self.dimension.code if self.dimension else ""


@dataclass(frozen=True)
class Plan:
    """Everything to be done, in order: leaves are the rows of all arrays."""

    leaves: tuple[Leaf, ...]
    root: Node


def make_plan(definition: Definition) -> Plan:
    """Resolve what each node inherits. Raises `InputError` for weights that are all zero in a node."""
    planner = _Planner(definition)
    root = planner.node(None, definition.normalisation, definition.weighting, _Above())
    return Plan(tuple(planner.leaves), root)


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

    def __init__(self, definition: Definition) -> None:
        self.definition = definition
        self.leaves: list[Leaf] = []

    def node(
        self, dimension: Dimension | None, normalisation: Normalisation, weighting: Weighting, above: _Above
    ) -> Node:
        """Plan a node whose own or inherited choices are given; None is the index."""
        children = dimension.children if dimension else self.definition.dimensions
        aggregation = self._aggregation(dimension)
        here = above.and_node(aggregation, weighting)
        start, parts = len(self.leaves), []
        for child in children:
            if isinstance(child, Indicator):
                self.leaves.append(_leaf(child, normalisation, here))
            else:
                inherited = Weighting() if weighting.method in JUDGED else weighting
                parts.append(
                    self.node(child, child.normalisation or normalisation, child.weighting or inherited, here)
                )
        given = np.array([child.weight for child in children], dtype=float)
        labels = tuple(child.label for child in children)
        rows = slice(start, len(self.leaves))
        node = Node(dimension, rows, tuple(parts), labels, given, weighting, aggregation)
        if weighting.method == "given" and not given.any():
            raise InputError(
                mark("All weights of {node} are zero; give at least one a weight."), node=node.name
            )
        return node

    def _aggregation(self, dimension: Dimension | None) -> Aggregation:
        levels = self.definition.aggregation
        choice = levels.within if dimension and dimension.indicators else levels.across
        if dimension and dimension.aggregation:
            choice = dimension.aggregation
        if choice.method == "mazziotta" and choice.penalty == "auto":
            return replace(choice, penalty="+" if self.definition.orientation == "deprivation" else "-")
        return choice


def _leaf(indicator: Indicator, choice: Normalisation, above: _Above) -> Leaf:
    positive = above.positive and choice.method in REACHES_ZERO
    return Leaf(
        indicator,
        choice.method,
        choice.scale or (POSITIVE_SCALE if positive else FULL_SCALE),
        above.mazziotta and choice.method in STANDARDISED,
    )
