"""Whether coordinates can be those of a map in their coordinate system."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.core import QgsCoordinateReferenceSystem, QgsRectangle

from ...analysis.core.messages import InputError, mark

if TYPE_CHECKING:
    import numpy as np

#: The ends of the earth in degrees, with room for rounding.
EAST, NORTH = 180.0 + 1e-6, 90.0 + 1e-6


def check_crs(crs: QgsCoordinateReferenceSystem) -> None:
    """Refuse a coordinate system in which nothing lies on a plane: one that counts from the earth's centre."""
    if crs.projectionAcronym() == "geocent":
        raise InputError(
            mark(
                "The coordinate system {crs} counts from the centre of the earth and has no map; reproject the "
                "layer, for example to EPSG:4326, or set the system that its coordinates are of."
            ),
            crs=crs.authid() or crs.description(),
        )


def check_degrees(crs: QgsCoordinateReferenceSystem, x: float, y: float) -> None:
    """Refuse coordinates that are no degrees where their system counts in them.

    x, y: the largest there are, without sign; NaN where there are none.
    """
    if crs.isGeographic() and (x > EAST or y > NORTH):
        raise InputError(
            mark(
                "The coordinate system {crs} counts in degrees, but coordinates of the layer reach {value}; set "
                "the right coordinate system in the layer's properties."
            ),
            crs=crs.authid() or crs.description(),
            value=round(max(x, y)),
        )


def largest(extent: QgsRectangle) -> tuple[float, float]:
    """Return the largest coordinates of an extent, without sign."""
    return (max(abs(extent.xMinimum()), abs(extent.xMaximum())), max(abs(extent.yMinimum()), abs(extent.yMaximum())))


def largest_of(points: np.ndarray) -> tuple[float, float]:
    """Return the largest coordinates of points (n, 2), without sign; (0, 0) where none is finite.

    The vertices of a nation are looked through without a copy, unless some are not finite.
    """
    import numpy as np

    ends = _ends(points)
    if not np.isfinite(ends).all():
        ends = _ends(points[np.isfinite(points).all(axis=1)])
    x, y = (float(max(-low, high)) for low, high in ends)
    return x, y


def _ends(points: np.ndarray) -> list[tuple[float, float]]:
    return [(axis.min(initial=0.0), axis.max(initial=0.0)) for axis in points.T]
