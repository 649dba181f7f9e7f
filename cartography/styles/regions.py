"""Regions and types: whole numbers from 1."""

from __future__ import annotations

from collections import Counter

from qgis.core import QgsVectorLayer

from ...analysis.core.messages import mark
from ..base.attributes import values_of
from ..base.wording import say
from ..symbology.legend import LegendClass, class_label, no_data
from ..symbology.palettes import REGIONS
from ..symbology.schemes import Qualitative
from .kind import Kind


def region_classes(
    layer: QgsVectorLayer, field: str, language: str, *, types: bool = False
) -> list[LegendClass]:
    """Return the groups that occur, called types where they need not be contiguous."""
    values = values_of(layer, field)
    counts = Counter(values)
    words = mark("Type {n}") if types else mark("Region {n}")
    classes = [
        LegendClass(
            class_label(say(words, language, n=group), counts[group]),
            REGIONS[(group - 1) % len(REGIONS)],
            Qualitative(group - 1),
            group,
        )
        for group in sorted(group for group in counts if isinstance(group, int))
    ]
    return [*classes, no_data(len(values) - sum(counts[one.value] for one in classes), language)]


KINDS = (
    Kind(
        "regions",
        mark("Regions and types"),
        mark("Map of regions"),
        7,
        ("region",),
        region_classes,
    ),
)
