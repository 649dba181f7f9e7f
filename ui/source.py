"""The layer of kelurahan: its fields, what they are likely to mean, and what happens to it."""

from __future__ import annotations

from collections.abc import Callable

from qgis.core import QgsVectorLayer

from ..cartography.labels import name_field_of

_CODES = ("kode", "code", "kode_kel", "kdepum", "kode_bps", "id_kel", "iddesa")
_GROUPS = ("kecamatan", "nama_kec", "wadmkc", "kapanewon", "district", "subdistrict")


def numeric_fields(layer: QgsVectorLayer | None) -> dict[str, bool] | None:
    """Return for each field whether it holds numbers; None without a layer."""
    return None if layer is None else {field.name(): field.isNumeric() for field in layer.fields()}


def guess_keys(layer: QgsVectorLayer) -> dict[str, str]:
    """Return the fields that most likely hold name, code and group of the units."""
    names = {field.name().lower(): field.name() for field in layer.fields()}
    guessed = {
        "name": name_field_of(layer),
        "code": next((names[one] for one in _CODES if one in names), None),
        "group": next((names[one] for one in _GROUPS if one in names), None),
    }
    return {key: field for key, field in guessed.items() if field}


def watch(
    layer: QgsVectorLayer,
    values: Callable[[], None],
    shape: Callable[[], None],
    fields: Callable[[], None],
    selection: Callable[[], None],
    gone: Callable[[], None],
) -> Callable[[], None]:
    """Call back when something of a layer changes, or it goes; return how to stop it."""
    pairs = [
        (layer.attributeValueChanged, lambda *_: values()),
        (layer.dataChanged, lambda *_: values()),
        (layer.subsetStringChanged, lambda *_: shape()),
        (layer.geometryChanged, lambda *_: shape()),
        (layer.featureAdded, lambda *_: shape()),
        (layer.featuresDeleted, lambda *_: shape()),
        (layer.crsChanged, lambda *_: shape()),
        (layer.afterCommitChanges, lambda *_: shape()),
        (layer.afterRollBack, lambda *_: shape()),
        (layer.updatedFields, lambda *_: fields()),
        (layer.selectionChanged, lambda *_: selection()),
        (layer.willBeDeleted, lambda *_: gone()),
    ]
    for signal, slot in pairs:
        signal.connect(slot)

    def stop() -> None:
        for signal, slot in pairs:
            signal.disconnect(slot)

    return stop
