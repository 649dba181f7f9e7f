"""What a project keeps of the live layer: nothing. Its values are computed, and a saved one would be empty."""

from __future__ import annotations

from qgis.core import QgsMapLayer, QgsProject
from qgis.PyQt.QtXml import QDomDocument, QDomElement

#: Custom property of live layers.
MARK = "sejahtera/preview"
#: What the element of a live layer is called in the file of a project, where QGIS passes over it.
_LEFT_OUT = "sejahtera-live-layer"


def is_live(layer: QgsMapLayer) -> bool:
    """Say whether a layer is a live one."""
    return bool(layer.customProperty(MARK))


def sweep(project: QgsProject) -> None:
    """Take live layers that version 0.1.0 saved out of a project: memory layers come back empty."""
    stale = [layer.id() for layer in project.mapLayers().values() if is_live(layer)]
    if stale:
        with QgsProject.blockDirtying(project):
            project.removeMapLayers(stale)


def leave_out_of_tree(document: QDomDocument, layer_id: str) -> None:
    """Take a layer out of the layer tree in a project that is being written; a slot of `writeProject`."""
    for name in ("layer-tree-layer", "item"):
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
