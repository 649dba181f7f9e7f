"""The index being built: a draft, its history, and what is wrong with it. No widgets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qgis.PyQt.QtCore import QObject, pyqtSignal

from ...analysis.definition.draft import Draft
from ...analysis.definition.editing import Key
from ...analysis.definition.model import Definition
from ...analysis.definition.problems import Found, problems

#: How many steps back are kept.
DEPTH = 200


class DefinitionModel(QObject):
    """Holds the draft; every edit is one step that can be undone.

    Steps that share a `merge` token, such as those of a slider being dragged, are undone together.
    """

    changed = pyqtSignal()
    #: What is known about the rows has changed, not the draft.
    annotated = pyqtSignal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.draft = Draft()
        self.read_only = False
        #: For each field of the layer, whether it holds numbers; None where there is no layer.
        self.numeric: dict[str, bool] | None = None
        self.problems: Found = {}
        self.notes: Found = {}
        #: What the last computation could not do, by the row that it names.
        self.failures: Found = {}
        self._past: list[Draft] = []
        self._future: list[Draft] = []
        self._merge: Any = None

    @property
    def definition(self) -> Definition:
        """What is computed: the definition without the indicators left out."""
        return self.draft.effective

    @property
    def ready(self) -> bool:
        """Whether the index can be computed on the layer, as far as is known before."""
        return self.numeric is not None and not self.problems

    # Editing -------------------------------------------------------------------------------

    def edit(self, draft: Draft, merge: Any = None) -> None:
        """Make `draft` the state, as a step of its own or part of the step `merge`."""
        draft = draft.tidy()
        if self.read_only or draft == self.draft:
            return
        if merge is None or merge != self._merge:
            self._past = [*self._past[-DEPTH:], self.draft]
        self._merge = merge
        self._future.clear()
        self._set(draft)

    def end_merge(self) -> None:
        """End a step: what follows is another, even of the same kind."""
        self._merge = None

    def reset(self, draft: Draft) -> None:
        """Start afresh with a draft and no history."""
        self._past.clear()
        self._future.clear()
        self._merge = None
        self._set(draft)

    def undo(self) -> None:
        """Go one step back."""
        if self.can_undo:
            self._future.append(self.draft)
            self._merge = None
            self._set(self._past.pop())

    def redo(self) -> None:
        """Go one step forward again."""
        if self.can_redo:
            self._past.append(self.draft)
            self._merge = None
            self._set(self._future.pop())

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to undo."""
        return bool(self._past) and not self.read_only

    @property
    def can_redo(self) -> bool:
        """Whether there is a step to redo."""
        return bool(self._future) and not self.read_only

    # What is known about it ----------------------------------------------------------------

    def set_fields(self, numeric: Mapping[str, bool] | None) -> None:
        """Tell which fields the layer has."""
        numeric = None if numeric is None else dict(numeric)
        if numeric == self.numeric:
            return
        self.numeric = numeric
        self.failures, self.notes = {}, {}
        self._check()
        self.annotated.emit()

    def set_notes(self, notes: Found) -> None:
        """Tell what the values of the indicators look like."""
        if notes != self.notes:
            self.notes = notes
            self.annotated.emit()

    def set_failures(self, failures: Found) -> None:
        """Tell what the computation could not do."""
        if failures != self.failures:
            self.failures = failures
            self.annotated.emit()

    def reasons(self, key: Key) -> list:
        """Return the messages that say why a node cannot be computed."""
        return [*self.problems.get(key, []), *self.failures.get(key, [])]

    def _set(self, draft: Draft) -> None:
        self.draft = draft
        self.failures = {}
        self._check()
        self.changed.emit()

    def _check(self) -> None:
        self.problems = {} if self.numeric is None else problems(self.definition, self.numeric)
