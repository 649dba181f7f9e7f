"""A combo box of the units that follows and leads the selection."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qgis.PyQt.QtCore import QSignalBlocker, Qt
from qgis.PyQt.QtWidgets import QComboBox, QSizePolicy, QWidget

if TYPE_CHECKING:
    from ..session import Session


class UnitBox(QComboBox):
    """The units by name; type to search."""

    def __init__(self, session: Session, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self._names: list[str] = []
        self.setAccessibleName(name)
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.completer().setFilterMode(Qt.MatchFlag.MatchContains)
        self.completer().setCompletionMode(self.completer().CompletionMode.PopupCompletion)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(6)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def fill(self) -> None:
        """Offer the units of the last result in the order of their names; the chosen one stays."""
        result = self.session.result
        units = [] if result is None else result.units.index.tolist()
        pairs = sorted((self.session.unit_name(unit), unit) for unit in units)
        if [name for name, _ in pairs] == self._names and self.count() == len(pairs):
            return
        chosen = self.unit()
        with QSignalBlocker(self):
            self._names = [name for name, _ in pairs]
            self.clear()
            for name, unit in pairs:
                self.addItem(name, unit)
            self.choose(chosen)

    def unit(self) -> Any:
        """Return the unit chosen, None where there is none."""
        return self.currentData()

    def choose(self, unit: Any) -> None:
        """Show a unit without telling anybody; the first where it is not there."""
        with QSignalBlocker(self):
            place = self.findData(int(unit)) if unit is not None else -1
            self.setCurrentIndex(max(place, 0) if self.count() else -1)
