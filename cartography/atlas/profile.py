"""The profile chart of the pages: bars by dimension beside the means of city and group.

QGIS spends about as long on an item as on another, whatever it draws, so the chart is made of few: words
and numbers are a label a column, grid and means of the city a line each, and only the bars are many.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from qgis.core import (
    Qgis,
    QgsLayoutItemPolyline,
    QgsLayoutItemShape,
    QgsLayoutObject,
    QgsLineSymbol,
    QgsMarkerLineSymbolLayer,
    QgsProperty,
)
from qgis.PyQt.QtCore import QPointF, QRectF
from qgis.PyQt.QtGui import QColor, QPolygonF

from ...analysis.core.messages import mark
from ...language import number
from ..base.wording import number_language, say
from ..layout.items import INK, MIDDLE, RIGHT, label, shape, text_size
from .slots import Slots

#: A4 measures: the height of the heading, the width of a column of numbers, sizes of text.
_HEADING, _NUMBERS = 6.0, 10.0
#: The width in mm that words have at least, and the share of the chart at most.
_LEAST, _WORDS = 34.0, 0.54
_TEXT, _SMALL = 8.0, 6.4
#: The share of their size that words are set in at least, and that of its width that a label fills.
_SMALLEST, _ROOM = 0.55, 0.96
_BAR, _GRID, _GREY = "#7288a6", "#c9c6bd", "#505050"
_PROPERTY = getattr(QgsLayoutObject, "DataDefinedProperty", QgsLayoutObject)


@dataclass(frozen=True)
class Scores:
    """What the charts show: words by dimension, scores (pages, dimensions), and two kinds of means.

    city: (dimensions,), groups: (pages, dimensions) or None; unit: the word for what a page is about.
    """

    words: Sequence[str]
    scores: np.ndarray
    city: np.ndarray
    groups: np.ndarray | None
    unit: str


def row_height() -> float:
    """Return the height in A4 mm of a row: that of a line of text, so that lines stand beside bars."""
    return text_size("Ág\nÁg", _TEXT).height() - text_size("Ág", _TEXT).height()


def chart_height(count: int) -> float:
    """Return the height in A4 mm of a chart of so many dimensions."""
    return _HEADING + count * row_height() + 1.0 if count else 0.0


def axis_ends(scores: np.ndarray) -> tuple[float, float]:
    """Return the ends of the axis: 0 and 100, or round numbers around scores of another scale."""
    known = scores[np.isfinite(scores)]
    if not known.size or (known.min() >= 0 and known.max() <= 100):
        return 0.0, 100.0
    step = 10.0 ** np.floor(np.log10(max(np.ptp(known), 1e-9)))
    low, high = np.floor(known.min() / step) * step, np.ceil(known.max() / step) * step
    return float(min(low, 0.0)), float(max(high, 0.0))


def add_profile(slots: Slots, rect: QRectF, scores: Scores, language: str) -> None:
    """Add the chart; the lengths of its bars are fields of the page, so it follows the atlas."""
    f, (low, high) = slots.factor, axis_ends(scores.scores)
    columns = 1 if scores.groups is None else 2
    height = row_height() * f
    widest = max(text_size(text, _TEXT * f).width() for text in scores.words) + 3.5 * f
    words = min(max(widest, _LEAST * f), _WORDS * rect.width())
    area = QRectF(
        rect.x() + words,
        rect.y() + _HEADING * f,
        rect.width() - words - columns * _NUMBERS * f,
        height * len(scores.words),
    )
    per_unit = area.width() / (high - low)
    zero = area.x() - low * per_unit
    _grid(slots, area)
    for row in range(len(scores.words)):
        slots.fields[f"score_{row}"] = scores.scores[:, row]
        top = area.y() + row * height
        bar = QRectF(zero, top + 0.14 * height, 0.01, 0.72 * height)
        item = shape(slots.layout, f"frame_bar_{row}", bar, QgsLayoutItemShape.Shape.Rectangle, 0, _BAR)
        properties, score = item.dataDefinedProperties(), f'coalesce("score_{row}", 0)'
        for name, expression in (
            ("ItemWidth", f"abs({score}) * {per_unit!r}"),
            ("PositionX", f"{zero!r} + min({score}, 0) * {per_unit!r}"),
        ):
            properties.setProperty(getattr(_PROPERTY, name), QgsProperty.fromExpression(expression))
        item.setDataDefinedProperties(properties)
    if np.isfinite(scores.city).all():
        _city(slots, area, zero + scores.city * per_unit)
    _columns(slots, rect, area, scores, language)
    _key(slots, rect, area, scores, language)


def _columns(slots: Slots, rect: QRectF, area: QRectF, scores: Scores, language: str) -> None:
    """Add the words at the left and the numbers at the right, a line a row."""
    f = slots.factor
    _words(slots, QRectF(rect.x(), area.y(), area.x() - rect.x() - 2 * f, area.height()), scores.words)
    decimals = 0 if axis_ends(scores.scores)[1] > 20 else 1
    tables = [("profile_scores", scores.scores, True), ("profile_groups", scores.groups, False)]
    for place, (name, table, bold) in enumerate(tables):
        if table is None:
            continue
        column = QRectF(area.right() + place * _NUMBERS * f, area.y(), _NUMBERS * f, area.height())
        slots.fields[name] = [
            "\n".join(number(float(one), decimals, number_language(language)) for one in row) for row in table
        ]
        size, colour = _TEXT * f, INK if bold else _GREY
        how = {"bold": bold, "colour": colour, "align": RIGHT, "vertical": MIDDLE}
        label(slots.layout, name, column, f'[% "{name}" %]', size, **how)


def _words(slots: Slots, rect: QRectF, words: Sequence[str]) -> None:
    """Add the words of the dimensions, in one label where they fit, else smaller, each beside its bar."""
    f = slots.factor
    widest = max(text_size(text, _TEXT * f).width() for text in words)
    share = min(1.0, max(_ROOM * rect.width() / widest, _SMALLEST))
    if share == 1.0:
        label(slots.layout, "profile_words", rect, "\n".join(words), _TEXT * f, vertical=MIDDLE)
        return
    height = rect.height() / len(words)
    for row, text in enumerate(words):
        line = QRectF(rect.x(), rect.y() + row * height, rect.width(), height)
        written = slots.shortened(text, rect.width(), _TEXT * share)
        label(slots.layout, f"profile_word_{row}", line, written, _TEXT * share * f, vertical=MIDDLE)


def _key(slots: Slots, rect: QRectF, area: QRectF, scores: Scores, language: str) -> None:
    """Add the heading, the key of bars and line, and the heads of the columns of numbers."""
    f = slots.factor
    low, high = (number(end, 0, number_language(language)) for end in axis_ends(scores.scores))
    heading = QRectF(rect.x(), rect.y(), area.x() - rect.x() - 2 * f, 4.4 * f)
    profile, mean = say(mark("Profile"), language), say(mark("mean of all"), language)
    title = f"{profile.upper()} ({low}–{high})"
    slots.fixed("profile_heading", heading, title, 6.6, bold=True, vertical=MIDDLE)
    sign = QRectF(area.x(), rect.y() + 1.2 * f, 4 * f, 2.2 * f)
    shape(slots.layout, "frame_profile_key", sign, QgsLayoutItemShape.Shape.Rectangle, 0, _BAR)
    words = f"{scores.unit}\u2003\u2003●—●  {mean}"
    place = QRectF(sign.right() + 1.5 * f, rect.y(), area.right() - sign.right() - 2 * f, 4.4 * f)
    slots.fixed("profile_key", place, words, _SMALL, vertical=MIDDLE)
    if scores.groups is not None:
        place = QRectF(area.right() + 0.6 * _NUMBERS * f, rect.y(), 1.4 * _NUMBERS * f, 4.4 * f)
        text = say(mark("kecamatan"), language)
        slots.fixed("profile_groups_heading", place, text, _SMALL, align=RIGHT, vertical=MIDDLE, colour=_GREY)


def _grid(slots: Slots, area: QRectF) -> None:
    """Add the axis with lines at its quarters as one line that runs over them and back."""
    points = []
    for quarter in range(5):
        x = area.x() + area.width() * quarter / 4
        points += [(x, area.bottom()), (x, area.y()), (x, area.bottom())]
    _line(slots, "frame_axis", points, QgsLineSymbol.createSimple(_pen(_GRID, 0.12 * slots.factor)))


def _city(slots: Slots, area: QRectF, places: np.ndarray) -> None:
    """Add the means of the city as a line with a dot in each row."""
    f, height = slots.factor, area.height() / len(places)
    symbol = QgsLineSymbol.createSimple(_pen(INK, 0.3 * f))
    dots = QgsMarkerLineSymbolLayer()
    if hasattr(dots, "setPlacements"):  # from 3.24 on
        dots.setPlacements(Qgis.MarkerLinePlacement.Vertex)
    else:
        dots.setPlacement(QgsMarkerLineSymbolLayer.Placement.Vertex)
    dots.subSymbol().setSize(1.5 * f)
    dots.setColor(QColor(INK))
    symbol.appendSymbolLayer(dots)
    points = [(float(x), area.y() + (row + 0.5) * height) for row, x in enumerate(places)]
    _line(slots, "frame_city", points, symbol)


def _pen(colour: str, width: float) -> dict[str, str]:
    return {"line_color": colour, "line_width": str(width), "joinstyle": "round"}


def _line(slots: Slots, name: str, points: Sequence[tuple[float, float]], symbol: QgsLineSymbol) -> None:
    item = QgsLayoutItemPolyline(QPolygonF([QPointF(x, y) for x, y in points]), slots.layout)
    item.setSymbol(symbol)
    item.setId(name)
    slots.layout.addLayoutItem(item)
