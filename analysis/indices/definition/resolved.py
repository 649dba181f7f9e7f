"""What every node of a definition does, said at the node itself: its own choice, else that from above."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from ..methods.aggregation import AGGREGATIONS
from ..methods.weighting import WEIGHTINGS
from .model import Aggregation, Definition, Dimension, Levels, Normalisation, Parent, Weighting


class NodeMethods(NamedTuple):
    """The methods of a node."""

    normalisation: Normalisation
    weighting: Weighting
    aggregation: Aggregation


def resolved(definition: Definition) -> Definition:
    """Return the same index with normalisation, weighting and aggregation at every dimension.

    Judgements compare the children of one node, so that nodes below do not inherit them. A penalty "auto" is
    resolved, too.
    """
    levels = definition.aggregation
    levels = Levels(_with_penalty(levels.within, definition), _with_penalty(levels.across, definition))
    definition = replace(definition, aggregation=levels)

    def below(node: Parent, normalisation: Normalisation, weighting: Weighting) -> tuple[Dimension, ...]:
        inherited = Weighting() if WEIGHTINGS[weighting.method].judged else weighting
        found = []
        for child in node.dimensions:
            own = NodeMethods(
                child.normalisation or normalisation,
                child.weighting or inherited,
                _with_penalty(child.aggregation or (levels.within if child.indicators else levels.across), definition),
            )
            dimensions = below(child, own.normalisation, own.weighting)
            found.append(replace(child, **own._asdict(), dimensions=dimensions))
        return tuple(found)

    dimensions = below(definition, definition.normalisation, definition.weighting)
    return replace(definition, dimensions=dimensions)


def methods_of(node: Parent) -> NodeMethods:
    """Return the methods of the index, or of a dimension, of a resolved definition."""
    if isinstance(node, Definition):
        return NodeMethods(node.normalisation, node.weighting, node.aggregation.across)
    if node.normalisation is None or node.weighting is None or node.aggregation is None:
        raise ValueError("the definition is not resolved")
    return NodeMethods(node.normalisation, node.weighting, node.aggregation)


def _with_penalty(choice: Aggregation, definition: Definition) -> Aggregation:
    if AGGREGATIONS[choice.method].signed and choice.penalty == "auto":
        return replace(choice, penalty="+" if definition.orientation == "deprivation" else "-")
    return choice
