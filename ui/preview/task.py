"""Work in another thread whose outcome comes back to the main thread."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from qgis.core import Qgis, QgsMessageLog, QgsTask

from ...analysis.messages import Cancelled, InputError, Message, Progress, mark


class Work(QgsTask):
    """Calls `function(progress)`; then, in the main thread, `done(outcome)` or `failed(message)`.

    Neither is called after a cancel. QGIS crashes on an exception in a task, so none leaves it.
    """

    def __init__(
        self,
        title: str,
        function: Callable[[Progress], Any],
        done: Callable[[Any], None],
        failed: Callable[[Message], None],
    ) -> None:
        super().__init__(title, QgsTask.Flag.CanCancel)
        self._function, self._done, self._failed = function, done, failed
        self._outcome: Any = None
        self._message: Message | None = None

    def run(self) -> bool:
        """Do the work in the thread of the task."""
        try:
            self._outcome = self._function(self._progress)
        except Cancelled:
            return False
        except InputError as error:
            self._message = error.message
        except Exception as error:
            QgsMessageLog.logMessage(
                f"{type(error).__name__}: {error}", "Sejahtera", Qgis.MessageLevel.Critical
            )
            why = {"why": f"{type(error).__name__}: {error}"}
            self._message = Message(mark("The index could not be computed: {why}"), why)
        return self._message is None

    def finished(self, successful: bool) -> None:
        """Hand the outcome over, in the main thread."""
        if self.isCanceled():
            return
        if successful:
            self._done(self._outcome)
        elif self._message is not None:
            self._failed(self._message)

    def _progress(self, fraction: float) -> None:
        if self.isCanceled():
            raise Cancelled
        self.setProgress(100 * fraction)
