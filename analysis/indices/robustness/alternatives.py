"""A definition with other methods, and which definitions can be drawn at all."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ...core.messages import InputError, mark
from ..composite.plan import Node
from ..definition.editing import ROOT, changed, key_of, parents
from ..definition.model import Aggregation, Definition, Levels, Normalisation
from ..methods.aggregation import MEANS
from ..methods.weighting import WEIGHTINGS


def alternative(definition: Definition, normalisation: str | None, aggregation: str | None, missing: str) -> Definition:
    """Return the definition with other methods at every level; None keeps what it says."""
    choices: dict[str, Any] = {}
    if normalisation is not None:
        choices["normalisation"] = Normalisation(normalisation)
    if aggregation is not None:
        choices["aggregation"] = Levels(Aggregation(aggregation), Aggregation(aggregation))
    # a dimension's own choices go, so that those of the whole index hold
    cleared = {key_of(node): dict.fromkeys(choices) for node in parents(definition)}
    rule = replace(definition.missing, method=missing)
    return changed(definition, {**cleared, ROOT: {**choices, "missing": rule}})


def check_means(root: Node) -> None:
    """Refuse what cannot be drawn.

    Raises
    ------
    InputError
        For a tree with aggregations or weights that have no draws.
    """
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
