"""Insets: the crowded part of the map at twice its scale, and the place of the area in a larger one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from qgis.core import (
    QgsFillSymbol,
    QgsGeometry,
    QgsLayoutItemMap,
    QgsLayoutItemMapOverview,
    QgsProject,
    QgsRectangle,
    QgsSingleSymbolRenderer,
    QgsVectorLayer,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QRectF

from ...analysis.core.messages import mark
from ..base.wording import number_language, say
from ..symbology.palettes import INSET
from ..symbology.symbols import ground_symbol
from .items import label
from .map_frame import add_map
from .scales import map_extent

#: The inset shows its part so many times larger, with so much around it.
ENLARGED, _AROUND = 2.0, 1.08
#: Clear space in mm between an inset and the units or the frame, and the height of its scale.
_CLEAR, _CAPTION = 2.0, 3.2


@dataclass(frozen=True)
class Inset:
    """A part of the map and the place on the page, inside the frame of the map, where it stands larger."""

    window: QgsRectangle
    rect: QRectF
    units: tuple[int, ...]


def plan_inset(
    shapes: Mapping[int, QgsGeometry], crowded: Sequence[int], frame: QRectF, view: QgsRectangle, factor: float
) -> Inset | None:
    """Return an inset of the crowded units in a free corner of the map, None where none has room.

    shapes are in the projection of the map, `view` is what its frame shows.
    """
    if not crowded:
        return None
    window = QgsRectangle()
    for one in crowded:
        window.combineExtentWith(shapes[one].boundingBox())
    window.scale(_AROUND)
    per_mm = view.width() / frame.width()
    width = window.width() * ENLARGED / per_mm
    height = window.height() * ENLARGED / per_mm + _CAPTION * factor
    clear = _CLEAR * factor
    for rect in _corners(frame, width, height, clear):
        around = rect.adjusted(-clear, -clear, clear, clear)
        if frame.contains(rect) and not _covers(around, frame, view, shapes):
            return Inset(window, rect, tuple(crowded))
    return None


def add_inset(main: QgsLayoutItemMap, inset: Inset, language: str, factor: float) -> QgsLayoutItemMap:
    """Add the inset with its scale, and its window as a frame on the main map."""
    layout, caption = main.layout(), _CAPTION * factor
    rect = inset.rect.adjusted(0, caption, 0, 0)
    scale = main.scale() / ENLARGED
    item = add_map(layout, rect, main.layers(), main.crs(), inset.window.center(), scale, factor)
    item.setId("inset_centre")
    written = f"format_number(map_get(item_variables('inset_centre'), 'map_scale'), 0, '{number_language(language)}')"
    place = QRectF(inset.rect.x(), inset.rect.y(), rect.width(), caption)
    label(layout, "inset_scale", place, f"1 : [% {written} %]", 5.4 * factor, bold=True)
    _overview(main, item, factor)
    return item


def location_layer(layer: QgsVectorLayer, language: str, factor: float) -> QgsVectorLayer:
    """Return a copy of the larger area's layer in the quiet style of a locator."""
    copy = layer.clone()
    copy.setName(say(mark("Location"), language))
    copy.setLabelsEnabled(False)
    if copy.geometryType() == QgsWkbTypes.GeometryType.PolygonGeometry:
        copy.setRenderer(QgsSingleSymbolRenderer(ground_symbol(0.5 * factor)))
    return copy


def location_height(layer: QgsVectorLayer, main: QgsLayoutItemMap, width: float, most: float) -> float:
    """Return how high a locator of a width is, at most `most` mm."""
    extent = map_extent(layer, main.crs(), QgsProject.instance())
    return min(width * extent.height() / max(extent.width(), 1e-9), most)


def add_location(main: QgsLayoutItemMap, layer: QgsVectorLayer, rect: QRectF, factor: float) -> QgsLayoutItemMap:
    """Add the larger area with the frame of the main map on it."""
    extent = map_extent(layer, main.crs(), QgsProject.instance())
    scale = 1000 * _AROUND * max(extent.width() / rect.width(), extent.height() / rect.height())
    item = add_map(main.layout(), rect, [layer], main.crs(), extent.center(), scale, factor)
    item.setId("inset_location")
    _overview(item, main, factor)
    return item


def _overview(on: QgsLayoutItemMap, of: QgsLayoutItemMap, factor: float) -> None:
    overview = QgsLayoutItemMapOverview("overview", on)
    overview.setLinkedMap(of)
    overview.setFrameSymbol(
        QgsFillSymbol.createSimple(
            {"style": "no", "outline_color": INSET, "outline_width": str(0.45 * factor), "joinstyle": "miter"}
        )
    )
    on.overviews().addOverview(overview)


def _corners(frame: QRectF, width: float, height: float, clear: float) -> Iterator[QRectF]:
    """Yield the places in the corners of a frame: below at the left first."""
    left, right = frame.x() + clear, frame.right() - clear - width
    top, bottom = frame.y() + clear, frame.bottom() - clear - height
    for x, y in ((left, bottom), (right, bottom), (left, top), (right, top)):
        yield QRectF(x, y, width, height)


def _covers(rect: QRectF, frame: QRectF, view: QgsRectangle, shapes: Mapping[int, QgsGeometry]) -> bool:
    """Say whether a place on the page lies over a unit."""
    per_mm = view.width() / frame.width()
    west = view.xMinimum() + (rect.x() - frame.x()) * per_mm
    north = view.yMaximum() - (rect.y() - frame.y()) * per_mm
    ground = QgsRectangle(west, north - rect.height() * per_mm, west + rect.width() * per_mm, north)
    return any(shape.intersects(ground) for shape in shapes.values())
