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

from ...analysis.core.registers import Method, Register
from ...language import naming_units, unit_names
from ..base.labels import label_names
from ..base.metadata import describe, method_of
from ..base.titles import legend_title
from ..symbology.legend import LegendClass, short_words
from ..symbology.symbols import class_symbol
from .islands import local_values

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
        if not layer.isSpatial():  # a table, as a spreadsheet is; nothing of it is drawn
            return
        with naming_units(names):
            _apply(layer)

    def _apply(layer: QgsVectorLayer) -> None:
        classes = kind.function(layer, field, language, **options)
        layer.setRenderer(renderer(layer, field, classes))
        if name_field:
            label_names(layer, name_field)
        describe(layer, title or legend_title(layer, kind, field, "", language), method, language)
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
    values, _ = local_values(layer, field, memory["options"].get("value_fields") if ours else None)
    return [words.get(value, words.get(None, "–")) for value in values]


def classes_of(layer: QgsVectorLayer, kinds: Register, language: str) -> list[LegendClass] | None:
    """Return the classes that a layer styled by us shows, in the order of its renderer; None for other layers."""
    memory, current = recall(layer), layer.renderer()
    if memory is None or memory["kind"] not in kinds:
        return None
    classes = kinds[memory["kind"]].function(layer, memory["field"], language, **memory["options"])
    shown = 0
    if isinstance(current, QgsCategorizedSymbolRenderer):
        shown = len(current.categories())
    elif isinstance(current, QgsRuleBasedRenderer):
        shown = len(current.rootRule().children())
    return classes if shown == len(classes) else None


def relabel(layer: QgsVectorLayer, kinds: Register, language: str) -> None:
    """Write the classes and title of a layer styled by us in another language; its colours stay."""
    memory, current = recall(layer), layer.renderer()
    kind = kinds[memory["kind"]]
    for index, one in enumerate(classes_of(layer, kinds, language) or ()):
        if isinstance(current, QgsCategorizedSymbolRenderer):
            current.updateCategoryLabel(index, one.label)
        else:
            current.rootRule().children()[index].setLabel(one.label)
    title = legend_title(layer, kind, memory["field"], memory.get("title") or "", language)
    describe(layer, title, method_of(layer), language)


def _plain(options: dict[str, Any]) -> dict[str, Any]:
    """Return options as JSON can hold them, arrays as lists, keys of counts as they are read back."""
    plain = {key: value.tolist() if hasattr(value, "tolist") else value for key, value in options.items()}
    return {key: value for key, value in plain.items() if value is not None and key != "counts"}
