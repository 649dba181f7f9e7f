"""The layer of kelurahan: its fields, what they are likely to mean, and what happens to it."""

from __future__ import annotations

from collections.abc import Callable

from qgis.core import QgsVectorLayer

from ..cartography.base.labels import name_field_of

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


class Watch:
    """Calls back when something of a layer changes, until it is stopped."""

    def __init__(
        self,
        layer: QgsVectorLayer,
        values: Callable[[], None],
        shape: Callable[[], None],
        fields: Callable[[], None],
        selection: Callable[[], None],
    ) -> None:
        heard = {
            values: (layer.attributeValueChanged, layer.dataChanged),
            shape: (
                layer.subsetStringChanged,
                layer.geometryChanged,
                layer.featureAdded,
                layer.featuresDeleted,
                layer.crsChanged,
                layer.afterCommitChanges,
                layer.afterRollBack,
            ),
            fields: (layer.updatedFields,),
            selection: (layer.selectionChanged,),
        }
        self._hears = True
        self._pairs = [(signal, self._slot(function)) for function, signals in heard.items() for signal in signals]
        for signal, slot in self._pairs:
            signal.connect(slot)

    def _slot(self, function: Callable[[], None]) -> Callable[..., None]:
        def hear(*_: object) -> None:
            if self._hears:
                function()

        return hear

    def stop(self) -> None:
        """Hear no more of the layer."""
        self.drop()
        for signal, slot in self._pairs:
            signal.disconnect(slot)

    def drop(self) -> None:
        """Hear no more of a layer that is going, without touching it."""
        self._hears = False
