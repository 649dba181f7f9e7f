"""What a project keeps of the live layer: nothing. Its values are computed, and a saved one would be empty."""

from __future__ import annotations

from types import TracebackType

from qgis.core import QgsMapLayer, QgsProject, QgsProjectDirtyBlocker
from qgis.PyQt.QtCore import QObject, Qt, pyqtSignal
from qgis.PyQt.QtXml import QDomDocument, QDomElement

#: Custom property of live layers.
MARK = "sejahtera/preview"
#: What the element of a live layer is called in the file of a project, where QGIS passes over it.
_LEFT_OUT = "sejahtera-live-layer"


def is_live(layer: QgsMapLayer) -> bool:
    """Say whether a layer is a live one."""
    return bool(layer.customProperty(MARK))


class Unsaved(QObject):
    """Lets what is done to the live layer make no project dirty: there is nothing of it to save.

    The canvas follows the layer tree by an event of its own, which makes the project dirty, too. Events of ours are
    posted before and behind that one, so that nothing else is held back.
    """

    _before = pyqtSignal()
    _behind = pyqtSignal()

    def __init__(self, project: QgsProject, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._project = project
        self._blockers: list[QgsProjectDirtyBlocker] = []
        self._before.connect(self._block, Qt.ConnectionType.QueuedConnection)
        self._behind.connect(self._unblock, Qt.ConnectionType.QueuedConnection)

    def __enter__(self) -> None:
        self._before.emit()
        self._block()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._unblock()
        self._behind.emit()

    def _block(self) -> None:
        self._blockers.append(QgsProjectDirtyBlocker(self._project))

    def _unblock(self) -> None:
        del self._blockers[-1:]


def sweep(project: QgsProject) -> None:
    """Take live layers that version 0.1.0 saved out of a project: memory layers come back empty."""
    stale = [layer.id() for layer in project.mapLayers().values() if is_live(layer)]
    if stale:
        unsaved = Unsaved(project, project)
        with unsaved:
            project.removeMapLayers(stale)
        unsaved.deleteLater()  # behind its own events


def leave_out_of_tree(document: QDomDocument, layer_id: str) -> None:
    """Take a layer out of all that a project writes before its layers; a slot of `writeProject`."""
    for name in ("layer-tree-layer", "item", "layer-setting"):  # tree, order, snapping
        found = document.elementsByTagName(name)
        nodes = [found.at(number) for number in range(found.count())]
        for node in nodes:
            element = node.toElement()
            if layer_id in (element.attribute("id"), element.text()):
                node.parentNode().removeChild(node)


def leave_out_of_layers(layer: QgsMapLayer, element: QDomElement) -> None:
    """Empty the element of a live layer, so that none is read from it; a slot of `writeMapLayer`."""
    if is_live(layer):
        while element.hasChildNodes():
            element.removeChild(element.firstChild())
        element.setTagName(_LEFT_OUT)
