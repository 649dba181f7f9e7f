"""The recommendations that a result of `priorities` was made with, as its layer tells: no others are its own."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field

from qgis.core import QgsVectorLayer

from .attributes import newest_field, values_of
from .retelling import retell
from .wording import languages

#: Custom property, stored with the style and so in a GeoPackage.
PROPERTY = "sejahtera/recommendations"
_JOINER = " / "


@dataclass(frozen=True)
class Recommended:
    """A recommendation: code, the field with the need for it, titles by language ("" is for any).

    `extension` marks those that never decide the priority; signals: what its own signals are called, by language.
    """

    code: str
    need_field: str = ""
    titles: Mapping[str, str] = field(default_factory=dict)
    extension: bool = False
    signals: tuple[Mapping[str, str], ...] = ()

    def title(self, language: str) -> str:
        """Return the title in a language of maps; one that it has not is told in another, or is empty."""
        return " / ".join(dict.fromkeys(_told(self.titles, one) for one in languages(language)))

    def label(self, language: str) -> str:
        """Return code and title, the code alone where there is no title."""
        return f"{self.code} {self.title(language)}".strip()


def note_recommendations(layer: QgsVectorLayer, recommendations: Sequence[Recommended]) -> None:
    """Write into a layer which recommendations it was made with."""
    told = json.dumps([asdict(one) for one in recommendations], ensure_ascii=False)
    layer.setCustomProperty(PROPERTY, told)


def recommendations_of(layer: QgsVectorLayer) -> list[Recommended]:
    """Return the recommendations that a layer was made with; none where it does not tell."""
    try:
        rows = json.loads(layer.customProperty(PROPERTY) or "[]")
        return [_read(row) for row in rows]
    except (ValueError, TypeError, KeyError, AttributeError):
        return []


def labels_of(layer: QgsVectorLayer, language: str) -> dict[str, str]:
    """Return code and title by code: those noted, else those of the layer's own fields; codes stay else."""
    noted = recommendations_of(layer)
    if noted:
        return {one.code: one.label(language) for one in noted}
    code, name = newest_field(layer, "priority"), newest_field(layer, "priority_name")
    if code is None or name is None:
        return {}
    pairs = zip(values_of(layer, code), values_of(layer, name))
    return {str(one): f"{one} {retell(str(title), language)}" for one, title in pairs if one and title}


def retell_reason(layer: QgsVectorLayer, reason: str, language: str) -> str:
    """Return a noted reason in the language of a map, also with what the recommendations call their signals."""
    signals = [titles for one in recommendations_of(layer) for titles in one.signals]

    def told(one: str) -> str:
        text = retell(reason, one)
        for titles in signals:
            for own in titles.values():
                name = _told(titles, one).replace("\\", r"\\")
                text = re.sub(rf"(^|: |; ){re.escape(own)}: ", rf"\g<1>{name}: ", text)
        return text

    return _JOINER.join(dict.fromkeys(told(one) for one in languages(language)))


def need_label(layer: QgsVectorLayer, field: str, language: str) -> str:
    """Return for what recommendation a field holds the need, empty where the layer does not say."""
    found = (one for one in recommendations_of(layer) if one.need_field == field)
    return next((one.label(language) for one in found), "")


def _told(titles: Mapping[str, str], language: str) -> str:
    """Return a title in a language, in another where it has none, empty without any."""
    return titles.get(language) or titles.get("") or next(iter(titles.values()), "")


def _read(row: Mapping[str, object]) -> Recommended:
    signals = tuple(_read_titles(one) for one in row.get("signals", ()))
    extension = row.get("extension") is True
    return Recommended(
        str(row["code"]), str(row["need_field"]), _read_titles(row["titles"]), extension, signals
    )


def _read_titles(titles: Mapping[str, object]) -> dict[str, str]:
    return {str(language): " ".join(str(title).split()) for language, title in titles.items()}
