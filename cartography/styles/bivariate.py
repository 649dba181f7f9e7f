"""Two variables in one map: nine classes, the third of the first and the third of the second."""

from __future__ import annotations

from collections import Counter

from qgis.core import QgsVectorLayer

from ...analysis.messages import mark
from ..attributes import values_of
from ..legend import LegendClass, class_label, no_data
from ..palettes import BIVARIATE
from ..wording import say

_THIRDS = {"L": mark("low"), "M": mark("medium"), "H": mark("high")}


def bivariate_classes(
    layer: QgsVectorLayer,
    field: str,
    language: str,
    *,
    first: str = "",
    second: str = "",
    higher_is_better: bool = True,
    second_higher_is_better: bool = True,
) -> list[LegendClass]:
    """Return the nine classes; `field` holds two letters of L, M, H, the first variable's third first.

    first, second: the names of the variables, which the legend shows. The darkest class is the worst in
    both: low where a high value is good, otherwise high.
    """
    values = values_of(layer, field)
    counts = Counter(values)
    rows, columns = ("LMH" if better else "HML" for better in (higher_is_better, second_higher_is_better))
    classes = []
    for (one, two), colour in BIVARIATE.items():
        code = rows[one - 1] + columns[two - 1]
        levels = (say(_THIRDS[letter], language, "/") for letter in code)
        words = ", ".join(f"{name} {level}".strip() for name, level in zip((first, second), levels))
        classes.append(LegendClass(class_label(words, counts.get(code, 0)), colour, code))
    return [*classes, no_data(len(values) - sum(counts.get(one.value, 0) for one in classes), language)]
