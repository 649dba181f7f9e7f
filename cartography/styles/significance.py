"""Significance: how small p is, in GeoDa's steps, whatever the statistic."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.core import QgsExpression, QgsVectorLayer

from ...analysis.core.messages import mark
from ...language import number
from ..base.wording import number_language, say
from ..symbology.legend import ISLAND_CODE, LegendClass, class_label, no_data, no_neighbours
from ..symbology.palettes import NOT_SIGNIFICANT, SIGNIFICANCE
from ..symbology.schemes import GROUND, Sequential
from .islands import NOT_ASKED, local_values
from .kind import Kind

#: Upper limits of p with the decimals they are written with.
LEVELS = ((0.0001, 4), (0.001, 3), (0.01, 2), (0.05, 2))


def significance_classes(
    layer: QgsVectorLayer, field: str, language: str, *, value_fields: Sequence[str] | None = None
) -> list[LegendClass]:
    """Return the steps of p, the smallest first, then the units without a p.

    value_fields: what the statistic is of; units without neighbours are then told from those without data.
    """
    values, conditions = local_values(layer, field, value_fields)
    known = [float(value) for value in values if isinstance(value, (int, float))]
    quoted = QgsExpression.quotedColumnRef(field)
    classes, below = [], 0.0
    for place, ((level, decimals), colour) in enumerate(zip(LEVELS, reversed(SIGNIFICANCE))):
        meaning = Sequential(1 - place / len(LEVELS))
        count = sum(below < value <= level for value in known)
        words = f"p ≤ {number(level, decimals, number_language(language))}"
        condition = f"{quoted} > {below!r} AND {quoted} <= {level!r}"
        classes.append(LegendClass(class_label(words, count), colour, meaning, condition=condition))
        below = level
    rest = values.count(NOT_ASKED)
    count = sum(value > below for value in known) + rest
    words = say(mark("Not significant"), language)
    above = f"{quoted} > {below!r}"
    if rest:
        above = f"{above} OR {conditions[NOT_ASKED]}"
    classes.append(LegendClass(class_label(words, count), NOT_SIGNIFICANT, GROUND, condition=above))
    islands = values.count(ISLAND_CODE)
    if islands:
        classes.append(no_neighbours(islands, language, conditions[ISLAND_CODE]))
    return [*classes, no_data(len(values) - len(known) - rest - islands, language, "ELSE")]


KIND = Kind(
    "significance",
    mark("Significance"),
    mark("Map of significance"),
    12,
    ("lisa_q", "lisa_p", "gi_q", "gi_p", "trend_p"),
    significance_classes,
    general=True,
)
