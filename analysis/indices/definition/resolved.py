"""What every node of a definition does, said at the node itself: its own choice, else that from above."""

from __future__ import annotations

from dataclasses import replace

from .model import Aggregation, Definition, Dimension, Levels, Normalisation, Weighting

#: Methods whose judgements compare the children of one node, so that nodes below cannot inherit them.
JUDGED = frozenset({"ahp", "bwm"})


def resolved(definition: Definition) -> Definition:
    """Return the same index with normalisation, weighting and aggregation at every dimension.

    The penalty "auto" of Mazziotta–Pareto is resolved, too.
    """
    levels = Levels(*(_with_penalty(choice, definition) for choice in _levels(definition)))
    definition = replace(definition, aggregation=levels)
    below = tuple(
        _resolved(dimension, definition, definition.normalisation, definition.weighting)
        for dimension in definition.dimensions
    )
    return replace(definition, dimensions=below)


def _resolved(
    dimension: Dimension, definition: Definition, normalisation: Normalisation, weighting: Weighting
) -> Dimension:
    """Resolve a dimension; normalisation and weighting are those of the node above it."""
    normalisation = dimension.normalisation or normalisation
    weighting = dimension.weighting or (Weighting() if weighting.method in JUDGED else weighting)
    within, across = _levels(definition)
    aggregation = dimension.aggregation or (within if dimension.indicators else across)
    return replace(
        dimension,
        normalisation=normalisation,
        weighting=weighting,
        aggregation=_with_penalty(aggregation, definition),
        dimensions=tuple(
            _resolved(below, definition, normalisation, weighting) for below in dimension.dimensions
        ),
    )


def _levels(definition: Definition) -> tuple[Aggregation, Aggregation]:
    return definition.aggregation.within, definition.aggregation.across


def _with_penalty(choice: Aggregation, definition: Definition) -> Aggregation:
    if choice.method == "mazziotta" and choice.penalty == "auto":
        return replace(choice, penalty="+" if definition.orientation == "deprivation" else "-")
    return choice
