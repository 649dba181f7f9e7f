"""Under- and over-served kelurahan: diverging around what need asks for."""

from __future__ import annotations

from collections import Counter

from qgis.core import QgsVectorLayer

from ...analysis.targeting.targeting import SERVED
from ..attributes import values_of
from ..legend import LegendClass, class_label, no_data
from ..palettes import NO_DATA, NOT_SIGNIFICANT
from ..wording import say

#: Red is bad: too few are reached. Blue has more than its share.
_COLOURS = {"under": "#d24e35", "fit": NOT_SIGNIFICANT, "over": "#74a9cf", "unknown": NO_DATA}


def service_classes(
    layer: QgsVectorLayer, field: str, language: str, *, higher_is_better: bool = True
) -> list[LegendClass]:
    """Return the classes, under-served first."""
    del higher_is_better
    values = values_of(layer, field)
    counts = Counter(values)
    classes = [
        LegendClass(
            class_label(say(one.label, language), counts.get(code, 0)),
            _COLOURS[code],
            code,
            hatched=code == "unknown",
        )
        for code, one in SERVED.items()
        if code != "unknown" or counts.get(code, 0)
    ]
    return [*classes, no_data(sum(value not in SERVED for value in values), language)]
