"""The sides of a layer by the cells of a grid, to find what lies near them.

Sides are cut into pieces no longer than a cell and listed by the cells that they come near to. Cells are
counted into buckets by a hash, so that no long list is sorted. Most cells hold sides of one unit, or of two
that are known as neighbours; nothing new is found there, and only the others are looked at.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import copy
from typing import Any

import numpy as np

#: Candidate pairs looked at in one go; bounds the memory.
BLOCK = 2_000_000
#: Cells are so many middling sides wide: few sides are cut, and few share a cell.
WIDTH = 2.0


class SideIndex:
    """The sides of a network by the cells they come near to.

    side : sides, those of one bucket together; starts, sizes : where the rows of each bucket begin, and their
    number. Different cells may share a bucket, which only adds candidates.
    """

    def __init__(self, network: Any, tolerance: float) -> None:
        self.network, self.tolerance = network, tolerance
        points = network.points
        self.origin = points.min(axis=0) - tolerance
        extent = float((points.max(axis=0) - points.min(axis=0)).max()) + 2 * tolerance
        middling = float(np.median(network.lengths)) if len(network.lengths) else extent
        self.width = max(WIDTH * middling, 2 * tolerance, extent / 2**20)
        column, row, owner = self._touched()
        self.bits = int(np.ceil(np.log2(len(owner) + 2)))
        self.side, self.starts = self._counted(self._bucket(column, row), owner)
        self.sizes = np.diff(self.starts)

    def rows_in(self, buckets: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the rows of these buckets and the bucket of each."""
        sizes = self.sizes[buckets]
        return np.repeat(self.starts[buckets], sizes) + positions(sizes), np.repeat(buckets, sizes)

    def among(self, sides: np.ndarray) -> SideIndex:
        """Return the index of some sides; `sides`: bool, one for each side."""
        kept = sides[self.side]
        bucket = np.repeat(np.arange(len(self.sizes)), self.sizes)[kept]
        part = copy(self)
        part.side, part.sizes = self.side[kept], np.bincount(bucket, minlength=len(self.sizes))
        part.starts = np.r_[0, np.cumsum(part.sizes)]
        return part

    def bucket_of(self, points: np.ndarray) -> np.ndarray:
        """Return the bucket of the cell that each point lies in."""
        column, row = np.floor((points - self.origin) / self.width).astype(np.int64).T
        return self._bucket(column, row)

    def with_strangers(self, known: np.ndarray) -> np.ndarray:
        """Return which buckets hold units that are not known as neighbours, by keys of pairs (sorted)."""
        n, users = self.network.n, self.network.uses_side
        first = users.indices[users.indptr[:-1]][self.side].astype(np.int64)
        last = users.indices[users.indptr[1:] - 1][self.side].astype(np.int64)
        filled = np.flatnonzero(self.sizes)
        starts = self.starts[filled]
        low, high = np.minimum.reduceat(first, starts), np.maximum.reduceat(last, starts)
        sizes = self.sizes[filled]
        lowest, highest = np.repeat(low, sizes), np.repeat(high, sizes)
        others = ((first != lowest) & (first != highest)) | ((last != lowest) & (last != highest))
        others |= (np.diff(users.indptr) > 2)[self.side]
        key = low * n + high
        place = np.minimum(np.searchsorted(known, key), max(len(known) - 1, 0))
        friends = (low == high) | ((known[place] == key) if len(known) else False)
        out = np.zeros(len(self.starts) - 1, dtype=bool)
        out[filled] = ~friends | np.logical_or.reduceat(others, starts)
        return out

    def candidates(self, bucket: np.ndarray) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        """Yield blocks of (position in `bucket`, row) for all rows of each bucket."""
        start, count = self.starts[bucket], self.sizes[bucket]
        total = np.cumsum(count)
        low = 0
        while low < len(bucket):
            done = total[low - 1] if low else 0
            high = max(int(np.searchsorted(total, done + BLOCK, side="right")), low + 1)
            part = count[low:high]
            left = np.repeat(np.arange(low, high), part)
            yield left, np.repeat(start[low:high], part) + positions(part)
            low = high

    def _touched(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return column, row and side for every cell that a side comes near to."""
        network = self.network
        a, b = network.points[network.sides[:, 0]], network.points[network.sides[:, 1]]
        count = np.maximum(np.ceil(network.lengths / self.width), 1).astype(np.int64)
        owner = np.repeat(np.arange(len(count)), count)
        step = positions(count)[:, None]
        vector = ((b - a) / count[:, None])[owner]
        a = a[owner] + vector * step
        b = a + vector
        low, high = np.minimum(a, b) - self.tolerance, np.maximum(a, b) + self.tolerance
        low = np.floor((low - self.origin) / self.width).astype(np.int64)
        high = np.floor((high - self.origin) / self.width).astype(np.int64)
        wide, tall = (high - low + 1).T
        cells = wide * tall
        piece = np.repeat(np.arange(len(owner)), cells)
        place = positions(cells)
        across = place // tall[piece]
        return low[piece, 0] + across, low[piece, 1] + place - across * tall[piece], owner[piece]

    def _bucket(self, column: np.ndarray, row: np.ndarray) -> np.ndarray:
        """Return the bucket of cells: Fibonacci hashing (Knuth) of column and row."""
        with np.errstate(over="ignore"):
            key = (column.astype(np.uint64) << np.uint64(32)) | row.astype(np.uint64)
            return ((key * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(64 - self.bits)).astype(np.int64)

    def _counted(self, bucket: np.ndarray, side: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the sides in the order of their buckets and where each bucket begins: a counting sort."""
        from scipy.sparse import coo_matrix

        place = np.arange(len(bucket))
        shape = (2**self.bits, max(len(bucket), 1))
        table = coo_matrix((np.ones(len(bucket), np.int8), (bucket, place)), shape=shape).tocsr()
        return side[table.indices], table.indptr.astype(np.int64)


def positions(counts: np.ndarray) -> np.ndarray:
    """Return 0 to counts[0] − 1, 0 to counts[1] − 1 and so on, in one array."""
    ends = np.cumsum(counts)
    return np.arange(ends[-1] if len(ends) else 0) - np.repeat(ends - counts, counts)
