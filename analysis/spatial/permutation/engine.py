"""Conditional permutation: how often random neighbours give as much as the real ones.

For each unit the values of all others are shuffled and its neighbours' sum taken again. GeoDa and PySAL
draw, for each unit, its own sets of others and add them up. Here samples are drawn once and shared
(Anselin 1995 asks for a uniform draw of k others for each unit, not for another draw for each):

- A sample is K + 1 distinct units in order, K the largest number of neighbours. S_k is the sum of its
  first k values.
- The draw for unit i with k neighbours is the first k of the sample; where i is among them, the
  (k + 1)-th stands in its place. Given i, every ordered set of k others is equally likely.
- So for each k the sums are sorted once, all units with k neighbours are looked up, and only the places
  where a unit met itself are corrected.

As in GeoDa and PySAL the p-values of different units are not independent of each other; each is exact.
Sums that differ by less than the rounding of the values are ties and count on both sides. Values are
put on a grid of integers where the sums allow it, so that they are exact and p is the same everywhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from ...core.arrays import Floats, Ints
from ...core.messages import Progress, no_progress, part
from .draws import Draws
from .sums import NeighbourOrder, SharedSquares, SharedSums, WeightedSquares, WeightedSums

#: Numbers, and samples, held at once in a block.
SAMPLE_CELLS = 4_000_000
SAMPLES = 16_384


@dataclass(frozen=True)
class Counts:
    """How many of `permutations` draws were at least, and at most, what was observed; (n,) each.

    Islands have counts of zero.
    """

    at_least: Ints
    at_most: Ints
    permutations: int

    @property
    def side(self) -> Floats:
        """The tail that the smaller count is of: 1 the upper, −1 the lower, 0 neither, (n,) float."""
        result: Floats = np.sign(self.at_most - self.at_least).astype(float)
        return result


def neighbour_sums(
    values: Floats, matrix: Any, permutations: int, seed: int, progress: Progress = no_progress
) -> Counts:
    """Count random neighbour sums Σ w_ij v_j against the real ones.

    Serves every statistic that grows with the neighbours' sum of one variable: local Moran, also
    bivariate, Gi, Gi* and local join counts.

    Parameters
    ----------
    values : (n,) values without NaN; what is drawn.
    matrix : (n, n) CSR weights without a diagonal.
    permutations : number of draws P.
    seed : of the stream of samples.
    progress : called with the fraction done.

    Returns
    -------
    Counts
        Sums are of integers where a unit's neighbours weigh the same, and ties differ by one part in 2^40
        of the values; where weights differ within a row, by 1e-10 of the largest possible sum.
    """
    plan = NeighbourOrder(matrix)
    if plan.uniform:
        return _counted(plan, SharedSums(plan, values), permutations, seed, progress)
    return _counted(plan, WeightedSums(plan, values), permutations, seed, progress)


def squared_differences(
    variables: Floats, matrix: Any, permutations: int, seed: int, progress: Progress = no_progress
) -> Counts:
    """Count random sums of squared differences Σ w_ij Σ_v (x_iv − x_jv)² against the real ones.

    `variables`: (n, m) standardised variables without NaN, drawn together; the rest as `neighbour_sums`.
    A sum of squared differences is linear in the neighbours' sums of x and of x², so one small matrix
    product serves all draws. Sums within 1e-10 of the largest possible one are ties.
    """
    plan = NeighbourOrder(matrix)
    kind = SharedSquares if plan.uniform else WeightedSquares
    return _counted(plan, kind(plan, np.asarray(variables, dtype=float)), permutations, seed, progress)


def _counted(plan: NeighbourOrder, kind: Any, permutations: int, seed: int, progress: Progress) -> Counts:
    """Draw in blocks and add up the counts of a kind of sum."""
    at_least, at_most = np.zeros((2, plan.n), dtype=np.int64)
    if plan.most:
        draws = Draws(seed)
        size = min(plan.most + 1, plan.n)
        rows = min(max(SAMPLE_CELLS // size, 1), SAMPLES)
        for low in range(0, permutations, rows):
            high = min(low + rows, permutations)
            if low == 0 and high == permutations:
                sample = _only_sample(seed, permutations, size, plan.n)
            else:
                sample = draws.samples(high - low, size, plan.n)
            kind.count(sample, at_least, at_most, part(progress, low / permutations, high / permutations))
            progress(high / permutations)
    return Counts(at_least, at_most, permutations)


@lru_cache(maxsize=1)
def _only_sample(seed: int, count: int, size: int, n: int) -> Ints:
    """Return the samples of a test that needs one block; those of the next year or variable are the same."""
    sample = Draws(seed).samples(count, size, n)
    sample.flags.writeable = False
    return sample
