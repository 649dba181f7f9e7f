"""Reads the recommendations of the study and of the system, told by the indicators of the catalogue."""

from __future__ import annotations

from pathlib import Path

from ..analysis.programmes.priorities.mapping import Known, Recommendations, mapping_from_text
from .catalogue import load_catalogue

RECOMMENDATIONS_PATH = Path(__file__).with_name("recommendations.json")
_SIGNS = {"+": 1, "-": -1, None: 0}


def known_indicators(language: str) -> dict[str, Known]:
    """Return the indicators of the catalogue by code."""
    return {
        one.code: Known(
            one.field, one.name.to(language), _SIGNS[one.direction], one.goalposts, one.cutoff, one.unit.to(language)
        )
        for one in load_catalogue().indicators
    }


def load_recommendations(language: str, given: str = "") -> Recommendations:
    """Return the shipped recommendations, or those of a JSON text or file that a user gives."""
    text = given or RECOMMENDATIONS_PATH.read_text(encoding="utf-8")
    return mapping_from_text(text, known_indicators(language), language)
