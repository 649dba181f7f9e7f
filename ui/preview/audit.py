"""The audit of `checkindicators` for the rows of the dock, made once for the data, not for each weight."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.PyQt.QtCore import QObject, pyqtSignal

from ...analysis.core.lazy import pd
from ...analysis.core.messages import Message, Progress
from ...analysis.data.audit.findings import FINDINGS
from ...analysis.indices.definition.problems import Problems
from ...language import current_language, tr
from ...processing.indices.expectations import divided, expectations_of
from .task import Latest

if TYPE_CHECKING:
    from ...analysis.indices.definition.model import Definition

#: Findings that are told, but need no mark beside the row.
MILD = frozenset({"outlier"})


class Auditor(QObject):
    """Audits the indicators of a definition in a task where data or indicators changed."""

    found = pyqtSignal(dict)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._frame: pd.DataFrame | None = None
        self._indicators: tuple = ()
        self._latest = Latest()

    def request(self, frame: pd.DataFrame, definition: Definition) -> None:
        """Audit, unless this was audited already; weights do not matter."""
        indicators = tuple(
            (one.field, one.name, one.unit, one.direction, one.denominator) for one in definition.indicators
        )
        if frame is self._frame and indicators == self._indicators:
            return
        self.stop()
        self._frame, self._indicators = frame, indicators
        language = current_language()

        def work(progress: Progress) -> Problems:
            return _notes(frame, definition, language, progress)

        self._latest.start(tr("Sejahtera: check of the indicators"), work, self.found.emit, lambda _: None)

    def stop(self) -> None:
        """Forget what is under way."""
        self._latest.stop()
        self._frame = None


def _notes(frame: pd.DataFrame, definition: Definition, language: str, progress: Progress) -> Problems:
    from ...analysis.data.audit.audit import check_indicators

    fields = definition.fields
    expectations = expectations_of(fields, definition, language)
    audit = check_indicators(divided(frame, definition), fields, expectations, progress=progress)
    return {
        ("field", field): [Message(FINDINGS[code].label, {"serious": code not in MILD}) for code in codes.split(",")]
        for field, codes in audit.indicators["findings"].items()
        if codes
    }
