"""Emerging hotspots: the codes of `pattern`, high and low pockets with their history."""

from __future__ import annotations

from collections import Counter

from qgis.core import QgsVectorLayer

from ...analysis.messages import mark
from ..attributes import values_of
from ..legend import NO_DATA_CODES, LegendClass, class_label, no_data
from ..palettes import HISTORIES, ISLAND, NOT_SIGNIFICANT
from ..wording import say

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
    values = values_of(layer, field)
    counts = Counter(values)
    worse = "cold" if higher_is_better else "hot"
    classes = []
    for code, words in PATTERN_WORDS.items():
        if not counts.get(code) and code != "none":
            continue
        history, _, side = code.partition("_")
        colour = {"none": NOT_SIGNIFICANT, "island": ISLAND}.get(code)
        colour = colour or HISTORIES[history]["w" if side == worse else "b"]
        classes.append(LegendClass(class_label(say(words, language), counts.get(code, 0)), colour, code))
    missing = len(values) - sum(counts.get(one.value, 0) for one in classes)
    return [*classes, no_data(missing, language, value=NO_DATA_CODES)]
