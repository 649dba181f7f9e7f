"""Geometries as arrays: polygons and metric coordinates for the spatial part of the analysis."""

from __future__ import annotations

import math
import struct
from collections.abc import Iterator
from functools import partial

import numpy as np
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsCsException,
    QgsFeature,
    QgsFeatureRequest,
    QgsGeometry,
    QgsProcessingFeatureSource,
    QgsRectangle,
    QgsUnitTypes,
    QgsWkbTypes,
)

from ...analysis.core.messages import InputError, Progress, no_progress
from ...analysis.spatial.geometry import Polygons
from ...cartography.base.coordinates import check_crs, check_degrees, largest, largest_of
from .frames import CHUNK, chunks_of, collection_paused
from .projection import moved, unmeasured

#: A layer wider than this (degrees) fits no UTM zone; it is measured in an equal-area projection.
_WIDEST_IN_UTM = 9.0
_POLYGON, _MULTIPOLYGON = 3, 6
#: How the WKB of a multipolygon of one part without holes begins; most areas are such. The number of
#: vertices and these follow.
_PLAIN = struct.pack("<BIIBII", 1, _MULTIPOLYGON, 1, 1, _POLYGON, 1)
_PLAIN_SIZE = len(_PLAIN) + 4
_METRES = QgsUnitTypes.DistanceUnit.DistanceMeters


def metric_crs(crs: QgsCoordinateReferenceSystem, extent: QgsRectangle) -> QgsCoordinateReferenceSystem:
    """Return a projected CRS in metres for a layer: its own, the UTM zone of its middle, or equal-area.

    Raises `InputError` for a CRS without a map.
    """
    check_crs(crs)
    if crs.isValid() and not crs.isGeographic() and crs.mapUnits() == _METRES:
        return crs
    if not crs.isValid():
        return crs  # plane coordinates without a CRS are taken as they are
    wgs84 = QgsCoordinateReferenceSystem("EPSG:4326")
    to_wgs84 = QgsCoordinateTransform(crs, wgs84, QgsCoordinateTransformContext())
    try:
        degrees = to_wgs84.transformBoundingBox(extent)
    except QgsCsException as error:
        raise unmeasured() from error
    middle = degrees.center()
    if not (math.isfinite(middle.x()) and math.isfinite(middle.y())):
        return crs  # its coordinates are no numbers, which is told of the areas themselves
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

    Raises `InputError` for coordinates that cannot be of their coordinate system, and as `Polygons`.
    """
    ids, rings, owners, holes = [], [], [], []
    with collection_paused():
        for chunk in chunks_of(_features(source, progress)):
            binaries = [feature.geometry().asWkb().data() for feature in chunk]
            for position, wkb in enumerate(binaries, len(ids)):
                if wkb.startswith(_PLAIN):
                    rings.append(memoryview(wkb)[_PLAIN_SIZE:])
                    owners.append(position)
                    holes.append(False)
                    continue
                for ring, hole in _rings_of(chunk[position - len(ids)].geometry(), wkb):
                    rings.append(ring)
                    owners.append(position)
                    holes.append(hole)
            ids += [feature.id() for feature in chunk]
    sizes = [len(ring) // 16 for ring in rings]
    coords = np.frombuffer(b"".join(rings), "<f8").reshape(-1, 2)
    check_degrees(source.sourceCrs(), *largest_of(coords))
    rings.clear()  # a layer's vertices may fill the memory as often as they are held
    transform = _to_metres(source, transform_context)
    try:
        polygons = Polygons(
            coords, np.r_[0, np.cumsum(sizes, dtype=np.int64)], np.array(owners, int), len(ids), np.array(holes, bool)
        )
        return (polygons if transform is None else polygons.moved(partial(moved, transform))), ids
    except InputError as error:
        facts = dict(error.message.facts)
        if "units" in facts:  # positions, which messages would take for feature ids
            facts["units"] = [ids[place] for place in facts["units"]]
        raise InputError(error.message.template, **facts) from None


def read_points(
    source: QgsProcessingFeatureSource,
    transform_context: QgsCoordinateTransformContext,
    progress: Progress = no_progress,
) -> tuple[np.ndarray, list[int]]:
    """Return the centroid of each feature in metres, shape (n, 2), and the feature ids in the same order.

    It is NaN without geometry. `Polygons.centroids` gives those of polygons faster. Raises `InputError` for
    coordinates that cannot be of their coordinate system.
    """
    ids, places = [], []
    crs = source.sourceCrs()
    transform = _to_metres(source, transform_context)
    for feature in _features(source, progress):
        ids.append(feature.id())
        centre = QgsGeometry(feature.geometry())
        if not centre.isNull():
            check_degrees(crs, *largest(centre.boundingBox()))
        if transform is not None:
            centre.transform(transform)
        centre = QgsGeometry() if centre.isNull() else centre.centroid()
        places.append((np.nan, np.nan) if centre.isNull() or centre.isEmpty() else tuple(centre.asPoint()))
    return np.array(places, dtype=float).reshape(-1, 2), ids


def in_crs_of(
    source: QgsProcessingFeatureSource, points: np.ndarray, transform_context: QgsCoordinateTransformContext
) -> np.ndarray:
    """Return metric points (n, 2) as `read_points` gives them in the coordinate system of the source."""
    metric = metric_crs(source.sourceCrs(), source.sourceExtent())
    there = np.isfinite(points).all(axis=1)
    if metric == source.sourceCrs() or not there.any():
        return points
    out = np.full(points.shape, np.nan)
    out[there] = moved(QgsCoordinateTransform(metric, source.sourceCrs(), transform_context), points[there])
    return out


def is_polygons(source: QgsProcessingFeatureSource) -> bool:
    """Say whether a source holds polygons."""
    return QgsWkbTypes.geometryType(source.wkbType()) == QgsWkbTypes.GeometryType.PolygonGeometry


def _features(source: QgsProcessingFeatureSource, progress: Progress) -> Iterator[QgsFeature]:
    """Yield the features; their attributes are not needed and validity is not checked."""
    total = max(source.featureCount(), 1)
    flag = QgsProcessingFeatureSource.Flag.FlagSkipGeometryValidityChecks
    for position, feature in enumerate(source.getFeatures(QgsFeatureRequest().setNoAttributes(), flag)):
        yield feature
        if position % CHUNK == 0:
            progress(min(position / total, 1.0))


def _to_metres(
    source: QgsProcessingFeatureSource, transform_context: QgsCoordinateTransformContext
) -> QgsCoordinateTransform | None:
    """Return the transformation to the metric CRS; None where the source has it already."""
    metric = metric_crs(source.sourceCrs(), source.sourceExtent())
    if metric == source.sourceCrs():
        return None
    return QgsCoordinateTransform(source.sourceCrs(), metric, transform_context)


def _rings_of(geometry: QgsGeometry, wkb: bytes) -> list[tuple[bytes, bool]]:
    """Return the rings of a geometry and its WKB, as bytes of x and y, with whether they are holes."""
    if geometry.isNull() or geometry.isEmpty():
        return []
    if geometry.constGet().hasCurvedSegments():
        wkb = QgsGeometry(geometry.constGet().segmentize()).asWkb().data()
    return [(np.ascontiguousarray(ring, "<f8").tobytes(), hole) for ring, hole in _parse(wkb, 0)[0]]


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
