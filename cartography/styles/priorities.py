"""Needs and priorities: a need runs from 0 to 100, a priority is a rank whose 1 is the most urgent."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.core import QgsVectorLayer

from ..attributes import base_name
from ..legend import LegendClass
from .ranges import dimension_classes, rank_classes


def priority_classes(
    layer: QgsVectorLayer,
    field: str,
    language: str,
    *,
    breaks: Sequence[float] | None = None,
    palette: str = "contrast",
) -> list[LegendClass]:
    """Return ranges of a need, the greatest first, or groups of ranks, the most urgent first.

    What is urgent is red. `breaks` are the k + 1 bounds; without them fifths of the units.
    """
    classes = rank_classes if base_name(field) == "priority" else dimension_classes
    return classes(layer, field, language, breaks=breaks, higher_is_better=False, palette=palette)
