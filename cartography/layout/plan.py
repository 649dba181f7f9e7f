"""Where map, key and margin stand on the page, at which scale, and what labels the map."""

from __future__ import annotations

from dataclasses import dataclass, field

from qgis.core import QgsCoordinateReferenceSystem, QgsRectangle, QgsVectorLayer
from qgis.PyQt.QtCore import QRectF

from .key import MOST_UNITS, Column, Unit, key_columns, key_height, names_fit
from .mapframe import ANNOTATIONS
from .paper import Page
from .scales import round_scale

#: A4 measures: the margin beside a landscape map or below an upright one, and the space between.
_MARGIN_WIDTH, _MARGIN_HEIGHT, GUTTER = 74.0, 80.0, 3.0


@dataclass(frozen=True)
class Plan:
    """labels: `names`, `numbers` (then columns make the key) or empty."""

    map: QRectF
    margin: QRectF
    scale: float
    labels: str = ""
    key: QRectF = field(default_factory=QRectF)
    columns: list[Column] = field(default_factory=list)


def plan_sheet(
    page: Page,
    layer: QgsVectorLayer,
    crs: QgsCoordinateReferenceSystem,
    extent: QgsRectangle,
    units: list[Unit],
    scale: float,
) -> Plan:
    """Divide the page; without a given scale (0) the largest round one that fits is taken."""
    factor = page.factor
    area, margin = _areas(page)
    whole = _map_rect(area, factor, 0.0)
    chosen = scale or round_scale(whole.width(), whole.height(), extent)
    if not 0 < len(units) <= MOST_UNITS:
        return Plan(whole, margin, chosen)
    if names_fit(layer, units, crs, chosen, factor):
        return Plan(whole, margin, chosen, "names")
    columns = key_columns(units, whole.width(), factor)
    height = key_height(columns, factor)
    rect = _map_rect(area, factor, height)
    chosen = scale or round_scale(rect.width(), rect.height(), extent)
    key = QRectF(whole.x(), area.bottom() - height, whole.width(), height)
    return Plan(rect, margin, chosen, "numbers", key, columns)


def _areas(page: Page) -> tuple[QRectF, QRectF]:
    """Return the area of map and key, and that of the margin."""
    content, gutter = page.content, GUTTER * page.factor
    if page.landscape:
        width = _MARGIN_WIDTH * page.factor
        area = content.adjusted(0, 0, -width - gutter, 0)
        return area, QRectF(area.right() + gutter, content.y(), width, content.height())
    height = _MARGIN_HEIGHT * page.factor
    area = content.adjusted(0, 0, 0, -height - gutter)
    return area, QRectF(content.x(), area.bottom() + gutter, content.width(), height)


def _map_rect(area: QRectF, factor: float, key: float) -> QRectF:
    """Return the frame of the map: the area less the key and the annotations on every side."""
    below = key + GUTTER * factor if key else 0.0
    room = ANNOTATIONS * factor
    return area.adjusted(room, room, -room, -room - below)
