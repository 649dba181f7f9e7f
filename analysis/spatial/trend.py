"""Mann and Kendall's test for a trend over years, for many units at once."""

from __future__ import annotations

import numpy as np

from ..core.arrays import Floats
from .significance import analytic_p


def mann_kendall(series: Floats) -> tuple[Floats, Floats, Floats]:
    """Test each unit's series for a rising or falling trend.

    Parameters
    ----------
    series : (n, years) values in the order of time; NaN years are skipped.

    Returns
    -------
    tuple of (n,) arrays
        S = Σ_{i<j} sign(x_j − x_i); z = (S − sign S)/√Var S, with the continuity correction and Var S
        corrected for ties (Kendall 1975); two-sided p. A series without two different values has z = 0
        and p = 1; one with fewer than two values NaN.

    Notes
    -----
    p is from the normal distribution, which is coarse below some ten years. ArcGIS's Emerging Hot Spot
    Analysis uses the same z.
    """
    series = np.asarray(series, dtype=float)
    n, years = series.shape
    score = np.zeros(n)
    # each value's number of ties with it, itself included, adds up over a group of t to t·f(t)
    ties = np.zeros(n)
    for j in range(years):
        difference = np.sign(series[:, [j]] - series)
        score += np.nansum(difference[:, :j], axis=1)
        same = (difference == 0).sum(axis=1)
        ties += np.where(same > 0, (same - 1.0) * (2 * same + 5), 0.0)
    known = (~np.isnan(series)).sum(axis=1)
    variance = (known * (known - 1.0) * (2 * known + 5) - ties) / 18
    with np.errstate(divide="ignore", invalid="ignore"):
        z = np.where(variance > 0, (score - np.sign(score)) / np.sqrt(variance), 0.0)
    z[known < 2] = np.nan
    score[known < 2] = np.nan
    return score, z, analytic_p(z)
