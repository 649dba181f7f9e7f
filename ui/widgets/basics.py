"""Labels, buttons and scroll areas as all pages use them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QInputDialog,
    QLabel,
    QMessageBox,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QTableWidget,
    QWidget,
)

from ...language import tr


def wrapped(text: str = "", faint: bool = False) -> QLabel:
    """Return a label whose text wraps, in italics where it is `faint`."""
    label = QLabel(text)
    label.setWordWrap(True)
    label.setMinimumWidth(60)
    if faint:
        font = label.font()
        font.setItalic(True)
        label.setFont(font)
    return label


def button(text: str, slot: Callable[[], Any], tip: str = "") -> QPushButton:
    """Return a push button that does something; `&` marks its key."""
    made = QPushButton(text)
    made.setMinimumWidth(20)
    made.setToolTip(tip)
    made.clicked.connect(lambda *_: slot())
    return made


def scrolled(content: QWidget) -> QScrollArea:
    """Return a scroll area around a widget, scrolling up and down only."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QScrollArea.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    content.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    area.setWidget(content)
    return area


def narrow_names(table: QTableWidget) -> None:
    """Let the names beside a table take little room; what is too long ends in “…” and is told by its tip."""
    header = table.verticalHeader()
    header.setMaximumWidth(220)
    # the current row would be bold, and a bold name is cut without a sign
    header.setHighlightSections(False)
    header.setTextElideMode(Qt.TextElideMode.ElideRight)
    for row in range(table.rowCount()):
        item = table.verticalHeaderItem(row)
        item.setToolTip(item.text())


def ok_and_cancel(dialog: QDialog) -> QDialogButtonBox:
    """Return the buttons of a dialog, in our words: Qt has none in Indonesian."""
    kinds = QDialogButtonBox.StandardButton
    box = QDialogButtonBox(kinds.Ok | kinds.Cancel)
    box.button(kinds.Cancel).setText(tr("Cancel"))
    box.accepted.connect(dialog.accept)
    box.rejected.connect(dialog.reject)
    return box


def ask_text(parent: QWidget, title: str, label: str, text: str) -> str:
    """Ask for a text and return it without blanks around it, empty where the question was cancelled."""
    dialog = QInputDialog(parent)
    dialog.setWindowTitle(title)
    dialog.setLabelText(label)
    dialog.setTextValue(text)
    dialog.setCancelButtonText(tr("Cancel"))
    given = dialog.textValue().strip() if dialog.exec() else ""
    dialog.deleteLater()
    return given


def ask_yes(parent: QWidget, title: str, question: str) -> bool:
    """Ask a question and say whether the answer was yes."""
    kinds = QMessageBox.StandardButton
    box = QMessageBox(QMessageBox.Icon.Question, title, question, kinds.Yes | kinds.No, parent)
    for kind, word in ((kinds.Yes, tr("Yes")), (kinds.No, tr("No"))):
        box.button(kind).setText(word)
    answer = box.exec()
    box.deleteLater()
    return answer == kinds.Yes
