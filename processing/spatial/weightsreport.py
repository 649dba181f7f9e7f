"""What a report says of the neighbours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...analysis.report.sections.neighbours import neighbours_section
from ...language import sentence

if TYPE_CHECKING:
    from ...analysis.spatial.weights.weights import Weights


def neighbour_facts(weights: Weights, language: str) -> list[tuple[str, str]]:
    """Return the facts of the weights as pairs of words and value."""
    (table,) = neighbours_section(weights).blocks
    return [(sentence(words, language), sentence(value, language)) for words, value in table.rows]
