"""What lies within a tolerance: borders that touch or cross, and borders that run together."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from ...core.arrays import Bools, Floats, Ints, group_sums
from .border_segments import BorderSegments

Ends = tuple[Floats, Floats, Floats, Floats]


def touching_units(borders: BorderSegments, wanted: Callable[[Ints], Bools]) -> Ints:
    """Return the keys of the pairs of units whose borders come as near as their reach, or cross.

    `wanted` says of keys (the lower unit · n + the higher) which pairs are asked for; returns (m,), sorted.
    """

    def touching(one: Ints, other: Ints) -> Ints:
        first, second = borders.ends(one), borders.ends(other)
        near = _crossing(first, second)
        for points, side in ((first, second), (second, first)):
            near |= _square_distance(*points[:2], side) <= borders.reach**2
            near |= _square_distance(*points[2:], side) <= borders.reach**2
        return np.unique(_pair(borders, one[near], other[near]))

    return np.unique(np.concatenate([np.zeros(0, dtype=np.int64), *borders.near(wanted, touching)]))


def shared_lengths(borders: BorderSegments, wanted: Callable[[Ints], Bools]) -> tuple[Ints, Floats]:
    """Return pairs of units and the length along which their borders are within their reach.

    Measured on both borders, the longer counts. `wanted` as for `touching_units`; returns keys and lengths
    (metres), (m,) each.
    """

    def along_each_other(one: Ints, other: Ints) -> Floats:
        key, parts = _pair(borders, one, other), []
        for side, facing in ((one, other), (other, one)):
            ends = borders.ends(side)
            start, end = _part_within(ends, borders.ends(facing), borders.reach)
            along = np.hypot(ends[2] - ends[0], ends[3] - ends[1])
            parts.append(np.array([key, side, start * along, end * along])[:, end > start])
        return np.concatenate(parts, axis=1)

    parts = [np.zeros((4, 0)), *borders.near(wanted, along_each_other)]
    key, side, lower, upper = np.concatenate(parts, axis=1)
    side, key = side.astype(np.int64), key.astype(np.int64)
    # a side of the lower or of the higher unit: two borders, of which the longer counts
    border = 2 * key + (borders.unit_of(side) != key // borders.n)
    pairs = np.unique(key)
    lengths = _union_lengths(border, side, lower, upper, np.r_[2 * pairs, 2 * pairs + 1])
    return pairs, lengths.reshape(2, -1).max(axis=0)


def _pair(borders: BorderSegments, one: Ints, other: Ints) -> Ints:
    """Return the keys of the units of pairs of sides."""
    first, second = borders.unit_of(one), borders.unit_of(other)
    return np.minimum(first, second) * borders.n + np.maximum(first, second)


def _union_lengths(key: Ints, along: Ints, lower: Floats, upper: Floats, asked: Ints) -> Floats:
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
    distinct, place = np.unique(asked, return_inverse=True)
    return group_sums(np.searchsorted(distinct, key), gain, len(distinct))[place]


def _square_distance(x: Floats, y: Floats, side: Ends) -> Floats:
    """Return the squared distance of points to sides, (m,) each; a side may be a mere point."""
    x0, y0, x1, y1 = side
    across, up, dx, dy = x1 - x0, y1 - y0, x - x0, y - y0
    square = across * across + up * up
    share = np.clip((dx * across + dy * up) / np.where(square > 0, square, 1.0), 0.0, 1.0)
    return (dx - share * across) ** 2 + (dy - share * up) ** 2


def _turn(x0: Any, y0: Any, x1: Any, y1: Any, x: Any, y: Any) -> Floats:
    """Return on which side of a line through two points the point x, y lies (sign)."""
    result: Floats = np.sign((x1 - x0) * (y - y0) - (y1 - y0) * (x - x0))
    return result


def _crossing(first: Ends, second: Ends) -> Bools:
    """Return whether sides cross each other in their inside, (m,)."""
    parted = _turn(*first, *second[:2]) * _turn(*first, *second[2:]) < 0
    return parted & (_turn(*second, *first[:2]) * _turn(*second, *first[2:]) < 0)


def _part_within(side: Ends, other: Ends, tolerance: float) -> tuple[Floats, Floats]:
    """Return from where to where (shares 0 to 1) `side` is within `tolerance` of `other`, (m,) each.

    What is within the tolerance of a side is a stadium: a rectangle and two discs. It is convex, so the
    part of a straight side in it is one interval, the hull of its intervals in the three parts.
    """
    across, up = other[2] - other[0], other[3] - other[1]
    length = np.hypot(across, up)
    scale = np.where(length > 0, length, 1.0)
    across, up = np.where(length > 0, across / scale, 1.0), up / scale
    dx, dy = side[0] - other[0], side[1] - other[1]
    step, rise = side[2] - side[0], side[3] - side[1]
    u0, du = dx * across + dy * up, step * across + rise * up
    v0, dv = dy * across - dx * up, rise * across - step * up
    intervals = [_both(_slab(u0, du, 0.0, length), _slab(v0, dv, -tolerance, tolerance))]
    intervals += [_disc(u0 - shift, du, v0, dv, tolerance) for shift in (0.0, length)]
    intervals = [_both(interval, (0.0, 1.0)) for interval in intervals]
    lower = np.min([np.where(low < high, low, np.inf) for low, high in intervals], axis=0)
    upper = np.max([np.where(low < high, high, -np.inf) for low, high in intervals], axis=0)
    nothing = ~(lower < upper)
    return np.where(nothing, 0.0, lower), np.where(nothing, 0.0, upper)


def _slab(start: Floats, step: Floats, low: Any, high: Any) -> tuple[Floats, Floats]:
    """Return from which t to which t the line start + t·step is between low and high."""
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        one, two = (low - start) / step, (high - start) / step
    inside = (start >= low) & (start <= high)
    still = step == 0
    lower = np.where(still, np.where(inside, -np.inf, np.inf), np.minimum(one, two))
    upper = np.where(still, np.where(inside, np.inf, -np.inf), np.maximum(one, two))
    return lower, upper


def _disc(u: Floats, du: Floats, v: Floats, dv: Floats, radius: float) -> Any:
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
