"""Cronbach's alpha: whether the indicators of a dimension measure one thing."""

from __future__ import annotations

import numpy as np

from ...core.arrays import Floats, Ints


def cronbach_alpha(values: Floats) -> float:
    """Return Cronbach's (1951) α = k/(k-1) · (1 - Σ s²_j / s²_total) of the columns of a complete array (n, k).

    Not clipped: it is negative where columns contradict each other, for example by a wrong direction.
    NaN for fewer than two columns or rows, or where the row sums do not vary.
    """
    rows, columns = values.shape
    if columns < 2 or rows < 2:
        return np.nan
    total = values.sum(axis=1).var(ddof=1)
    parts = values.var(axis=0, ddof=1)
    if total <= 1e-12 * parts.sum():
        return np.nan
    return float(columns / (columns - 1) * (1 - parts.sum() / total))


def alpha_if_dropped(values: Floats) -> Floats:
    """Return, for each column of (n, k), alpha of all others, (k,); NaN where fewer than two are left."""
    return np.array([cronbach_alpha(np.delete(values, j, axis=1)) for j in range(values.shape[1])])


def oriented_minmax(values: Floats, directions: Ints) -> Floats:
    """Return columns (n, k) scaled to 0–1 with 1 as the better end; none may be constant.

    directions: (k,), +1 where more is better, else -1.
    """
    low, high = values.min(axis=0), values.max(axis=0)
    scaled = (values - low) / (high - low)
    result: Floats = np.where(directions > 0, scaled, 1 - scaled)
    return result


def oriented_z(values: Floats, directions: Ints) -> Floats:
    """Return z-scores (n, k), sd with n-1, with the better end positive; none may be constant.

    directions: (k,), +1 where more is better, else -1.
    """
    result: Floats = directions * (values - values.mean(axis=0)) / values.std(axis=0, ddof=1)
    return result
