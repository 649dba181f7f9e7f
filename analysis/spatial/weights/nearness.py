"""What lies within a tolerance: vertices near sides, sides that cross, borders that run together."""

from __future__ import annotations

from typing import Any

import numpy as np

from .cells import SideIndex, positions


def near_vertices(index: SideIndex, busy: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return (vertex, side) where a vertex is within the tolerance of a side that is not its own.

    Only in the buckets that are `busy`.
    """
    network = index.network
    bucket = index.bucket_of(network.points)
    asked = np.flatnonzero(busy[bucket])
    found = []
    for left, row in index.candidates(bucket[asked]):
        vertex, candidate = asked[left], index.side[row]
        other = (network.sides[candidate] != vertex[:, None]).all(axis=1)
        vertex, candidate = vertex[other], candidate[other]
        ends = network.points[network.sides[candidate]]
        near = _distance(network.points[vertex], ends[:, 0], ends[:, 1]) <= index.tolerance
        found.append(np.column_stack([vertex[near], candidate[near]]))
    return _distinct(found)


def crossing_sides(index: SideIndex, busy: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return pairs of sides that cross; of two overlapping borders no vertex need be near the other.

    One of the two is used by one unit only: sides shared by two units do not cross in a layer. Only in the
    buckets that are `busy`.
    """
    network = index.network
    asked, bucket = index.rows_in(np.flatnonzero(busy))
    lone = np.diff(network.uses_side.indptr) == 1
    mine = lone[index.side[asked]]
    asked, bucket = index.side[asked[mine]], bucket[mine]
    found = []
    for left, row in index.candidates(bucket):
        first, second = asked[left], index.side[row]
        once = (first < second) | ~lone[second]
        first, second = first[once], second[once]
        different = (network.sides[first][:, :, None] != network.sides[second][:, None, :]).all(axis=(1, 2))
        first, second = first[different], second[different]
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
    index = index.among(np.diff(uses.indptr) > 0)
    listed, bucket = index.rows_in(np.flatnonzero(index.sizes))
    parts = []
    for left, row in index.candidates(bucket):
        first, second = index.side[listed[left]], index.side[row]
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
        return rows, self.user[np.repeat(self.starts[items], size) + positions(size)]


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
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
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
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        lower, upper = (-b - root) / a, (-b + root) / a
    return np.where(inside > 0, lower, np.inf), np.where(inside > 0, upper, -np.inf)


def _both(one: Any, two: Any) -> Any:
    """Return what two intervals have in common."""
    return np.maximum(one[0], two[0]), np.minimum(one[1], two[1])
