"""The ranking: selects on the map and is selected by it."""

from __future__ import annotations

from qgis.PyQt.QtCore import QItemSelection, QItemSelectionModel, Qt
from qgis.PyQt.QtGui import QGuiApplication
from qgis.PyQt.QtWidgets import QAbstractItemView, QHeaderView

from ...analysis.core.messages import mark
from ...language import number, tr
from ..model.ranking_model import CLASS, COVERAGE, GROUP, INDEX, NAME, RANK, SHARE, RankingModel
from ..widgets.bars import BarDelegate
from ..widgets.basics import beside, button, put, search_box, wrapped
from ..widgets.keys import CopyingTable
from .page import Page

_ROWS = QItemSelectionModel.SelectionFlag.Rows


class ResultPage(Page):
    """Search, table, copy."""

    TITLE = mark("Result")

    def build(self) -> None:
        """Make the widgets."""
        self._telling = False
        self.rows = RankingModel(self.session, self)
        self.search = search_box(tr("Search kelurahan"), self._search)
        self.copy = button(tr("Copy"), self.copy_rows, tr("Copy the rows shown as text with tabs between"))
        self.table = CopyingTable(self.copy_rows)
        self.table.setModel(self.rows)
        self.table.setAccessibleName(tr("Ranking"))
        self.table.setSortingEnabled(True)
        self.table.sortByColumn(RANK, Qt.SortOrder.AscendingOrder)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setAlternatingRowColors(True)
        self.table.setShowGrid(False)
        self.table.setWordWrap(False)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 6)
        self.table.setItemDelegateForColumn(INDEX, BarDelegate(SHARE, parent=self.table))
        header = self.table.horizontalHeader()
        header.setHighlightSections(False)
        header.setMinimumSectionSize(24)
        for column, width in ((RANK, 5), (INDEX, 8), (CLASS, 6), (COVERAGE, 9)):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Interactive)
            self.table.setColumnWidth(column, self.fontMetrics().horizontalAdvance("0") * width)
        header.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        self.summary = wrapped()
        put(self.box, beside(self.search, self.copy), self.table, self.summary)
        self.table.selectionModel().selectionChanged.connect(self._tell_selection)
        self.session.selection_changed.connect(self._show_selection)
        self.rows.layoutChanged.connect(self._show_selection)

    def refresh(self) -> None:
        """Show the last result."""
        self.rows.refresh()
        result = self.session.result
        self._show_columns()
        self.copy.setEnabled(result is not None)
        self.summary.setText("")
        if result is not None:
            self.summary.setText(
                tr("{n} kelurahan with an index, {missing} without; mean {mean}.").format(
                    n=result.diagnostics.n,
                    missing=result.diagnostics.missing,
                    mean=number(float(result.units["index"].mean())),
                )
            )
        self._show_selection()

    def resizeEvent(self, event: object) -> None:
        """Show more columns where there is room."""
        super().resizeEvent(event)
        self._show_columns()

    def _show_columns(self) -> None:
        self.table.setColumnHidden(GROUP, "group" not in self.session.keys or self.width() < 420)
        self.table.setColumnHidden(COVERAGE, self.width() < 380)

    def _search(self, text: str) -> None:
        self.rows.search(text)
        self._show_selection()

    def _tell_selection(self, *_: object) -> None:
        if self._telling:
            return
        rows = self.table.selectionModel().selectedRows()
        self._telling = True
        self.session.select([self.rows.units[row.row()] for row in rows])
        self._telling = False

    def _show_selection(self, *_: object) -> None:
        if self._telling or not self.isVisible():
            return
        self._telling = True
        chosen = QItemSelection()
        for unit in self.session.selection:
            index = self.rows.index(self.rows.row_of(unit), NAME)
            if index.isValid():
                chosen.select(index, index)
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | _ROWS
        self.table.selectionModel().select(chosen, flags)
        if len(self.session.selection) == 1 and chosen.indexes():
            self.table.scrollTo(chosen.indexes()[0])
        self._telling = False

    def copy_rows(self, *_: object) -> None:
        """Copy the rows shown, or the selected ones, as text for a spreadsheet."""
        chosen = [index.row() for index in self.table.selectionModel().selectedRows()]
        rows = sorted(chosen) if len(chosen) > 1 else range(self.rows.rowCount())
        columns = [c for c in range(self.rows.columnCount()) if c != GROUP or "group" in self.session.keys]
        lines = ["\t".join(self.rows.head(c) for c in columns)]
        lines += ["\t".join(self.rows.text(row, column) for column in columns) for row in rows]
        QGuiApplication.clipboard().setText("\n".join(lines))
