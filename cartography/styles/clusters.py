"""Clusters and outliers: `lisa_class` is HH, LL, HL, LH, ns, island or nodata."""

from __future__ import annotations

from collections import Counter

from qgis.core import QgsVectorLayer

from ...analysis.messages import mark
from ..attributes import values_of
from ..legend import LegendClass, class_label, no_data
from ..palettes import CLUSTERS, ISLAND, NOT_SIGNIFICANT
from ..wording import say

_WORDS = {
    "HH": mark("High among high (advanced pocket)"),
    "HL": mark("High among low"),
    "LH": mark("Low among high"),
    "LL": mark("Low among low (lagging pocket)"),
    "ns": mark("Not significant"),
    "island": mark("No neighbours"),
}
#: The words where a high value is a high deprivation.
_WORDS_OF_DEPRIVATION = {
    "HH": mark("High among high (lagging pocket)"),
    "LL": mark("Low among low (advanced pocket)"),
}
#: The code, and the empty text by which QGIS finds NULL.
_NO_DATA = ["nodata", ""]
_FIXED = {"ns": NOT_SIGNIFICANT, "island": ISLAND}


def cluster_classes(
    layer: QgsVectorLayer, field: str, language: str, *, higher_is_better: bool = True
) -> list[LegendClass]:
    """Return the classes; units without neighbours only where there are any.

    The worst cluster is red: low among low for welfare, high among high for deprivation.
    """
    values = values_of(layer, field)
    counts = Counter(values)
    words = _WORDS if higher_is_better else {**_WORDS, **_WORDS_OF_DEPRIVATION}
    letters = str.maketrans("HL", "bw" if higher_is_better else "wb")
    classes = [
        LegendClass(
            class_label(say(text, language), counts.get(code, 0)),
            _FIXED.get(code) or CLUSTERS[code.translate(letters)],
            code,
        )
        for code, text in words.items()
        if code != "island" or counts.get(code, 0)
    ]
    missing = len(values) - sum(counts.get(code, 0) for code in _WORDS)
    return [*classes, no_data(missing, language, value=_NO_DATA)]
