"""Bootstrap draws as counts, from a stream that is the same everywhere.

A draw of n among n units is a row of counts beside values that are sorted once; no unit is copied.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

#: A block of draws is kept near this many cells, so that it stays in the processor's cache.
BLOCK = 1 << 16
#: So many standard deviations below n lies the Poisson total that is then filled up to n.
MARGIN = 3.0
WORDS = 1 << 16
UNDECIDED = 255


def block_rows(n: int) -> int:
    """Return how many draws of n units make a block."""
    return max(1, BLOCK // max(n, 1))


def bootstrap_counts(n: int, draws: int, seed: int) -> Iterator[np.ndarray]:
    """Yield blocks (rows, n) of how often each of n units is drawn when n are drawn with replacement.

    The counts are multinomial, made without drawing n times: independent Poisson counts of a mean a
    little below 1 are multinomial given their sum, and the few units that lack to n are drawn one by one.
    Where the sum has passed n, which is rare, all n are drawn one by one.
    """
    stream = np.random.PCG64(seed)
    mean = max(0.0, 1.0 - MARGIN / np.sqrt(n))
    distribution = _poisson(mean)
    table = _table(distribution)
    rows = block_rows(n)
    for start in range(0, draws, rows):
        count = min(rows, draws - start)
        counts = _poisson_counts(stream, count * n, distribution, table).reshape(count, n)
        lacking = n - counts.sum(axis=1, dtype=np.int64)
        counts[lacking < 0] = 0
        lacking[lacking < 0] = n
        drawn = (stream.random_raw(int(lacking.sum())) / 2.0**64 * n).astype(np.int64)
        drawn = np.minimum(drawn, n - 1) + np.repeat(np.arange(count) * n, lacking)
        places, times = np.unique(drawn, return_counts=True)
        counts.reshape(-1)[places] += times.astype(counts.dtype)
        yield counts


def _poisson(mean: float) -> np.ndarray:
    """Return the cumulated probabilities of the counts 0, 1, 2, … up to those below 2^-60."""
    chances = [np.exp(-mean)]
    while len(chances) < 2 or chances[-1] > 2.0**-60:
        chances.append(chances[-1] * mean / len(chances))
    return np.cumsum(chances)


def _table(cumulated: np.ndarray) -> np.ndarray:
    """Return the count that each 16-bit word stands for; `UNDECIDED` where the word holds a boundary."""
    edges = np.arange(WORDS + 1) / WORDS
    counts = np.searchsorted(cumulated, edges, "right")
    return np.where(counts[:-1] == counts[1:], counts[:-1], UNDECIDED).astype(np.uint8)


def _poisson_counts(
    stream: np.random.PCG64, size: int, cumulated: np.ndarray, table: np.ndarray
) -> np.ndarray:
    words = stream.random_raw(size // 4 + 1).astype("<u8", copy=False).view("<u2")[:size]
    counts = table.take(words)
    open_places = np.flatnonzero(counts == UNDECIDED)
    finer = stream.random_raw(open_places.size) / 2.0**64
    counts[open_places] = np.searchsorted(cumulated, (words[open_places] + finer) / WORDS, "right")
    return counts
