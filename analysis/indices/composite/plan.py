"""The definition as a plan: which normalisation each indicator gets, which methods each node uses."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from ...core.arrays import Floats
from ...core.messages import InputError, Message, mark
from ..definition.model import Aggregation, Definition, Dimension, Indicator, Normalisation, Parent, Weighting
from ..definition.resolved import methods_of, resolved
from ..methods.aggregation import AGGREGATIONS, POSITIVE, lower_bound
from ..methods.normalisation import NORMALISATIONS, NormalisationMethod
from ..methods.weighting import WEIGHTINGS

FULL_SCALE = (0, 100)
#: Without a zero, so that geometric and harmonic means are defined.
POSITIVE_SCALE = (1, 100)


@dataclass(frozen=True)
class Leaf:
    """An indicator, its normalisation, the scale of bounded scores, whether it is put on 100 ± 10."""

    indicator: Indicator
    method: NormalisationMethod
    scale: tuple[float, float]
    hundred_ten: bool

    @property
    def by_goalposts(self) -> bool:
        """Whether fixed values in natural units set the scale, so that even a constant has a score."""
        given = self.method.takes_goalposts and self.indicator.goalposts is not None
        return self.method.needs_goalposts or given

    @property
    def treatable(self) -> bool:
        """Whether extreme values matter and may be changed: not for ranks, nor where goalposts clip."""
        return not self.method.ordinal and not self.by_goalposts


@dataclass(frozen=True)
class Node:
    """A node of the tree: the index (`dimension` None) or a dimension, and its children's weights.

    rows: the stretch of indicators below; parts: nodes, or nothing where the children are indicators;
    labels, given: of the children, their names and the weights of the definition, shape (children,).
    """

    dimension: Dimension | None
    rows: slice
    parts: tuple[Node, ...]
    labels: tuple[str, ...]
    given: Floats
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
    """Return the plan of a definition.

    Raises
    ------
    InputError
        For weights that are all zero in a node.
    """
    leaves: list[Leaf] = []
    root = _node(resolved(definition), leaves, positive=False, hundred_ten=False)
    return IndexPlan(tuple(leaves), root)


def _node(item: Parent, leaves: list[Leaf], *, positive: bool, hundred_ten: bool) -> Node:
    """Plan a node and all below; positive, hundred_ten: what the nodes above ask of the scores."""
    normalisation, weighting, aggregation = methods_of(item)
    way = WEIGHTINGS[weighting.method]
    # a child with score 0 cannot have a share of the whole, however little is asked
    needs_share = way.own_weights and weighting.shares is not None and weighting.shares[0] > 0
    positive = positive or needs_share or lower_bound(aggregation) == POSITIVE
    hundred_ten = hundred_ten or AGGREGATIONS[aggregation.method].hundred_ten
    start, children, parts = len(leaves), item.children, []
    for child in children:
        if isinstance(child, Indicator):
            leaves.append(_leaf(child, normalisation, positive, hundred_ten))
        else:
            parts.append(_node(child, leaves, positive=positive, hundred_ten=hundred_ten))
    node = Node(
        item if isinstance(item, Dimension) else None,
        slice(start, len(leaves)),
        tuple(parts),
        tuple(child.label for child in children),
        np.array([child.weight for child in children], dtype=float),
        weighting,
        aggregation,
    )
    if way.as_given and not node.given.any():
        raise InputError(mark("All weights of {node} are zero; give at least one a weight."), node=node.name)
    return node


def _leaf(indicator: Indicator, choice: Normalisation, positive: bool, hundred_ten: bool) -> Leaf:
    method = NORMALISATIONS[choice.method]
    usual = POSITIVE_SCALE if positive and method.reaches_zero else FULL_SCALE
    return Leaf(indicator, method, choice.scale or usual, hundred_ten and method.standardised)
