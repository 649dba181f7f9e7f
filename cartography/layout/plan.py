"""Where map, key and margin stand on the page, at which scale, and what labels the map."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from qgis.core import QgsGeometry, QgsRectangle
from qgis.PyQt.QtCore import QRectF

from ...analysis.core.messages import InputError, mark
from .inset import Inset, plan_inset
from .key import MOST_UNITS, Column, Unit, crowded_names, crowded_numbers, key_columns, key_height
from .map_frame import ANNOTATIONS
from .paper import Page
from .request import LABELS, TABLE, SheetRequest
from .scales import round_scale

#: A4 measures: the margin beside a landscape map or below an upright one, and the space between.
_MARGIN_WIDTH, _MARGIN_HEIGHT, GUTTER = 74.0, 80.0, 3.0


@dataclass(frozen=True)
class SheetPlan:
    """labels: `names`, `numbers` or empty; columns make the key; cramped: units without room for theirs."""

    map: QRectF
    margin: QRectF
    scale: float
    labels: str = ""
    key: QRectF = field(default_factory=QRectF)
    columns: list[Column] = field(default_factory=list)
    cramped: tuple[int, ...] = ()
    inset: Inset | None = None


@dataclass(frozen=True)
class Subject:
    """What a plan is made for: the units, their shapes in the projection of the map, and the extent."""

    units: list[Unit]
    shapes: dict[int, QgsGeometry]
    extent: QgsRectangle


def plan_sheet(page: Page, subject: Subject, request: SheetRequest) -> SheetPlan:
    """Divide the page; without a given scale (0) the largest round one that fits is taken.

    Where labels are wider than their units, the part of the map that holds these is shown at twice the
    scale in a corner that is free.
    """
    area, margin = _areas(page)
    whole = _map_rect(area, page.factor, 0.0)
    scale = request.scale or round_scale(whole.width(), whole.height(), subject.extent)
    labels = _labels(request, subject, scale, page.factor)
    table = {"yes": True, "no": False, "auto": labels == "numbers"}[TABLE[request.table].code]
    if not table or not subject.units:
        return _with_inset(SheetPlan(whole, margin, scale, labels), subject, page.factor)
    columns = key_columns(subject.units, whole.width(), page.factor)
    height = key_height(columns, page.factor)
    rect = _map_rect(area, page.factor, height)
    scale = request.scale or round_scale(rect.width(), rect.height(), subject.extent)
    key = QRectF(whole.x(), area.bottom() - height, whole.width(), height)
    return _with_inset(SheetPlan(rect, margin, scale, labels, key, columns), subject, page.factor)


def _labels(request: SheetRequest, subject: Subject, scale: float, factor: float) -> str:
    """Return what labels the map: names, numbers or nothing."""
    asked = LABELS[request.labels].code
    if asked == "none" or not 0 < len(subject.units) <= MOST_UNITS:
        return ""
    if asked == "numbers" and request.table == "no":
        raise InputError(mark("Numbers on the map need the table that names them: set TABLE to auto or yes."))
    if asked != "auto":
        return asked
    fits = not crowded_names(subject.shapes, subject.units, scale, factor)
    return "names" if fits or request.table == "no" else "numbers"


def _with_inset(plan: SheetPlan, subject: Subject, factor: float) -> SheetPlan:
    """Return a plan with the labels that have no room, and their inset where a corner is free."""
    if not plan.labels:
        return plan
    crowded = crowded_names if plan.labels == "names" else crowded_numbers
    cramped = crowded(subject.shapes, subject.units, plan.scale, factor)
    centre, half = subject.extent.center(), plan.scale / 2000
    view = QgsRectangle(
        centre.x() - plan.map.width() * half,
        centre.y() - plan.map.height() * half,
        centre.x() + plan.map.width() * half,
        centre.y() + plan.map.height() * half,
    )
    inset = plan_inset(subject.shapes, cramped, plan.map, view, factor)
    return replace(plan, cramped=tuple(cramped), inset=inset)


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
