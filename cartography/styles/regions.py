"""Regions and types: whole numbers from 1."""

from __future__ import annotations

from qgis.core import QgsVectorLayer

from ...analysis.core.messages import mark
from ..base.attributes import values_of
from ..base.wording import say
from ..symbology.legend import LegendClass
from ..symbology.palettes import REGIONS
from ..symbology.schemes import Qualitative
from .categories import categories
from .kind import Kind


def region_classes(layer: QgsVectorLayer, field: str, language: str, *, types: bool = False) -> list[LegendClass]:
    """Return the groups that occur, called types where they need not be contiguous."""
    words = mark("Type {n}") if types else mark("Region {n}")
    groups = sorted({group for group in values_of(layer, field) if isinstance(group, int)})
    drawn = [
        (group, say(words, language, n=group), REGIONS[(group - 1) % len(REGIONS)], Qualitative(group - 1))
        for group in groups
    ]
    return categories(layer, field, language, drawn)


KIND = Kind("regions", mark("Regions and types"), mark("Map of regions"), 7, ("region",), region_classes)
