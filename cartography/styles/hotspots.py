"""Hotspots: the whole numbers −3 to 3 of `gi_class`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from qgis.core import QgsExpression, QgsVectorLayer

from ...analysis.core.messages import mark
from ..base.wording import say
from ..symbology.legend import ISLAND_CODE, LegendClass, class_label, no_data, no_neighbours
from ..symbology.palettes import HOTSPOTS
from ..symbology.schemes import divergence
from .islands import local_values
from .kind import Kind

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
    layer: QgsVectorLayer,
    field: str,
    language: str,
    *,
    higher_is_better: bool = True,
    value_fields: Sequence[str] | None = None,
) -> list[LegendClass]:
    """Return the seven classes, hot first: high values are blue where high is good, else red.

    value_fields: what the statistic is of; units without neighbours are then told from those without data.
    """
    values, conditions = local_values(layer, field, value_fields)
    counts = Counter(values)
    drawn = [*zip(HOTSPOTS, divergence(3))]
    if higher_is_better:
        drawn.reverse()
    islands = counts.get(ISLAND_CODE, 0)
    quoted = QgsExpression.quotedColumnRef(field)
    classes = [
        LegendClass(
            class_label(say(words, language), counts.get(level, 0)),
            *look,
            level,
            condition=f"{quoted} = {level}" if islands else "",
        )
        for (level, words), look in zip(SPOT_WORDS.items(), drawn)
    ]
    missing = len(values) - sum(counts.get(level, 0) for level in SPOT_WORDS) - islands
    if islands:
        found = no_neighbours(islands, language, conditions[ISLAND_CODE])
        return [*classes, found, no_data(missing, language, "ELSE")]
    return [*classes, no_data(missing, language)]


KIND = Kind(
    "hotspots",
    mark("Hotspots and coldspots (Getis–Ord)"),
    mark("Map of hotspots and coldspots"),
    3,
    ("gi_class",),
    hotspot_classes,
    keyed=False,
    row=mark("Hotspot (Gi*)"),
)
