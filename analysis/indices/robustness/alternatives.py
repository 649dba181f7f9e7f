"""A definition with other methods, and which definitions can be drawn at all."""

from __future__ import annotations

from dataclasses import replace

from ...core.messages import InputError, mark
from ..composite.plan import Node
from ..definition.model import Aggregation, Definition, Dimension, Levels, Normalisation
from ..methods.aggregation import MEANS
from ..methods.weighting import WEIGHTINGS


def alternative(
    definition: Definition, normalisation: str | None, aggregation: str | None, missing: str
) -> Definition:
    """Return the definition with other methods at every level; None keeps what it says."""
    if normalisation is not None:
        definition = replace(definition, normalisation=Normalisation(normalisation))
    if aggregation is not None:
        mean = Aggregation(aggregation)
        definition = replace(definition, aggregation=Levels(mean, mean))
    dimensions = tuple(
        _cleared(dimension, normalisation is not None, aggregation is not None)
        for dimension in definition.dimensions
    )
    return replace(definition, dimensions=dimensions, missing=replace(definition.missing, method=missing))


def _cleared(dimension: Dimension, normalisation: bool, aggregation: bool) -> Dimension:
    """Take away a dimension's own choices, so that those of the whole index hold."""
    return replace(
        dimension,
        normalisation=None if normalisation else dimension.normalisation,
        aggregation=None if aggregation else dimension.aggregation,
        dimensions=tuple(_cleared(below, normalisation, aggregation) for below in dimension.dimensions),
    )


def check_means(root: Node) -> None:
    """Raise `InputError` for a tree with aggregations or weights that have no draws."""
    for node in root.walk():
        if node.aggregation.method not in MEANS:
            raise InputError(
                mark("The robustness of {node} can be told for these aggregations: {known}; not for {code}."),
                node=node.name,
                known=list(MEANS),
                code=node.aggregation.method,
            )
        if WEIGHTINGS[node.weighting.method].own_weights:
            raise InputError(
                mark(
                    "The benefit of the doubt in {node} gives each kelurahan its own weights: there are no weights "
                    "to vary. Choose another weighting."
                ),
                node=node.name,
            )
