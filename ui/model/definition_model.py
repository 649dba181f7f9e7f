"""The index being built: a draft, its history, and what is wrong with it. No widgets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qgis.PyQt.QtCore import QObject, pyqtSignal

from ...analysis.indices.definition.draft import Draft
from ...analysis.indices.definition.editing import Key
from ...analysis.indices.definition.model import Definition
from ...analysis.indices.definition.problems import Problems, problems
from .history import History, Part


class DefinitionModel(QObject):
    """Holds the draft; every edit is one step of the history."""

    changed = pyqtSignal()
    #: What is known about the rows has changed, not the draft.
    annotated = pyqtSignal()

    def __init__(self, parent: QObject | None = None, history: History | None = None) -> None:
        super().__init__(parent)
        self.history = History(self) if history is None else history
        self._part = Part(lambda: self.draft, self._set)
        self.draft = Draft()
        self.read_only = False
        #: For each field of the layer, whether it holds numbers; None where there is no layer.
        self.numeric: dict[str, bool] | None = None
        self.problems: Problems = {}
        self.notes: Problems = {}
        #: What the last computation could not do, by the row that it names.
        self.failures: Problems = {}

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
        self.history.note(self._part, merge)
        self._set(draft)

    def end_merge(self) -> None:
        """End a step: what follows is another, even of the same kind."""
        self.history.end_merge()

    def reset(self, draft: Draft) -> None:
        """Start afresh with a draft and no history."""
        self.history.forget()
        self._set(draft)

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

    def set_notes(self, notes: Problems) -> None:
        """Tell what the values of the indicators look like."""
        if notes != self.notes:
            self.notes = notes
            self.annotated.emit()

    def set_failures(self, failures: Problems) -> None:
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
