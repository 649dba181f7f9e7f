"""Work in another thread whose outcome comes back to the main thread."""

from __future__ import annotations

import threading
import weakref
from collections.abc import Callable
from typing import Any

from qgis.core import Qgis, QgsApplication, QgsMessageLog, QgsTask

from ...analysis.core.messages import Cancelled, InputError, Message, Progress, mark
from ...processing.base.requirements import how_to_install

#: From QGIS 3.26 on: no progress bar and no message for what takes a moment at every move of a slider.
_QUIET = [getattr(QgsTask.Flag, name) for name in ("Hidden", "Silent") if hasattr(QgsTask.Flag, name)]


#: Ends of the tasks whose work is under way.
_under_way: set[threading.Event] = set()
#: So many seconds a cancelled task has to come to its end.
_PATIENCE = 5.0


class Work(QgsTask):
    """Calls `function(progress)`; then, in the main thread, `done(outcome)` or `failed(message)`.

    After a cancel, which may be QGIS's own when it quits, `cancelled()` is called instead.
    QGIS crashes on an exception in a task, so none leaves it.
    """

    def __init__(
        self,
        title: str,
        function: Callable[[Progress], Any],
        done: Callable[[Any], None],
        failed: Callable[[Message], None],
        cancelled: Callable[[], None],
    ) -> None:
        flags = QgsTask.Flag.CanCancel
        for flag in _QUIET:
            flags |= flag
        super().__init__(title, flags)
        self._function, self._done, self._failed = function, done, failed
        self._cancelled = cancelled
        self._outcome: Any = None
        self._message: Message | None = None

    def run(self) -> bool:
        """Do the work in the thread of the task."""
        ended = threading.Event()
        _under_way.add(ended)
        try:
            return self._worked()
        finally:
            _under_way.discard(ended)
            ended.set()

    def _worked(self) -> bool:
        try:
            self._outcome = self._function(self._progress)
        except Cancelled:
            return False
        except InputError as error:
            self._message = error.message
        except ModuleNotFoundError as error:
            self._message = Message(how_to_install((error.name or "").partition(".")[0]))
        except Exception as error:
            QgsMessageLog.logMessage(f"{type(error).__name__}: {error}", "Sejahtera", Qgis.MessageLevel.Critical)
            why = {"why": f"{type(error).__name__}: {error}"}
            self._message = Message(mark("The index could not be computed: {why}"), why)
        return self._message is None

    def finished(self, successful: bool) -> None:
        """Hand the outcome over, in the main thread."""
        if self.isCanceled():
            self._cancelled()
        elif successful:
            self._done(self._outcome)
        elif self._message is not None:
            self._failed(self._message)

    def _progress(self, fraction: float) -> None:
        if self.isCanceled():
            raise Cancelled
        self.setProgress(100 * fraction)


class Latest:
    """At most one work at a time: another takes its place, and the outcome of the former is dropped."""

    _all: weakref.WeakSet[Latest] = weakref.WeakSet()

    def __init__(self) -> None:
        self._work: Work | None = None
        self._all.add(self)

    @classmethod
    def stop_all(cls) -> None:
        """Cancel everything: the layer that it is about changes, or goes."""
        for one in list(cls._all):
            one.stop()

    @classmethod
    def end_all(cls) -> None:
        """Cancel everything and wait for the threads: no Python of ours may run when the plugin goes."""
        cls.stop_all()
        for ended in list(_under_way):
            ended.wait(_PATIENCE)

    @property
    def busy(self) -> bool:
        """Whether something is under way."""
        return self._work is not None

    def start(
        self,
        title: str,
        function: Callable[[Progress], Any],
        done: Callable[[Any], None],
        failed: Callable[[Message], None],
    ) -> None:
        """Begin; `done` or `failed` is called in the main thread unless another work begins before."""
        self.stop()

        def ending(callback: Callable[[Any], None]) -> Callable[[Any], None]:
            def end(outcome: Any) -> None:
                if work is self._work:
                    self._work = None  # QGIS deletes a task that has ended
                    callback(outcome)

            return end

        def forget() -> None:
            if work is self._work:
                self._work = None

        work = Work(title, function, ending(done), ending(failed), forget)
        self._work = work
        QgsApplication.taskManager().addTask(work)

    def stop(self) -> None:
        """Cancel what is under way."""
        if self._work is not None:
            work, self._work = self._work, None
            work.cancel()
