"""The spatial Gini of Rey and Smith (2013): how much of the inequality lies between neighbours.

G = near + far over pairs of units; near sums |x_i - x_j| over pairs of neighbours. Binary, symmetric
neighbours and unweighted units, as the authors have it. PySAL's `wcg_share` is the far part itself, not
its share of G, and its p-value is folded; here the share is a share and the tail is named.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..core.arrays import Floats, Ints
from ..core.diagnostics import Diagnostics
from ..core.lazy import pd
from ..core.messages import InputError, Progress, mark, no_progress
from ..spatial.permutation.draws import Draws
from .distribution import known, sorted_distribution
from .measures import gini

#: Sums of differences this close (relative) are a tie: rounding must not decide about a draw.
TIE = 1e-12


@dataclass
class SpatialGini:
    """The spatial decomposition of Gini.

    gini = near + far; far_share = far / gini; polarisation: the mean difference of pairs that are not
    neighbours over that of neighbours (1 where space plays no part).
    expected, deviation: mean and standard deviation of `far` over the permutations.
    p: one-sided, large `far` counts: (draws with far ≥ observed, ties included, + 1) / (draws + 1).
    """

    gini: float
    near: float
    far: float
    far_share: float
    polarisation: float
    expected: float
    deviation: float
    p: float
    diagnostics: Diagnostics


def spatial_gini(
    values: pd.Series | Floats,
    pairs: Ints,
    permutations_count: int = 999,
    seed: int = 1,
    progress: Progress = no_progress,
) -> SpatialGini:
    """Return the spatial Gini of values (n,) over unordered pairs of neighbours.

    pairs: (m, 2) integer positions; a pair given in both directions or twice counts once. Units without a
    value are left out with their pairs. far_share and polarisation are NaN where there is no inequality,
    no pair of neighbours or no other pair.

    Raises
    ------
    InputError
        Where the mean is 0 or below, and as `distribution.known`.
    """
    diagnostics = Diagnostics(seed=seed if permutations_count else None)
    places, x, ones = known(values, None, diagnostics)
    n = x.size
    if not x.sum() > 0:
        raise InputError(mark("A spatial Gini needs a mean above 0; this field's mean is {mean}."), mean=x.mean())
    first, second = _unique_pairs(np.asarray(pairs, dtype=np.intp).reshape(-1, 2), places, len(values))
    total = float(gini(sorted_distribution(x, ones)))
    scale = n * x.sum()  # 2 n² μ over the 2 directions of a pair

    def near_part(of: Floats) -> Floats:
        result: Floats = np.abs(of[first] - of[second]).sum(axis=0) / scale
        return result

    near = float(near_part(x))
    far = max(total - near, 0.0)
    drawn = []
    for orders in Draws(seed).orders(permutations_count, n) if permutations_count else ():
        drawn.append(near_part(x[orders]))
        progress(sum(map(len, drawn)) / permutations_count)
    draws = np.concatenate(drawn) if drawn else np.empty(0)
    # the whole is the same in every draw, so far ≥ far observed is near ≤ near observed
    extreme = int((draws <= near + TIE * max(total, 1e-300)).sum())
    far_pairs = n * (n - 1) / 2 - first.size
    defined = total > 0 and near > 0 and far_pairs > 0
    return SpatialGini(
        gini=total,
        near=near,
        far=far,
        far_share=far / total if total > 0 else np.nan,
        polarisation=(far / far_pairs) / (near / first.size) if defined else np.nan,
        expected=total - float(draws.mean()) if draws.size else np.nan,
        deviation=float(draws.std(ddof=1)) if draws.size > 1 else np.nan,
        p=(extreme + 1) / (draws.size + 1) if draws.size else np.nan,
        diagnostics=diagnostics,
    )


def _unique_pairs(pairs: Ints, places: Ints, n: int) -> tuple[Ints, Ints]:
    """Return both ends of each pair once, as positions among the usable units."""
    position = np.full(n, -1)
    position[places] = np.arange(places.size)
    ends = position[pairs]
    ends = ends[(ends >= 0).all(axis=1) & (ends[:, 0] != ends[:, 1])]
    keys = np.unique(ends.min(axis=1) * np.int64(places.size) + ends.max(axis=1))
    return keys // places.size, keys % places.size
