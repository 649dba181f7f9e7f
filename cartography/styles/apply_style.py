"""A layer drawn as its card says: renderer from classes, labels, and words for people in its metadata."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from inspect import signature
from typing import Any

from qgis.core import (
    QgsCategorizedSymbolRenderer,
    QgsFeatureRenderer,
    QgsRendererCategory,
    QgsRuleBasedRenderer,
    QgsVectorLayer,
)

from ...analysis.core.card import Card
from ...analysis.core.messages import InputError, mark
from ...language import naming_units
from ..base.cards import PROPERTY, card_of, set_card
from ..base.labels import label_names
from ..base.metadata import describe
from ..symbology.legend import LegendClass, short_words
from ..symbology.symbols import class_symbol
from .islands import local_values
from .kind import Kind
from .register import kinds
from .titles import legend_title


def apply_card(layer: QgsVectorLayer, card: Card, language: str) -> None:
    """Give a layer its card, and the style that it tells of; of a table, and without a kind, nothing is drawn."""
    set_card(layer, card)
    if not layer.isSpatial() or not card.kind:
        return
    with naming_units(card.units):
        layer.setRenderer(renderer(layer, card.shown, card_classes(layer, card, language)))
        names = card.column("name")
        if names and layer.fields().lookupField(names) >= 0:
            label_names(layer, names)
        describe(layer, legend_title(layer, card, language), card.diagnostics.method, language)


def renderer(layer: QgsVectorLayer, field: str, classes: Sequence[LegendClass]) -> QgsFeatureRenderer:
    """Return a rule-based renderer where classes have conditions, else a categorised one."""
    if any(one.condition for one in classes):
        root = QgsRuleBasedRenderer.Rule(None)
        for one in classes:
            symbol = class_symbol(layer, one.colour, one.hatched)
            rule = QgsRuleBasedRenderer.Rule(symbol, 0, 0, one.condition, one.label)
            root.appendChild(rule)
        return QgsRuleBasedRenderer(root)
    return QgsCategorizedSymbolRenderer(
        field,
        [QgsRendererCategory(one.value, class_symbol(layer, one.colour, one.hatched), one.label) for one in classes],
    )


def styled_card(layer: QgsVectorLayer, *, unstyled: bool = False) -> Card | None:
    """Return the card of a layer that has the style that it tells of, None for any other layer.

    The card that came with another style than the user's is that of the property; where a layer has no style yet
    (`unstyled`) that of its file will do.
    """
    card = card_of(layer) if unstyled or layer.customProperty(PROPERTY) else None
    known = card is not None and card.kind in kinds() and layer.fields().lookupField(card.shown) >= 0
    return card if known else None


def card_classes(layer: QgsVectorLayer, card: Card, language: str) -> list[LegendClass]:
    """Return the classes of the style that a card tells of.

    Raises
    ------
    InputError
        If the options of the card, which may come from a file of others, fit no style.
    """
    return _classes(layer, kinds()[card.kind], card.shown, language, card.options)


def class_words(layer: QgsVectorLayer, kind: Kind, field: str, language: str) -> list[str]:
    """Return the words of the class of each unit, as in the legend but without interval and count."""
    card = styled_card(layer)
    ours = card is not None and (card.kind, card.shown) == (kind.code, field)
    options = card.options if card is not None and ours else {}
    classes = _classes(layer, kind, field, language, options)
    words = {one.value: short_words(one.label) for one in classes if not isinstance(one.value, list)}
    values, _ = local_values(layer, field, options.get("value_fields"))
    return [words.get(value, words.get(None, "–")) for value in values]


def classes_of(layer: QgsVectorLayer, language: str) -> list[LegendClass] | None:
    """Return the classes that a layer styled by us shows, in the order of its renderer; None for other layers."""
    card, current = styled_card(layer), layer.renderer()
    if card is None:
        return None
    classes, shown = card_classes(layer, card, language), 0
    if isinstance(current, QgsCategorizedSymbolRenderer):
        shown = len(current.categories())
    elif isinstance(current, QgsRuleBasedRenderer):
        shown = len(current.rootRule().children())
    return classes if shown == len(classes) else None


def relabel(layer: QgsVectorLayer, language: str) -> None:
    """Write the classes of a layer styled by us in another language; its colours stay."""
    current = layer.renderer()
    for index, one in enumerate(classes_of(layer, language) or ()):
        if isinstance(current, QgsCategorizedSymbolRenderer):
            current.updateCategoryLabel(index, one.label)
        else:
            current.rootRule().children()[index].setLabel(one.label)


def _classes(
    layer: QgsVectorLayer, kind: Kind, field: str, language: str, options: Mapping[str, Any]
) -> list[LegendClass]:
    taken = signature(kind.classes).parameters
    try:
        return kind.classes(layer, field, language, **{name: one for name, one in options.items() if name in taken})
    except InputError:
        raise
    except (TypeError, ValueError, KeyError, AttributeError, IndexError, ArithmeticError):
        raise InputError(
            mark(
                "The style of “{layer}” cannot be made from what its card says. Style it again with “Style a result”, "
                "choosing KIND and FIELD."
            ),
            layer=layer.name(),
        ) from None
