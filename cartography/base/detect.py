"""Guess from its fields which result a layer holds."""

from __future__ import annotations

from dataclasses import dataclass

from qgis.core import QgsVectorLayer

from ...analysis.core.messages import InputError, mark
from .attributes import base_name, newest_field

#: The field each kind of result is recognised by.
_FIELDS = {
    "index": "class",
    "hotspots": "gi_class",
    "clusters": "lisa_class",
    "bivariate": "bivariate_class",
    "pattern": "pattern",
    "regions": "region",
    "poverty": "mpi",
    "development": "category",
    "change": "change",
    "connections": "found_by",
    "decision": "decision",
    "priorities": "need",  # need_1 to need_7
    "service": "served",
    "role": "role",
    "convergence": "convergence",
    "uncertainty": "rank_median",
    "rank": "rank",
}
#: p-values are shown where asked for.
_P_VALUES = ("lisa_p", "lisa_q", "gi_p", "gi_q", "trend_p")
#: The fields that hold codes; those of all other kinds hold numbers.
_WORDS = (
    "clusters",
    "bivariate",
    "pattern",
    "development",
    "connections",
    "decision",
    "service",
    "role",
    "convergence",
)
_CLASSES = (
    "class",
    "gi_class",
    "lisa_class",
    "pattern",
    "region",
    "mpi",
    "category",
    "change",
    "found_by",
    "decision",
    "served",
    "role",
    "convergence",
)


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
    for candidate in [kind] if kind else ["uncertainty", "dimension", "rank"]:
        found = _newest(layer, candidate)
        if found:
            return Found(candidate, found)
    raise InputError(
        mark(
            "The layer has no field of a known result. Choose the field to show; its fields are: {available}."
        ),
        available=names,
    )


def is_field_of(kind: str, field: str) -> bool:
    """Say whether a field has the name that the results of a kind have; another one was chosen by the user."""
    name = base_name(field)
    if kind == "dimension":
        return name.startswith("dim_")
    if kind == "significance":
        return name in _P_VALUES
    return name == _FIELDS[kind] or (kind == "change" and name.endswith("_change"))


def _newest(layer: QgsVectorLayer, kind: str) -> str | None:
    """Return the latest field that shows a kind of result."""
    names = layer.fields().names()
    if kind == "dimension":
        return next((name for name in names if name.lower().startswith("dim_")), None)
    if kind == "significance":
        return next((name for name in reversed(names) if base_name(name) in _P_VALUES), None)
    return newest_field(layer, _FIELDS[kind])


def _fits(layer: QgsVectorLayer, field: str) -> bool:
    """Say whether a field has the type of its kind: clusters are words, all else numbers."""
    return layer.fields().field(field).isNumeric() != (_kind_of(field) in _WORDS)


def _checked(layer: QgsVectorLayer, found: Found) -> Found:
    if found.kind not in _WORDS and not layer.fields().field(found.field).isNumeric():
        raise InputError(
            mark("The field “{column}” holds text; this style needs numbers. Choose another field."),
            column=found.field,
        )
    return found


def _kind_of(field: str) -> str:
    name = base_name(field)
    if name in _P_VALUES:
        return "significance"
    if name.endswith("_change"):
        return "change"
    return next((kind for kind, known in _FIELDS.items() if known == name), "dimension")
