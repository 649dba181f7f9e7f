"""Values that rest on few records: hatched beside the others of their class."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from qgis.core import QgsExpression, QgsFeatureRequest, QgsVectorLayer

from ...analysis.core.messages import mark
from ..base.attributes import values_of
from ..base.cards import beside
from ..base.wording import say
from ..symbology.legend import LegendClass, class_label, short_words

#: Fields with the codes of `analysis.poverty.reliability`, of this year and of an earlier one.
FIELD, FIELD_BEFORE = "reliability", "reliability_before"
#: What changes between two years of records; other changes on the same layer rest on something else.
CHANGES = ("headcount_change", "intensity_change", "mpi_change")


def by_reliability(
    layer: QgsVectorLayer, field: str, classes: Sequence[LegendClass], language: str, fields: Sequence[str] = (FIELD,)
) -> list[LegendClass]:
    """Return classes of ranges, and behind each those of its units that have few records, hatched.

    The last class is that of units without a value; it says so where values are withheld. fields: those
    with the codes, beside `field` in the layer; where it has none the classes stay as they are.
    """
    names = [name for one in fields if (name := beside(layer, field, one))]
    codes = [set(row) for row in zip(*(values_of(layer, name) for name in names))]
    *ranges, missing = classes
    if any("withheld" in row for row in codes):
        words = say(mark("No data or too few records"), language)
        missing = replace(missing, label=class_label(words, _count_of(missing)))
    if not any("few" in row for row in codes):
        return [*ranges, missing]
    few = " OR ".join(f"coalesce({QgsExpression.quotedColumnRef(name)} = 'few', false)" for name in names)
    said, found = say(mark("few records"), language), []
    for one in ranges:
        inside = f"({one.condition}) AND ({few})"
        count = _number(layer, inside)
        words = short_words(one.label)
        few_words = one.label.replace(words, f"{words}, {said}", 1)
        found.append(
            replace(
                one, label=_counted(one.label, _count_of(one) - count), condition=f"({one.condition}) AND NOT ({few})"
            )
        )
        if count:
            found.append(replace(one, label=_counted(few_words, count), condition=inside, hatched=True))
    return [*found, missing]


def _number(layer: QgsVectorLayer, condition: str) -> int:
    request = QgsFeatureRequest().setFlags(QgsFeatureRequest.Flag.NoGeometry)
    return sum(1 for _ in layer.getFeatures(request.setFilterExpression(condition)))


def _count_of(one: LegendClass) -> int:
    return int(one.label.rpartition(" · ")[2])


def _counted(label: str, count: int) -> str:
    return f"{label.rpartition(' · ')[0]} · {count}"
