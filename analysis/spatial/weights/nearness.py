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


class _Grid:
    """Cells over a layer, numbered; as wide as a middling side, so that few sides share a cell."""

    def __init__(self, network: Any, tolerance: float) -> None:
        points = network.points
        self.origin = points.min(axis=0) - tolerance
        extent = float((points.max(axis=0) - points.min(axis=0)).max()) + 2 * tolerance
        middling = float(np.median(network.lengths)) if len(network.lengths) else extent
        self.width = max(middling, 2 * tolerance, extent / 2**20)
        self.tolerance = tolerance

    def number(self, column: np.ndarray, row: np.ndarray) -> np.ndarray:
        return column.astype(np.int64) << 32 | row.astype(np.int64)

    def of_points(self, points: np.ndarray) -> np.ndarray:
        """Return the cell of each point."""
        cell = np.floor((points - self.origin) / self.width).astype(np.int64)
        return self.number(cell[:, 0], cell[:, 1])

    def of_sides(self, network: Any, sides: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return (cell, side) rows, sorted by cell: every cell that a side comes near to."""
        ends = network.points[network.sides[sides]]
        count = np.maximum(np.ceil(network.lengths[sides] / self.width), 1).astype(np.int64)
        owner = np.repeat(np.arange(len(sides)), count)
        step = _positions(count)
        vector = (ends[:, 1] - ends[:, 0])[owner] / count[owner, None]
        a = ends[owner, 0] + vector * step[:, None]
        b = a + vector
        low = np.floor((np.minimum(a, b) - self.tolerance - self.origin) / self.width).astype(np.int64)
        high = np.floor((np.maximum(a, b) + self.tolerance - self.origin) / self.width).astype(np.int64)
        wide, tall = (high - low + 1).T
        cells = wide * tall
        piece = np.repeat(np.arange(len(owner)), cells)
        place = _positions(cells)
        cell = self.number(low[piece, 0] + place // tall[piece], low[piece, 1] + place % tall[piece])
        order = np.argsort(cell, kind="stable")
        return cell[order], sides[owner[piece[order]]]


def near_vertices(network: Any, tolerance: float) -> tuple[np.ndarray, np.ndarray]:
    """Return (vertex, side) where a vertex is at most `tolerance` from a side that is not its own."""
    grid = _Grid(network, tolerance)
    cell, side = grid.of_sides(network, np.arange(len(network.sides)))
    wanted = grid.of_points(network.points)
    found = []
    for vertex, row in _joined(wanted, cell):
        candidate = side[row]
        other = (network.sides[candidate] != vertex[:, None]).all(axis=1)
        vertex, candidate = vertex[other], candidate[other]
        ends = network.points[network.sides[candidate]]
        near = _distance(network.points[vertex], ends[:, 0], ends[:, 1]) <= tolerance
        found.append(np.column_stack([vertex[near], candidate[near]]))
    hits = np.unique(np.concatenate(found), axis=0) if found else np.empty((0, 2), int)
    return hits[:, 0], hits[:, 1]


def crossing_sides(network: Any) -> tuple[np.ndarray, np.ndarray]:
    """Return pairs of sides that cross; of two overlapping borders no vertex need be near the other.

    One of the two is used by one unit only: sides shared by two units do not cross in a layer.
    """
    users = np.diff(network.uses_side.indptr)
    lone = np.flatnonzero(users == 1)
    grid = _Grid(network, 0.0)
    cell, side = grid.of_sides(network, np.arange(len(network.sides)))
    lone_cell, lone_side = grid.of_sides(network, lone)
    found = []
    for left, row in _joined(lone_cell, cell):
        first, second = lone_side[left], side[row]
        different = (network.sides[first][:, :, None] != network.sides[second][:, None, :]).all(axis=(1, 2))
        first, second = first[different], second[different]
        cross = _cross(network.points[network.sides[first]], network.points[network.sides[second]])
        found.append(np.column_stack([first[cross], second[cross]]))
    hits = np.unique(np.concatenate(found), axis=0) if found else np.empty((0, 2), int)
    return hits[:, 0], hits[:, 1]


def shared_lengths(network: Any, pairs: np.ndarray, tolerance: float) -> np.ndarray:
    """Return for each pair of units the length along which their borders are within `tolerance`.

    Measured on both borders, the longer counts. `pairs`: (m, 2); returns (m,).
    """
    if not len(pairs):
        return np.zeros(0)
    n = network.n
    involved = np.unique(pairs)
    coo = network.uses_side[:, involved].tocoo()
    grid = _Grid(network, tolerance)
    sides = np.unique(coo.row)
    cell, side = grid.of_sides(network, sides)
    users = _Rows(coo.row, involved[coo.col], len(network.sides))
    asked = np.unique(np.r_[pairs[:, 0] * n + pairs[:, 1], pairs[:, 1] * n + pairs[:, 0]])
    key, along, lower, upper = [], [], [], []
    for left, row in _joined(cell, cell):
        first, second = side[left], side[row]
        rows, one = users.expand(first)
        first, second = first[rows], second[rows]
        rows, two = users.expand(second)
        first, second, one = first[rows], second[rows], one[rows]
        pair = one * n + two
        place = np.minimum(np.searchsorted(asked, pair), len(asked) - 1)
        wanted = asked[place] == pair
        first, second, pair = first[wanted], second[wanted], pair[wanted]
        start, end = _stretch(
            network.points[network.sides[first]], network.points[network.sides[second]], tolerance
        )
        real = end > start
        key.append(pair[real])
        along.append(first[real])
        lower.append(start[real] * network.lengths[first[real]])
        upper.append(end[real] * network.lengths[first[real]])
    total = _union_lengths(*(np.concatenate(part) for part in (key, along, lower, upper)), asked)
    forth = total[np.searchsorted(asked, pairs[:, 0] * n + pairs[:, 1])]
    back = total[np.searchsorted(asked, pairs[:, 1] * n + pairs[:, 0])]
    return np.maximum(forth, back)


class _Rows:
    """Lists of users of items, to be looked up for many items at once."""

    def __init__(self, item: np.ndarray, user: np.ndarray, count: int) -> None:
        order = np.argsort(item, kind="stable")
        self.user = user[order]
        self.starts = np.r_[0, np.cumsum(np.bincount(item, minlength=count))]

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
