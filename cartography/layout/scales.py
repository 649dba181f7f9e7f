"""Scale, projection and grid intervals of a sheet."""

from __future__ import annotations

import math

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsProject,
    QgsRectangle,
    QgsUnitTypes,
    QgsVectorLayer,
)

from ...analysis.core.messages import InputError, mark
from ..base.coordinates import check_crs, check_degrees, largest

_ROUND = (1.0, 1.25, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 7.5, 10.0)
_ROUND_STEPS = (1.0, 2.0, 5.0, 10.0)
_MINUTES = (0.25, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1200)

#: A single point has no extent; nothing is printed at a larger scale than this.
_LARGEST = 500.0
#: Clear space around the units, as a share of their extent.
MARGIN = 0.008
#: SRGI2013, Indonesia's datum: zones 46 to 52 north of the equator, 47 to 54 south of it.
_SRGI = {"N": (9476, 46, 52), "S": (9487, 47, 54)}
#: Mercator's projections, that of web maps above all, whose metres grow with the latitude.
_STRETCHED = ("merc", "webmerc")
_INDONESIA = QgsRectangle(94.0, -12.0, 142.0, 7.0)


def round_scale(width: float, height: float, extent: QgsRectangle) -> float:
    """Return the largest round scale at which an extent in metres fits into width × height mm."""
    needed = 1000 * (1 + 2 * MARGIN) * max(extent.width() / width, extent.height() / height)
    return _round_up(max(needed, _LARGEST), _ROUND)


def metric_interval(scale: float, shortest: float) -> float:
    """Return the smallest 1-2-5 interval in metres that is at least `shortest` mm on paper."""
    return _round_up(shortest * scale / 1000, _ROUND_STEPS)


def graticule_interval(scale: float, shortest: float) -> float:
    """Return the smallest interval in degrees that is at least `shortest` mm on paper."""
    needed = shortest * scale / 1000 / 1852.0
    return next((minutes for minutes in _MINUTES if minutes >= needed), _MINUTES[-1]) / 60


def bar_segments(scale: float, longest: float) -> tuple[float, int]:
    """Return the length in km and the number of a scale bar's segments, together at most `longest` mm.

    Segments are of the largest 1-2-5 length of which at least two have room, up to five of them.
    """
    available = longest * scale / 1e6
    magnitude = 10.0 ** math.floor(math.log10(available / 2))
    segment = max(step * magnitude for step in _ROUND_STEPS[:3] if step * magnitude <= available / 2)
    return segment, min(int(available / segment + 1e-9), 5)


def map_crs(layer: QgsVectorLayer) -> QgsCoordinateReferenceSystem:
    """Return the projection to print in: the layer's own in true metres, else UTM of its middle.

    In Indonesia the datum is SRGI2013, elsewhere WGS 84. A layer without features or without a
    reference system is an `InputError`, and so is one whose coordinates cannot be of its system.
    """
    crs, extent = layer.crs(), layer.extent()
    if layer.featureCount() == 0 or extent.isNull() or not extent.isFinite():
        raise InputError(mark("The layer has no features with a geometry, so there is nothing to map."))
    if not crs.isValid():
        raise InputError(mark("The layer has no coordinate reference system. Set it in the layer's properties."))
    check_crs(crs)
    check_degrees(crs, *largest(extent))
    metric = crs.mapUnits() == QgsUnitTypes.DistanceUnit.DistanceMeters
    if not crs.isGeographic() and metric and crs.projectionAcronym() not in _STRETCHED:
        return crs
    to_degrees = QgsCoordinateTransform(
        crs, QgsCoordinateReferenceSystem("EPSG:4326"), QgsProject.instance().transformContext()
    )
    middle = to_degrees.transformBoundingBox(extent).center()
    zone = min(max(int((middle.x() + 180) // 6) + 1, 1), 60)
    hemisphere = "N" if middle.y() >= 0 else "S"
    first, lowest, highest = _SRGI[hemisphere]
    if _INDONESIA.contains(middle) and lowest <= zone <= highest:
        return QgsCoordinateReferenceSystem(f"EPSG:{first + zone - lowest}")
    return QgsCoordinateReferenceSystem(f"EPSG:{(32600 if hemisphere == 'N' else 32700) + zone}")


def map_extent(layer: QgsVectorLayer, crs: QgsCoordinateReferenceSystem, project: QgsProject) -> QgsRectangle:
    """Return the extent of a layer in the projection of the map."""
    transform = QgsCoordinateTransform(layer.crs(), crs, project.transformContext())
    return transform.transformBoundingBox(layer.extent())


def _round_up(value: float, steps: tuple[float, ...]) -> float:
    magnitude = 10.0 ** math.floor(math.log10(value))
    return next(step * magnitude for step in steps if step * magnitude >= value * (1 - 1e-9))
