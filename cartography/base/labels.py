"""Labels of kelurahan: names, or numbers where the names do not fit. QGIS keeps them from colliding."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.core import (
    QgsPalLayerSettings,
    QgsProperty,
    QgsTextBufferSettings,
    QgsTextFormat,
    QgsUnitTypes,
    QgsVectorLayer,
    QgsVectorLayerSimpleLabeling,
)
from qgis.PyQt.QtGui import QColor, QFont

from .cards import sound_card
from .fonts import font_family

_PROPERTY = getattr(QgsPalLayerSettings, "Property", QgsPalLayerSettings)
#: Names are not drawn on screen beyond this scale, where they only clutter.
SMALLEST_SCALE = 100_000
LABEL_COLOUR = "#202020"
#: Names longer than this are broken at a space.
WRAP = 10


def label_names(layer: QgsVectorLayer, field: str, size: float = 7.5, smallest_scale: float = SMALLEST_SCALE) -> None:
    """Label a layer with the names in a field; 0 as `smallest_scale` shows them at any scale."""
    settings = _settings(size)
    settings.fieldName = field
    settings.autoWrapLength = WRAP
    settings.multilineAlign = QgsPalLayerSettings.MultiLineAlign.MultiCenter
    settings.scaleVisibility = smallest_scale > 0
    settings.minimumScale = smallest_scale
    _label(layer, settings)


def leave_to_inset(layer: QgsVectorLayer, ids: Sequence[int]) -> None:
    """Label these features on every map but the one with the id `map`, where an inset shows them larger."""
    labeling = layer.labeling().clone()
    settings = labeling.settings()
    wanted = f"NOT (@map_id = 'map' AND $id IN ({', '.join(str(one) for one in ids)}))"
    properties = settings.dataDefinedProperties()
    properties.setProperty(_PROPERTY.Show, QgsProperty.fromExpression(wanted))
    settings.setDataDefinedProperties(properties)
    layer.setLabeling(QgsVectorLayerSimpleLabeling(settings))


def label_numbers(layer: QgsVectorLayer, ids: Sequence[int], size: float) -> None:
    """Label features with their place (from 1) in a sequence of feature ids."""
    settings = _settings(size, bold=True)
    settings.isExpression = True
    settings.fieldName = f"array_find(array({', '.join(str(one) for one in ids)}), $id) + 1"
    settings.displayAll = True
    _label(layer, settings)


def name_field_of(layer: QgsVectorLayer) -> str | None:
    """Return the field with the names of the units, as the layer's card says, else as such fields are called."""
    card = sound_card(layer)
    told = None if card is None else card.column("name")
    if told is not None and layer.fields().lookupField(told) >= 0:
        return told
    fields = {field.name().lower(): field.name() for field in layer.fields() if not field.isNumeric()}
    for name in ("nama", "name", "kelurahan", "nama_kelurahan", "desa", "nama_desa", "namobj", "village"):
        if name in fields:
            return fields[name]
    return None


def _settings(size: float, bold: bool = False) -> QgsPalLayerSettings:
    text = QgsTextFormat()
    font = QFont(font_family())
    font.setBold(bold)
    text.setFont(font)
    text.setSize(size)
    text.setSizeUnit(QgsUnitTypes.RenderUnit.RenderPoints)
    text.setColor(QColor(LABEL_COLOUR))
    halo = QgsTextBufferSettings()
    halo.setEnabled(True)
    halo.setSize(0.11 * size)
    halo.setColor(QColor("#ffffff"))
    text.setBuffer(halo)
    settings = QgsPalLayerSettings()
    settings.setFormat(text)
    settings.placement = QgsPalLayerSettings.Placement.Horizontal
    return settings


def _label(layer: QgsVectorLayer, settings: QgsPalLayerSettings) -> None:
    layer.setLabeling(QgsVectorLayerSimpleLabeling(settings))
    layer.setLabelsEnabled(True)
