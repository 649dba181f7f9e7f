"""What the algorithms of the group share: the layer itself, and that they run where QGIS draws."""

from __future__ import annotations

from qgis.core import QgsProcessingAlgorithm, QgsVectorLayer

from ...analysis.core.messages import InputError, mark
from ...language import tr
from ..base.algorithm import Algorithm
from ..base.groups import MAPS
from ..base.parameters import layer
from ..base.run import Run


class MapAlgorithm(Algorithm):
    """An algorithm that works on a layer itself, not on its features alone."""

    GROUP = MAPS
    REQUIRES = ()

    def flags(self) -> QgsProcessingAlgorithm.Flag:
        """Stay in the main thread: renderers, fonts and layouts belong to it."""
        return super().flags() | QgsProcessingAlgorithm.Flag.FlagNoThreading

    def add_layer(self, explanation: str) -> None:
        """Add the parameter INPUT."""
        self.add(layer("INPUT", tr("Result layer")), explanation)

    def layer(self, run: Run) -> QgsVectorLayer:
        """Return the layer INPUT; the source is opened too, so that a missing layer is one sentence.

        Raises `InputError` for a table: it has no map.
        """
        run.source()
        layer = self.parameterAsVectorLayer(run.parameters, "INPUT", run.context)
        if not layer.isSpatial():
            raise InputError(
                mark(
                    "“{layer}” is a table without geometry, of which there is no map. Join it to the layer of the "
                    "areas, or choose the result in a format with geometry, such as GeoPackage."
                ),
                layer=layer.name(),
            )
        return layer

    def styled_layer(self, run: Run) -> QgsVectorLayer:
        """Return the layer INPUT with the style stored in its file, where no project holds the layer.

        Raises `InputError` for a layer with edits that are not saved: the copies that are drawn lack them.
        """
        layer = self.layer(run)
        if layer.isModified():
            raise InputError(
                mark(
                    "The layer “{layer}” has edits that are not saved, and a map shows only what is saved. "
                    "Save or discard them first."
                ),
                layer=layer.name(),
            )
        project = run.context.project()
        if project is None or project.mapLayer(layer.id()) is None:
            layer.loadDefaultStyle()  # Processing opens files without the style stored in them
        return layer
