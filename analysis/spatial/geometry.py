"""Polygons as arrays: rings of all units in one table of vertices."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import Future
from dataclasses import dataclass, replace
from functools import cached_property
from typing import ClassVar

import numpy as np

from ..core.arrays import Bools, Floats, Ints, group_sums
from ..core.lazy import pd
from ..core.messages import InputError, mark
from ..core.threads import started

#: Metres; what lies farther is on no map, and its squares would be endless.
FARTHEST = 1e12
_NO_NUMBERS = mark("Some coordinates are not numbers, in the polygons of {units}; repair their geometry.")
_OFF_THE_MAP = mark(
    "Some coordinates lie beyond any map, in {units}; check the coordinate system and repair their geometry."
)


@dataclass(frozen=True, eq=False)
class Polygons:
    """The rings of `n` units, outer and inner, of all their parts, one after the other.

    Parameters
    ----------
    coords : (V, 2) float array of metric coordinates (the caller projects).
    ring_offsets : (R + 1,) int array; ring r is `coords[ring_offsets[r]:ring_offsets[r + 1]]`.
        A ring may repeat its first vertex at its end or not.
    ring_unit : (R,) int array, the position of the unit that a ring belongs to.
    n : number of units; a unit without a ring has an empty geometry.
    ring_hole : (R,) bool array, True for inner rings; by default there are none.

    Raises
    ------
    InputError
        Where a coordinate is not a number, or lies beyond any map.
    """

    coords: Floats
    ring_offsets: Ints
    ring_unit: Ints
    n: int
    ring_hole: Bools | None = None
    #: Of polygons that were moved: their vertices as they were before.
    _moved_vertices: ClassVar[Future[tuple[Ints, Bools]] | None] = None

    def __post_init__(self) -> None:
        coords = np.ascontiguousarray(self.coords, dtype=float).reshape(-1, 2)
        object.__setattr__(self, "coords", coords)
        object.__setattr__(self, "ring_offsets", np.asarray(self.ring_offsets, dtype=np.int64))
        object.__setattr__(self, "ring_unit", np.asarray(self.ring_unit, dtype=np.int64))
        hole = np.zeros(len(self.ring_unit), bool) if self.ring_hole is None else self.ring_hole
        object.__setattr__(self, "ring_hole", np.asarray(hole, dtype=bool))
        if not len(coords) or (coords.min() >= -FARTHEST and coords.max() <= FARTHEST):
            return
        finite = np.isfinite(coords)
        right, sentence = (np.abs(coords) <= FARTHEST, _OFF_THE_MAP) if finite.all() else (finite, _NO_NUMBERS)
        raise InputError(sentence, units=np.unique(self.vertex_unit[~right.all(axis=1)]).tolist())

    @classmethod
    def from_rings(cls, units: Iterable[Iterable[Floats]]) -> Polygons:
        """Build from a list of rings, vertices (m, 2), for each unit; no ring is a hole."""
        rings, owner, n = [], [], 0
        for unit in units:
            for ring in unit:
                rings.append(np.asarray(ring, dtype=float).reshape(-1, 2))
                owner.append(n)
            n += 1
        coords = np.concatenate(rings) if rings else np.empty((0, 2))
        return cls(coords, np.r_[0, np.cumsum([len(ring) for ring in rings])], np.array(owner, int), n)

    @cached_property
    def vertices(self) -> tuple[Ints, Bools]:
        """Rows of `coords` with equal vertices together, and which of them begin a new vertex, (V,) each."""
        return distinct_vertices(self.coords) if self._moved_vertices is None else self._moved_vertices.result()

    def moved(self, function: Callable[[Floats], Floats]) -> Polygons:
        """Return the polygons with their vertices moved by a function of points, (m, 2) to (m, 2).

        Vertices that were equal before count as equal afterwards.
        """
        if not len(self.coords):
            return self
        vertices = started(distinct_vertices, self.coords)
        out = replace(self, coords=function(self.coords))
        object.__setattr__(out, "_moved_vertices", vertices)
        return out

    @property
    def vertex_unit(self) -> Ints:
        """The unit of each vertex, shape (V,)."""
        return np.repeat(self.ring_unit, np.diff(self.ring_offsets))

    @property
    def empty(self) -> Bools:
        """True for units without a vertex, shape (n,)."""
        result: Bools = np.bincount(self.ring_unit[np.diff(self.ring_offsets) > 0], minlength=self.n) == 0
        return result

    def segments(self) -> tuple[Ints, Ints]:
        """Return start and end vertex (positions in `coords`) of every side, (V,) each; rings are closed."""
        start = np.arange(len(self.coords))
        return start, self._next(start)

    def _moments(self) -> tuple[Floats, Floats]:
        """Return area (n,) and area-weighted sums of coordinates (n, 2), about the layer's middle."""
        a = [side - middle for side, middle in zip(self.coords.T, self._origin())]
        b = [self._next(side) for side in a]
        cross = a[0] * b[1] - b[0] * a[1]
        signed = self._by_ring(cross) / 2
        sums = [self._by_ring(cross * (a[axis] + b[axis])) / 6 for axis in (0, 1)]
        hole = np.asarray(self.ring_hole, dtype=bool)
        sign = np.sign(signed) * np.where(hole, -1.0, 1.0)
        area = group_sums(self.ring_unit, signed * sign, self.n)
        first = np.column_stack([group_sums(self.ring_unit, part * sign, self.n) for part in sums])
        return area, first

    def _next(self, values: Ints) -> Ints:
        """Return for each vertex the value of the next one of its ring, (V,)."""
        out = np.empty_like(values)
        out[:-1] = values[1:]
        filled = np.diff(self.ring_offsets) > 0
        out[self.ring_offsets[1:][filled] - 1] = values[self.ring_offsets[:-1][filled]]
        return out

    def _by_ring(self, values: Floats) -> Floats:
        """Add up the values of the vertices of each ring, (R,)."""
        out = np.zeros(len(self.ring_unit))
        filled = np.diff(self.ring_offsets) > 0
        if filled.any():
            out[filled] = np.add.reduceat(values, self.ring_offsets[:-1][filled])
        return out

    def _origin(self) -> Floats:
        """Return a point in the middle: cross products of large coordinates would lose digits."""
        if not len(self.coords):
            return np.zeros(2)
        return np.array([(side.min() + side.max()) / 2 for side in self.coords.T])

    @property
    def areas(self) -> Floats:
        """Area of each unit in square metres, holes taken out, shape (n,)."""
        return self._moments()[0]

    @cached_property
    def centroids(self) -> Floats:
        """Centre of gravity of each unit, shape (n, 2).

        A unit without area has the mean of its vertices, an empty one NaN.
        """
        area, first = self._moments()
        with np.errstate(divide="ignore", invalid="ignore"):
            centre = first / area[:, None] + self._origin()
        flat = np.flatnonzero(~(area > 0))
        if len(flat):
            unit = self.vertex_unit
            vertices = np.flatnonzero(np.isin(unit, flat))
            unit, coords = unit[vertices], self.coords[vertices]
            count = np.bincount(unit, minlength=self.n)[flat]
            with np.errstate(invalid="ignore"):
                means = [np.bincount(unit, side, self.n)[flat] / count for side in coords.T]
            centre[flat] = np.column_stack(means)
        return centre


