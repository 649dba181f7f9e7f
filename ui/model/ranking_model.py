"""The ranking as a Qt table model: a row a unit."""

from __future__ import annotations

from typing import Any

import numpy as np
from qgis.PyQt.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt

from ...language import number, tr
from ..session import Session

RANK, NAME, GROUP, INDEX, CLASS, COVERAGE = range(6)
#: The value to sort by, and the share of the bar.
SORT, SHARE = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1
_NOTHING = QModelIndex()
_RIGHT = Qt.AlignmentFlag(0x0082)


class RankingModel(QAbstractTableModel):
    """Reads the last result of a session; call `refresh` when there is another."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.units: list[int] = []
        self._columns: dict[int, list[Any]] = {}
        self._shares: list[float | None] = []

    def refresh(self) -> None:
        """Show the last result; rows keep their places where the units are the same."""
        result = self.session.result
        units = [] if result is None else result.units.index.tolist()
        same = units == self.units and len(units) > 0
        if not same:
            self.beginResetModel()
        self.units = units
        self._columns, self._shares = {}, []
        if result is not None:
            self._read(result)
        if same:
            self.dataChanged.emit(self.index(0, 0), self.index(len(units) - 1, COVERAGE))
        else:
            self.endResetModel()

    def _read(self, result: Any) -> None:
        group = self.session.column("group")
        table = result.units
        for column, name in ((RANK, "rank"), (INDEX, "index"), (CLASS, "class"), (COVERAGE, "coverage")):
            values = table[name].to_numpy(dtype=float, na_value=np.nan)
            self._columns[column] = [None if value != value else value for value in values.tolist()]
        self._columns[NAME] = [self.session.unit_name(unit) for unit in self.units]
        self._columns[GROUP] = (
            ["" if value is None else str(value) for value in group] if group is not None else []
        )
        top = max((abs(value) for value in self._columns[INDEX] if value is not None), default=0) or 1
        self._shares = [None if value is None else value / top for value in self._columns[INDEX]]

    def row_of(self, unit: int) -> int:
        """Return the row of a unit, -1 where there is none."""
        return self.units.index(unit) if unit in self.units else -1

    def rowCount(self, parent: QModelIndex = _NOTHING) -> int:
        """Return the number of units."""
        return 0 if parent.isValid() else len(self.units)

    def columnCount(self, parent: QModelIndex = _NOTHING) -> int:
        """Return six."""
        return 0 if parent.isValid() else COVERAGE + 1

    def headerData(self, section: int, orientation: Any, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the heads of the columns."""
        words = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole)
        if role not in words or orientation != Qt.Orientation.Horizontal:
            return None
        if section == RANK and role == Qt.ItemDataRole.DisplayRole:
            return "#"
        return self.head(section)

    def head(self, column: int) -> str:
        """Return the name of a column."""
        return (tr("Rank"), tr("Name"), tr("Group"), tr("Index"), tr("Class"), tr("Coverage"))[column]

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell shows."""
        if not index.isValid():
            return None
        column, row = index.column(), index.row()
        values = self._columns.get(column)
        value = values[row] if values else None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.text(row, column)
        if role == SORT:
            return value if value is not None else ("" if column in (NAME, GROUP) else float("inf"))
        if role == SHARE and column == INDEX:
            return self._shares[row] if self._shares else None
        if role == Qt.ItemDataRole.ToolTipRole and column == NAME:
            return self.text(row, NAME)
        if role == Qt.ItemDataRole.TextAlignmentRole and column not in (NAME, GROUP):
            return _RIGHT
        return None

    def text(self, row: int, column: int) -> str:
        """Return a cell as words."""
        values = self._columns.get(column)
        value = values[row] if values else None
        if value is None:
            return "–" if column not in (NAME, GROUP) else ""
        if column in (NAME, GROUP):
            return value
        if column == COVERAGE:
            return f"{number(100 * value, 0)} %"
        return number(value, 2 if column == INDEX else 0)
