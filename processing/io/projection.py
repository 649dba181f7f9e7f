"""Many points in another coordinate system at once."""

from __future__ import annotations

import struct

import numpy as np
from qgis.core import QgsCoordinateTransform, QgsCsException, QgsGeometry

from ...analysis.core.messages import InputError, mark

#: How the WKB of a line begins: byte order, type, number of vertices.
_LINE = struct.Struct("<BII")
_LINESTRING = 2
#: From so many points on a polynomial is tried.
MANY = 20_000
#: Its degree in each coordinate, and how far it may be off, as a share of the extent: 0.04 mm in 400 km.
DEGREE, EXACT = 6, 1e-10
#: Points in a block; more multiplications at once OpenBLAS would share out over threads.
BLOCK = 250_000 // (2 * (DEGREE + 1) ** 2)


def moved(transform: QgsCoordinateTransform, points: np.ndarray) -> np.ndarray:
    """Return points (n, 2) in another coordinate system.

    Over a province a projection is as smooth as a polynomial, which takes a tenth of PROJ's time: through
    the Chebyshev points of the extent, and held against PROJ on a finer grid. Where they differ by more
    than `EXACT`, as over a whole country or with a datum grid, PROJ moves every point.

    Raises
    ------
    InputError
        Coordinates that the projection does not know.
    """
    if len(points) >= MANY:
        out = _by_polynomial(transform, points)
        if out is not None:
            return out
    try:
        return _by_proj(transform, points)
    except QgsCsException as error:
        raise unmeasured() from error


def unmeasured() -> InputError:
    """Return the error for coordinates that a projection does not know."""
    return InputError(
        mark(
            "Some coordinates cannot be measured in metres. Check that the layer has the right coordinate "
            "system and that no geometry lies outside of the earth."
        )
    )


def _by_proj(transform: QgsCoordinateTransform, points: np.ndarray) -> np.ndarray:
    """Move all points in one call, which is much faster than one by one."""
    line = QgsGeometry()
    line.fromWkb(_LINE.pack(1, _LINESTRING, len(points)) + points.astype("<f8").tobytes())
    line.transform(transform)
    return np.frombuffer(line.asWkb().data(), "<f8", offset=_LINE.size).reshape(-1, 2)


def _by_polynomial(transform: QgsCoordinateTransform, points: np.ndarray) -> np.ndarray | None:
    """Move the points by a polynomial of both coordinates; None where none agrees with PROJ."""
    x, y = np.ascontiguousarray(points.T)
    low, high = np.array([[x.min(), y.min()], [x.max(), y.max()]])
    middle, half = (low + high) / 2, np.maximum((high - low) / 2, np.finfo(float).tiny)
    order = np.arange(DEGREE + 1)
    nodes = np.cos((order + 0.5) * np.pi / len(order))
    finer = np.linspace(-1, 1, 2 * len(order) + 1)
    try:
        known, expected = (
            _by_proj(transform, middle + half * _grid(side)).reshape(len(side), len(side), 2) for side in (nodes, finer)
        )
    except QgsCsException:
        return None
    inverse = np.linalg.inv(nodes[:, None] ** order)
    factors = np.einsum("ai,ijk,bj->abk", inverse, known, inverse).reshape(len(order), -1)
    found = _evaluated(factors, *_grid(finer).T)
    off = np.abs(found - expected.reshape(-1, 2)).max()
    if not off <= EXACT * np.ptp(expected, axis=(0, 1)).max():
        return None
    out = np.empty(points.shape)
    for start in range(0, len(points), BLOCK):
        rows = slice(start, start + BLOCK)
        across, up = ((side[rows] - at) / size for side, at, size in zip((x, y), middle, half))
        out[rows] = _evaluated(factors, across, up)
    return out


def _grid(side: np.ndarray) -> np.ndarray:
    """Return the points of a square grid, the first coordinate changing slowest, (m², 2)."""
    return np.stack(np.meshgrid(side, side, indexing="ij"), axis=-1).reshape(-1, 2)


def _evaluated(factors: np.ndarray, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Return Σ factors[a, b] · x^a · y^b for both new coordinates, (m, 2); x and y from −1 to 1."""
    powers = np.ones((DEGREE + 1, len(x)))
    for degree in range(DEGREE):
        np.multiply(powers[degree], x, out=powers[degree + 1])
    inner = (factors.T @ powers).reshape(DEGREE + 1, 2, -1)
    out = inner[DEGREE]
    for part in inner[:DEGREE][::-1]:
        out *= y
        out += part
    return out.T
