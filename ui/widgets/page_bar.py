"""The buttons that switch pages: one row where there is room, else two or three."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.PyQt.QtCore import QSize, Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QButtonGroup, QGridLayout, QSizePolicy, QToolButton, QWidget


class PageBar(QWidget):
    """Exclusive buttons; arrow keys move between them."""

    chosen = pyqtSignal(int)

    def __init__(self, titles: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.group = QButtonGroup(self)
        self.group.setExclusive(True)
        self.grid = QGridLayout(self)
        self.grid.setContentsMargins(0, 0, 0, 0)
        self.grid.setSpacing(1)
        self._columns = 0
        for number, title in enumerate(titles):
            button = QToolButton(self)
            button.setText(title)
            button.setToolTip(f"{title} (Alt+{number + 1})")
            button.setCheckable(True)
            button.setAutoRaise(True)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            self.group.addButton(button, number)
        self.group.idClicked.connect(self.chosen)
        self._arrange(3)

    def choose(self, number: int) -> None:
        """Mark a page as the one shown."""
        self.group.button(number).setChecked(True)

    def minimumSizeHint(self) -> QSize:
        """Need no more than the widest button, three times."""
        widest = max(button.sizeHint().width() for button in self.group.buttons())
        return QSize(min(3 * widest, 300), super().minimumSizeHint().height())

    def resizeEvent(self, event: object) -> None:
        """Break the row where it does not fit."""
        super().resizeEvent(event)
        widest = max(button.sizeHint().width() for button in self.group.buttons())
        count = len(self.group.buttons())
        self._arrange(next(n for n in (count, 3, 2) if n * (widest + 1) <= self.width() or n == 2))

    def _arrange(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        for number, button in enumerate(self.group.buttons()):
            self.grid.addWidget(button, number // columns, number % columns)
