"""Random samples of units whose stream is written out here.

numpy may change the stream of `Generator.choice` between releases, but not the raw output of PCG64 for a
seed. Drawing from the raw output makes a seed give the same samples everywhere.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from ...core.arrays import Ints
from ...core.threads import in_threads

#: With samples longer than this, a table of what was drawn is faster than comparing.
COMPARED = 48
#: Bytes of that table in one block of samples.
TABLE_BYTES = 64_000_000
#: Numbers in one block of orders.
ORDER_CELLS = 4_000_000
#: With fewer orders a than this, a product of blocks gains nothing.
FEW = 8


class Draws:
    """A seeded stream of samples without replacement."""

    def __init__(self, seed: int) -> None:
        self._raw = np.random.PCG64(seed).random_raw

    def samples(self, count: int, size: int, n: int) -> Ints:
        """Return `count` ordered samples of `size` distinct numbers below `n`, shape (size, count).

        Each ordered sample is equally likely. The k-th number of a sample is drawn from all `n`, again
        where it repeats one before it; the first k rows are therefore samples of size k.
        """
        if size <= COMPARED:
            return self._by_comparing(count, size, n)
        rows = max(TABLE_BYTES // n, 1)
        blocks = [self._by_table(min(rows, count - low), size, n) for low in range(0, count, rows)]
        return np.concatenate(blocks, axis=1)

    def orders(self, permutations: int, n: int) -> Iterator[Ints]:
        """Yield random orders of 0 … n − 1, `permutations` in all, in blocks of shape (n, block).

        Orders are composed, since composing is much cheaper than shuffling: with A·B = permutations + 1,
        A orders a and B orders b are drawn, and the orders used are a∘b∘(a₀∘b₀)⁻¹, all but the pair
        (0, 0), which is the identity: the data as observed. Rows and columns of this table may be
        exchanged without changing its distribution, so the observed data are as likely at any place of it
        as at any other, and a permutation test with it has exactly the level it names. Each order is
        uniform. Where permutations + 1 is prime, A = 1 and every order is drawn by itself.
        """
        for a, columns, first in self._factors(permutations, n):
            for row, order in enumerate(a):
                yield order.take(columns[:, 1:] if first and row == 0 else columns)

    def products(self, permutations: int, n: int) -> Iterator[tuple[Ints, Ints, bool]]:
        """Yield the random orders of `orders`, in another sequence, as products of two blocks.

        Returns
        -------
        outer : (n, A).
        inner : (n, B). The orders are `outer[:, a].take(inner[:, b])`, A·B of them. Values that were put in
            the orders of outer once are then moved by rows, which is much faster than one by one.
        identity : whether the pair (0, 0) is the identity, which is none of the random orders.
        """
        for a, columns, first in self._factors(permutations, n):
            if len(a) >= FEW:
                yield np.ascontiguousarray(a.T), columns, first
            else:
                for row, order in enumerate(a):
                    yield order.take(columns), np.arange(n)[:, None], first and row == 0

    def _factors(self, permutations: int, n: int) -> Iterator[tuple[Ints, Ints, bool]]:
        """Yield the orders a, (A, n), with blocks of b∘(a₀∘b₀)⁻¹, (n, block), and whether b₀ is in it."""
        rows = _divisor(permutations + 1)
        a = self._shuffles(rows, n)
        back, left = None, (permutations + 1) // rows
        while left:
            b = self._shuffles(min(left, max(ORDER_CELLS // n, 1)), n)
            left -= len(b)
            first = back is None
            if first:
                back = np.argsort(a[0][b[0]])
            yield a, np.ascontiguousarray(b[:, back].T), first

    def _shuffles(self, count: int, n: int) -> Ints:
        """Return `count` independent orders, (count, n), of random 64-bit numbers, too many for two to be equal."""
        raw = (self._raw(n) for _ in range(count))
        return np.stack(list(in_threads(lambda keys: np.argsort(keys).astype(np.int32), raw)))

    def below(self, n: int, count: int) -> Ints:
        """Return `count` numbers below `n` (< 2^31), each equally likely, (count,).

        Lemire's method (2019) on the upper 32 bits: multiply, keep the upper half, and draw again where
        the lower half falls below 2^32 mod n.
        """
        out = np.empty(count, dtype=np.int32)
        wanted = np.arange(count)
        rest = np.uint64((2**32) % n)
        while len(wanted):
            product = (self._raw(len(wanted)) >> np.uint64(32)) * np.uint64(n)
            out[wanted] = (product >> np.uint64(32)).astype(np.int32)
            wanted = wanted[(product & np.uint64(0xFFFFFFFF)) < rest]
        return out

    def uniform(self) -> float:
        """Return one number from 0 to below 1, of 53 random bits."""
        return int(self._raw(1)[0] >> np.uint64(11)) / 2**53

    def _by_comparing(self, count: int, size: int, n: int) -> Ints:
        out = np.empty((size, count), dtype=np.int32)
        for row in range(size):
            out[row] = self.below(n, count)
            again = np.arange(count)
            while len(again):
                repeats = (out[:row, again] == out[row, again]).any(axis=0)
                again = again[repeats]
                out[row, again] = self.below(n, len(again))
        return out

    def _by_table(self, count: int, size: int, n: int) -> Ints:
        out = np.empty((size, count), dtype=np.int32)
        drawn = np.zeros((count, n), dtype=bool)
        everyone = np.arange(count)
        for row in range(size):
            out[row] = self.below(n, count)
            again = everyone
            while len(again):
                again = again[drawn[again, out[row, again]]]
                out[row, again] = self.below(n, len(again))
            drawn[everyone, out[row]] = True
        return out


def _divisor(number: int) -> int:
    """Return the largest divisor that is not above the square root."""
    return next(d for d in range(int(number**0.5), 0, -1) if number % d == 0)
