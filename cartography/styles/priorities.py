"""Need for a recommendation, from 0 to 100: the greatest need is red."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.core import QgsVectorLayer

from ...analysis.core.messages import mark
from ..symbology.legend import LegendClass
from .kind import Kind
from .ranges import dimension_classes


def priority_classes(
    layer: QgsVectorLayer,
    field: str,
    language: str,
    *,
    breaks: Sequence[float] | None = None,
    palette: str = "contrast",
) -> list[LegendClass]:
    """Return ranges of a need, the greatest first. `breaks`: the k + 1 bounds, else fifths of the units."""
    return dimension_classes(layer, field, language, breaks=breaks, higher_is_better=False, palette=palette)


KIND = Kind(
    "priorities",
    mark("Need for a recommendation"),
    mark("Map of needs"),
    14,
    ("need_*",),
    priority_classes,
    named=True,
    general=True,
)
