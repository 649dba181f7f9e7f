"""Decisions of the priorities: strong, recommended, monitor, insufficient."""

from __future__ import annotations

from collections import Counter

from qgis.core import QgsVectorLayer

from ...analysis.priorities.need import DECISIONS
from ..attributes import values_of
from ..legend import LegendClass, class_label, no_data
from ..palettes import NO_DATA, ramp
from ..wording import say


def decision_classes(
    layer: QgsVectorLayer, field: str, language: str, *, higher_is_better: bool = True
) -> list[LegendClass]:
    """Return the classes, the most urgent first and red."""
    del higher_is_better
    values = values_of(layer, field)
    counts = Counter(values)
    colours = [*ramp("contrast", 5)[1::2], "#eeeeee", NO_DATA]
    classes = [
        LegendClass(
            class_label(say(decision.label, language), counts.get(code, 0)),
            colour,
            code,
            hatched=code == "insufficient",
        )
        for (code, decision), colour in zip(DECISIONS.items(), colours)
    ]
    return [*classes, no_data(sum(value not in DECISIONS for value in values), language)]
