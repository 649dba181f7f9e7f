"""Clusters and outliers: the codes of `lisa_class`, by the statistic that made them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from qgis.core import QgsVectorLayer

from ...analysis.core.messages import mark
from ..base.attributes import values_of
from ..base.wording import say
from ..symbology.legend import ISLAND_CODE, NO_DATA_CODES, LegendClass
from ..symbology.palettes import CLUSTERS, GEARY, ISLAND, JOINED, NOT_SIGNIFICANT
from ..symbology.schemes import GROUND, NO_NEIGHBOURS, Diverging, Qualitative, Sequential
from .categories import categories
from .kind import Kind


@dataclass(frozen=True)
class Family:
    """The significant classes of a statistic.

    words: by code; deprivation: the words that differ where a high value is bad; colours: by code with H
    and L written `b` (best) and `w` (worst).
    """

    words: Mapping[str, str]
    deprivation: Mapping[str, str]
    colours: Mapping[str, str]


_DEPRIVATION = {"HH": mark("High among high (lagging pocket)"), "LL": mark("Low among low (advanced pocket)")}

FAMILIES = {
    "moran": Family(
        {
            "HH": mark("High among high (advanced pocket)"),
            "HL": mark("High among low"),
            "LH": mark("Low among high"),
            "LL": mark("Low among low (lagging pocket)"),
        },
        _DEPRIVATION,
        CLUSTERS,
    ),
    "geary": Family(
        {
            "HH": mark("High among high (advanced pocket)"),
            "LL": mark("Low among low (lagging pocket)"),
            "other_positive": mark("Alike, neither high nor low"),
            "negative": mark("Unlike its neighbours"),
        },
        _DEPRIVATION,
        {"bb": GEARY["b"], "ww": GEARY["w"], "other_positive": GEARY["alike"], "negative": GEARY["unlike"]},
    ),
    "multivariate": Family(
        {"positive": mark("Alike in all variables"), "negative": mark("Unlike its neighbours")},
        {},
        {"positive": JOINED, "negative": GEARY["unlike"]},
    ),
    "bivariate": Family(
        {
            "HH": mark("High, the other high around"),
            "HL": mark("High, the other low around"),
            "LH": mark("Low, the other high around"),
            "LL": mark("Low, the other low around"),
        },
        {},
        CLUSTERS,
    ),
    "joins": Family({"joined": mark("Has it, and so have more neighbours than by chance")}, {}, {"joined": JOINED}),
}
_OTHERS = {"ns": mark("Not significant"), ISLAND_CODE: mark("No neighbours")}
_FIXED = {"ns": NOT_SIGNIFICANT, "island": ISLAND}
#: What the codes mean, H and L written `b` (best) and `w` (worst); an outlier is a weaker case of its side.
_MEANINGS = {
    "ww": Diverging(True, 1.0),
    "wb": Diverging(True, 0.35),
    "bw": Diverging(False, 0.35),
    "bb": Diverging(False, 1.0),
    "other_positive": Qualitative(3),
    "positive": Sequential(0.8),
    "joined": Sequential(0.8),
    "negative": Qualitative(2),
    "ns": GROUND,
    "island": NO_NEIGHBOURS,
}


def cluster_classes(
    layer: QgsVectorLayer, field: str, language: str, *, statistic: str | None = None, higher_is_better: bool = True
) -> list[LegendClass]:
    """Return the classes; units without neighbours only where there are any.

    statistic: a key of `FAMILIES`; without it the codes in the layer tell. The worst cluster is red: low
    among low for welfare, high among high for deprivation.
    """
    statistic = statistic or _family_of(values_of(layer, field))
    words = class_words(statistic, higher_is_better)
    colours = class_colours(statistic, higher_is_better)
    letters = _letters(higher_is_better)
    drawn = [
        (code, say(text, language), colours[code], _MEANINGS[code.translate(letters)]) for code, text in words.items()
    ]
    return categories(layer, field, language, drawn, [ISLAND_CODE], NO_DATA_CODES)


def class_words(statistic: str, higher_is_better: bool = True) -> dict[str, str]:
    """Return the words for each code of a family, untranslated, and for ns and island."""
    family = FAMILIES[statistic]
    return {**family.words, **({} if higher_is_better else family.deprivation), **_OTHERS}


def class_colours(statistic: str, higher_is_better: bool = True) -> dict[str, str]:
    """Return the colour of each code of a family, and of ns and island."""
    letters = _letters(higher_is_better)
    family = FAMILIES[statistic]
    return {**{code: family.colours[code.translate(letters)] for code in family.words}, **_FIXED}


def _letters(higher_is_better: bool) -> dict[int, int]:
    """Return the table that writes H and L as the best and the worst."""
    return str.maketrans("HL", "bw" if higher_is_better else "wb")


def _family_of(codes: Iterable[object]) -> str:
    """Return the first family that has all codes of a layer."""
    found = {code for code in codes if code is not None} - {*_OTHERS, "nodata"}
    return next((name for name, family in FAMILIES.items() if found <= family.words.keys()), "moran")


KIND = Kind(
    "clusters",
    mark("Clusters and outliers (local Moran)"),
    mark("Map of clusters and outliers"),
    4,
    ("lisa_class",),
    cluster_classes,
    words=True,
    keyed=False,
    row=mark("Cluster (Moran)"),
)
