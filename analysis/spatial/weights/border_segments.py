"""Borders cut into segments of a few sides with their bounding boxes, to find what lies near them.

A layer has a hundred times more sides than units. A segment is some sides in a row of one ring; segments
whose boxes are apart are never looked into, so that few sides are compared with each other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from ...core.arrays import Array, Bools, Floats, Ints
from ...core.threads import in_threads
from ..geometry import Polygons, equal_together

#: Candidate pairs looked at in one go; bounds the memory.
BLOCK = 200_000
#: Sides in a segment.
SIDES = 24
#: Cells of the grid are doubled until a segment lies in so many of them on average.
CELLS = 6

Boxes = tuple[Floats, Floats, Floats, Floats]


class BorderSegments:
    """The borders of a layer as segments, to find what is not farther apart than `reach` (metres).

    side_start, side_end : positions of the ends of each side in `polygons.coords`; x, y : columns of it.
    first, size : the sides of each segment; unit : whose it is; boxes : left, lower, right and upper bounds.
    """

    def __init__(self, polygons: Polygons, reach: float) -> None:
        self.n, self.reach = polygons.n, reach
        self.x, self.y = np.ascontiguousarray(polygons.coords.T)
        self.side_start, self.side_end = polygons.segments()
        filled = np.diff(polygons.ring_offsets) > 0
        offsets, sizes = polygons.ring_offsets[:-1][filled], np.diff(polygons.ring_offsets)[filled]
        count = -(-sizes // SIDES)
        self.first = np.repeat(offsets, count) + positions(count) * SIDES
        self.size = np.diff(np.r_[self.first, len(self.x)])
        self.unit = np.repeat(polygons.ring_unit[filled], count)
        last = self.side_end[self.first + self.size - 1]
        self.boxes = (
            np.minimum(np.minimum.reduceat(self.x, self.first), self.x[last]),
            np.minimum(np.minimum.reduceat(self.y, self.first), self.y[last]),
            np.maximum(np.maximum.reduceat(self.x, self.first), self.x[last]),
            np.maximum(np.maximum.reduceat(self.y, self.first), self.y[last]),
        )
        self._index = _GridIndex(self.boxes, reach)

    def unit_of(self, side: Ints) -> Ints:
        """Return the units of sides, (m,)."""
        return self.unit[np.searchsorted(self.first, side, side="right") - 1]

    def ends(self, side: Ints) -> tuple[Floats, Floats, Floats, Floats]:
        """Return x and y of the starts and of the ends of sides, (m,) each, in metres."""
        start, end = self.side_start[side], self.side_end[side]
        return self.x[start], self.y[start], self.x[end], self.y[end]

    def side_boxes(self, side: Ints) -> Boxes:
        """Return left, lower, right and upper bounds of sides, (m,) each."""
        x0, y0, x1, y1 = self.ends(side)
        return np.minimum(x0, x1), np.minimum(y0, y1), np.maximum(x0, x1), np.maximum(y0, y1)

    def near(self, wanted: Callable[[Ints], Bools], measure: Callable[[Ints, Ints], Array]) -> Iterator[Floats]:
        """Yield `measure(one, other)` of blocks of pairs of sides of different units whose boxes are near.

        `wanted` says of keys of pairs of units (the lower · n + the higher) which are asked for.
        """

        def measured(rows: slice) -> list[Floats]:
            one, other = self._index.neighbours(rows)
            first, second = self.unit[one], self.unit[other]
            different = np.flatnonzero(first != second)
            one, other, first, second = one[different], other[different], first[different], second[different]
            asked = wanted(np.minimum(first, second) * self.n + np.maximum(first, second))
            return [measure(*sides) for sides in self._sides(one[asked], other[asked])]

        for found in in_threads(measured, blocks_of(self._index.count)):
            yield from found

    def _sides(self, one: Ints, other: Ints) -> Iterator[tuple[Ints, Ints]]:
        """Yield blocks of pairs of sides, whose boxes are near, of pairs of segments."""
        pair, side = self._within(one, other)
        again, facing = self._within(other, one)
        count = np.bincount(again, minlength=len(one))
        starts = np.cumsum(count) - count
        starts, count = starts[pair], count[pair]
        for part in blocks_of(count):
            rows, place = expanded(starts, count, part)
            left, right = side[rows], facing[place]
            near = np.flatnonzero(_overlap(self.side_boxes(left), None, self.side_boxes(right), None, self.reach))
            yield left[near], right[near]

    def _within(self, segment: Ints, other: Ints) -> tuple[Ints, Ints]:
        """Return (pair, side) for the sides of `segment[pair]` that are near the box of `other[pair]`."""
        size = self.size[segment]
        pair = np.repeat(np.arange(len(segment)), size)
        side = self.first[segment][pair] + positions(size)
        near = np.flatnonzero(_overlap(self.side_boxes(side), None, self.boxes, other[pair], self.reach))
        return pair[near], side[near]


def positions(counts: Ints) -> Ints:
    """Return 0 to counts[0] − 1, 0 to counts[1] − 1 and so on, in one array: (m,) to (Σ counts,)."""
    ends = np.cumsum(counts)
    return np.arange(ends[-1] if len(ends) else 0) - np.repeat(ends - counts, counts)


def blocks_of(counts: Ints) -> Iterator[slice]:
    """Yield parts of the rows such that their counts add up to at most `BLOCK`, or of one row alone.

    counts: (rows,).
    """
    total = np.cumsum(counts)
    low = 0
    while low < len(counts):
        done = total[low - 1] if low else 0
        high = max(int(np.searchsorted(total, done + BLOCK, side="right")), low + 1)
        yield slice(low, high)
        low = high


def expanded(starts: Ints, counts: Ints, part: slice) -> tuple[Ints, Ints]:
    """Return (row, place) for a part of the rows: row i has the places starts[i] to starts[i] + counts[i] − 1."""
    rows = np.repeat(np.arange(part.start, part.stop), counts[part])
    return rows, starts[rows] + positions(counts[part])


class _GridIndex:
    """Which segments lie in the same cell of a grid; `count` of each entry are those that follow in its cell."""

    def __init__(self, boxes: Boxes, reach: float) -> None:
        self.reach = reach
        cell, segment, self.corner, self.width = _grid(boxes, reach)
        order, new = equal_together(cell)
        self.cell, self.segment = cell[order], segment[order]
        left, lower, right, upper = (side[self.segment] for side in boxes)
        self.boxes = left, lower, right, upper
        starts = np.flatnonzero(new)
        ends = np.r_[starts[1:], len(cell)]
        self.next = np.arange(1, len(cell) + 1)
        self.count = np.repeat(ends, ends - starts) - self.next

    def neighbours(self, part: slice) -> tuple[Ints, Ints]:
        """Return pairs of segments whose boxes are near, of a part of the entries, each pair once."""
        rows, later = expanded(self.next, self.count, part)
        near = np.flatnonzero(_overlap(self.boxes, rows, self.boxes, later, self.reach))
        rows, later = rows[near], later[near]
        # boxes may meet in several cells; the cell of the lower left corner of what they share counts
        column, row = (
            np.floor((np.maximum(side[rows], side[later]) - start) / self.width).astype(np.int64)
            for side, start in zip(self.boxes, self.corner)
        )
        here = np.flatnonzero(_cell(column, row) == self.cell[rows])
        return self.segment[rows[here]], self.segment[later[here]]


def _grid(boxes: Boxes, reach: float) -> tuple[Ints, Ints, tuple[float, float], float]:
    """Return (cell, segment) for all cells that a box, widened by reach, touches; their corner and width."""
    left, lower, right, upper = boxes
    corner = float(left.min()), float(lower.min())
    extent = max(float(right.max()) - corner[0], float(upper.max()) - corner[1])
    middling = float(np.median(np.maximum(right - left, upper - lower)))
    width = max(middling, 2 * reach, extent / 2**30, 1e-300)
    while True:
        low = [np.floor((side - start) / width) for side, start in zip((left, lower), corner)]
        high = [np.floor((side + 1.000001 * reach - start) / width) for side, start in zip((right, upper), corner)]
        wide, tall = (above - below + 1 for above, below in zip(high, low))
        if (wide * tall).sum() <= CELLS * len(left):
            break
        width *= 2
    tall, cells = tall.astype(np.int64), (wide * tall).astype(np.int64)
    segment = np.repeat(np.arange(len(left)), cells)
    across, up = np.divmod(positions(cells), tall[segment])
    column, row = (side.astype(np.int64)[segment] for side in low)
    return _cell(column + across, row + up), segment, corner, width


def _cell(column: Ints, row: Ints) -> Ints:
    return column << 32 | row


def _overlap(one: Boxes, first: Ints | None, other: Boxes, second: Ints | None, reach: float) -> Bools:
    """Return whether boxes (their rows `first` and `second`; None: all) are not farther apart than reach."""
    left, lower, right, upper = (side if first is None else side[first] for side in one)
    left2, lower2, right2, upper2 = (side if second is None else side[second] for side in other)
    beside = (left - right2 <= reach) & (left2 - right <= reach)
    return beside & (lower - upper2 <= reach) & (lower2 - upper <= reach)
