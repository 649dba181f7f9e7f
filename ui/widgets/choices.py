"""Combo boxes filled from registers and from the fields of a layer."""

from __future__ import annotations

from collections.abc import Iterable

from qgis.PyQt.QtCore import QSignalBlocker
from qgis.PyQt.QtWidgets import QComboBox, QSizePolicy, QWidget

from ...analysis.core.registers import Register
from ...language import tr


class Choice(QComboBox):
    """A combo box of codes with translated labels that may be narrower than its longest label."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(6)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def fill(self, items: Iterable[tuple[str, str]]) -> None:
        """Offer codes with their labels; the current code stays where it is still there."""
        code = self.code()
        with QSignalBlocker(self):
            self.clear()
            for one, label in items:
                self.addItem(label, one)
            self.show_code(code)
            self.view().setMinimumWidth(self.view().sizeHintForColumn(0) + 24)

    def code(self) -> str:
        """Return the code chosen, empty where there is none."""
        return self.currentData() or ""

    def show_code(self, code: str | None) -> None:
        """Show a code without telling anybody."""
        with QSignalBlocker(self):
            self.setCurrentIndex(max(self.findData(code), 0) if self.count() else -1)

    def choose(self, code: str) -> None:
        """Choose a code as the user would."""
        self.setCurrentIndex(self.findData(code))
        self.activated.emit(self.currentIndex())


def register_choice(name: str, register: Register, parent: QWidget | None = None) -> Choice:
    """Return a combo box of the methods in a register."""
    choice = Choice(name, parent)
    choice.fill((code, tr(method.label)) for code, method in register.items())
    return choice
