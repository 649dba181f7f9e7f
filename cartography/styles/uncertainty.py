"""Ranks with how sure they are: colour by the median rank, hatched where it hangs on the choices made."""

from __future__ import annotations

from qgis.core import QgsExpression, QgsVectorLayer

from ...analysis.core.messages import mark
from ..base.attributes import numbers_of, values_of
from ..base.cards import beside
from ..base.wording import interval, say
from ..symbology.legend import LegendClass, class_label, level_words, no_data
from ..symbology.palettes import ramp
from ..symbology.schemes import sequence
from .kind import Kind

CLASSES = 5


def uncertainty_classes(
    layer: QgsVectorLayer, field: str, language: str, *, palette: str = "contrast"
) -> list[LegendClass]:
    """Return fifths of the median rank, best-off first, each firm and hatched where it is uncertain.

    A rank is uncertain where its interval is wider than a fifth of the ranking, so that the unit may
    belong to another class. The interval stands in `rank_low` and `rank_high` of the same run.
    """
    low = beside(layer, field, "rank_low")
    high = beside(layer, field, "rank_high")
    medians = values_of(layer, field)
    lows, highs = ([None] * len(medians) if name is None else values_of(layer, name) for name in (low, high))
    ranked = [
        (median, (above or median) - (below or median))
        for median, below, above in zip(medians, lows, highs)
        if median is not None
    ]
    last = max([len(ranked), *numbers_of(layer, field)], default=1)
    limit = last / CLASSES
    drawn = [*zip(ramp(palette, CLASSES), sequence(CLASSES))][::-1]
    words = level_words(CLASSES, language)[::-1]
    quoted = QgsExpression.quotedColumnRef(field)
    width = "0"
    if low and high:
        width = f"{QgsExpression.quotedColumnRef(high)} - {QgsExpression.quotedColumnRef(low)}"
    classes = []
    for level in range(CLASSES):
        start, end = round(last * level / CLASSES), round(last * (level + 1) / CLASSES)
        here = [spread for rank, spread in ranked if start < rank <= end]
        written = interval(start + 1, end, 0, language)
        for hatched, sureness in ((False, mark("firm")), (True, mark("uncertain"))):
            count = sum((spread > limit) == hatched for spread in here)
            label = class_label(f"{words[level]}, {say(sureness, language)}", count, written)
            condition = f"{quoted} > {start} AND {quoted} <= {end} AND {width} {'>' if hatched else '<='} {limit!r}"
            if count or not hatched:
                classes.append(LegendClass(label, *drawn[level], condition=condition, hatched=hatched))
    return [*classes, no_data(len(medians) - len(ranked), language, "ELSE")]


KIND = Kind(
    "uncertainty",
    mark("Rank and how sure it is"),
    mark("Map of ranks and their uncertainty"),
    13,
    ("rank_median",),
    uncertainty_classes,
)
