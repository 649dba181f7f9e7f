"""Style the layers that QGIS loads when an algorithm has ended."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from qgis.core import (
    QgsMapLayer,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingLayerPostProcessorInterface,
    QgsVectorLayer,
)

#: QGIS keeps no reference to a Python post-processor, so without this one it is never called.
_waiting: dict[str, _Styler] = {}


class _Styler(QgsProcessingLayerPostProcessorInterface):
    def __init__(self, destination: str, style: Callable[[QgsVectorLayer], None]) -> None:
        super().__init__()
        self.destination = destination
        self.style = style

    def postProcessLayer(
        self,
        layer: QgsMapLayer,
        context: QgsProcessingContext,  # noqa: ARG002
        feedback: QgsProcessingFeedback,  # noqa: ARG002
    ) -> None:
        """Apply the style in the main thread and let go of this object."""
        if isinstance(layer, QgsVectorLayer):
            self.style(layer)
            layer.triggerRepaint()
        _waiting.pop(self.destination, None)


def style_when_loaded(context: QgsProcessingContext, destination: Any, style: Callable) -> None:
    """Have `style` called with the layer of `destination` once it is loaded, if it will be."""
    if context.willLoadLayerOnCompletion(destination):
        styler = _Styler(destination, style)
        _waiting[destination] = styler
        context.layerToLoadOnCompletionDetails(destination).setPostProcessor(styler)
