"""Emerging hotspots: the codes of `pattern`, high and low pockets with their history."""

from __future__ import annotations

from qgis.core import QgsVectorLayer

from ...analysis.core.messages import mark
from ..base.attributes import values_of
from ..base.wording import say
from ..symbology.legend import ISLAND_CODE, NO_DATA_CODES, LegendClass
from ..symbology.palettes import HISTORIES, ISLAND, NOT_SIGNIFICANT
from ..symbology.schemes import GROUND, NO_NEIGHBOURS, Diverging, Meaning
from .categories import categories
from .kind import Kind

PATTERN_WORDS = {
    "intensifying_hot": mark("High pocket, intensifying"),
    "persistent_hot": mark("High pocket, persistent"),
    "consecutive_hot": mark("High pocket, consecutive"),
    "new_hot": mark("High pocket, new"),
    "diminishing_hot": mark("High pocket, diminishing"),
    "sporadic_hot": mark("High pocket, sporadic"),
    "oscillating_hot": mark("High pocket, oscillating"),
    "historical_hot": mark("High pocket, historical"),
    "none": mark("No pattern"),
    "historical_cold": mark("Low pocket, historical"),
    "oscillating_cold": mark("Low pocket, oscillating"),
    "sporadic_cold": mark("Low pocket, sporadic"),
    "diminishing_cold": mark("Low pocket, diminishing"),
    "new_cold": mark("Low pocket, new"),
    "consecutive_cold": mark("Low pocket, consecutive"),
    "persistent_cold": mark("Low pocket, persistent"),
    "intensifying_cold": mark("Low pocket, intensifying"),
    "island": mark("No neighbours"),
}


def pattern_classes(
    layer: QgsVectorLayer, field: str, language: str, *, higher_is_better: bool = True
) -> list[LegendClass]:
    """Return the patterns that occur, and the units without one; the worse pockets are red."""
    codes = {*values_of(layer, field), "none"}
    found = [code for code in PATTERN_WORDS if code in codes]
    worse = "cold" if higher_is_better else "hot"
    drawn = [(code, say(PATTERN_WORDS[code], language), *_look(code, worse, found)) for code in found]
    return categories(layer, field, language, drawn, missing=NO_DATA_CODES)


def _look(code: str, worse: str, found: list[str]) -> tuple[str, Meaning]:
    """Return colour and meaning; without colour the histories of a side that occur are spread over its greys."""
    if code == "none":
        return NOT_SIGNIFICANT, GROUND
    if code == ISLAND_CODE:
        return ISLAND, NO_NEIGHBOURS
    history, _, side = code.partition("_")
    histories = [one for one in HISTORIES if f"{one}_{side}" in found]  # the strongest first
    strength = 1 - histories.index(history) / len(histories)
    return HISTORIES[history]["w" if side == worse else "b"], Diverging(side == worse, strength)


KIND = Kind(
    "pattern", mark("Emerging hotspots"), mark("Map of emerging hotspots"), 6, ("pattern",), pattern_classes, words=True
)
