"""Change between two years: classes around zero, of the same width on both sides."""

from __future__ import annotations

from qgis.core import QgsExpression, QgsVectorLayer

from ...analysis.messages import mark
from ..attributes import numbers_of, values_of
from ..legend import LegendClass, class_label, no_data
from ..palettes import HOTSPOTS
from ..wording import decimals_for, interval, say

#: From the greatest fall to the greatest rise; the middle class holds what hardly changed.
WORDS = (
    mark("Strong fall"),
    mark("Fall"),
    mark("Slight fall"),
    mark("Hardly any change"),
    mark("Slight rise"),
    mark("Rise"),
    mark("Strong rise"),
)
#: Bounds of the classes as shares of the greatest change.
STEPS = (-1.0, -0.6, -0.3, -0.1, 0.1, 0.3, 0.6, 1.0)


def change_classes(
    layer: QgsVectorLayer, field: str, language: str, *, higher_is_better: bool = True
) -> list[LegendClass]:
    """Return seven classes, the greatest rise first; a rise is blue where more is better, else red."""
    numbers = numbers_of(layer, field)
    widest = max(map(abs, numbers), default=0.0) or 1.0
    bounds = [step * widest for step in STEPS]
    colours = HOTSPOTS if higher_is_better else tuple(reversed(HOTSPOTS))
    quoted, decimals = QgsExpression.quotedColumnRef(field), decimals_for(bounds)
    classes = []
    for place, (words, colour) in enumerate(zip(WORDS, colours)):
        low, high = bounds[place], bounds[place + 1]
        last = place == len(WORDS) - 1
        conditions = [f"{quoted} >= {low!r}"] * (place > 0) + [f"{quoted} < {high!r}"] * (not last)
        count = sum((place == 0 or number >= low) and (last or number < high) for number in numbers)
        label = class_label(say(words, language), count, interval(low, high, decimals, language))
        classes.append(LegendClass(label, colour, condition=" AND ".join(conditions)))
    missing = len(values_of(layer, field)) - len(numbers)
    return [*reversed(classes), no_data(missing, language, "ELSE")]
