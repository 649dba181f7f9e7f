"""Lines between neighbours, by what found them."""

from __future__ import annotations

from qgis.core import QgsVectorLayer

from ...analysis.core.messages import mark
from ..base.attributes import values_of
from ..base.wording import say
from ..symbology.legend import LegendClass
from ..symbology.palettes import CONNECTIONS
from ..symbology.schemes import Qualitative
from .categories import categories
from .kind import Kind

_WORDS = {
    "border": mark("Common border"),
    "tolerance": mark("Border found by the tolerance alone"),
    "distance": mark("Distance"),
    "steps": mark("Steps from neighbour to neighbour"),
    "island": mark("Island joined to its nearest"),
    "file": mark("From a file"),
}


def connection_classes(layer: QgsVectorLayer, field: str, language: str) -> list[LegendClass]:
    """Return the ways that occur; lines that tell none only where there are any."""
    drawn = [
        (code, say(words, language), CONNECTIONS[code], Qualitative(number))
        for number, (code, words) in enumerate(_WORDS.items())
    ]
    classes = categories(layer, field, language, drawn, _WORDS)
    return classes[:-1] if _WORDS.keys() >= set(values_of(layer, field)) else classes


KIND = Kind(
    "connections",
    mark("Lines between neighbours"),
    mark("Map of neighbours"),
    11,
    ("found_by",),
    connection_classes,
    words=True,
)
