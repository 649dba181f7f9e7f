"""The card of a layer: how it was made, read and written in one place."""

from __future__ import annotations

import contextlib
from functools import lru_cache
from pathlib import Path

from qgis.core import QgsMapLayer, QgsProviderRegistry

from ...analysis.core.card import KELURAHAN, Card, UnitNames
from ...analysis.core.card_json import card_from_json, to_json
from ...analysis.core.messages import InputError, Message
from .wording import told

#: The custom property of a layer, stored with its style: in a GeoPackage, in the QML beside other formats.
PROPERTY = "sejahtera/card"
#: The item of a layer's metadata in a GeoPackage, which outlives every style.
METADATA = "SEJAHTERA_CARD"
_GEOPACKAGE = ".gpkg"

_parsed = lru_cache(maxsize=64)(card_from_json)


def card_of(layer: QgsMapLayer) -> Card | None:
    """Return the card of a layer or table: that of its style, else that in its file; None where there is none.

    Raises
    ------
    InputError
        If there is one that is damaged, or of a version that is not known.
    """
    text = layer.customProperty(PROPERTY) or _in_file(layer)
    return _parsed(str(text)) if text else None


def sound_card(layer: QgsMapLayer) -> Card | None:
    """Return the card of a layer, None also where it cannot be read."""
    try:
        return card_of(layer)
    except InputError:
        return None


def method_of(layer: QgsMapLayer) -> list[Message]:
    """Return the steps by which a layer was made, none where it does not say."""
    card = card_of(layer)
    return [] if card is None else card.diagnostics.method


def told_text(layer: QgsMapLayer, field: str, text: str, language: str) -> str:
    """Return what stands in a field of sentences in the language of a map; another text stays as it is."""
    card = sound_card(layer)
    message = None if card is None else card.texts.get(field, {}).get(text)
    return text if message is None else told(message, language)


def role_of(layer: QgsMapLayer, field: str) -> str:
    """Return the role of a field, empty where the layer does not say."""
    card = sound_card(layer)
    about = None if card is None else card.about(field)
    return "" if about is None else about.role


def beside(layer: QgsMapLayer, field: str, role: str) -> str | None:
    """Return the field with a role that was written together with `field`, None where the layer does not say."""
    card = sound_card(layer)
    return None if card is None else card.beside(field, role)


def set_card(layer: QgsMapLayer, card: Card) -> None:
    """Let a layer keep a card; where its file has a style, it stays with that."""
    layer.setCustomProperty(PROPERTY, to_json(card))


def unit_names_of(layer: QgsMapLayer) -> UnitNames:
    """Return what a layer calls its units and groups, kelurahan and kecamatan where it does not say."""
    card = sound_card(layer)
    return KELURAHAN if card is None else card.units


def store_in_file(path: Path, card: Card) -> None:
    """Write a card into the metadata of the one layer of a GeoPackage; other formats have no place for it.

    Raises `OSError` where the file does not take it.
    """
    from osgeo import gdal

    if path.suffix.lower() != _GEOPACKAGE:
        return
    try:
        database = gdal.OpenEx(str(path), gdal.OF_VECTOR | gdal.OF_UPDATE)
        written = database is not None and database.GetLayer(0).SetMetadataItem(METADATA, to_json(card)) == 0
        del database  # closes it, which writes
    except RuntimeError:  # GDAL's, where a program has asked for exceptions
        written = False
    if not written:
        raise OSError(0, "", str(path))


def _in_file(layer: QgsMapLayer) -> str:
    """Return the text of the card in the GeoPackage behind a layer, empty where there is none."""
    if layer.providerType() != "ogr":
        return ""
    parts = QgsProviderRegistry.instance().decodeUri("ogr", layer.source())
    path = Path(str(parts.get("path") or ""))
    if path.suffix.lower() != _GEOPACKAGE:
        return ""
    with contextlib.suppress(OSError):
        return _read(str(path), str(parts.get("layerName") or ""), path.stat().st_mtime_ns)
    return ""


@lru_cache(maxsize=64)
def _read(path: str, layer_name: str, changed: int) -> str:  # noqa: ARG001 - a file that changed is read again
    from osgeo import gdal

    try:
        database = gdal.OpenEx(path, gdal.OF_VECTOR | gdal.OF_READONLY)
        if database is None:
            return ""
        layer = database.GetLayerByName(layer_name) if layer_name else database.GetLayer(0)
        return (layer.GetMetadataItem(METADATA) if layer is not None else "") or ""
    except RuntimeError:
        return ""
