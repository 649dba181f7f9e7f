"""What stands above a legend and on a sheet: the result where it is one of ours, else the field itself."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsVectorLayer

from ...analysis.core.registers import Method
from ...resources.catalogue import load_catalogue
from .detect import is_field_of
from .recommended import need_label
from .retelling import retell_title
from .wording import in_languages, languages, number_language, say


def field_title(layer: QgsVectorLayer, field: str, language: str) -> str:
    """Return what a field is called: its alias, else its name in the catalogue with the unit, else its name."""
    alias = _own_name(layer, field)
    if alias:
        return alias
    known = load_catalogue().indicator(field)
    if known is None:
        return field
    unit = known.unit.to(number_language(language))
    return f"{in_languages(known.name, language)} ({unit})" if unit else in_languages(known.name, language)


def legend_title(layer: QgsVectorLayer, kind: Method, field: str, title: str, language: str) -> str:
    """Return the title of a legend: the one given, else that of the kind of result.

    A field that the user shows in the style of a result, a percentage in that of a dimension, is called by
    its own name.
    """
    if title:
        return retell_title(title, language)
    if not is_field_of(kind.code, field):
        return field_title(layer, field, language)
    name = need_label(layer, field, language)
    if kind.code == "dimension":
        name = _own_name(layer, field) or field
    return ": ".join(filter(None, (say(kind.label, language), name)))


def map_title(layer: QgsVectorLayer, kind: Method, memory: dict[str, Any], language: str) -> str:
    """Return the title of a sheet, that of the kind of result or of the legend; in both with a bar between."""
    if is_field_of(kind.code, memory["field"]):
        return say(kind.help, language, "|")
    title = str(memory.get("title") or "")
    told = (legend_title(layer, kind, memory["field"], title, one) for one in languages(language))
    return "|".join(dict.fromkeys(told))


def _own_name(layer: QgsVectorLayer, field: str) -> str:
    """Return the alias that a user has given to a field, empty where there is none."""
    return layer.attributeAlias(layer.fields().lookupField(field))
