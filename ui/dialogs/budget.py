"""Budget allocation: several people distribute points; the mean of their shares becomes the weight."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from qgis.PyQt.QtCore import QSignalBlocker, Qt
from qgis.PyQt.QtGui import QKeySequence
from qgis.PyQt.QtWidgets import (
    QApplication,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ...analysis.core.messages import InputError
from ...analysis.indices.methods.weighting.participants import Allocation, budget_allocation
from ...language import fact, locale, number, tr
from ..widgets.bars import BarDelegate
from ..widgets.basics import beside, button, narrow_names, ok_and_cancel, put, wrapped
from ..words import sentence

POINTS = 100
SHARE = Qt.ItemDataRole.UserRole


class BudgetDialog(QDialog):
    """A row a part, a column a person; mean and spread behind. A block can be pasted from a spreadsheet.

    `known` holds the points given before, a row a part.
    """

    def __init__(
        self, labels: Sequence[str], known: Sequence[Sequence[float]] = (), parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Budget allocation"))
        self.labels = list(labels)
        self.found: Allocation | None = None
        self.table = QTableWidget(len(self.labels), 0)
        self.table.setAccessibleName(tr("Points"))
        self.table.setVerticalHeaderLabels(self.labels)
        narrow_names(self.table)
        self.table.horizontalHeader().setDefaultSectionSize(60)
        self.table.horizontalHeader().setMinimumSectionSize(52)
        self.summary = QTableWidget(len(self.labels), 2)
        self.summary.setAccessibleName(tr("Mean and spread"))
        self.summary.setHorizontalHeaderLabels([tr("Mean"), tr("Spread")])
        self.summary.verticalHeader().hide()
        self.summary.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.summary.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.summary.setItemDelegateForColumn(0, BarDelegate(SHARE, parent=self.summary))
        self.summary.setMaximumWidth(190)
        for row in range(len(self.labels)):
            for column in range(2):
                item = QTableWidgetItem()
                item.setFlags(Qt.ItemFlag.ItemIsEnabled)
                item.setTextAlignment(Qt.AlignmentFlag(0x0082))
                self.summary.setItem(row, column, item)
        self.table.verticalScrollBar().valueChanged.connect(self.summary.verticalScrollBar().setValue)
        self._lay_out()
        self.table.itemChanged.connect(lambda *_: self._compute())
        for _ in range(len(known[0]) if known else 3):
            self.add_person()
        for row, given in enumerate(known):
            for column, points in enumerate(given):
                self.table.item(row, column).setText(fact(float(points)))

    def _lay_out(self) -> None:
        self.add = button(tr("&Add a person"), self.add_person)
        self.take = button(tr("&Remove the person"), self.remove_person)
        self.verdict = wrapped()
        self.buttons = ok_and_cancel(self)
        tables, row = QHBoxLayout(), beside(self.add, self.take)
        tables.addWidget(self.table, 3)
        tables.addWidget(self.summary, 1)
        row.addStretch()
        box = QVBoxLayout(self)
        box.addWidget(
            wrapped(
                tr("Each person distributes points, for example {points}; everybody counts the same.").format(
                    points=POINTS
                )
            )
        )
        put(box, row, tables, self.verdict, self.buttons)
        self.resize(720, min(260 + 30 * len(self.labels), 700))

    def add_person(self) -> None:
        """Add a column of equal points."""
        column = self.table.columnCount()
        with QSignalBlocker(self.table):
            self.table.insertColumn(column)
            self.table.setHorizontalHeaderItem(column, QTableWidgetItem(str(column + 1)))
            share, rest = divmod(POINTS, len(self.labels))
            for row in range(len(self.labels)):
                item = QTableWidgetItem(str(share + (row < rest)))
                item.setTextAlignment(Qt.AlignmentFlag(0x0082))
                self.table.setItem(row, column, item)
        self._compute()

    def remove_person(self) -> None:
        """Take the current column away; the first stays."""
        if self.table.columnCount() > 1:
            column = self.table.currentColumn()
            self.table.removeColumn(column if column >= 0 else self.table.columnCount() - 1)
            self._compute()

    def points(self) -> np.ndarray:
        """Return the points, shape (people, parts); NaN where a cell holds no number."""
        rows = range(self.table.rowCount())
        return np.array(
            [[_number(self.table.item(row, column)) for row in rows] for column in range(self.table.columnCount())]
        )

    def shares(self) -> list[float]:
        """Return the mean shares."""
        return self.found.mean.tolist()

    def _compute(self) -> None:
        points = self.points()
        accept = self.buttons.button(QDialogButtonBox.StandardButton.Ok)
        if np.isnan(points).any():
            column = int(np.argmax(np.isnan(points).any(axis=1)))
            self._fail(tr("A cell of person {number} holds no number.").format(number=column + 1))
            return
        try:
            self.found = budget_allocation(points)
        except InputError as error:
            self._fail(sentence(error.message))
            return
        accept.setEnabled(True)
        for row, (mean, spread) in enumerate(zip(self.found.mean.tolist(), self.found.spread.tolist())):
            self.summary.item(row, 0).setText(f"{number(100 * mean, 1)} %")
            self.summary.item(row, 0).setData(SHARE, mean)
            self.summary.item(row, 1).setText(f"± {number(100 * spread, 1)}")
        concordance = self.found.concordance
        text = tr("{n} people.").format(n=len(points))
        if concordance == concordance:
            agree = tr("Agreement on the order (Kendall's W, 0 to 1): {w}.").format(w=number(concordance, 2))
            text = f"{text} {agree}"
        self.verdict.setText(text)

    def _fail(self, text: str) -> None:
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(False)
        self.verdict.setText(text)

    def keyPressEvent(self, event: object) -> None:
        """Paste a block of cells; people are added where it is wider."""
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste(QApplication.clipboard().text())
        else:
            super().keyPressEvent(event)

    def paste(self, text: str) -> None:
        """Write cells separated by tabs from the current cell on."""
        top, left = max(self.table.currentRow(), 0), max(self.table.currentColumn(), 0)
        for row, line in enumerate(text.splitlines(), top):
            for column, cell in enumerate(line.split("\t"), left):
                while column >= self.table.columnCount():
                    self.add_person()
                if row < self.table.rowCount():
                    self.table.item(row, column).setText(cell.strip())
        lost = top + len(text.splitlines()) - self.table.rowCount()
        if lost > 0:
            told = tr("Pasted rows below the last part, which were left out: {count}.").format(count=lost)
            self.verdict.setText(f"{told} {self.verdict.text()}")


def _number(item: QTableWidgetItem | None) -> float:
    text = item.text().strip() if item is not None else ""
    value, understood = locale().toDouble(text)
    if not understood:
        try:
            value = float(text)
        except ValueError:
            return float("nan")
    return value if np.isfinite(value) else float("nan")
