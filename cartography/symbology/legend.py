"""Classes of a legend and their words: `Sangat rendah (12,3 – 34,5) · 11`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ...analysis.core.messages import mark
from ..base.wording import say
from .palettes import ISLAND, NO_DATA
from .schemes import NO_DATA as WITHOUT_DATA
from .schemes import NO_NEIGHBOURS, Meaning

_LEVELS = {
    2: (mark("Low"), mark("High")),
    3: (mark("Low"), mark("Medium"), mark("High")),
    4: (mark("Very low"), mark("Low"), mark("High"), mark("Very high")),
    5: (mark("Very low"), mark("Low"), mark("Medium"), mark("High"), mark("Very high")),
    6: (mark("Very low"), mark("Low"), mark("Fairly low"), mark("Fairly high"), mark("High"), mark("Very high")),
    7: (
        mark("Very low"),
        mark("Low"),
        mark("Fairly low"),
        mark("Medium"),
        mark("Fairly high"),
        mark("High"),
        mark("Very high"),
    ),
}


@dataclass(frozen=True)
class LegendClass:
    """A class as map and legend show it, and what it means beside the others.

    value: of a categorised field, None for NULL; condition: where classes are ranges, the expression
    that its units fulfil, `ELSE` for those that no other class takes. hatched: its units have no value, or an
    uncertain one.
    """

    label: str
    colour: str
    meaning: Meaning
    value: Any = None
    condition: str = ""
    hatched: bool = False


def level_words(count: int, language: str) -> list[str]:
    """Return the words for `count` classes from the lowest to the highest."""
    if count in _LEVELS:
        return [say(word, language) for word in _LEVELS[count]]
    return [say(mark("Class {n}"), language, n=level) for level in range(1, count + 1)]


def class_label(words: str, count: int, interval: str = "") -> str:
    """Return the words of a class with its interval and how many kelurahan it holds."""
    return f"{words} ({interval}) · {count}" if interval else f"{words} · {count}"


def short_words(label: str) -> str:
    """Return the words of a class without what stands in brackets and without its count."""
    words = label.rpartition(" · ")[0].split(" / ")
    return " / ".join(one.partition(" (")[0] for one in words)


#: The values without data of a field of codes: the code, and the empty text by which QGIS finds NULL.
NO_DATA_CODES = ["nodata", ""]
#: The value of units without neighbours.
ISLAND_CODE = "island"


def no_data(count: int, language: str, condition: str = "", value: Any = None) -> LegendClass:
    """Return the class of units without a value, which stands in every legend."""
    label = class_label(say(mark("No data"), language), count)
    return LegendClass(label, NO_DATA, WITHOUT_DATA, value, condition, hatched=True)


def no_neighbours(count: int, language: str, condition: str = "") -> LegendClass:
    """Return the class of units that have data but no neighbours, of which a local statistic says nothing."""
    label = class_label(say(mark("No neighbours"), language), count)
    return LegendClass(label, ISLAND, NO_NEIGHBOURS, ISLAND_CODE, condition)
