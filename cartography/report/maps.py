"""The map of a result for a page of text: drawn in its own style, its legend as separate entries."""

from __future__ import annotations

from qgis.core import QgsLayoutExporter, QgsLayoutSize, QgsPrintLayout, QgsProject, QgsVectorLayer
from qgis.PyQt.QtCore import QBuffer, QByteArray, QIODevice, QRectF, QSize
from qgis.PyQt.QtGui import QImage

from ...analysis.core.card import Card
from ...analysis.core.messages import mark
from ..base.cards import sound_card
from ..base.labels import label_names, name_field_of
from ..base.wording import say
from ..layout.items import CENTRE, MILLIMETRES, label, picture, place
from ..layout.layers import in_memory, sheet_layers
from ..layout.map_frame import add_map
from ..layout.margin import NORTH
from ..layout.scale_bar import scale_bar
from ..layout.scales import map_crs, map_extent, round_scale
from .document import Picture

#: Millimetres; a city that is higher than wide gets a narrower map.
WIDTH, _HIGHEST = 170.0, 98.0
_RESOLUTION = 200.0
#: Of a PNG it is how hard it is compressed, not how it looks: 70 takes two thirds of the time.
_QUALITY = 70
_LABEL = 5.6
_SWATCH = QSize(48, 30)
#: The height of the strip below the map with scale and north arrow.
_FOOT = 9.0


def map_picture(
    layer: QgsVectorLayer, title: str, language: str, name_field: str | None, group_field: str | None
) -> Picture:
    """Return the map of a layer, numbered by rank where the layer knows ranks, else with names.

    Raises
    ------
    InputError
        If the layer has no features or no coordinate reference system.
    """
    project, crs = QgsProject(), map_crs(layer)
    extent = map_extent(layer, crs, project)
    gap = max(extent.width(), extent.height()) / 700
    layers = sheet_layers(layer, group_field, language, 0.9, gap, in_memory)
    card = sound_card(layer) or Card()
    ranks = card.column("rank") or card.column("rank_after")
    labels = ranks or name_field or name_field_of(layer)
    if labels:
        label_names(layers.main, labels, _LABEL, smallest_scale=0)
    layout, width, height = _layout(project, extent)
    scale = round_scale(width, height, extent)
    project.addMapLayers(layers.drawn, False)
    item = add_map(layout, QRectF(0, 0, width, height), layers.drawn, crs, extent.center(), scale, 0.9)
    item.setFrameEnabled(False)
    item.setBackgroundEnabled(False)
    _foot(layout, item, height, language)
    image = QgsLayoutExporter(layout).renderPageToImage(0, QSize(), _RESOLUTION)
    legend = [
        (png_of(entry.symbol().asImage(_SWATCH)), entry.label())
        for entry in layers.main.renderer().legendSymbolItems()
        if entry.symbol() is not None
    ]
    numbered = say(mark("The numbers are the ranks of the index."), language) if ranks else ""
    return Picture(title, png_of(image), width, legend=legend, note=numbered)


def png_of(image: QImage) -> bytes:
    """Return an image as PNG."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG", _QUALITY)
    buffer.close()
    return bytes(data)


def _layout(project: QgsProject, extent: object) -> tuple[QgsPrintLayout, float, float]:
    """Return an empty layout as large as the map, and width and height of the map."""
    shape = extent.height() / max(extent.width(), 1e-9)
    width = min(WIDTH, _HIGHEST / max(shape, 1e-9))
    height = min(max(width * shape * 1.03, 40.0), _HIGHEST)
    layout = QgsPrintLayout(project)
    layout.initializeDefaults()
    layout.pageCollection().page(0).setPageSize(QgsLayoutSize(width, height + _FOOT, MILLIMETRES))
    return layout, width, height


def _foot(layout: QgsPrintLayout, item: object, height: float, language: str) -> None:
    bar = scale_bar(item, language, 60.0, 1.0)
    place(layout, bar, "scale_bar", QRectF(14, height + 1.5, 70, 7))
    picture(layout, "north_arrow", QRectF(1, height + 0.5, 6, _FOOT - 1), str(NORTH))
    label(layout, "north_letter", QRectF(6.5, height + 2, 5, 5), say(mark("N"), language), 8.0, bold=True, align=CENTRE)
