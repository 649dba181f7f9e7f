"""Values shown in explicit ranges: the score of a dimension, any number, and ranks."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.core import QgsClassificationQuantile, QgsExpression, QgsVectorLayer

from ...analysis.core.messages import mark
from ..base.attributes import numbers_of, values_of
from ..base.wording import decimals_for, interval, say
from ..symbology.legend import LegendClass, class_label, level_words, no_data
from ..symbology.palettes import ramp
from ..symbology.schemes import Meaning, divergence, sequence
from .kind import Kind
from .reliability import by_reliability

CLASSES = 5


def dimension_classes(
    layer: QgsVectorLayer,
    field: str,
    language: str,
    *,
    breaks: Sequence[float] | None = None,
    higher_is_better: bool = True,
    palette: str = "contrast",
    around_middle: bool = False,
) -> list[LegendClass]:
    """Return ranges of a number, the highest first; a value on a bound belongs to the range below.

    breaks: the k + 1 bounds; without them quintiles as QGIS cuts them. around_middle: the middle one of an odd
    number of ranges is neutral, as no deviation is.
    """
    values = numbers_of(layer, field)
    bounds = list(breaks) if breaks is not None and len(breaks) > 1 else _quantiles(layer, field)
    drawn = _sequential(palette, len(bounds) - 1)
    if around_middle:
        drawn = [*zip(ramp(palette, len(bounds) - 1), divergence(len(bounds) // 2 - 1))]
    if not higher_is_better:
        drawn.reverse()
    words = level_words(len(bounds) - 1, language)
    classes = range_classes(field, values, bounds, words, drawn, language)
    return [*reversed(classes), missing_class(layer, field, values, language)]


def poverty_classes(
    layer: QgsVectorLayer,
    field: str,
    language: str,
    *,
    breaks: Sequence[float] | None = None,
    palette: str = "contrast",
) -> list[LegendClass]:
    """Return ranges of a measure of poverty, of which more is always worse; few records are hatched."""
    classes = dimension_classes(layer, field, language, breaks=breaks, higher_is_better=False, palette=palette)
    return by_reliability(layer, field, classes, language)


def rank_classes(
    layer: QgsVectorLayer,
    field: str,
    language: str,
    *,
    breaks: Sequence[float] | None = None,
    higher_is_better: bool = True,
    palette: str = "contrast",
) -> list[LegendClass]:
    """Return groups of ranks, the best-off (rank 1) first."""
    ranks = numbers_of(layer, field)
    last = max(ranks, default=1)
    groups = int(min(CLASSES, last))
    bounds = list(breaks or [0, *(round(last * group / groups) for group in range(1, groups + 1))])
    drawn = _sequential(palette, len(bounds) - 1)
    if higher_is_better:
        drawn.reverse()
    words = [say(mark("Rank"), language)] * (len(bounds) - 1)
    classes = range_classes(field, ranks, bounds, words, drawn, language, whole=True)
    return [*classes, missing_class(layer, field, ranks, language)]


def range_classes(
    field: str,
    values: Sequence[float],
    bounds: Sequence[float],
    words: Sequence[str],
    drawn: Sequence[tuple[str, Meaning]],
    language: str,
    whole: bool = False,
) -> list[LegendClass]:
    """Return a class a range, drawn in a colour with its meaning.

    The outer ranges are open, so that no value falls outside.
    """
    quoted, last = QgsExpression.quotedColumnRef(field), len(bounds) - 2
    decimals = 0 if whole else decimals_for(bounds)
    classes = []
    for index, (low, high) in enumerate(zip(bounds[:-1], bounds[1:])):
        conditions = [f"{quoted} > {float(low)!r}"] * (index > 0) + [f"{quoted} <= {float(high)!r}"] * (index < last)
        count = sum((index == 0 or value > low) and (index == last or value <= high) for value in values)
        written = interval(low + 1 if whole else low, high, decimals, language)
        label = f"{words[index]} {written} · {count}" if whole else class_label(words[index], count, written)
        condition = " AND ".join(conditions) or f"{quoted} IS NOT NULL"
        classes.append(LegendClass(label, *drawn[index], condition=condition))
    return classes


def missing_class(layer: QgsVectorLayer, field: str, values: Sequence[float], language: str) -> LegendClass:
    """Return the class of the units that have no number."""
    return no_data(len(values_of(layer, field)) - len(values), language, "ELSE")


def _sequential(palette: str, count: int) -> list[tuple[str, Meaning]]:
    """Return colours and meanings from the worst to the best."""
    return [*zip(ramp(palette, count), sequence(count))]


def _quantiles(layer: QgsVectorLayer, field: str) -> list[float]:
    values = numbers_of(layer, field)
    if not values:
        return [0.0, 0.0]
    ranges = QgsClassificationQuantile().classes(values, CLASSES)
    bounds = sorted({min(values), max(values), *(one.upperBound() for one in ranges)})
    return bounds if len(bounds) > 1 else bounds * 2


KINDS = (
    Kind(
        "dimension",
        mark("Score of a dimension"),
        mark("Map of a dimension of welfare"),
        1,
        ("dim_*",),
        dimension_classes,
        named=True,
        general=True,
    ),
    Kind("rank", mark("Rank"), mark("Map of welfare ranks"), 2, ("rank",), rank_classes, general=True),
    Kind(
        "poverty",
        mark("Multidimensional poverty"),
        mark("Map of multidimensional poverty"),
        8,
        ("mpi",),
        poverty_classes,
        general=True,
    ),
)
