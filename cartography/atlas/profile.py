"""The profile chart of the pages: bars by dimension beside the means, made of shapes that follow the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from qgis.core import QgsLayoutItem, QgsLayoutItemShape, QgsLayoutObject, QgsProperty
from qgis.PyQt.QtCore import QRectF

from ...analysis.messages import mark
from ...language import number
from ..layout.items import CENTRE, INK, MIDDLE, RIGHT, box, shape
from ..wording import number_language, say
from .slots import Slots

#: A4 measures: the height of heading, of a row, and of the axis; the shares of words and numbers.
_HEADING, _ROW, _AXIS = 6.4, 4.8, 3.6
_WORDS, _NUMBERS = 44.0, 11.0
_BAR = "#7288a6"
_GRID = "#c9c6bd"
_SHAPE = QgsLayoutItemShape.Shape
_PROPERTY = getattr(QgsLayoutObject, "DataDefinedProperty", QgsLayoutObject)


@dataclass(frozen=True)
class Scores:
    """What the chart shows: words by dimension, scores (pages, dimensions), and two kinds of means.

    city: (dimensions,), groups: (pages, dimensions) or None; unit: the word for what a page is about.
    """

    words: Sequence[str]
    scores: np.ndarray
    city: np.ndarray
    groups: np.ndarray | None
    unit: str


def chart_height(count: int) -> float:
    """Return the height in A4 mm of a chart of so many dimensions."""
    return _HEADING + count * _ROW + _AXIS if count else 0.0


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
    factor = slots.factor
    low, high = axis_ends(scores.scores)
    left = rect.x() + _WORDS * factor
    width = rect.width() - (_WORDS + _NUMBERS) * factor
    per_unit = width / (high - low)
    _key(slots, rect, scores, language)
    top = rect.y() + _HEADING * factor
    bottom = top + len(scores.words) * _ROW * factor
    _axis(slots, QRectF(left, top, width, bottom - top), (low, high), language)
    zero = left - low * per_unit
    for row, words in enumerate(scores.words):
        line = QRectF(rect.x(), top + row * _ROW * factor, rect.width(), _ROW * factor)
        words_rect = QRectF(line.x(), line.y(), (_WORDS - 2) * factor, line.height())
        slots.fixed(f"profile_{row}_words", words_rect, words, 6.4, vertical=MIDDLE)
        slots.fields[f"score_{row}"] = scores.scores[:, row]
        bar = QRectF(zero, line.y() + 0.7 * factor, 0.01, line.height() - 1.4 * factor)
        _follow(
            shape(slots.layout, f"frame_bar_{row}", bar, _SHAPE.Rectangle, 0, _BAR),
            ItemWidth=f'abs(coalesce("score_{row}", 0)) * {per_unit!r}',
            PositionX=f'{zero!r} + min(coalesce("score_{row}", 0), 0) * {per_unit!r}',
        )
        _means(slots, line, row, scores, zero, per_unit)
        written = [
            number(float(one), 0 if high > 20 else 1, number_language(language))
            for one in scores.scores[:, row]
        ]
        numbers = QRectF(left + width + 1.5 * factor, line.y(), (_NUMBERS - 1.5) * factor, line.height())
        slots.text(f"profile_{row}_value", numbers, written, 6.8, bold=True, align=RIGHT, vertical=MIDDLE)


def _means(slots: Slots, line: QRectF, row: int, scores: Scores, zero: float, per_unit: float) -> None:
    """Add the mark of the city, which stands still, and that of the group, which follows the page."""
    factor = slots.factor
    if np.isfinite(scores.city[row]):
        place = zero + float(scores.city[row]) * per_unit
        rect = QRectF(
            place - 0.3 * factor, line.y() + 0.1 * factor, 0.6 * factor, line.height() - 0.2 * factor
        )
        shape(slots.layout, f"frame_city_{row}", rect, _SHAPE.Rectangle, 0, INK)
    if scores.groups is None:
        return
    slots.fields[f"mean_{row}"] = scores.groups[:, row]
    side = 2.1 * factor
    rect = QRectF(zero, line.center().y() - side / 2, side, side)
    _follow(
        shape(slots.layout, f"frame_mean_{row}", rect, _SHAPE.Ellipse, 0.3 * factor, "#ffffff"),
        PositionX=f'{zero - side / 2!r} + coalesce("mean_{row}", 0) * {per_unit!r}',
        ExcludeFromExports=f'"mean_{row}" IS NULL',
    )


def _key(slots: Slots, rect: QRectF, scores: Scores, language: str) -> None:
    """Add heading and key above the bars."""
    factor = slots.factor
    heading = QRectF(rect.x(), rect.y(), (_WORDS - 2) * factor, 4.2 * factor)
    slots.fixed("profile_heading", heading, say(mark("Profile"), language).upper(), 6.6, bold=True)
    entries = [
        (scores.unit, _SHAPE.Rectangle, (4.0, 2.2), _BAR, 0.0),
        (say(mark("city mean"), language), _SHAPE.Rectangle, (0.6, 3.4), INK, 0.0),
    ]
    if scores.groups is not None:
        entries.append((say(mark("kecamatan mean"), language), _SHAPE.Ellipse, (2.1, 2.1), "#ffffff", 0.3))
    left, step = rect.x() + _WORDS * factor, (rect.width() - _WORDS * factor) / len(entries)
    for place, (words, kind, (width, height), fill, line) in enumerate(entries):
        x, middle = left + place * step, rect.y() + 2.1 * factor
        sign = QRectF(x, middle - height / 2 * factor, width * factor, height * factor)
        shape(slots.layout, f"frame_key_{place}", sign, kind, line * factor, fill)
        room = QRectF(x + (width + 1.2) * factor, rect.y(), step - (width + 2.0) * factor, 4.2 * factor)
        slots.fixed(f"profile_key_{place}", room, words, 6.0, vertical=MIDDLE)


def _axis(slots: Slots, area: QRectF, ends: tuple[float, float], language: str) -> None:
    """Add light lines at quarters of the axis with their numbers."""
    low, high = ends
    factor = slots.factor
    for quarter in range(5):
        value = low + (high - low) * quarter / 4
        x = area.x() + area.width() * quarter / 4
        box(
            slots.layout,
            f"frame_axis_{quarter}",
            QRectF(x, area.y(), 0.01, area.height()),
            0.1 * factor,
            colour=_GRID,
        )
        room = QRectF(x - 6 * factor, area.bottom() + 0.4 * factor, 12 * factor, 3.0 * factor)
        written = number(value, 0 if high - low > 8 else 1, number_language(language))
        slots.fixed(f"profile_axis_{quarter}", room, written, 5.6, align=CENTRE)


def _follow(item: QgsLayoutItem, **expressions: str) -> None:
    """Let properties of an item follow the page."""
    properties = item.dataDefinedProperties()
    for name, expression in expressions.items():
        properties.setProperty(getattr(_PROPERTY, name), QgsProperty.fromExpression(expression))
    item.setDataDefinedProperties(properties)
