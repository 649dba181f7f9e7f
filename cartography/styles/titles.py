"""What stands above a legend and on a sheet: the result where a card tells of one, else the field itself."""

from __future__ import annotations

from qgis.core import QgsVectorLayer

from ...analysis.core.card import Card
from ...resources.catalogue import load_catalogue
from ..base.cards import sound_card
from ..base.wording import in_languages, languages, number_language, say, told
from .register import kinds


def field_title(layer: QgsVectorLayer, field: str, language: str) -> str:
    """Return what a field is called: its alias, else its title in the card or the catalogue with the unit."""
    alias = _own_name(layer, field)
    if alias:
        return alias
    card = sound_card(layer)
    about = None if card is None else card.about(field)
    if about is not None and about.title:
        return told(about.title, language)
    known = load_catalogue().indicator(field)
    if known is None:
        return field
    unit = known.unit.to(number_language(language))
    return f"{in_languages(known.name, language)} ({unit})" if unit else in_languages(known.name, language)


def legend_title(layer: QgsVectorLayer, card: Card, language: str) -> str:
    """Return the title of a legend: the one of the card, else that of the kind of result.

    A field that the user shows in the style of a result, a percentage in that of a dimension, is called by
    its own name.
    """
    if card.title:
        return told(card.title, language)
    kind, about = kinds()[card.kind], card.about(card.shown)
    if about is None or not kind.shows(about.role):
        return field_title(layer, card.shown, language)
    name = ""
    if kind.named:
        name = _own_name(layer, card.shown) or told(about.title, language) or card.shown
    return ": ".join(filter(None, (say(kind.label, language), name)))


def map_title(layer: QgsVectorLayer, card: Card, language: str) -> str:
    """Return the title of a sheet, that of the kind of result or of the legend; in both with a bar between."""
    kind, about = kinds()[card.kind], card.about(card.shown)
    if about is not None and kind.shows(about.role):
        return say(kind.map_title, language, "|")
    return "|".join(dict.fromkeys(legend_title(layer, card, one) for one in languages(language)))


def _own_name(layer: QgsVectorLayer, field: str) -> str:
    """Return the alias that a user has given to a field, empty where there is none."""
    return layer.attributeAlias(layer.fields().lookupField(field))
