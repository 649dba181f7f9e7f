"""Mean and variance of sums of weights times values when values are shuffled."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from ..core.arrays import Floats


@dataclass(frozen=True)
class Sums:
    """Cliff and Ord's sums of weights: S0 all weights, S1, S2, and each unit's row and column sum."""

    s0: float
    s1: float
    s2: float
    degree: Floats

    @classmethod
    def of(cls, matrix: Any) -> Sums:
        """Return the sums of a sparse (n, n) matrix."""
        both = matrix + matrix.T
        degree = np.asarray(both.sum(axis=1)).ravel()
        return cls(float(matrix.sum()), float(both.multiply(both).sum()) / 2, float(degree @ degree), degree)


def row_sums(matrix: Any) -> tuple[Floats, Floats]:
    """Return Σ_j w_ij and Σ_j w_ij² of each row, shape (n,) each."""
    return (np.asarray(matrix.sum(axis=1)).ravel(), np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())


def conditional(mean: Floats, variance: Floats, matrix: Any) -> tuple[Floats, Floats]:
    """Return mean and variance of Σ_j w_ij d_j when the n − 1 others' d are shuffled (Sokal 1998).

    `mean`, `variance`: of d over the others of each unit (divided by n − 1), shape (n,).
    """
    n = matrix.shape[0]
    total, squared = row_sums(matrix)
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = variance * (n - 1) / (n - 2) * (squared - total**2 / (n - 1))
    return total * mean, np.maximum(spread, 0.0)


def others(values: Floats) -> tuple[Floats, Floats]:
    """Return mean and variance of each unit's n − 1 others, shape (n,) each."""
    n = len(values)
    centred = values - values.mean()
    mean = -centred / (n - 1)
    square = ((centred**2).sum() - centred**2) / (n - 1)
    return mean + values.mean(), np.maximum(square - mean**2, 0.0)


def standardised(value: Floats | float, mean: Floats | float, variance: Floats | float) -> Floats:
    """Return (value − mean)/√variance, NaN where there is no variance; numbers or (n,)."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(variance > 0, (value - mean) / np.sqrt(variance), np.nan)
