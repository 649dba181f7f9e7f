"""Layout items with an id, a place in millimetres and our typeface, alike in every QGIS from 3.22."""

from __future__ import annotations

from functools import lru_cache

from qgis.core import (
    QgsFillSymbol,
    QgsLayoutItem,
    QgsLayoutItemLabel,
    QgsLayoutItemPicture,
    QgsLayoutItemShape,
    QgsLayoutMeasurement,
    QgsLayoutPoint,
    QgsLayoutSize,
    QgsPrintLayout,
    QgsTextFormat,
    QgsUnitTypes,
)
from qgis.PyQt.QtCore import QRectF, QSizeF, Qt
from qgis.PyQt.QtGui import QColor, QFontMetricsF

from ..base.fonts import font, font_family

INK = "#202020"
MILLIMETRES = QgsUnitTypes.LayoutUnit.LayoutMillimeters
LEFT, CENTRE, RIGHT = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignHCenter, Qt.AlignmentFlag.AlignRight
TOP, MIDDLE = Qt.AlignmentFlag.AlignTop, Qt.AlignmentFlag.AlignVCenter

#: Text is measured at this many pixels a millimetre, so that hinting does not matter.
_PIXELS = 40
_MM_PER_POINT = 25.4 / 72


def text_size(text: str, size: float, bold: bool = False, italic: bool = False) -> QSizeF:
    """Return the width and height in mm of a text of `size` points; its lines are not broken."""
    metrics, lines = _metrics(font_family(), size, bold, italic), text.split("\n")
    width = max(metrics.horizontalAdvance(line) for line in lines)
    height = metrics.height() + (len(lines) - 1) * metrics.lineSpacing()
    return QSizeF(width / _PIXELS, height / _PIXELS)


@lru_cache(maxsize=256)
def _metrics(family: str, size: float, bold: bool, italic: bool) -> QFontMetricsF:
    del family  # the typeface of `font`, which the cache must tell apart
    measured = font(size, bold, italic)
    measured.setPixelSize(max(round(size * _MM_PER_POINT * _PIXELS), 1))
    return QFontMetricsF(measured)


def wrap(text: str, size: float, width: float, bold: bool = False, italic: bool = False) -> str:
    """Return a text with its lines broken at a width in mm, so that every QGIS breaks them alike.

    Lines are broken at plain spaces, not at those that hold a number and its unit together.
    """
    lines = []
    for paragraph in text.splitlines():
        line = ""
        for word in filter(None, paragraph.split(" ")):
            longer = f"{line} {word}" if line else word
            if line and text_size(longer, size, bold, italic).width() > width:
                lines.append(line)
                longer = word
            line = longer
        lines.append(line)
    return "\n".join(lines)


def place(layout: QgsPrintLayout, item: QgsLayoutItem, name: str, rect: QRectF) -> QgsLayoutItem:
    """Add an item to the layout at a place on its page."""
    item.setId(name)
    layout.addLayoutItem(item)
    item.attemptMove(QgsLayoutPoint(rect.x(), rect.y(), MILLIMETRES))
    item.attemptResize(QgsLayoutSize(rect.width(), rect.height(), MILLIMETRES))
    return item


def text_format(size: float, bold: bool = False, italic: bool = False, colour: str = INK) -> QgsTextFormat:
    """Return the text format of a size in points."""
    chosen = QgsTextFormat()
    chosen.setFont(font(size, bold, italic))
    chosen.setSize(size)
    chosen.setSizeUnit(QgsUnitTypes.RenderUnit.RenderPoints)
    chosen.setColor(QColor(colour))
    return chosen


def plain_text(text: str) -> str:
    """Return a user's text so that QGIS does not read it as an expression."""
    return text.replace("[%", "[\u200b%")


def label(
    layout: QgsPrintLayout,
    name: str,
    rect: QRectF,
    text: str,
    size: float,
    *,
    bold: bool = False,
    italic: bool = False,
    colour: str = INK,
    align: Qt.AlignmentFlag = LEFT,
    vertical: Qt.AlignmentFlag = TOP,
) -> QgsLayoutItemLabel:
    """Add a text; it is written as it stands, HTML is not interpreted."""
    item = QgsLayoutItemLabel(layout)
    item.setMode(QgsLayoutItemLabel.Mode.ModeFont)
    item.setText(text)
    if hasattr(item, "setTextFormat"):  # QGIS 3.24
        item.setTextFormat(text_format(size, bold, italic, colour))
    else:
        item.setFont(font(size, bold, italic))
        item.setFontColor(QColor(colour))
    item.setHAlign(align)
    item.setVAlign(vertical)
    item.setMarginX(0)
    item.setMarginY(0)
    return place(layout, item, name, rect)


def box(
    layout: QgsPrintLayout, name: str, rect: QRectF, width: float, fill: str | None = None, colour: str = INK
) -> QgsLayoutItemShape:
    """Add a rectangle with a line of `width` mm; a flat rectangle is a rule."""
    return shape(layout, name, rect, QgsLayoutItemShape.Shape.Rectangle, width, fill, colour)


def shape(
    layout: QgsPrintLayout,
    name: str,
    rect: QRectF,
    kind: QgsLayoutItemShape.Shape,
    width: float,
    fill: str | None = None,
    colour: str = INK,
) -> QgsLayoutItemShape:
    """Add a rectangle, ellipse or triangle with a line of `width` mm, none for 0."""
    item = QgsLayoutItemShape(layout)
    item.setShapeType(kind)
    properties = {"outline_color": colour, "outline_width": str(width), "joinstyle": "miter"}
    properties |= {"color": fill} if fill else {"style": "no"}
    if not width:
        properties["outline_style"] = "no"
    item.setSymbol(QgsFillSymbol.createSimple(properties))
    return place(layout, item, name, rect)


def picture(layout: QgsPrintLayout, name: str, rect: QRectF, path: str) -> QgsLayoutItemPicture:
    """Add a picture, fitted into its place."""
    item = QgsLayoutItemPicture(layout)
    item.setPicturePath(path)
    item.setResizeMode(QgsLayoutItemPicture.ResizeMode.Zoom)
    return place(layout, item, name, rect)


def measurement(millimetres: float) -> QgsLayoutMeasurement:
    """Return a length."""
    return QgsLayoutMeasurement(millimetres, MILLIMETRES)
