"""Change between two dates: ranges that lie evenly on both sides of no change."""

from __future__ import annotations

import numpy as np
from qgis.core import QgsVectorLayer

from ...analysis.core.messages import mark
from ..base.attributes import numbers_of
from ..base.cards import role_of
from ..base.wording import say
from ..symbology.legend import LegendClass
from ..symbology.palettes import ramp
from ..symbology.schemes import divergence
from .kind import Kind
from .ranges import missing_class, range_classes
from .reliability import CHANGES, FIELD, FIELD_BEFORE, by_reliability

_WORDS = (mark("Strong fall"), mark("Fall"), mark("Hardly any change"), mark("Rise"), mark("Strong rise"))
#: The outer bounds of ordinary changes: this share of the units changed less.
_ORDINARY = 0.95
_ROUND = np.array([1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0])


def change_classes(
    layer: QgsVectorLayer, field: str, language: str, *, higher_is_better: bool = True
) -> list[LegendClass]:
    """Return five classes around zero, the strongest rise first; a worsening is red.

    The middle class reaches as far below zero as above it. Bounds are round numbers, chosen so that the
    strong classes begin at about the 60 % point of the range of ordinary changes.
    """
    values = numbers_of(layer, field)
    step = _round_step(values)
    ends = max([abs(value) for value in values] + [2 * step])
    bounds = [-ends, -1.5 * step, -0.5 * step, 0.5 * step, 1.5 * step, ends]
    drawn = [*zip(ramp("diverging", len(_WORDS)), divergence(len(_WORDS) // 2))]
    if not higher_is_better:
        drawn.reverse()
    words = [say(word, language) for word in _WORDS]
    classes = range_classes(field, values, bounds, words, drawn, language)
    missing = missing_class(layer, field, values, language)
    found = [*reversed(classes), missing]
    if role_of(layer, field) in CHANGES:
        return by_reliability(layer, field, found, language, (FIELD, FIELD_BEFORE))
    return found


def _round_step(values: list[float]) -> float:
    """Return the width of the middle class: a round number near two fifths of the ordinary change."""
    ordinary = float(np.quantile(np.abs(values), _ORDINARY)) if values else 0.0
    if ordinary <= 0:
        return 1.0
    magnitude = 10.0 ** np.floor(np.log10(0.4 * ordinary))
    steps = _ROUND * magnitude
    return float(steps[np.searchsorted(steps, 0.4 * ordinary * (1 - 1e-9))])


KIND = Kind(
    "change",
    mark("Change between two years"),
    mark("Map of change"),
    10,
    ("change", "*_change"),
    change_classes,
    general=True,
)
