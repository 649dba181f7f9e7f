"""Delegates that draw a number as a bar behind its text, in the colours of the palette."""

from __future__ import annotations

import math

from qgis.PyQt.QtCore import QModelIndex, QRectF, Qt
from qgis.PyQt.QtGui import QColor, QPainter, QPalette
from qgis.PyQt.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ...language import locale

MARGIN = 3
OPACITY = 90


def bar_colour(palette: QPalette) -> QColor:
    """Return the colour of bars: the highlight, thin enough for the text above it in any theme."""
    colour = QColor(palette.color(QPalette.ColorRole.Highlight))
    colour.setAlpha(OPACITY)
    return colour


class BarDelegate(QStyledItemDelegate):
    """Draws the share in `role`, 0 to 1, from the left; -1 to 1 from the middle where `signed`."""

    def __init__(self, role: int, signed: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.role, self.signed = role, signed

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        """Draw the ground, the bar, then the text."""
        style = option.widget.style() if option.widget else None
        if style is not None:
            style.drawPrimitive(QStyle.PrimitiveElement.PE_PanelItemViewItem, option, painter, option.widget)
        share = index.data(self.role)
        if share is not None and math.isfinite(share):
            painter.fillRect(self._bar(option.rect, float(share)).toRect(), bar_colour(option.palette))
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        role = QPalette.ColorRole.HighlightedText if selected else QPalette.ColorRole.Text
        painter.setPen(option.palette.color(role))
        box = option.rect.adjusted(MARGIN, 0, -MARGIN, 0)
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(box, flags, str(index.data(Qt.ItemDataRole.DisplayRole) or ""))

    def _bar(self, rect: object, share: float) -> QRectF:
        inner = QRectF(rect).adjusted(1, MARGIN, -1, -MARGIN)
        share = min(max(share, -1.0), 1.0)
        if not self.signed:
            return QRectF(inner.left(), inner.top(), inner.width() * max(share, 0.0), inner.height())
        half = inner.width() / 2.0
        left = inner.left() + half + (half * share if share < 0 else 0.0)
        return QRectF(left, inner.top(), half * abs(share), inner.height())


class WeightDelegate(BarDelegate):
    """A bar whose text can be edited in a spin box of per cent, with the decimal sign of the language."""

    def createEditor(  # what Qt calls
        self,
        parent: QWidget,
        option: QStyleOptionViewItem,  # noqa: ARG002
        index: QModelIndex,  # noqa: ARG002
    ) -> QWidget:
        """Return the spin box."""
        from .numbers import percent_box

        editor = percent_box(parent)
        editor.setLocale(locale())
        return editor

    def setEditorData(self, editor: QWidget, index: QModelIndex) -> None:
        """Show the weight."""
        editor.setValue(float(index.data(Qt.ItemDataRole.EditRole)))
        editor.selectAll()

    def setModelData(self, editor: QWidget, model: object, index: QModelIndex) -> None:
        """Take the weight over where it was changed."""
        editor.interpretText()
        if abs(editor.value() - float(index.data(Qt.ItemDataRole.EditRole))) > 0.5 * 10 ** -editor.decimals():
            model.setData(index, editor.value(), Qt.ItemDataRole.EditRole)
