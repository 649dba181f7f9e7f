"""Classes that are the values of a field, a class a code."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from qgis.core import QgsVectorLayer

from ..base.attributes import values_of
from ..symbology.legend import LegendClass, class_label, no_data
from ..symbology.palettes import NO_DATA
from ..symbology.schemes import Meaning


def categories(
    layer: QgsVectorLayer,
    field: str,
    language: str,
    drawn: Iterable[tuple[Any, str, str, Meaning]],
    found_alone: Iterable[Any] = (),
    missing: Any = None,
) -> list[LegendClass]:
    """Return a class for each code with its words, colour and meaning, and that of the units without one.

    found_alone: codes that are shown only where there are any, as are those in the colour of missing data, which
    are hatched. missing: the values of units without a class.
    """
    values = values_of(layer, field)
    counts, optional = Counter(values), set(found_alone)
    classes, counted = [], 0
    for code, words, colour, meaning in drawn:
        count, lacking = counts.get(code, 0), colour == NO_DATA
        counted += count
        if count or not (lacking or code in optional):
            classes.append(LegendClass(class_label(words, count), colour, meaning, code, hatched=lacking))
    return [*classes, no_data(len(values) - counted, language, value=missing)]
