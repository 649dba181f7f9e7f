"""Bootstrap draws (Efron 1979) as counts, from a stream that is the same everywhere.

A draw of n among n units is a row of counts beside values that are sorted once; no unit is copied.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from ..core.arrays import Floats, Ints
from ..core.threads import in_threads

#: A block of draws has near this many cells: fewer, and threads wait for each other between short calls.
BLOCK = 1 << 20
#: So many standard deviations below n lies the Poisson total that is then filled up to n.
MARGIN = 3.0
UNDECIDED = 255
#: Cells that are measured at once: their sums stay in the processor's cache.
PART = 1 << 18
#: Bytes of the array whose release tells glibc to keep memory, below its limit of 32 MB.
KEPT = 24_000_000


class Bootstrap:
    """Draws of n among n units with replacement, as counts that are multinomial.

    They are made without drawing n times: independent Poisson counts of a mean a little below 1 are
    multinomial given their sum, and the few units that lack to n are drawn one by one. Where the sum has
    passed n, which is rare, all n are drawn one by one.
    """

    def __init__(self, n: int, draws: int, seed: int) -> None:
        self.n, self.draws, self.seed = n, draws, seed
        self.rows = block_rows(n)
        self._cumulated = _poisson(max(0.0, 1.0 - MARGIN / np.sqrt(n)))
        edges = np.searchsorted(self._cumulated, np.arange(257) / 256, "right")
        # the count that each random byte stands for, where the byte decides it; looked up two at a time
        counts = np.where(edges[:-1] == edges[1:], edges[:-1], UNDECIDED).astype(np.uint8)
        self._pairs = counts[np.arange(1 << 16, dtype="<u2").view(np.uint8)].view("<u2")

    def block(self, number: int) -> Ints:
        """Return the counts of one block of draws, (rows, n); every block has a stream of its own."""
        count = min(self.rows, self.draws - number * self.rows)
        stream = np.random.PCG64(np.random.SeedSequence(self.seed, spawn_key=(number,)))
        counts = self._poisson_counts(stream, count * self.n).reshape(count, self.n)
        lacking = self.n - counts.sum(axis=1, dtype=np.uint32).astype(np.int64)
        counts[lacking < 0] = 0
        lacking[lacking < 0] = self.n
        drawn = (stream.random_raw(int(lacking.sum())) / 2.0**64 * self.n).astype(np.int64)
        drawn = np.minimum(drawn, self.n - 1) + np.repeat(np.arange(count) * self.n, lacking)
        places, times = np.unique(drawn, return_counts=True)
        counts.reshape(-1)[places] += times.astype(counts.dtype)
        return counts

    def measured(self, measure: Callable[[Ints], Floats]) -> Iterator[Floats]:
        """Yield what `measure` returns for the counts of draws, (rows, n), with the draws as its last axis."""
        # glibc gives arrays of this size back to the system after each draw and fetches them anew, which
        # takes as long as the draw; having freed a large one, it keeps them
        np.empty(KEPT, dtype=np.uint8)
        rows = max(1, PART // self.n)

        def of_block(number: int) -> Floats:
            counts = self.block(number)
            parts = [measure(counts[slice(low, low + rows)]) for low in range(0, len(counts), rows)]
            return np.concatenate(parts, axis=-1)

        return in_threads(of_block, range(-(-self.draws // self.rows)))

    def _poisson_counts(self, stream: np.random.PCG64, size: int) -> Ints:
        raw = stream.random_raw(size // 8 + 1).astype("<u8", copy=False)
        counts = self._pairs.take(raw.view("<u2")).view(np.uint8)[:size]
        unclear = np.flatnonzero(counts == UNDECIDED)
        finer = (raw.view(np.uint8)[unclear] + stream.random_raw(unclear.size) / 2.0**64) / 256.0
        counts[unclear] = np.searchsorted(self._cumulated, finer, "right")
        return counts


def block_rows(n: int) -> int:
    """Return how many draws of n units make a block."""
    return max(1, BLOCK // max(n, 1))


def _poisson(mean: float) -> Floats:
    """Return the cumulated probabilities of the counts 0, 1, 2, … down to chances of 2^-60."""
    chances = [np.exp(-mean)]
    while len(chances) < 2 or chances[-1] > 2.0**-60:
        chances.append(chances[-1] * mean / len(chances))
    return np.cumsum(chances)
