"""What all styles share: renderer from classes, labels, metadata, and what the layer remembers."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

from qgis.core import (
    QgsCategorizedSymbolRenderer,
    QgsFeatureRenderer,
    QgsRendererCategory,
    QgsRuleBasedRenderer,
    QgsVectorLayer,
)

from ...analysis.registers import Method
from ...language import naming_units, unit_names
from ..attributes import values_of
from ..labels import label_names
from ..legend import LegendClass, short_words
from ..metadata import describe, method_of
from ..retelling import retell_title
from ..symbols import class_symbol
from ..wording import say

Style = Callable[[QgsVectorLayer], None]

#: Custom property, stored with the style, that says what the layer was styled as.
MEMORY = "sejahtera/style"


def styled(
    kind: Method,
    field: str,
    language: str,
    *,
    title: str = "",
    method: str = "",
    name_field: str | None = None,
    **options: Any,
) -> Style:
    """Return the function that styles a layer as `kind`."""

    names = unit_names()  # those of the run; a layer that QGIS loads is styled after its end

    def apply(layer: QgsVectorLayer) -> None:
        with naming_units(names):
            _apply(layer)

    def _apply(layer: QgsVectorLayer) -> None:
        classes = kind.function(layer, field, language, **options)
        layer.setRenderer(renderer(layer, field, classes))
        if name_field:
            label_names(layer, name_field)
        describe(layer, title or say(kind.label, language), method, language)
        memory = {"kind": kind.code, "field": field, "title": title, "options": _plain(options)}
        layer.setCustomProperty(MEMORY, json.dumps(memory))

    return apply


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
        [
            QgsRendererCategory(one.value, class_symbol(layer, one.colour, one.hatched), one.label)
            for one in classes
        ],
    )


def recall(layer: QgsVectorLayer) -> dict[str, Any] | None:
    """Return what a layer was styled as, None where it was not styled by us or was restyled since."""
    try:
        memory = json.loads(layer.customProperty(MEMORY) or "null")
        known = memory is not None and layer.fields().lookupField(memory["field"]) >= 0
    except (ValueError, TypeError, KeyError):
        return None
    return memory if known else None


def class_words(layer: QgsVectorLayer, kind: Method, field: str, language: str) -> list[str]:
    """Return the words of the class of each unit, as in the legend but without interval and count."""
    memory = recall(layer)
    ours = memory is not None and (memory["kind"], memory["field"]) == (kind.code, field)
    classes = kind.function(layer, field, language, **(memory["options"] if ours else {}))
    words = {one.value: short_words(one.label) for one in classes if not isinstance(one.value, list)}
    return [words.get(value, words.get(None, "–")) for value in values_of(layer, field)]


def relabel(layer: QgsVectorLayer, kind: Method, language: str) -> None:
    """Write the classes and title of a layer styled by us in another language; its colours stay."""
    memory = recall(layer)
    classes = kind.function(layer, memory["field"], language, **memory["options"])
    current = layer.renderer()
    if isinstance(current, QgsCategorizedSymbolRenderer) and len(current.categories()) == len(classes):
        for index, one in enumerate(classes):
            current.updateCategoryLabel(index, one.label)
    elif isinstance(current, QgsRuleBasedRenderer) and len(current.rootRule().children()) == len(classes):
        for rule, one in zip(current.rootRule().children(), classes):
            rule.setLabel(one.label)
    title = retell_title(memory.get("title") or "", language) or say(kind.label, language)
    describe(layer, title, method_of(layer), language)


def _plain(options: dict[str, Any]) -> dict[str, Any]:
    """Return options as JSON can hold them, arrays as lists, keys of counts as they are read back."""
    plain = {key: value.tolist() if hasattr(value, "tolist") else value for key, value in options.items()}
    return {key: value for key, value in plain.items() if value is not None and key != "counts"}
