"""What lies within a tolerance: vertices near sides, sides that cross, borders that run together.

A grid takes the place of a spatial index: sides are cut into pieces no longer than a cell, the pieces
are listed by the cells that their box touches, and two lists of cells are joined by sorting.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

#: Candidate pairs looked at in one go; bounds the memory.
BLOCK = 2_000_000


class SideIndex:
    """The sides of a layer listed by the cells of a grid that they come near to.

    Cells are as wide as a middling side, so that few sides share one.
    """

    def __init__(self, network: Any, tolerance: float) -> None:
        self.network, self.tolerance = network, tolerance
        points = network.points
        self.origin = points.min(axis=0) - tolerance
        extent = float((points.max(axis=0) - points.min(axis=0)).max()) + 2 * tolerance
        middling = float(np.median(network.lengths)) if len(network.lengths) else extent
        self.width = max(middling, 2 * tolerance, extent / 2**20)
        #: (cell, side) rows, sorted by cell
        self.cell, self.side = self._listed()

    def among(self, sides: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the (cell, side) rows of some sides; `sides`: bool, one for each side."""
        rows = sides[self.side]
        return self.cell[rows], self.side[rows]

    def cells_of(self, points: np.ndarray) -> np.ndarray:
        """Return the cell of each point."""
        return _cell(*np.floor((points - self.origin) / self.width).astype(np.int64).T)

    def _listed(self) -> tuple[np.ndarray, np.ndarray]:
        ends = self.network.points[self.network.sides]
        count = np.maximum(np.ceil(self.network.lengths / self.width), 1).astype(np.int64)
        owner = np.repeat(np.arange(len(count)), count)
        vector = (ends[:, 1] - ends[:, 0])[owner] / count[owner, None]
        a = ends[owner, 0] + vector * _positions(count)[:, None]
        b = a + vector
        low = np.floor((np.minimum(a, b) - self.tolerance - self.origin) / self.width).astype(np.int64)
        high = np.floor((np.maximum(a, b) + self.tolerance - self.origin) / self.width).astype(np.int64)
        wide, tall = (high - low + 1).T
        piece = np.repeat(np.arange(len(owner)), wide * tall)
        place = _positions(wide * tall)
        cell = _cell(low[piece, 0] + place // tall[piece], low[piece, 1] + place % tall[piece])
        order = np.argsort(cell, kind="stable")
        return cell[order], owner[piece[order]]


def near_vertices(index: SideIndex) -> tuple[np.ndarray, np.ndarray]:
    """Return (vertex, side) where a vertex is within the tolerance of a side that is not its own."""
    network = index.network
    found = []
    for vertex, row in _joined(index.cells_of(network.points), index.cell):
        candidate = index.side[row]
        other = (network.sides[candidate] != vertex[:, None]).all(axis=1)
        vertex, candidate = vertex[other], candidate[other]
        ends = network.points[network.sides[candidate]]
        near = _distance(network.points[vertex], ends[:, 0], ends[:, 1]) <= index.tolerance
        found.append(np.column_stack([vertex[near], candidate[near]]))
    return _distinct(found)


def crossing_sides(index: SideIndex) -> tuple[np.ndarray, np.ndarray]:
    """Return pairs of sides that cross; of two overlapping borders no vertex need be near the other.

    One of the two is used by one unit only: sides shared by two units do not cross in a layer.
    """
    network = index.network
    lone_cell, lone_side = index.among(np.diff(network.uses_side.indptr) == 1)
    found = []
    for left, row in _joined(lone_cell, index.cell):
        first, second = lone_side[left], index.side[row]
        apart = (network.sides[first][:, :, None] != network.sides[second][:, None, :]).all(axis=(1, 2))
        first, second = first[apart], second[apart]
        cross = _cross(network.points[network.sides[first]], network.points[network.sides[second]])
        found.append(np.column_stack([first[cross], second[cross]]))
    return _distinct(found)


def shared_lengths(index: SideIndex, pairs: np.ndarray) -> np.ndarray:
    """Return for each pair of units the length along which their borders are within the tolerance.

    Measured on both borders, the longer counts. `pairs`: (m, 2); returns (m,).
    """
    if not len(pairs):
        return np.zeros(0)
    network, n = index.network, index.network.n
    forth, back = pairs[:, 0] * n + pairs[:, 1], pairs[:, 1] * n + pairs[:, 0]
    asked = np.unique(np.r_[forth, back])
    involved = np.unique(pairs)
    uses = network.uses_side[:, involved].tocsr()
    users = _Rows(uses.indptr, involved[uses.indices])
    cell, side = index.among(np.diff(uses.indptr) > 0)
    parts = []
    for left, row in _joined(cell, cell):
        first, second = side[left], side[row]
        rows, one = users.expand(first)
        first, second = first[rows], second[rows]
        rows, two = users.expand(second)
        first, second, pair = first[rows], second[rows], one[rows] * n + two
        place = np.minimum(np.searchsorted(asked, pair), len(asked) - 1)
        wanted = asked[place] == pair
        first, second, pair = first[wanted], second[wanted], pair[wanted]
        ends = network.points[network.sides[first]], network.points[network.sides[second]]
        start, end = _stretch(*ends, index.tolerance)
        long = network.lengths[first]
        parts.append(np.array([pair, first, start * long, end * long])[:, end > start])
    key, along, lower, upper = np.concatenate(parts, axis=1)
    total = _union_lengths(key, along, lower, upper, asked)
    return np.maximum(total[np.searchsorted(asked, forth)], total[np.searchsorted(asked, back)])


class _Rows:
    """Lists of users of items, to be looked up for many items at once."""

    def __init__(self, starts: np.ndarray, user: np.ndarray) -> None:
        self.starts, self.user = starts, user

    def expand(self, items: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return (position in `items`, user) for all users of all items."""
        size = self.starts[items + 1] - self.starts[items]
        rows = np.repeat(np.arange(len(items)), size)
        return rows, self.user[np.repeat(self.starts[items], size) + _positions(size)]


def _union_lengths(
    key: np.ndarray, along: np.ndarray, lower: np.ndarray, upper: np.ndarray, asked: np.ndarray
) -> np.ndarray:
    """Add up for each asked key the length covered by intervals on its sides, overlaps once."""
    order = np.lexsort((lower, along, key))
    key, along, lower, upper = key[order], along[order], lower[order], upper[order]
    if not len(key):
        return np.zeros(len(asked))
    new = np.r_[True, (key[1:] != key[:-1]) | (along[1:] != along[:-1])]
    # intervals of one side are shifted apart from those of another, so that one running maximum serves all
    shift = np.cumsum(new) * (float(upper.max()) + 1.0)
    covered = np.maximum.accumulate(upper + shift)
    before = np.r_[-np.inf, covered[:-1]]
    gain = np.maximum(covered - np.maximum(before, lower + shift), 0.0)
    return np.bincount(np.searchsorted(asked, key), gain, len(asked))


def _distinct(found: list[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """Return the distinct rows of two columns."""
    hits = np.unique(np.concatenate(found), axis=0) if found else np.empty((0, 2), dtype=np.int64)
    return hits[:, 0], hits[:, 1]


def _cell(column: np.ndarray, row: np.ndarray) -> np.ndarray:
    """Return one number for a column and a row of the grid."""
    return column << 32 | row


def _positions(counts: np.ndarray) -> np.ndarray:
    """Return 0 to counts[0] − 1, 0 to counts[1] − 1 and so on, in one array."""
    ends = np.cumsum(counts)
    return np.arange(ends[-1] if len(ends) else 0) - np.repeat(ends - counts, counts)


def _joined(wanted: np.ndarray, listed: np.ndarray) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Yield blocks of (position in `wanted`, position in sorted `listed`) with equal cells."""
    start = np.searchsorted(listed, wanted, side="left")
    count = np.searchsorted(listed, wanted, side="right") - start
    total = np.cumsum(count)
    low = 0
    while low < len(wanted):
        done = total[low - 1] if low else 0
        high = max(int(np.searchsorted(total, done + BLOCK, side="right")), low + 1)
        part = count[low:high]
        left = np.repeat(np.arange(low, high), part)
        yield left, np.repeat(start[low:high], part) + _positions(part)
        low = high


def _distance(point: np.ndarray, a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Return the distance of points to sides from a to b, all (m, 2)."""
    side = b - a
    share = ((point - a) * side).sum(axis=1) / (side * side).sum(axis=1)
    nearest = a + np.clip(share, 0.0, 1.0)[:, None] * side
    return np.hypot(*(point - nearest).T)


def _turn(a: np.ndarray, b: np.ndarray, c: np.ndarray) -> np.ndarray:
    """Return on which side of the line from a to b the point c lies (sign)."""
    return np.sign((b[:, 0] - a[:, 0]) * (c[:, 1] - a[:, 1]) - (b[:, 1] - a[:, 1]) * (c[:, 0] - a[:, 0]))


def _cross(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Return whether sides (m, 2, 2) cross each other in their inside."""
    a, b, c, d = first[:, 0], first[:, 1], second[:, 0], second[:, 1]
    return (_turn(a, b, c) * _turn(a, b, d) < 0) & (_turn(c, d, a) * _turn(c, d, b) < 0)


def _stretch(side: np.ndarray, other: np.ndarray, tolerance: float) -> tuple[np.ndarray, np.ndarray]:
    """Return from where to where (shares 0 to 1) `side` is within `tolerance` of `other`, (m, 2, 2) each.

    What is within the tolerance of a side is a stadium: a rectangle and two discs. It is convex, so the
    part of a straight side in it is one stretch, the hull of its stretches in the three parts.
    """
    origin = other[:, 0]
    axis = other[:, 1] - origin
    length = np.hypot(axis[:, 0], axis[:, 1])
    axis = axis / length[:, None]
    normal = np.column_stack([-axis[:, 1], axis[:, 0]])
    start, vector = side[:, 0] - origin, side[:, 1] - side[:, 0]
    u0, du = (start * axis).sum(axis=1), (vector * axis).sum(axis=1)
    v0, dv = (start * normal).sum(axis=1), (vector * normal).sum(axis=1)
    stretches = [_both(_slab(u0, du, 0.0, length), _slab(v0, dv, -tolerance, tolerance))]
    stretches += [_disc(u0 - shift, du, v0, dv, tolerance) for shift in (0.0, length)]
    stretches = [_both(stretch, (0.0, 1.0)) for stretch in stretches]
    lower = np.min([np.where(low < high, low, np.inf) for low, high in stretches], axis=0)
    upper = np.max([np.where(low < high, high, -np.inf) for low, high in stretches], axis=0)
    nothing = ~(lower < upper)
    return np.where(nothing, 0.0, lower), np.where(nothing, 0.0, upper)


def _slab(start: np.ndarray, step: np.ndarray, low: Any, high: Any) -> tuple[np.ndarray, np.ndarray]:
    """Return from which t to which t the line start + t·step is between low and high."""
    with np.errstate(divide="ignore", invalid="ignore"):
        one, two = (low - start) / step, (high - start) / step
    inside = (start >= low) & (start <= high)
    still = step == 0
    lower = np.where(still, np.where(inside, -np.inf, np.inf), np.minimum(one, two))
    upper = np.where(still, np.where(inside, np.inf, -np.inf), np.maximum(one, two))
    return lower, upper


def _disc(u: np.ndarray, du: np.ndarray, v: np.ndarray, dv: np.ndarray, radius: float) -> Any:
    """Return from which t to which t the line (u + t·du, v + t·dv) is within the radius."""
    a = du * du + dv * dv
    b = u * du + v * dv
    inside = b * b - a * (u * u + v * v - radius * radius)
    root = np.sqrt(np.maximum(inside, 0.0))
    with np.errstate(divide="ignore", invalid="ignore"):
        lower, upper = (-b - root) / a, (-b + root) / a
    return np.where(inside > 0, lower, np.inf), np.where(inside > 0, upper, -np.inf)


def _both(one: Any, two: Any) -> Any:
    """Return what two intervals have in common."""
    return np.maximum(one[0], two[0]), np.minimum(one[1], two[1])
