"""Significance: how small p is, in GeoDa's steps, whatever the statistic."""

from __future__ import annotations

from qgis.core import QgsExpression, QgsVectorLayer

from ...analysis.messages import mark
from ...language import number
from ..attributes import values_of
from ..legend import LegendClass, class_label, no_data
from ..palettes import NOT_SIGNIFICANT, SIGNIFICANCE
from ..wording import number_language, say

#: Upper limits of p with the decimals they are written with.
LEVELS = ((0.0001, 4), (0.001, 3), (0.01, 2), (0.05, 2))


def significance_classes(layer: QgsVectorLayer, field: str, language: str) -> list[LegendClass]:
    """Return the steps of p, the smallest first, and the units without a p."""
    values = values_of(layer, field)
    known = [float(value) for value in values if isinstance(value, (int, float))]
    quoted = QgsExpression.quotedColumnRef(field)
    classes, below = [], 0.0
    for (level, decimals), colour in zip(LEVELS, reversed(SIGNIFICANCE)):
        count = sum(below < value <= level for value in known)
        words = f"p ≤ {number(level, decimals, number_language(language))}"
        condition = f"{quoted} > {below!r} AND {quoted} <= {level!r}"
        classes.append(LegendClass(class_label(words, count), colour, condition=condition))
        below = level
    count = sum(value > below for value in known)
    words = say(mark("Not significant"), language)
    rest = LegendClass(class_label(words, count), NOT_SIGNIFICANT, condition=f"{quoted} > {below!r}")
    return [*classes, rest, no_data(len(values) - len(known), language, "ELSE")]
