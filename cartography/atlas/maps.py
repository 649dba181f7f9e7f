"""The maps of a page: its unit among the neighbours, and its place in the whole."""

from __future__ import annotations

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFillSymbol,
    QgsLayoutItemMap,
    QgsLayoutObject,
    QgsProperty,
    QgsRectangle,
    QgsScaleBarSettings,
    QgsSimpleLineSymbolLayer,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QRectF
from qgis.PyQt.QtGui import QColor

from ...analysis.core.messages import mark
from ..base.wording import number_language, say
from ..layout.items import CENTRE, MIDDLE, label, measurement, picture, place
from ..layout.layers import SheetLayers
from ..layout.legend_item import LegendFrame, fitted_legend
from ..layout.map_frame import add_map
from ..layout.margin import NORTH
from ..layout.scale_bar import scale_bar, scale_text
from ..symbology.palettes import GROUP_OUTLINE
from ..symbology.symbols import GROUP_WIDTH, outline_symbol
from .slots import Slots

_PLACE = "#333333"
#: The locator is left out where it would be lower than this; it shows so much more than the city.
_SMALLEST_LOCATOR, _AROUND = 24.0, 1.06
#: A segment of the scale bar in mm: at the round scales of the pages its length is round too.
_SEGMENT = 20.0
_PROPERTY = getattr(QgsLayoutObject, "DataDefinedProperty", QgsLayoutObject)


def add_page_map(
    slots: Slots, rect: QRectF, layers: list[QgsVectorLayer], crs: QgsCoordinateReferenceSystem, extent: QgsRectangle
) -> QgsLayoutItemMap:
    """Add the map that follows the page: it stands on its unit, at the scale in the field `scale`."""
    item = add_map(slots.layout, rect, layers, crs, extent.center(), 20_000, slots.factor)
    item.setAtlasDriven(True)
    item.setAtlasScalingMode(QgsLayoutItemMap.AtlasScalingMode.Fixed)
    properties = item.dataDefinedProperties()
    properties.setProperty(_PROPERTY.MapScale, QgsProperty.fromExpression('"scale"'))
    item.setDataDefinedProperties(properties)
    return item


def add_strip(slots: Slots, rect: QRectF, item: QgsLayoutItemMap, language: str) -> None:
    """Add north arrow, scale in figures and a bar that chooses its segments by the scale."""
    f = slots.factor
    letter = QRectF(rect.x(), rect.y(), 4 * f, rect.height())
    label(
        slots.layout,
        "north_letter",
        letter,
        say(mark("N"), number_language(language)),
        8 * f,
        bold=True,
        align=CENTRE,
        vertical=MIDDLE,
    )
    picture(slots.layout, "north_arrow", QRectF(letter.right(), rect.y(), 6 * f, rect.height()), str(NORTH))
    figures = QRectF(letter.right() + 9 * f, rect.y(), 42 * f, rect.height())
    label(slots.layout, "scale", figures, scale_text(language), 8 * f, bold=True, vertical=MIDDLE)
    room = QRectF(figures.right(), rect.y() + 1.2 * f, rect.right() - figures.right(), rect.height() - 1.2 * f)
    bar = scale_bar(item, number_language(language), room.width(), f)
    bar.setSegmentSizeMode(QgsScaleBarSettings.SegmentSizeMode.SegmentSizeFitWidth)
    count = max(int((room.width() - 10 * f) // _SEGMENT), 1)
    bar.setNumberOfSegments(count)
    bar.setMinimumBarWidth(count * _SEGMENT)
    bar.setMaximumBarWidth(count * _SEGMENT)
    place(slots.layout, bar, "scale_bar", room)


def add_legend(slots: Slots, rect: QRectF, layers: SheetLayers, item: QgsLayoutItemMap, language: str) -> QRectF:
    """Add the legend under its heading, in the largest text that has room; return what is left below."""
    f = slots.factor
    heading = QRectF(rect.x(), rect.y(), rect.width(), 4 * f)
    slots.fixed("legend_heading", heading, say(mark("Legend"), language).upper(), 6.6, bold=True)
    room = rect.adjusted(0, 4.6 * f, 0, 0)
    for share in (1.1, 1.0, 0.9, 0.8, 0.7, 0.6):
        legend, size = fitted_legend(layers, LegendFrame(item, language, room.width(), share * f))
        if size.height() <= room.height():
            break
    place(slots.layout, legend, "legend", QRectF(room.topLeft(), size))
    return room.adjusted(0, size.height() + 3 * f, 0, 0)


def add_locator(
    slots: Slots,
    rect: QRectF,
    layers: list[QgsVectorLayer],
    crs: QgsCoordinateReferenceSystem,
    extent: QgsRectangle,
    language: str,
) -> None:
    """Add the whole city with the place of the page at the bottom of a rectangle, where it has room."""
    f = slots.factor
    if rect.height() < _SMALLEST_LOCATOR * f:
        return
    natural = rect.width() * extent.height() / extent.width() * _AROUND + 4.4 * f
    rect = rect.adjusted(0, max(rect.height() - natural, 0), 0, 0)
    heading = QRectF(rect.x(), rect.y(), rect.width(), 4 * f)
    slots.fixed("locator_heading", heading, say(mark("Location"), language).upper(), 6.6, bold=True)
    frame = rect.adjusted(0, 4.4 * f, 0, 0)
    scale = 1000 * _AROUND * max(extent.width() / frame.width(), extent.height() / frame.height())
    item = add_map(slots.layout, frame, layers, crs, extent.center(), scale, f)
    item.setId("locator")
    item.setFrameStrokeWidth(measurement(0.15 * f))


def unit_symbol(factor: float) -> QgsFillSymbol:
    """Return a heavy outline with a white casing, which stays visible on any colour and on a photocopy."""
    symbol = QgsFillSymbol()
    lines = []
    for colour, width in (("#ffffff", 1.5), ("#000000", 0.85)):
        line = QgsSimpleLineSymbolLayer(QColor(colour), width * factor)
        lines.append(line)
    symbol.changeSymbolLayer(0, lines[0])
    symbol.appendSymbolLayer(lines[1])
    return symbol


def place_symbol() -> QgsFillSymbol:
    """Return the fill of the page's place in the locator."""
    return QgsFillSymbol.createSimple({"color": _PLACE, "outline_color": _PLACE, "outline_width": "0.4"})


def border_symbol(factor: float) -> QgsFillSymbol:
    """Return the outline of groups on the map."""
    return outline_symbol(GROUP_OUTLINE, GROUP_WIDTH * factor)
