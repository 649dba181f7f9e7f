"""Bootstrap and permutation draws that are the same everywhere: a stream of PCG64 written out.

`Generator.choice` and its like may change between releases of numpy; the raw 64 bits of PCG64 may not.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

#: A block of draws is kept near this many cells, so that it stays in the processor's cache.
BLOCK = 1 << 18


def block_rows(n: int) -> int:
    """Return how many draws of n units make a block."""
    return max(1, BLOCK // max(n, 1))


def bootstrap_counts(n: int, draws: int, seed: int) -> Iterator[np.ndarray]:
    """Yield blocks (rows, n) of how often each of n units is drawn when n are drawn with replacement.

    A unit is ⌊u n / 2^32⌋ of 32 random bits u: even to 1 in 2^32/n, below what any number of draws shows.
    """
    stream = np.random.PCG64(seed)
    rows = block_rows(n)
    for start in range(0, draws, rows):
        count = min(rows, draws - start)
        raw = stream.random_raw((count * n + 1) // 2).view(np.uint32)[: count * n]
        drawn = (raw.astype(np.uint64) * np.uint64(n)) >> np.uint64(32)
        places = drawn.view(np.int64).reshape(count, n)
        places += np.arange(count)[:, None] * n
        yield np.bincount(places.ravel(), minlength=count * n).reshape(count, n)


def permutations(n: int, draws: int, seed: int) -> Iterator[np.ndarray]:
    """Yield blocks (rows, n) of random orders of 0 … n-1: the order of n times 64 random bits."""
    stream = np.random.PCG64(seed)
    rows = block_rows(n)
    for start in range(0, draws, rows):
        count = min(rows, draws - start)
        yield stream.random_raw(count * n).reshape(count, n).argsort(axis=1, kind="stable")
