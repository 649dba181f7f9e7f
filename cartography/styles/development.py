"""Categories of human development, by code."""

from __future__ import annotations

from qgis.core import QgsVectorLayer

from ...analysis.core.messages import mark
from ..base.wording import say
from ..symbology.legend import LegendClass
from ..symbology.palettes import ramp
from ..symbology.schemes import sequence
from .categories import categories
from .kind import Kind

CATEGORIES = {"very_high": mark("Very high"), "high": mark("High"), "medium": mark("Medium"), "low": mark("Low")}


def development_classes(
    layer: QgsVectorLayer, field: str, language: str, *, palette: str = "contrast"
) -> list[LegendClass]:
    """Return the categories, the highest first, all of them so that maps of two years agree."""
    looks = reversed([*zip(ramp(palette, len(CATEGORIES)), sequence(len(CATEGORIES)))])
    drawn = ((code, say(words, language), *look) for (code, words), look in zip(CATEGORIES.items(), looks))
    return categories(layer, field, language, drawn)


KIND = Kind(
    "development",
    mark("Human development"),
    mark("Map of human development"),
    9,
    ("category",),
    development_classes,
    words=True,
    values="hdi",
)
