"""A vector layer read in another thread, by the readers that the algorithms use."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from qgis.core import (
    QgsCoordinateTransformContext,
    QgsFeatureIterator,
    QgsFeatureRequest,
    QgsFields,
    QgsVectorLayer,
    QgsVectorLayerFeatureSource,
)

from ...analysis.core.lazy import pd
from ...analysis.core.messages import Progress, no_progress
from ...processing.io.frames import read_frame
from ...processing.io.geometries import read_polygons


class LayerSource:
    """A copy of what is needed to read a layer, edits included; make it in the main thread."""

    def __init__(self, layer: QgsVectorLayer) -> None:
        self._source = QgsVectorLayerFeatureSource(layer)
        self._fields, self._crs, self._extent = layer.fields(), layer.crs(), layer.extent()
        self._count = layer.featureCount()

    def fields(self) -> QgsFields:
        """Return the fields."""
        return self._fields

    def featureCount(self) -> int:
        """Return the number of features."""
        return self._count

    def sourceCrs(self) -> Any:
        """Return the CRS."""
        return self._crs

    def sourceExtent(self) -> Any:
        """Return the extent."""
        return self._extent

    def getFeatures(self, request: QgsFeatureRequest, flag: Any = None) -> QgsFeatureIterator:  # noqa: ARG002
        """Return the features."""
        return self._source.getFeatures(request)


@dataclass
class Snapshot:
    """What was read of a layer: the frame, and the neighbours where they were asked for."""

    frame: pd.DataFrame
    neighbours: Any = None

    def covers(self, columns: Sequence[str], neighbours: bool) -> bool:
        """Say whether columns, and the neighbours if wanted, are here."""
        return set(columns) <= set(self.frame.columns) and (self.neighbours is not None or not neighbours)


def read_snapshot(
    source: LayerSource,
    columns: Sequence[str],
    neighbours: bool,
    known: Snapshot | None = None,
    progress: Progress = no_progress,
) -> Snapshot:
    """Read columns, unless they are known, and the neighbours as `compositeindex` finds them where wanted.

    Raises `InputError` for fields that are not there and for a layer without features.
    """
    if known is None or not known.covers(columns, False):
        known = Snapshot(read_frame(source, columns, progress))
    return Snapshot(known.frame, read_neighbours(source, progress).matrix) if neighbours else known


def read_neighbours(source: LayerSource, progress: Progress = no_progress) -> Any:
    """Return queen contiguity in the order of the features, as the algorithms find it."""
    from ...analysis.spatial.weights.contiguity import queen

    polygons, _ = read_polygons(source, QgsCoordinateTransformContext(), progress)
    return queen(polygons, tolerance=2.0)
