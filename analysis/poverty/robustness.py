"""Whether the ranks of areas hang on the cut-off k and on the weights.

After Alkire, Foster, Seth, Santos, Roche and Ballón (2015): rank correlations, and the share of pairs whose
order stays.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ..core.arrays import Floats
from ..core.lazy import pd
from ..core.messages import InputError, mark
from .alkire_foster import curve
from .definition import PovertyDefinition
from .profile import Profile

#: Areas compared with all others at once.
ROWS = 512


@dataclass
class Robustness:
    """Ranks of areas under alternatives.

    mpi, ranks: areas by alternative (columns `(weights, k)`); rank 1 is the least poor, ties share the
    smaller rank.
    agreement: one row an alternative: `kendall` (τ-b with the baseline).
    significant: share of pairs of areas that differ significantly at the baseline; robust: of those, the
    share whose order no alternative turns round. NaN where standard errors are missing or no pair differs.
    """

    mpi: pd.DataFrame
    ranks: pd.DataFrame
    agreement: pd.DataFrame
    significant: float
    robust: float


def emphasised(definition: PovertyDefinition, share: float = 0.5) -> dict[str, Floats]:
    """Return weights that give each dimension in turn `share`, the others sharing the rest equally.

    By code of the dimension, (indicators,) each, summing to 1.
    """
    count = len(definition.dimensions)
    within = definition.membership * definition.weights
    totals = within.sum(axis=1, keepdims=True)
    # a dimension of weight 0 has no indicator to give the share to
    within = np.divide(within, totals, out=np.zeros_like(within), where=totals > 0)
    found = {}
    for place, dimension in enumerate(definition.dimensions):
        across = np.full(count, (1.0 - share) / max(count - 1, 1))
        across[place] = share if count > 1 else 1.0
        found[dimension.code] = across @ within
    return found


def robustness(
    profile: Profile,
    cutoffs: Sequence[float],
    weights: Mapping[str, Floats] | None = None,
    errors: pd.Series | None = None,
    z: float = 1.959963984540054,
) -> Robustness:
    """Return how the ranks of areas by M0 change over cut-offs and weights.

    cutoffs: the first is the baseline. weights: alternative weights by name, (indicators,) each, summing to 1 (see
    `emphasised`); the definition's are the baseline. errors: standard errors of M0 by area at the baseline,
    areas taken as independent.

    Raises
    ------
    InputError
        Where a set of weights does not fit the definition.
    """
    base = profile.definition.weights
    sets = {"baseline": base, **(weights or {})}
    for name, one in sets.items():
        if np.shape(one) != base.shape or (np.asarray(one) < 0).any() or abs(np.sum(one) - 1.0) > 1e-9:
            raise InputError(
                mark("The weights “{name}” must be one for each indicator, none negative, and sum to 1."), name=name
            )
    mpi = pd.concat({name: curve(profile, cutoffs, one)[1] for name, one in sets.items()}, axis=1)
    ranks = mpi.round(12).rank(method="min").astype(int)
    baseline = mpi.iloc[:, 0].to_numpy()
    agreement = pd.DataFrame({"kendall": [_tau(baseline, mpi[name].to_numpy()) for name in mpi]}, index=mpi.columns)
    significant, robust = np.nan, np.nan
    if errors is not None:
        significant, robust = _pairs(mpi.to_numpy(), errors.reindex(mpi.index).to_numpy(), z)
    return Robustness(mpi, ranks, agreement, significant, robust)


def _tau(one: Floats, other: Floats) -> float:
    from scipy.stats import kendalltau

    if len(one) < 2 or np.ptp(one) == 0 or np.ptp(other) == 0:
        return float("nan")
    return float(kendalltau(one.round(12), other.round(12))[0])


def _pairs(mpi: Floats, errors: Floats, z: float) -> tuple[float, float]:
    """Return the share of pairs that differ significantly, and the share of those that keep their order."""
    n = len(mpi)
    different = kept = pairs = 0
    for start in range(0, n, ROWS):
        rows = slice(start, start + ROWS)
        later = np.arange(n) > np.arange(start, min(start + ROWS, n))[:, None]
        gap = mpi[rows, None, 0] - mpi[None, :, 0]
        error = np.hypot(errors[rows, None], errors[None, :])
        known = later & ~np.isnan(error)
        significant = known & (np.abs(gap) > z * error) & (gap != 0)
        stable = significant.copy()
        for column in range(1, mpi.shape[1]):
            stable &= (mpi[rows, None, column] - mpi[None, :, column]) * gap > 0
        pairs += int(known.sum())
        different += int(significant.sum())
        kept += int(stable.sum())
    return (different / pairs if pairs else np.nan), (kept / different if different else np.nan)
