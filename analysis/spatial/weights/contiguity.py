"""Queen and rook neighbours of polygons, also where neighbours do not share their vertices.

Exact keys find the borders that are shared vertex by vertex. Real layers are often simplified polygon
by polygon, so that the same border has other vertices on its other side; libpysal's and spdep's exact
contiguity then loses neighbours without a warning. A tolerance finds them: queen neighbours are units
whose borders come as near as the tolerance; rook neighbours also run along each other for a minimum
length. A corner that meets the middle of a side (a T-junction) is contact.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ...messages import InputError, Message, Progress, mark, no_progress
from ..geometry import Polygons
from .cells import SideIndex
from .nearness import crossing_sides, near_vertices, shared_lengths
from .weights import Weights, from_pairs

#: Two borders that only touch at a corner run side by side for some tolerances' length.
CORNER = 5.0


class Network:
    """The distinct vertices and sides of a layer and the units that use them."""

    def __init__(self, polygons: Polygons) -> None:
        from scipy.sparse import csr_matrix

        vertex, first = _vertex_ids(polygons.coords)
        self.points = polygons.coords[first]
        self.n = polygons.n
        unit = polygons.vertex_unit
        self.uses_vertex = csr_matrix(
            (np.ones(len(vertex)), (vertex, unit)), shape=(len(first), polygons.n), dtype=float
        )
        start, end = polygons.segments()
        a, b = vertex[start], vertex[end]
        real = a != b
        low, high = np.minimum(a, b)[real], np.maximum(a, b)[real]
        keys, side = np.unique(low * np.int64(len(first)) + high, return_inverse=True)
        self.sides = np.column_stack([keys // max(len(first), 1), keys % max(len(first), 1)])
        uses = csr_matrix((np.ones(len(side)), (side, unit[real])), shape=(len(keys), polygons.n))
        uses.data[:] = 1.0
        self.uses_side = uses
        ends = self.points[self.sides]
        self.lengths = np.hypot(*(ends[:, 1] - ends[:, 0]).T)

    def exact(self) -> tuple[Any, Any]:
        """Return sparse (n, n) upper triangles: common vertices, and length of common sides."""
        from scipy.sparse import diags, triu

        common = self.uses_vertex.T @ self.uses_vertex
        length = self.uses_side.T @ (diags(self.lengths) @ self.uses_side)
        return triu(common, 1).tocsr(), triu(length, 1).tocsr()

    def pairs_of(self, left: Any, right: Any) -> np.ndarray:
        """Return the keys of pairs of units that use items `left[i]` and `right[i]` (sparse rows)."""
        return _stored(left.T @ right)


def queen(polygons: Polygons, tolerance: float = 2.0, progress: Progress = no_progress) -> Weights:
    """Return neighbours that touch, were it in one point.

    Parameters
    ----------
    polygons : `Polygons` in metres.
    tolerance : borders at most so far apart (metres) touch. 0 counts shared vertices only, as libpysal's
        `Queen` and spdep's `poly2nb` do.
    progress : called with the fraction done.

    Returns
    -------
    Weights
        Binary; `facts` holds the tolerance and `tolerance_pairs`, the pairs that only it found, (m, 2).

    Raises
    ------
    InputError
        Fewer than three units, all geometries empty, negative tolerance.

    Notes
    -----
    A polygon wholly inside another without touching its border (an overlap) is not its neighbour.
    """
    network = _network(polygons, tolerance)
    common, _ = network.exact()
    exact = _stored(common)
    progress(0.4)
    found = _close(SideIndex(network, tolerance), exact) if tolerance > 0 else exact
    progress(1.0)
    return _weights("queen", network.n, exact, np.union1d(exact, found), {"tolerance": tolerance})


def rook(
    polygons: Polygons,
    tolerance: float = 2.0,
    minimum_length: float | None = None,
    progress: Progress = no_progress,
) -> Weights:
    """Return neighbours that share a stretch of border.

    Parameters
    ----------
    polygons : `Polygons` in metres.
    tolerance : as for `queen`; 0 counts shared sides only, as libpysal's `Rook` does.
    minimum_length : borders that do not share sides have to run within the tolerance of each other for
        more than this (metres); by default five times the tolerance, since two corners that touch
        already run side by side for some tolerances.
    progress : called with the fraction done.

    Returns
    -------
    Weights
        Binary; `facts` as for `queen`, and `minimum_length`.

    Raises
    ------
    InputError
        As `queen`.
    """
    network = _network(polygons, tolerance)
    common, length = network.exact()
    exact = _stored(length)
    progress(0.4)
    minimum = CORNER * tolerance if minimum_length is None else minimum_length
    found = exact
    if tolerance > 0:
        index = SideIndex(network, tolerance)
        touch = _stored(common)
        touching = np.union1d(_close(index, touch), touch)
        asked = np.setdiff1d(touching, exact)
        lengths = shared_lengths(index, np.column_stack([asked // network.n, asked % network.n]))
        found = asked[lengths > minimum]
    progress(1.0)
    facts = {"tolerance": tolerance, "minimum_length": minimum}
    return _weights("rook", network.n, exact, np.union1d(exact, found), facts)


def _close(index: SideIndex, known: np.ndarray) -> np.ndarray:
    """Return keys of pairs of units whose borders come as near as the tolerance, or cross.

    Pairs whose keys are `known` need not be among them.
    """
    network = index.network
    busy = index.with_strangers(known)
    vertex, side = near_vertices(index, busy)
    near = network.pairs_of(network.uses_vertex[vertex], network.uses_side[side])
    first, second = crossing_sides(index, busy)
    cross = network.pairs_of(network.uses_side[first], network.uses_side[second])
    return np.union1d(near, cross)


def _network(polygons: Polygons, tolerance: float) -> Network:
    """Check the input and index the layer."""
    if polygons.n < 3:
        raise InputError(mark("Neighbours need at least three areas; there are {n}."), n=polygons.n)
    if not tolerance >= 0:
        raise InputError(
            mark("The tolerance is {tolerance}; it must be 0 or a positive distance."), tolerance=tolerance
        )
    if polygons.empty.all():
        raise InputError(mark("None of the areas has a geometry; neighbours cannot be found."))
    return Network(polygons)


def _vertex_ids(coords: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the number of each row's distinct vertex, and a first row of each number.

    A vertex's key is 64 bits: its cell in a grid of 2^31 columns and rows over the layer, fractions of a
    millimetre for a province, so that noise of the projection does not part equal vertices.
    """
    low = coords.min(axis=0)
    step = max(float((coords.max(axis=0) - low).max()), 1e-300) / (2**31 - 1)
    cell = np.rint((coords - low) / step).astype(np.int64)
    _, first, number = np.unique(cell[:, 0] << 32 | cell[:, 1], return_index=True, return_inverse=True)
    return number, first


def _stored(matrix: Any) -> np.ndarray:
    """Return the keys of the pairs of units that a sparse (n, n) matrix holds."""
    coo = matrix.tocoo()
    return _keys(coo.row, coo.col, coo.shape[0])


def _keys(first: np.ndarray, second: np.ndarray, n: int) -> np.ndarray:
    """Return one sorted, distinct number for each unordered pair of different units."""
    first, second = np.asarray(first, dtype=np.int64), np.asarray(second, dtype=np.int64)
    differ = first != second
    return np.unique(np.minimum(first, second)[differ] * n + np.maximum(first, second)[differ])


def _weights(kind: str, n: int, exact: np.ndarray, found: np.ndarray, facts: dict[str, Any]) -> Weights:
    """Make the weights and say what only the tolerance found."""
    only = np.setdiff1d(found, exact)
    facts = {**facts, "tolerance_pairs": np.column_stack([only // n, only % n])}
    warnings: list[Message] = []
    if not len(found):
        warnings.append(
            Message(
                mark("No two areas touch: all are islands. Use a larger tolerance or nearest neighbours.")
            )
        )
    pairs = np.column_stack([found // n, found % n])
    return from_pairs(pairs, n, kind=kind, facts=facts, warnings=tuple(warnings))
