"""Geometries as arrays: polygons and metric coordinates for the spatial part of the analysis."""

from __future__ import annotations

import struct
from collections.abc import Iterator

import numpy as np
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsFeatureRequest,
    QgsGeometry,
    QgsProcessingFeatureSource,
    QgsRectangle,
    QgsUnitTypes,
    QgsWkbTypes,
)

from ..analysis.messages import Progress, no_progress
from ..analysis.spatial.geometry import Polygons
from .frames import CHUNK

#: A layer wider than this (degrees) fits no UTM zone; it is measured in an equal-area projection.
_WIDEST_IN_UTM = 9.0
_POLYGON, _MULTIPOLYGON = 3, 6
#: How the WKB of a multipolygon of one part without holes begins; most areas are such.
_PLAIN = struct.Struct("<BIIBIII")
_METRES = QgsUnitTypes.DistanceUnit.DistanceMeters


def metric_crs(crs: QgsCoordinateReferenceSystem, extent: QgsRectangle) -> QgsCoordinateReferenceSystem:
    """Return a projected CRS in metres for a layer: its own, the UTM zone of its middle, or equal-area."""
    if crs.isValid() and not crs.isGeographic() and crs.mapUnits() == _METRES:
        return crs
    if not crs.isValid():
        return crs  # plane coordinates without a CRS are taken as they are
    wgs84 = QgsCoordinateReferenceSystem("EPSG:4326")
    to_wgs84 = QgsCoordinateTransform(crs, wgs84, QgsCoordinateTransformContext())
    degrees = to_wgs84.transformBoundingBox(extent)
    middle = degrees.center()
    if degrees.width() > _WIDEST_IN_UTM:
        wide = QgsCoordinateReferenceSystem()
        wide.createFromProj(
            f"+proj=laea +lat_0={middle.y():.4f} +lon_0={middle.x():.4f} +datum=WGS84 +units=m +no_defs"
        )
        return wide
    zone = min(max(int((middle.x() + 180) // 6) + 1, 1), 60)
    return QgsCoordinateReferenceSystem(f"EPSG:{32600 + zone if middle.y() >= 0 else 32700 + zone}")


def read_polygons(
    source: QgsProcessingFeatureSource,
    transform_context: QgsCoordinateTransformContext,
    progress: Progress = no_progress,
) -> tuple[Polygons, list[int]]:
    """Return the polygons of a source in metres and the feature ids in the same order.

    Validity is not checked: vertices are used as they are. A feature without geometry has no rings.
    """
    ids, rings, owners, holes = [], [], [], []
    for position, (unit, geometry) in enumerate(_metric_geometries(source, transform_context, progress)):
        ids.append(unit)
        for ring, hole in _rings_of(geometry):
            rings.append(ring)
            owners.append(position)
            holes.append(hole)
    sizes = [len(ring) for ring in rings]
    coords = np.concatenate(rings) if rings else np.empty((0, 2))
    polygons = Polygons(
        coords,
        np.r_[0, np.cumsum(sizes, dtype=np.int64)],
        np.array(owners, int),
        len(ids),
        np.array(holes, bool),
    )
    return polygons, ids


def read_points(
    source: QgsProcessingFeatureSource,
    transform_context: QgsCoordinateTransformContext,
    progress: Progress = no_progress,
) -> tuple[np.ndarray, list[int]]:
    """Return the centroid of each feature in metres, shape (n, 2), and the feature ids in the same order.

    It is NaN without geometry. `Polygons.centroids` gives those of polygons faster.
    """
    ids, places = [], []
    for unit, geometry in _metric_geometries(source, transform_context, progress):
        ids.append(unit)
        centre = QgsGeometry() if geometry.isNull() else geometry.centroid()
        places.append((np.nan, np.nan) if centre.isNull() or centre.isEmpty() else tuple(centre.asPoint()))
    return np.array(places, dtype=float).reshape(-1, 2), ids


def in_crs_of(
    source: QgsProcessingFeatureSource, points: np.ndarray, transform_context: QgsCoordinateTransformContext
) -> np.ndarray:
    """Return metric points (n, 2) as `read_points` gives them in the coordinate system of the source."""
    metric = metric_crs(source.sourceCrs(), source.sourceExtent())
    if metric == source.sourceCrs():
        return points
    back = QgsCoordinateTransform(metric, source.sourceCrs(), transform_context)
    places = [tuple(back.transform(x, y)) if np.isfinite(x) else (np.nan, np.nan) for x, y in points.tolist()]
    return np.array(places, dtype=float).reshape(-1, 2)


def is_polygons(source: QgsProcessingFeatureSource) -> bool:
    """Say whether a source holds polygons."""
    return QgsWkbTypes.geometryType(source.wkbType()) == QgsWkbTypes.GeometryType.PolygonGeometry


def _metric_geometries(
    source: QgsProcessingFeatureSource, transform_context: QgsCoordinateTransformContext, progress: Progress
) -> Iterator[tuple[int, QgsGeometry]]:
    """Yield feature id and geometry in metres; validity is not checked."""
    target = metric_crs(source.sourceCrs(), source.sourceExtent())
    request = QgsFeatureRequest().setNoAttributes()
    if target != source.sourceCrs():
        request.setDestinationCrs(target, transform_context)
    total = max(source.featureCount(), 1)
    flag = QgsProcessingFeatureSource.Flag.FlagSkipGeometryValidityChecks
    for position, feature in enumerate(source.getFeatures(request, flag)):
        yield feature.id(), feature.geometry()
        if position % CHUNK == 0:
            progress(min(position / total, 1.0))


def _rings_of(geometry: QgsGeometry) -> list[tuple[np.ndarray, bool]]:
    """Return the rings of a geometry, (vertices, 2) each, with whether they are holes."""
    if geometry.isNull() or geometry.isEmpty():
        return []
    wkb = geometry.asWkb().data()
    if len(wkb) > _PLAIN.size:
        *head, size = _PLAIN.unpack_from(wkb)
        if head == [1, _MULTIPOLYGON, 1, 1, _POLYGON, 1]:
            return [(np.frombuffer(wkb, "<f8", 2 * size, _PLAIN.size).reshape(size, 2), False)]
    if geometry.constGet().hasCurvedSegments():
        wkb = QgsGeometry(geometry.constGet().segmentize()).asWkb().data()
    return _parse(wkb, 0)[0]


def _parse(wkb: bytes, offset: int) -> tuple[list[tuple[np.ndarray, bool]], int]:
    """Read the rings of a WKB polygon or multipolygon at `offset`; return them and where it ends."""
    order = "<" if wkb[offset] == 1 else ">"
    code, count = struct.unpack_from(f"{order}II", wkb, offset + 1)
    offset += 9
    kind, dimensions = (code & 0xFF) if code >= 0x80000000 else code % 1000, _dimensions(code)
    rings = []
    if kind == _MULTIPOLYGON:
        for _ in range(count):
            part, offset = _parse(wkb, offset)
            rings += part
    elif kind == _POLYGON:
        for index in range(count):
            (size,) = struct.unpack_from(f"{order}I", wkb, offset)
            values = np.frombuffer(wkb, f"{order}f8", size * dimensions, offset + 4)
            rings.append((values.reshape(size, dimensions)[:, :2].astype(float), index > 0))
            offset += 4 + 8 * size * dimensions
    return rings, offset


def _dimensions(code: int) -> int:
    if code >= 0x80000000:  # the older way to say Z
        return 3
    return 2 + (code // 1000 in (1, 2)) + 2 * (code // 1000 == 3)
