"""Hotspots: `gi_class` from −3 to 3, cold and hot at 99, 95 and 90 %, NULL where undefined."""

from __future__ import annotations

from collections import Counter

from qgis.core import QgsVectorLayer

from ...analysis.messages import mark
from ..attributes import values_of
from ..legend import LegendClass, class_label, no_data
from ..palettes import HOTSPOTS
from ..wording import say

SPOT_WORDS = {
    3: mark("Pocket of high values, 99 %"),
    2: mark("Pocket of high values, 95 %"),
    1: mark("Pocket of high values, 90 %"),
    0: mark("Not significant"),
    -1: mark("Pocket of low values, 90 %"),
    -2: mark("Pocket of low values, 95 %"),
    -3: mark("Pocket of low values, 99 %"),
}


def hotspot_classes(
    layer: QgsVectorLayer, field: str, language: str, *, higher_is_better: bool = True
) -> list[LegendClass]:
    """Return the seven classes, hot first: high values are blue where high is good, else red."""
    values = values_of(layer, field)
    counts = Counter(values)
    colours = tuple(reversed(HOTSPOTS)) if higher_is_better else HOTSPOTS
    classes = [
        LegendClass(class_label(say(words, language), counts.get(level, 0)), colour, level)
        for (level, words), colour in zip(SPOT_WORDS.items(), colours)
    ]
    return [*classes, no_data(len(values) - sum(counts.get(level, 0) for level in SPOT_WORDS), language)]
