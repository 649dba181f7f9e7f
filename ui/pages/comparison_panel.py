"""Two scenarios beside each other: who moves by how many ranks."""

from __future__ import annotations

from typing import Any

from qgis.PyQt.QtCore import QSignalBlocker, Qt
from qgis.PyQt.QtWidgets import QFormLayout, QHeaderView, QTableWidget, QTableWidgetItem, QTabWidget, QWidget

from ...analysis.core.lazy import pd
from ...analysis.core.messages import Message, Progress, part
from ...analysis.indices.definition.draft import Draft
from ...cartography.charts.slopes import draw_slopes
from ...language import number, tr
from ...processing.base.requirements import missing_packages
from ..preview.task import Latest
from ..session import Session
from ..widgets.basics import below, wrapped
from ..widgets.choices import Choice
from ..widgets.figure_view import FigureView
from ..words import sentence

#: Code of the index as it is now; no scenario can have it, since names are trimmed.
NOW = " "


class ComparisonPanel(QWidget):
    """Computes both on the same data in a task."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self._latest = Latest()
        self.first, self.second = Choice(tr("First scenario")), Choice(tr("Second scenario"))
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(tr("First"), self.first)
        form.addRow(tr("Second"), self.second)
        self.table = QTableWidget(0, 4)
        self.table.setHorizontalHeaderLabels([tr("Name"), "1", "2", tr("Shift")])
        self.table.setAccessibleName(tr("Shifts of ranks"))
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 6)
        self.table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        header = self.table.horizontalHeader()
        header.setHighlightSections(False)
        header.setMinimumSectionSize(30)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column in (1, 2, 3):
            self.table.setColumnWidth(column, self.fontMetrics().horizontalAdvance("0") * 6)
        self.chart = FigureView(tr("Ranks in two scenarios"))
        self.tabs = QTabWidget()
        self.tabs.addTab(self.table, tr("Table"))
        self.tabs.addTab(self.chart, tr("Chart"))
        self.tabs.setMinimumHeight(360)
        self.words = wrapped()
        below(self, form, self.words, self.tabs)
        for choice in (self.first, self.second):
            choice.activated.connect(lambda *_: self._compute())
        self.table.itemSelectionChanged.connect(self._row_chosen)

    def refresh(self) -> None:
        """Offer the scenarios and compare those chosen."""
        names = [scenario.name for scenario in self.session.scenarios]
        for choice in (self.first, self.second):
            choice.fill([(NOW, tr("the index as it is now")), *((name, name) for name in names)])
        if names and self.first.code() == self.second.code() == NOW:
            self.first.show_code(names[-1])
        self._compute()

    def _draft(self, choice: Choice) -> Draft:
        scenario = self.session.scenarios.get(choice.code())
        return scenario.draft if scenario is not None else self.session.model.draft

    def _compute(self) -> None:
        self._latest.stop()
        self._show(None)
        self.tabs.setVisible(len(self.session.scenarios) > 0)
        if not len(self.session.scenarios):
            self.words.setText(tr("Save a scenario first; then change weights and compare."))
            return
        if self.session.result is None or self.session.layer is None:
            self.words.setText(tr("There is no index yet."))
            return
        definitions = self._draft(self.first).effective, self._draft(self.second).effective
        compute = self.session.engine.computation(definitions)

        def work(progress: Progress) -> pd.DataFrame:
            from ...analysis.indices.composite.scenarios import rank_shifts

            first, second = compute(part(progress, 0.0, 0.9))
            return rank_shifts(first, second)

        self._latest.start(tr("Sejahtera: comparison"), work, self._show, self._failed)

    def _failed(self, message: Message) -> None:
        self.words.setText(sentence(message, self.session.unit_name))

    def _show(self, table: pd.DataFrame | None) -> None:
        self.table.setRowCount(0)
        self.chart.show_chart(None)
        if table is None:
            self.words.setText("")
            return
        moved = int((table["shift"].fillna(0) != 0).sum())
        self.words.setText(tr("{n} of {m} kelurahan change their rank.").format(n=moved, m=len(table)))
        with QSignalBlocker(self.table):
            self.table.setRowCount(len(table))
            for row, (unit, ranks) in enumerate(zip(table.index.tolist(), _rows(table))):
                name = QTableWidgetItem(self.session.unit_name(unit))
                name.setData(Qt.ItemDataRole.UserRole, unit)
                self.table.setItem(row, 0, name)
                for column, text in enumerate(ranks, 1):
                    item = QTableWidgetItem(text)
                    item.setTextAlignment(Qt.AlignmentFlag(0x0082))
                    self.table.setItem(row, column, item)
        if not missing_packages(("matplotlib",)):
            self._draw(table)

    def _draw(self, table: pd.DataFrame) -> None:
        first = table["rank_first"].astype("float64").to_numpy()
        second = table["rank_second"].astype("float64").to_numpy()
        labels = [self.session.unit_name(unit) for unit in table.index]
        marked = [row for row, unit in enumerate(table.index) if unit in self.session.selection]
        titles = self.first.currentText(), self.second.currentText()
        self.chart.show_chart(
            lambda axes, theme: draw_slopes(axes, theme, first, second, labels, titles, marked), words=self.words.text()
        )

    def _row_chosen(self) -> None:
        rows = self.table.selectionModel().selectedRows()
        units = [self.table.item(row.row(), 0).data(Qt.ItemDataRole.UserRole) for row in rows]
        if units:
            self.session.select(units)


def _rows(table: pd.DataFrame) -> list[tuple[str, str, str]]:
    def written(value: Any, signed: bool = False) -> str:
        if value != value:
            return "–"
        return f"{'+' if signed and value > 0 else ''}{number(value, 0)}"

    columns = [table[name].astype("float64").tolist() for name in ("rank_first", "rank_second", "shift")]
    return [(written(first), written(second), written(shift, True)) for first, second, shift in zip(*columns)]
