"""Two variables in one map: nine classes, the third of the first and the third of the second."""

from __future__ import annotations

from collections import Counter

from qgis.core import QgsVectorLayer

from ...analysis.core.messages import mark
from ..base.attributes import values_of
from ..base.wording import say
from ..symbology.legend import LegendClass, class_label, no_data
from ..symbology.palettes import BIVARIATE
from ..symbology.schemes import Bivariate
from .kind import Kind

_THIRDS = {1: mark("low"), 2: mark("medium"), 3: mark("high")}


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
    """Return the nine classes; `field` holds codes as `1-3`: the first variable's third and the second's.

    first, second: the names of the variables, which the legend shows. The darkest class is the worst in
    both: low where a high value is good, otherwise high.
    """
    values = values_of(layer, field)
    counts = Counter(values)
    turned = [not higher_is_better, not second_higher_is_better]
    classes = []
    for pair, colour in BIVARIATE.items():
        thirds = [4 - third if turn else third for third, turn in zip(pair, turned)]
        levels = (say(_THIRDS[third], language, "/") for third in thirds)
        words = ", ".join(f"{name} {level}".strip() for name, level in zip((first, second), levels))
        code = "{}-{}".format(*thirds)
        classes.append(LegendClass(class_label(words, counts.get(code, 0)), colour, Bivariate(*pair), code))
    missing = len(values) - sum(counts.get(one.value, 0) for one in classes)
    return [*classes, no_data(missing, language)]


KINDS = (
    Kind(
        "bivariate",
        mark("Two fields in three classes each"),
        mark("Map of two fields"),
        5,
        ("bivariate_class",),
        bivariate_classes,
        words=True,
    ),
)
