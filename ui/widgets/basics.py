"""Labels, buttons and scroll areas as all pages use them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from qgis.PyQt.QtCore import QSignalBlocker, Qt
from qgis.PyQt.QtWidgets import (
    QAbstractSlider,
    QAbstractSpinBox,
    QBoxLayout,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QInputDialog,
    QLabel,
    QLayout,
    QLineEdit,
    QMessageBox,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QTableWidget,
    QTreeWidget,
    QVBoxLayout,
    QWidget,
)

from ...language import tr

Box = TypeVar("Box", bound=QBoxLayout)


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


def show_value(box: QAbstractSlider | QAbstractSpinBox, value: float) -> None:
    """Show a number without telling anybody."""
    with QSignalBlocker(box):
        box.setValue(value)


def search_box(name: str, slot: Callable[[str], Any]) -> QLineEdit:
    """Return a line to search in, which calls back with every letter."""
    made = QLineEdit()
    made.setPlaceholderText(tr("Search"))
    made.setClearButtonEnabled(True)
    made.setAccessibleName(name)
    made.setMinimumWidth(50)
    made.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
    made.textChanged.connect(slot)
    return made


def button(text: str, slot: Callable[[], Any], tip: str = "") -> QPushButton:
    """Return a push button that does something; `&` marks its key."""
    made = QPushButton(text)
    made.setMinimumWidth(20)
    made.setToolTip(tip)
    made.clicked.connect(lambda *_: slot())
    return made


def put(box: Box, *parts: QWidget | QLayout) -> Box:
    """Add widgets and layouts one after the other."""
    for part in parts:
        if isinstance(part, QLayout):
            box.addLayout(part)
        else:
            box.addWidget(part)
    return box


def beside(*parts: QWidget | QLayout) -> QHBoxLayout:
    """Return parts in a row."""
    return put(QHBoxLayout(), *parts)


def below(parent: QWidget, *parts: QWidget | QLayout) -> QVBoxLayout:
    """Lay parts out in a widget one below the other, to its very edge."""
    box = put(QVBoxLayout(parent), *parts)
    box.setContentsMargins(0, 0, 0, 0)
    return box


def in_pairs(widgets: Iterable[QWidget]) -> QGridLayout:
    """Return widgets in two columns, close together."""
    grid = QGridLayout()
    grid.setSpacing(3)
    for place, widget in enumerate(widgets):
        grid.addWidget(widget, place // 2, place % 2)
    return grid


def form(*rows: tuple[str, QWidget | QLayout], parent: QWidget | None = None) -> QFormLayout:
    """Return a form whose labels stand above their boxes where the dock is narrow."""
    made = QFormLayout(parent)
    made.setContentsMargins(0, 0, 0, 0)
    made.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
    made.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
    for label, part in rows:
        made.addRow(label, part)
    return made


def plain_list(name: str, heads: Sequence[str], tips: Mapping[int, str], widths: Mapping[int, int]) -> QTreeWidget:
    """Return a list with columns: the first takes the room, the others the `widths` in pixels."""
    made = QTreeWidget()
    made.setRootIsDecorated(False)
    made.setUniformRowHeights(True)
    made.setAlternatingRowColors(True)
    made.setAccessibleName(name)
    made.setHeaderLabels(heads)
    for column, tip in tips.items():
        made.headerItem().setToolTip(column, tip)
    header = made.header()
    header.setStretchLastSection(False)
    header.setMinimumSectionSize(30)
    header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
    for column, width in widths.items():
        header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
        made.setColumnWidth(column, width)
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
