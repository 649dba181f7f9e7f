"""Guess from its fields which result a layer holds."""

from __future__ import annotations

from dataclasses import dataclass

from qgis.core import QgsVectorLayer

from ..analysis.messages import InputError, mark
from .attributes import base_name, newest_field

#: The field each kind of result is recognised by.
_FIELDS = {
    "index": "class",
    "hotspots": "gi_class",
    "clusters": "lisa_class",
    "change": "change",
    "priorities": "priority",
    "rank": "rank",
}
_CLASSES = ("class", "gi_class", "lisa_class", "change", "priority")


@dataclass(frozen=True)
class Found:
    """A kind of result and the field that shows it."""

    kind: str
    field: str


def detect(layer: QgsVectorLayer, kind: str | None = None, field: str | None = None) -> Found:
    """Return the kind and field to style; what is given is kept, the rest guessed.

    Where a layer holds several results the latest, whose classes stand furthest right, is taken.

    Raises
    ------
    InputError
        If there is no field of a known result and none was given.
    """
    names = layer.fields().names()
    if field:
        return _checked(layer, Found(kind or _kind_of(field), field))
    if kind is None:
        classes = [name for name in names if base_name(name) in _CLASSES and _fits(layer, name)]
        if classes:
            return Found(_kind_of(classes[-1]), classes[-1])
    for candidate in [kind] if kind else ["dimension", "rank"]:
        found = (
            next((name for name in names if name.lower().startswith("dim_")), None)
            if candidate == "dimension"
            else newest_field(layer, _FIELDS[candidate])
        )
        if found:
            return Found(candidate, found)
    raise InputError(
        mark(
            "The layer has no field of a known result. Choose the field to show; its fields are: {available}."
        ),
        available=names,
    )


def _fits(layer: QgsVectorLayer, field: str) -> bool:
    """Say whether a field has the type of its kind: clusters are words, all else numbers."""
    return layer.fields().field(field).isNumeric() != (_kind_of(field) == "clusters")


def _checked(layer: QgsVectorLayer, found: Found) -> Found:
    if found.kind != "clusters" and not layer.fields().field(found.field).isNumeric():
        raise InputError(
            mark("The field “{column}” holds text; this style needs numbers. Choose another field."),
            column=found.field,
        )
    return found


def _kind_of(field: str) -> str:
    name = base_name(field)
    if name == "need":  # need_1 to need_7 are no namesakes, each is a need of its own
        return "priorities"
    return next((kind for kind, known in _FIELDS.items() if known == name), "dimension")
