"""Categories of human development, by code."""

from __future__ import annotations

from collections import Counter

from qgis.core import QgsVectorLayer

from ...analysis.core.messages import mark
from ..base.attributes import values_of
from ..base.wording import say
from ..symbology.legend import LegendClass, class_label, no_data
from ..symbology.palettes import ramp
from ..symbology.schemes import sequence
from .kind import Kind

CATEGORIES = {
    "very_high": mark("Very high"),
    "high": mark("High"),
    "medium": mark("Medium"),
    "low": mark("Low"),
}


def development_classes(
    layer: QgsVectorLayer, field: str, language: str, *, palette: str = "contrast"
) -> list[LegendClass]:
    """Return the categories, the highest first, all of them so that maps of two years agree."""
    values = values_of(layer, field)
    counts = Counter(values)
    drawn = reversed([*zip(ramp(palette, len(CATEGORIES)), sequence(len(CATEGORIES)))])
    classes = [
        LegendClass(class_label(say(words, language), counts.get(code, 0)), colour, meaning, code)
        for (code, words), (colour, meaning) in zip(CATEGORIES.items(), drawn)
    ]
    return [
        *classes,
        no_data(len(values) - sum(counts[code] for code in CATEGORIES), language),
    ]


KINDS = (
    Kind(
        "development",
        mark("Human development"),
        mark("Map of human development"),
        9,
        ("category",),
        development_classes,
        words=True,
        values="hdi",
    ),
)
