"""Names on the map where they fit; otherwise numbers, and a key that names them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsGeometry,
    QgsPointXY,
    QgsPrintLayout,
    QgsProject,
    QgsVectorLayer,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QRectF

from ...language import number
from ..base.attributes import values_of
from ..base.labels import WRAP
from ..base.wording import decimals_for, number_language
from .items import INK, RIGHT, box, label, plain_text, text_size

#: More units than this are neither named nor numbered: a key would fill the sheet.
MOST_UNITS = 120
NAME_SIZE, NUMBER_SIZE, KEY_SIZE = 5.8, 6.4, 5.4
_MOST_GROUPS = 7
#: The width of a column, in which a value takes so much; words may take up to the third.
_COLUMN, _VALUE, _WIDEST_VALUE = 33.0, 8.0, 42.0
_GAP = 3.5


@dataclass(frozen=True)
class Unit:
    """A unit of the key: feature id, name, group and value as written."""

    id: int
    name: str
    group: str
    value: str


@dataclass(frozen=True)
class Column:
    """A column of the key: its heading, empty where groups do not have their own, and numbered units."""

    heading: str
    first: int
    units: Sequence[Unit]


def read_units(layer: QgsVectorLayer, name: str, group: str | None, values: Sequence[str]) -> list[Unit]:
    """Return the units sorted by group and name, in which order they are numbered.

    values: what stands beside each unit, in the order of the features; empty for nothing.
    """
    ids = [feature.id() for feature in layer.getFeatures()]
    groups = values_of(layer, group) if group else [None] * len(ids)
    written = values or [""] * len(ids)
    units = [
        Unit(one, "–" if text is None else str(text), "" if part is None else str(part), shown)
        for one, text, part, shown in zip(ids, values_of(layer, name), groups, written)
    ]
    return sorted(units, key=lambda unit: (unit.group, unit.name, unit.id))


def written_numbers(layer: QgsVectorLayer, field: str, language: str) -> list[str]:
    """Return the numbers of a field as the language writes them, a dash where there is none."""
    values = [one if isinstance(one, (int, float)) else None for one in values_of(layer, field)]
    numbers = [one for one in values if one is not None]
    decimals = decimals_for(numbers) if numbers else 0
    return [number(one, decimals, number_language(language)) for one in values]


def shapes_of(layer: QgsVectorLayer, crs: QgsCoordinateReferenceSystem, project: QgsProject) -> dict[int, QgsGeometry]:
    """Return the geometry of each feature in the projection of the map; features without are left out."""
    transform = QgsCoordinateTransform(layer.crs(), crs, project.transformContext())
    found = {}
    for feature in layer.getFeatures():
        geometry = QgsGeometry(feature.geometry())
        if not geometry.isEmpty():
            geometry.transform(transform)
            found[feature.id()] = geometry
    return found


def crowded_names(shapes: Mapping[int, QgsGeometry], units: Sequence[Unit], scale: float, factor: float) -> list[int]:
    """Return the units whose name is wider or higher than they are, along the lines through their widest place."""
    sizes = {unit.id: text_size("\n".join(_wrapped(unit.name)), NAME_SIZE * factor) for unit in units}
    crowded = []
    for one, shape in shapes.items():
        width, height = (side * 1000 / scale for side in _room(shape))
        if width < sizes[one].width() or height < sizes[one].height():
            crowded.append(one)
    return crowded


def crowded_numbers(shapes: Mapping[int, QgsGeometry], units: Sequence[Unit], scale: float, factor: float) -> list[int]:
    """Return the units that are narrower than a number."""
    width = text_size("0" * len(str(len(units))), NUMBER_SIZE * factor, bold=True).width()
    return [one for one, shape in shapes.items() if _room(shape)[0] * 1000 / scale < width]


def _wrapped(name: str) -> list[str]:
    """Break a name as the labels do."""
    lines = [""]
    for word in name.split(" "):
        if lines[-1] and len(lines[-1]) + 1 + len(word) > WRAP:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def _room(geometry: QgsGeometry) -> tuple[float, float]:
    """Return width and height of a polygon through its pole of inaccessibility, of what is no polygon 0."""
    if geometry.type() != QgsWkbTypes.GeometryType.PolygonGeometry:
        return 0.0, 0.0
    extent = geometry.boundingBox()
    pole, _ = geometry.poleOfInaccessibility(max(extent.width(), extent.height()) / 100)
    point = pole.asPoint()
    across = [QgsPointXY(extent.xMinimum(), point.y()), QgsPointXY(extent.xMaximum(), point.y())]
    down = [QgsPointXY(point.x(), extent.yMinimum()), QgsPointXY(point.x(), extent.yMaximum())]
    return _chord(geometry, across, pole), _chord(geometry, down, pole)


def _chord(geometry: QgsGeometry, line: Sequence[QgsPointXY], pole: QgsGeometry) -> float:
    """Return the length of that part of a line in a polygon that goes through its pole."""
    chords = QgsGeometry.fromPolylineXY(line).intersection(geometry).asGeometryCollection()
    return max((chord.length() for chord in chords if chord.distance(pole) < 1e-6 * chord.length()), default=0.0)


def key_columns(units: Sequence[Unit], width: float, factor: float) -> list[Column]:
    """Share the units among columns: one a group where they are few, otherwise equally long ones."""
    groups: dict[str, list[Unit]] = {}
    for unit in units:
        groups.setdefault(unit.group, []).append(unit)
    most = max(int(width // _column_width(units, factor)), 1)
    if 1 < len(groups) <= min(_MOST_GROUPS, most):
        parts = list(groups.items())
    else:
        rows = math.ceil(len(units) / most)
        parts = [("", units[slice(start, start + rows)]) for start in range(0, len(units), rows)]
    columns, first = [], 1
    for heading, members in parts:
        columns.append(Column(heading, first, members))
        first += len(members)
    return columns


def _column_width(units: Sequence[Unit], factor: float) -> float:
    """Return the width of a column, wider where classes stand in words beside the names."""
    more = _value_width(units, factor) - _VALUE * factor
    return _COLUMN * factor + (more + _GAP * factor if more > 0 else 0.0)


def _value_width(units: Sequence[Unit], factor: float) -> float:
    """Return the width that values take, at most that of long words."""
    widths = (text_size(unit.value, KEY_SIZE * factor).width() for unit in units)
    return min(max(widths, default=0.0), _WIDEST_VALUE * factor)


def _line_height(factor: float) -> float:
    return text_size("Ág\nÁg", KEY_SIZE * factor).height() / 2


def key_height(columns: Sequence[Column], factor: float) -> float:
    """Return how high a key with these columns is."""
    heading = 4.2 * factor if any(column.heading for column in columns) else 0
    return heading + max(len(column.units) for column in columns) * _line_height(factor) + 1.0 * factor


def add_key(
    layout: QgsPrintLayout, rect: QRectF, columns: Sequence[Column], factor: float, numbered: bool = True
) -> None:
    """Add the key: number, where the map has numbers, name and value in aligned columns."""
    gap = _GAP * factor
    width = (rect.width() - gap * (len(columns) - 1)) / len(columns)
    size = KEY_SIZE * factor
    digits = text_size("000", size, bold=True).width() if numbered else -1.2 * factor
    for index, column in enumerate(columns):
        left, top = rect.x() + index * (width + gap), rect.y()
        if column.heading:
            place = QRectF(left, top, width, 3.2 * factor)
            label(layout, f"key_{index}_heading", place, plain_text(column.heading.upper()), size, bold=True)
            rule = QRectF(left, top + 3.3 * factor, width, 0.01)
            box(layout, f"frame_key_{index}", rule, 0.2 * factor, colour=INK)
            top += 4.2 * factor
        height = rect.bottom() - top
        values = _value_width(column.units, factor)
        if numbered:
            numbers = "\n".join(str(column.first + row) for row in range(len(column.units)))
            place = QRectF(left, top, digits, height)
            label(layout, f"key_{index}_numbers", place, numbers, size, bold=True, align=RIGHT)
        names = "\n".join(_shortened(unit.name, size, width - digits - values - 3 * factor) for unit in column.units)
        place = QRectF(left + digits + 1.2 * factor, top, width - digits - values - 1.8 * factor, height)
        label(layout, f"key_{index}_names", place, plain_text(names), size)
        if values:
            written = plain_text("\n".join(_shortened(unit.value, size, values) for unit in column.units))
            place = QRectF(left + width - values - 0.4 * factor, top, values + 0.4 * factor, height)
            label(layout, f"key_{index}_values", place, written, size, align=RIGHT)


def _shortened(name: str, size: float, width: float) -> str:
    """Return a name in one line, cut with an ellipsis where it is wider than its column."""
    name = " ".join(name.split())
    if text_size(name, size).width() <= width:
        return name
    while name and text_size(name + "…", size).width() > width:
        name = name[:-1]
    return name.rstrip() + "…"
