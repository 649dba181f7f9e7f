"""What a report says of the neighbours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...analysis.core.messages import mark
from ...analysis.spatial.weights.builders import BUILDERS
from ...analysis.spatial.weights.weights import STYLES
from ...language import number, tr

if TYPE_CHECKING:
    from ...analysis.spatial.weights.weights import Weights

#: Facts of the builders that a report names; lists are counted.
_FACTS = {
    "tolerance": mark("Tolerance (metres)"),
    "tolerance_pairs": mark("Pairs found by the tolerance alone"),
    "k": mark("Number of nearest neighbours"),
    "distance": mark("Distance (metres)"),
    "bandwidth": mark("Bandwidth (metres)"),
    "power": mark("Power of the distance"),
    "order": mark("Order of neighbours"),
    "joined_islands": mark("Islands joined to their nearest"),
}


def neighbour_facts(weights: Weights, language: str) -> list[tuple[str, str]]:
    """Return the facts of the weights as pairs of words and value."""
    counts = weights.cardinalities
    facts: list[tuple[str, Any]] = [
        (tr("Kind", language), tr(BUILDERS[weights.kind].label, language)),
        (tr("Style", language), tr(STYLES[weights.style].label, language)),
        (tr("Pairs of neighbours", language), number(weights.pair_count, 0, language)),
        (
            tr("Neighbours of an area: least, mean, most", language),
            " · ".join(
                number(value, decimals, language)
                for value, decimals in ((counts.min(), 0), (counts.mean(), 1), (counts.max(), 0))
            ),
        ),
        (tr("Areas without neighbours", language), number(int(weights.islands.sum()), 0, language)),
        (
            tr("Connected parts, islands included", language),
            number(int(weights.components()[0]), 0, language),
        ),
    ]
    for key, words in _FACTS.items():
        value = weights.facts.get(key)
        if value is not None and not isinstance(value, (tuple, str)):
            count = len(value) if hasattr(value, "__len__") else value
            facts.append((tr(words, language), number(count, 0 if count == int(count) else 1, language)))
    return facts
