"""The ranking as a Qt table model: a row a unit, sorted and searched by numpy, not row by row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from qgis.PyQt.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt

from ...language import number, tr

if TYPE_CHECKING:
    from ..session import Session

RANK, NAME, GROUP, INDEX, CLASS, COVERAGE = range(6)
#: The share of the bar.
SHARE = Qt.ItemDataRole.UserRole
_NOTHING = QModelIndex()
_RIGHT = Qt.AlignmentFlag(0x0082)
_NUMBERS = {RANK: "rank", INDEX: "index", CLASS: "class", COVERAGE: "coverage"}


class RankingModel(QAbstractTableModel):
    """Reads the last result of a session; call `refresh` when there is another."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = session
        #: The units in the order of the rows.
        self.units: list[int] = []
        self._all: list[int] = []
        self._numbers: dict[int, np.ndarray] = {}
        self._words: dict[int, list[str]] = {}
        self._rows = np.empty(0, dtype=int)
        self._row_of: dict[int, int] = {}
        self._top = 1.0
        self._sorted, self._down = RANK, False
        self._wanted = ""

    def refresh(self) -> None:
        """Show the last result."""
        result = self.session.result
        self._all = [] if result is None else result.units.index.tolist()
        self._numbers, self._words = {}, {}
        if result is not None:
            for column, name in _NUMBERS.items():
                self._numbers[column] = result.units[name].to_numpy(dtype=float, na_value=np.nan)
            group = self.session.column("group")
            groups = [""] * len(self._all) if group is None else group.tolist()
            self._words[NAME] = [self.session.unit_name(unit) for unit in self._all]
            self._words[GROUP] = ["" if value is None else str(value) for value in groups]
            self._top = float(np.nanmax(np.abs(self._numbers[INDEX]))) or 1.0
        self._arrange()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; units without a value stay last."""
        self._sorted, self._down = column, order == Qt.SortOrder.DescendingOrder
        self._arrange()

    def search(self, text: str) -> None:
        """Show the units whose name or group holds a text."""
        self._wanted = text.lower().strip()
        self._arrange()

    def _arrange(self) -> None:
        """Put the rows in order."""
        rows = np.arange(len(self._all))
        if self._wanted and len(rows):
            texts = zip(self._words[NAME], self._words[GROUP])
            rows = rows[[self._wanted in f"{name} {group}".lower() for name, group in texts]]
        if len(rows) and self._sorted in self._words:
            keys = np.array(self._words[self._sorted], dtype=object)[rows]
            order = np.argsort(np.array([key.lower() for key in keys]), kind="stable")
            rows = rows[order[::-1] if self._down else order]
        elif len(rows):
            values = self._numbers[self._sorted][rows]
            rows = rows[np.argsort(-values if self._down else values, kind="stable")]
        same = len(rows) == len(self._rows)
        if same:
            self.layoutAboutToBeChanged.emit()
        else:
            self.beginResetModel()
        self._rows = rows
        self.units = [self._all[row] for row in rows.tolist()]
        self._row_of = {unit: row for row, unit in enumerate(self.units)}
        if same:
            self.layoutChanged.emit()
        else:
            self.endResetModel()

    def row_of(self, unit: int) -> int:
        """Return the row of a unit, -1 where it is not shown."""
        return self._row_of.get(unit, -1)

    def rowCount(self, parent: QModelIndex = _NOTHING) -> int:
        """Return the number of units shown."""
        return 0 if parent.isValid() else len(self._rows)

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
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        column, row = index.column(), index.row()
        if role == Qt.ItemDataRole.DisplayRole:
            return self.text(row, column)
        if role == SHARE and column == INDEX:
            value = float(self._numbers[INDEX][self._rows[row]])
            return value / self._top if value == value else None
        if role == Qt.ItemDataRole.ToolTipRole and column == NAME:
            return self.text(row, NAME)
        if role == Qt.ItemDataRole.TextAlignmentRole and column in _NUMBERS:
            return _RIGHT
        return None

    def text(self, row: int, column: int) -> str:
        """Return a cell as words."""
        place = self._rows[row]
        if column in self._words:
            return self._words[column][place]
        value = float(self._numbers[column][place])
        if column == COVERAGE and value == value:
            return f"{number(100 * value, 0)} %"
        return number(value, 2 if column == INDEX else 0)
