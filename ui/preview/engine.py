"""Recomputes the index a moment after the last change; the last request wins."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from qgis.core import QgsVectorLayer
from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal

from ...analysis.core.lazy import pd
from ...analysis.core.messages import Message, Progress, part
from ...analysis.indices.definition.needs import needs
from ...language import tr
from .reading import LayerSource, Snapshot, read_snapshot
from .task import Latest

if TYPE_CHECKING:
    from ...analysis.indices.composite.pipeline import IndexResult
    from ...analysis.indices.definition.model import Definition

#: The shortest and longest wait after a change, in milliseconds; between them as long as the last took.
SHORTEST, LONGEST = 15, 300


class PreviewEngine(QObject):
    """Computes a definition on a layer in a task."""

    started = pyqtSignal()
    computed = pyqtSignal(object)
    failed = pyqtSignal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.snapshot: Snapshot | None = None
        self._layer: QgsVectorLayer | None = None
        self._definition: Definition | None = None
        self._keys: tuple[str, ...] = ()
        self._group: str | None = None
        self._latest = Latest()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SHORTEST)
        self._timer.timeout.connect(self._start)

    def set_layer(self, layer: QgsVectorLayer | None) -> None:
        """Compute on another layer from now on."""
        self.stop()
        self._layer, self.snapshot = layer, None

    def set_keys(self, keys: Sequence[str | None], group: str | None) -> None:
        """Read these fields beside the indicators; `group` is the field of groups."""
        self._keys, self._group = tuple(key for key in keys if key), group

    def forget(self) -> None:
        """Read the layer again the next time: it was edited."""
        self.snapshot = None

    def request(self, definition: Definition | None) -> None:
        """Compute a definition soon; None stops what is under way."""
        if definition is None or self._layer is None:
            self.stop()
            return
        self._definition = definition
        self._timer.start()

    def stop(self) -> None:
        """Forget what is under way."""
        self._timer.stop()
        self._latest.stop()

    def computation(
        self, definitions: Sequence[Definition], frame: pd.DataFrame | None = None
    ) -> Callable[[Progress], list[IndexResult]]:
        """Return the work of computing definitions on the layer as it is, for a task of another's.

        frame: data to compute on instead, such as those of a what-if.
        """
        return _Computation(self, definitions, frame)

    @property
    def busy(self) -> bool:
        """Whether a request waits or is being computed."""
        return self._timer.isActive() or self._latest.busy

    def _start(self) -> None:
        self.stop()
        computation, begun = _Computation(self, [self._definition]), time.monotonic()

        def done(results: list[IndexResult]) -> None:
            self.snapshot = computation.snapshot
            taken = int(1000 * (time.monotonic() - begun))
            if computation.source is None:
                self._timer.setInterval(min(max(taken // 2, SHORTEST), LONGEST))
            self.computed.emit(results[0])

        def failed(message: Message) -> None:
            self.snapshot = computation.snapshot  # what was read is of use where the computation fails, too
            self.failed.emit(message)

        self._latest.start(tr("Sejahtera: live index"), computation, done, failed)
        self.started.emit()


class _Computation:
    """Computes definitions in another thread: reads what the last snapshot lacks, then each index."""

    def __init__(
        self, engine: PreviewEngine, definitions: Sequence[Definition], frame: pd.DataFrame | None = None
    ) -> None:
        self.definitions, self.group, self.frame = definitions, engine._group, frame
        needed = needs(*definitions)
        self.columns, self.neighbours = [*needed.columns, *engine._keys], needed.neighbours
        #: What is known of the layer; what there is to read it by, where that is not enough.
        self.snapshot: Snapshot | None = engine.snapshot
        known = self.snapshot is not None and self.snapshot.covers(self.columns, self.neighbours)
        self.source = None if known else LayerSource(engine._layer)

    def __call__(self, progress: Progress) -> list[IndexResult]:
        from ...analysis.indices.composite.pipeline import composite_index

        if self.source is not None:
            reading = part(progress, 0.0, 0.4)
            known, self.snapshot = self.snapshot, None
            self.snapshot = read_snapshot(self.source, self.columns, self.neighbours, known, reading)
        frame = self.snapshot.frame if self.frame is None else self.frame
        return [
            composite_index(
                frame,
                definition,
                groups=frame[self.group] if self.group else None,
                neighbours=self.snapshot.neighbours,
                progress=part(progress, 0.4, 1.0),
            )
            for definition in self.definitions
        ]