def distinct_vertices(coords: Floats) -> tuple[Ints, Bools]:
    """Return the order of rows that puts equal vertices together, and whether each begins a new vertex.

    A vertex's key is 64 bits: its cell in a grid of 2^31 columns and rows over the layer, fractions of a
    millimetre for a province, so that noise of a projection does not part equal vertices. Equal ones keep
    their order. `coords`: (V, 2) in any unit; returns (V,) each.
    """
    if not len(coords):
        return equal_together(np.zeros(0, dtype=np.int64))
    sides = np.asarray(coords, dtype=float).T
    least = [side.min() for side in sides]
    extent = max(float(side.max() - low) for side, low in zip(sides, least))
    keys = np.zeros(len(coords), dtype=np.int64)
    for side, low in zip(sides, least):
        cell = side - low
        cell *= (2**31 - 1) / max(extent, 1e-300)
        keys <<= 32
        keys |= np.rint(cell, out=cell).astype(np.int64)
    return equal_together(keys)


def equal_together(keys: Ints) -> tuple[Ints, Bools]:
    """Return an order that puts equal keys (whole numbers) together, and whether each begins another, (m,) each.

    Keys come in the order in which they appear first, equal ones in theirs: counting them is faster than
    sorting.
    """
    from scipy.sparse import csr_matrix

    code, distinct = pd.factorize(keys)
    place = np.arange(len(keys), dtype=np.int32)
    grouped = csr_matrix((np.ones(len(keys), bool), (code, place)), shape=(len(distinct), len(keys)))
    new = np.zeros(len(keys), dtype=bool)
    new[grouped.indptr[:-1]] = True
    return grouped.indices, new
