"""Correlations between columns of a map, with tests that mind that neighbours resemble each other."""

from __future__ import annotations

from typing import Any

import numpy as np

from ...core.arrays import Bools, Floats
from ...core.lazy import pd


def screen(frame: pd.DataFrame, outcome: str, columns: list[str], weights: Any) -> pd.DataFrame:
    """Correlate the outcome with each column.

    Parameters
    ----------
    frame
        A row a unit; pairs with a missing value are left out column by column.
    weights
        Sparse matrix of neighbours between all units.

    Returns
    -------
    pandas.DataFrame
        A row a column: r (Pearson), rho (Spearman), n, p (as if units were independent), effective_n and
        p_spatial: by Clifford, Richardson and Hémon (1989), with the effective number of units from
        autocovariances in rings of neighbours and the degrees of freedom of Dutilleul (1993). Sorted by
        |r|.
    """
    rings = _rings(weights)
    rows = []
    for column in columns:
        known = (frame[outcome].notna() & frame[column].notna()).to_numpy()
        a, b = (frame[name].to_numpy(float)[known] for name in (outcome, column))
        n = int(known.sum())
        if n < 4 or np.ptp(a) == 0 or np.ptp(b) == 0:
            rows.append((column, np.nan, np.nan, n, np.nan, np.nan, np.nan))
            continue
        r = float(np.corrcoef(a, b)[0, 1])
        rho = float(pd.Series(a).rank().corr(pd.Series(b).rank()))
        effective = effective_size(a, b, [ring[known][:, known] for ring in rings])
        rows.append((column, r, rho, n, _p(r, n), effective, _p(r, effective)))
    names = ["column", "r", "rho", "n", "p", "effective_n", "p_spatial"]
    table = pd.DataFrame(rows, columns=names)
    return table.reindex(table["r"].abs().sort_values(ascending=False).index).reset_index(drop=True)


def _p(r: float, n: float) -> float:
    from scipy.stats import t

    if n <= 2 or abs(r) >= 1:
        return 0.0 if abs(r) >= 1 else 1.0
    return float(2 * t.sf(abs(r) * np.sqrt((n - 2) / (1 - r**2)), n - 2))


def _rings(weights: Any) -> list[Any]:
    """Return dense masks of pairs by number of steps between them; pairs that no path joins have none."""
    from scipy.sparse.csgraph import shortest_path

    steps = shortest_path(weights, unweighted=True, directed=False)
    last = int(steps[np.isfinite(steps)].max()) if np.isfinite(steps).any() else 0
    return [steps == step for step in range(1, last + 1)]


def effective_size(a: Floats, b: Floats, rings: list[Bools]) -> float:
    """Return how many independent units the pair is worth, between 3 and n where space adds nothing.

    1 + 1 / variance of r under no association, the variance from the autocovariances of both columns in
    each ring (Clifford, Richardson and Hémon 1989). Dutilleul's correction for the estimated means, which
    centres the matrices of autocorrelation, is applied. Rings beyond half of the longest way hold few
    pairs and are taken as uncorrelated.

    a, b: (n,), without gaps; rings: (n, n) each, which pairs are so many steps apart.
    """
    n = a.size
    covariances = []
    for values in (a, b):
        centred = (values - values.mean()) / values.std()
        matrix = np.eye(n)
        for ring in rings[: max(1, len(rings) // 2)]:
            pairs = ring.sum()
            if pairs:
                matrix[ring] = centred @ ring @ centred / pairs
        covariances.append(matrix)
    centring = np.eye(n) - 1.0 / n
    first, second = (centring @ matrix for matrix in covariances)
    variance = np.trace(first @ second) / (np.trace(first) * np.trace(second))
    size = 1.0 + 1.0 / variance if variance > 0 else float(n)
    return float(np.clip(size, 3.0, n))
