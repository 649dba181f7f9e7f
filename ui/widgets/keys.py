"""Keys that belong to a widget while it or something in it has the focus, whatever the window does with them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from qgis.PyQt.QtCore import QEvent, Qt
from qgis.PyQt.QtGui import QKeyEvent, QKeySequence
from qgis.PyQt.QtWidgets import QTableView, QWidget

Command = Callable[[], Any]


class OwnKeys:
    """Stands before a widget's class: keys with a `command` are the widget's own.

    A shortcut of QGIS for the same key would be ambiguous with one of ours, and then neither is followed; so the
    widget claims the key before Qt looks for shortcuts, and no shortcut is made.
    """

    def command(self, event: QKeyEvent) -> Command | None:
        """Return what a key does here; None leaves it to others."""
        raise NotImplementedError

    def event(self, event: QEvent) -> bool:
        """Claim the own keys."""
        if event.type() == QEvent.Type.ShortcutOverride and self.command(event) is not None:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Do what an own key does."""
        command = self.command(event)
        if command is None:
            super().keyPressEvent(event)
        else:
            command()


class KeyedWidget(OwnKeys, QWidget):
    """A widget with keys of its own: the standard ones given, and those with Alt."""

    def __init__(self, standard: Sequence[tuple[Any, Command]], alt: Mapping[Any, Command]) -> None:
        super().__init__()
        self._standard, self._alt = tuple(standard), dict(alt)

    def command(self, event: QKeyEvent) -> Command | None:
        """Return what a key does."""
        for keys, command in self._standard:
            if event.matches(keys):
                return command
        return self._alt.get(event.key()) if held(event) == Qt.KeyboardModifier.AltModifier else None


class CopyingTable(OwnKeys, QTableView):
    """A table that copies in a way of its own."""

    def __init__(self, copy: Command) -> None:
        super().__init__()
        self._copy = copy

    def command(self, event: QKeyEvent) -> Command | None:
        """Return what a key does."""
        return self._copy if event.matches(QKeySequence.StandardKey.Copy) else None


def held(event: QKeyEvent) -> Any:
    """Return the modifiers that are held, whichever block of keys the key is in."""
    return event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
