"""Fields of a layer, made in any QGIS, and their values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from qgis.core import Qgis, QgsField, QgsVectorLayer, QgsVectorLayerUtils
from qgis.PyQt.QtCore import QMetaType, QVariant

if Qgis.QGIS_VERSION_INT >= 33800:  # QgsField takes QMetaType from 3.38 and warns of QVariant
    _TYPES = {"float": QMetaType.Type.Double, "int": QMetaType.Type.Int, "str": QMetaType.Type.QString}
else:
    _TYPES = {"float": QVariant.Double, "int": QVariant.Int, "str": QVariant.String}  # noqa: QGS402
#: Columns that are known without reading a layer, by its id.
_known: dict[str, Mapping[str, list[Any]]] = {}


@contextmanager
def known_values(layer: QgsVectorLayer, columns: Mapping[str, list[Any]]) -> Iterator[None]:
    """Spare those inside the reading of columns that were just written, None for NULL."""
    _known[layer.id()] = columns
    try:
        yield
    finally:
        del _known[layer.id()]


def make_field(name: str, kind: str) -> QgsField:
    """Return a field; `kind` is float, int or str."""
    return QgsField(name, _TYPES[kind])


def values_of(layer: QgsVectorLayer, field: str) -> list[Any]:
    """Return the values of a field in the order of the features, None for NULL."""
    known = _known.get(layer.id(), {})
    if field in known:
        return known[field]
    values, _ = QgsVectorLayerUtils.getValues(layer, field)
    return [value if isinstance(value, (int, float, str)) and value == value else None for value in values]


def numbers_of(layer: QgsVectorLayer, field: str) -> list[float]:
    """Return the numbers of a field, without its gaps."""
    return [float(value) for value in values_of(layer, field) if isinstance(value, (int, float))]
