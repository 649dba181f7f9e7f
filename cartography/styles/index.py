"""Classes of an index: a whole number from 1, the lowest, to k."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from qgis.core import QgsVectorLayer

from ...analysis.core.messages import InputError, mark
from ..base.attributes import values_of
from ..base.cards import beside
from ..base.wording import decimals_for, interval
from ..symbology.legend import LegendClass, class_label, level_words, no_data
from ..symbology.palettes import ramp
from ..symbology.schemes import sequence
from .kind import Kind

#: An index has no more classes than this; a field with more holds codes or years.
MOST_CLASSES = 20


def index_classes(
    layer: QgsVectorLayer,
    field: str,
    language: str,
    *,
    breaks: Sequence[float] | None = None,
    higher_is_better: bool = True,
    palette: str = "contrast",
) -> list[LegendClass]:
    """Return the classes, the highest first as a legend reads, and the units without one.

    breaks: the k + 1 bounds; where they are not known, each class shows the lowest and highest value
    of the field `index` of the same run in it.
    """
    values = values_of(layer, field)
    counts = Counter(values)
    if breaks is None or len(breaks) < 2:
        number = int(max([value for value in values if isinstance(value, (int, float))], default=1))
        written = _found_ranges(layer, values, beside(layer, field, "index"), language)
    else:
        number = len(breaks) - 1
        decimals = decimals_for(breaks)
        written = {
            level: interval(low, high, decimals, language)
            for level, (low, high) in enumerate(zip(breaks[:-1], breaks[1:]), 1)
        }
    if number > MOST_CLASSES:
        raise InputError(
            mark("The field “{column}” has classes up to {highest}; a map can show {most}."),
            column=field,
            highest=number,
            most=MOST_CLASSES,
        )
    drawn = [*zip(ramp(palette, number), sequence(number))]
    if not higher_is_better:
        drawn.reverse()
    classes = [
        LegendClass(class_label(words, counts.get(level, 0), written.get(level, "")), colour, meaning, level)
        for level, (words, (colour, meaning)) in enumerate(zip(level_words(number, language), drawn), 1)
    ]
    missing = len(values) - sum(counts.get(level, 0) for level in range(1, number + 1))
    return [*reversed(classes), no_data(missing, language)]


def _found_ranges(
    layer: QgsVectorLayer, classes: Sequence[object], value_field: str | None, language: str
) -> dict[object, str]:
    """Return the range of values found in each class, as written in the legend."""
    if value_field is None:
        return {}
    members: dict[object, list[float]] = {}
    for level, value in zip(classes, values_of(layer, value_field)):
        if level is not None and isinstance(value, (int, float)):
            members.setdefault(level, []).append(value)
    if not members:
        return {}
    bounds = {level: (min(found), max(found)) for level, found in members.items()}
    decimals = decimals_for([bound for pair in bounds.values() for bound in pair])
    return {level: interval(*pair, decimals, language) for level, pair in bounds.items()}


KIND = Kind(
    "index",
    mark("Classes of the welfare index"),
    mark("Map of the welfare index"),
    0,
    ("class",),
    index_classes,
    values="index",
    row=mark("Class"),
)
