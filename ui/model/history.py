"""Steps back and forward over everything that is edited in the dock: weights, scenarios, key fields."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from qgis.PyQt.QtCore import QObject, pyqtSignal

#: How many steps back are kept.
DEPTH = 200


@dataclass(frozen=True, eq=False)
class Part:
    """Something that is edited: how to read its state, and how to bring a state back."""

    read: Callable[[], Any]
    write: Callable[[Any], None]


class History(QObject):
    """A step holds what the parts that it changed were before.

    Steps that share a `merge` token, such as those of a slider being dragged, are undone together.
    """

    changed = pyqtSignal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._past: list[dict[Part, Any]] = []
        self._future: list[dict[Part, Any]] = []
        self._merge: Any = None
        self._joined: dict[Part, Any] | None = None

    def note(self, part: Part, merge: Any = None) -> None:
        """Keep the state of a part that is about to be edited."""
        if self._joined is not None:
            if not self._joined:
                self._past.append(self._joined)
            self._joined.setdefault(part, part.read())
            merge = None
        elif merge is None or merge != self._merge:
            self._past.append({part: part.read()})
        del self._past[:-DEPTH]
        self._merge = merge
        self._future.clear()
        self.changed.emit()

    @contextmanager
    def one_step(self) -> Iterator[None]:
        """Make all that is edited inside one step."""
        self._joined = {}
        try:
            yield
        finally:
            self._joined = None

    def end_merge(self) -> None:
        """End a step: what follows is another, even of the same kind."""
        self._merge = None

    def forget(self, part: Part | None = None) -> None:
        """Forget the states of a part, which mean nothing any more; without one, everything."""
        for steps in (self._past, self._future):
            for step in steps:
                if part is None:
                    step.clear()
                else:
                    step.pop(part, None)
            steps[:] = [step for step in steps if step]
        self._merge = None
        self.changed.emit()

    def undo(self) -> None:
        """Go one step back."""
        self._move(self._past, self._future)

    def redo(self) -> None:
        """Go one step forward again."""
        self._move(self._future, self._past)

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to undo."""
        return bool(self._past)

    @property
    def can_redo(self) -> bool:
        """Whether there is a step to redo."""
        return bool(self._future)

    def _move(self, source: list[dict[Part, Any]], target: list[dict[Part, Any]]) -> None:
        if not source:
            return
        step = source.pop()
        target.append({part: part.read() for part in step})
        self._merge = None
        for part, state in step.items():
            part.write(state)
        self.changed.emit()
