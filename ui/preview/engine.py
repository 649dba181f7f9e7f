"""Recomputes the index a moment after the last change; the last request wins."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from qgis.core import QgsVectorLayer
from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal

from ...analysis.core.lazy import pd
from ...analysis.core.messages import Message, Progress, part
from ...analysis.indices.definition.needs import needs
from ...language import tr
from .reading import LayerSource, Snapshot, read_neighbours, read_snapshot
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
        needed = needs(*definitions)
        columns, wants = [*needed.columns, *self._keys], needed.neighbours
        snapshot, group = self.snapshot, self._group
        ready = snapshot is not None and snapshot.covers(columns, wants)
        source = None if ready else LayerSource(self._layer)

        def work(progress: Progress) -> list[IndexResult]:
            read = _read(snapshot, source, columns, wants, progress)
            if frame is not None:
                read = Snapshot(frame, read.neighbours)
            return [_compute(read, one, group, progress) for one in definitions]

        return work

    @property
    def busy(self) -> bool:
        """Whether a request waits or is being computed."""
        return self._timer.isActive() or self._latest.busy

    def _start(self) -> None:
        self.stop()
        definition, snapshot, group = self._definition, self.snapshot, self._group
        needed = needs(definition)
        columns, needs_neighbours = [*needed.columns, *self._keys], needed.neighbours
        source = None
        if snapshot is None or not snapshot.covers(columns, needs_neighbours):
            source = LayerSource(self._layer)
        begun = time.monotonic()

        snapshots = []  # what was read is of use where the computation fails, too

        def work(progress: Progress) -> IndexResult:
            read = _read(snapshot, source, columns, needs_neighbours, part(progress, 0.0, 0.4))
            snapshots.append(read)
            return _compute(read, definition, group, part(progress, 0.4, 1.0))

        def done(result: IndexResult) -> None:
            self.snapshot = snapshots[0]
            taken = int(1000 * (time.monotonic() - begun))
            if source is None:
                self._timer.setInterval(min(max(taken // 2, SHORTEST), LONGEST))
            self.computed.emit(result)

        def failed(message: Message) -> None:
            self.snapshot = snapshots[0] if snapshots else None
            self.failed.emit(message)

        self._latest.start(tr("Sejahtera: live index"), work, done, failed)
        self.started.emit()


def _read(
    snapshot: Snapshot | None,
    source: LayerSource | None,
    columns: list[str],
    needs_neighbours: bool,
    progress: Progress,
) -> Snapshot:
    if source is None:
        return snapshot
    if snapshot is not None and snapshot.covers(columns, False):
        return Snapshot(snapshot.frame, read_neighbours(source, progress).matrix)
    return read_snapshot(source, columns, needs_neighbours, progress)


def _compute(snapshot: Snapshot, definition: Definition, group: str | None, progress: Progress) -> Any:
    from ...analysis.indices.composite.pipeline import composite_index

    groups = snapshot.frame[group] if group else None
    neighbours = snapshot.neighbours if needs(definition).neighbours else None
    return composite_index(
        snapshot.frame, definition, groups=groups, neighbours=neighbours, progress=progress
    )
