"""Two variables in one map: nine classes, the third of the first and the third of the second."""

from __future__ import annotations

from qgis.core import QgsVectorLayer

from ...analysis.core.messages import mark
from ..base.wording import say
from ..symbology.legend import LegendClass
from ..symbology.palettes import BIVARIATE
from ..symbology.schemes import Bivariate
from .categories import categories
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
    turned = [not higher_is_better, not second_higher_is_better]
    drawn = []
    for pair, colour in BIVARIATE.items():
        thirds = [4 - third if turn else third for third, turn in zip(pair, turned)]
        levels = (say(_THIRDS[third], language, "/") for third in thirds)
        words = ", ".join(f"{name} {level}".strip() for name, level in zip((first, second), levels))
        drawn.append(("{}-{}".format(*thirds), words, colour, Bivariate(*pair)))
    return categories(layer, field, language, drawn)


KIND = Kind(
    "bivariate",
    mark("Two fields in three classes each"),
    mark("Map of two fields"),
    5,
    ("bivariate_class",),
    bivariate_classes,
    words=True,
)
