"""Indicators that say the same: pairs with a high correlation, and what others explain."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from ...core.arrays import Bools, Floats
from ...core.lazy import pd

#: Above this |r| two indicators are called redundant.
REDUNDANT = 0.9
#: An eigenvalue of a correlation matrix below this is zero up to rounding.
SINGULAR = 1e-10
_FEWEST = 3


def redundant_pairs(frame: pd.DataFrame, dimensions: Mapping[str, str]) -> pd.DataFrame:
    """Return the pairs whose Pearson or Spearman correlation exceeds 0.9 in absolute value.

    Missing values are left out pair by pair; constant columns correlate with nothing.

    Returns
    -------
    pd.DataFrame
        field_a, field_b, pearson, spearman, n (units with both), same_dimension; the closest first.
    """
    columns = list(frame.columns)
    values = frame.to_numpy(dtype=float)
    varied = [column for column in columns if frame[column].nunique() > 1]
    pearson = frame[varied].corr(min_periods=_FEWEST).reindex(index=columns, columns=columns).to_numpy()
    ranks = frame[varied].corr(method="spearman", min_periods=_FEWEST)
    spearman = ranks.reindex(index=columns, columns=columns).to_numpy()
    present = np.isfinite(values).astype(float)
    counts = present.T @ present
    strength = np.fmax(np.abs(pearson), np.abs(spearman))
    first, second = np.nonzero(np.triu(np.nan_to_num(strength) > REDUNDANT, 1))
    pairs = pd.DataFrame(
        {
            "field_a": [columns[i] for i in first],
            "field_b": [columns[j] for j in second],
            "pearson": pearson[first, second],
            "spearman": spearman[first, second],
            "n": counts[first, second].astype(int),
            "same_dimension": [
                bool(dimensions.get(columns[i])) and dimensions.get(columns[i]) == dimensions.get(columns[j])
                for i, j in zip(first, second)
            ],
        }
    )
    order = np.argsort(-strength[first, second], kind="stable")
    return pairs.iloc[order].reset_index(drop=True)


def is_singular(correlation: Floats) -> bool:
    """Tell whether a correlation matrix has an eigenvalue of zero: columns that repeat or sum up others.

    correlation: (p, p).
    """
    return bool(np.linalg.eigvalsh(correlation)[0] < SINGULAR * len(correlation))


def dependent_columns(correlation: Floats) -> Bools:
    """Tell which columns take part in the linear dependence of a singular correlation matrix.

    correlation: (p, p); returns (p,).
    """
    values, vectors = np.linalg.eigh(correlation)
    null = vectors[:, values < SINGULAR * len(correlation)]
    result: Bools = (np.abs(null) > 1e-6).any(axis=1)
    return result


def variance_inflation(inverse: Floats) -> Floats:
    """Return the variance inflation factors (Marquardt 1970): the diagonal of the inverse correlation matrix.

    1 / (1 - R²) of each column on all others; above 10 is usually called too much.

    inverse: of the correlation matrix, (p, p); returns (p,).
    """
    return np.diag(inverse)
