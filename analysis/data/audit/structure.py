"""The common structure of indicators: Kaiser–Meyer–Olkin, Bartlett, principal components."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...core.arrays import Floats
from ...core.diagnostics import Diagnostics
from ...core.lazy import pd
from ...core.messages import mark
from .correlation import dependent_columns, is_singular, variance_inflation

#: Kaiser: below this the indicators have too little in common for principal components.
KMO_LIMIT = 0.5
#: Fewer units than this for each indicator make components unstable.
UNITS_PER_INDICATOR = 5
_FEWEST_ROWS = 3


@dataclass
class Structure:
    """Results over the units that have all indicators; NaN what cannot be computed.

    eigenvalues: of the correlation matrix, the largest first. loadings: by indicator, of the components
    with an eigenvalue above 1 (at least one), sign so that they sum to a positive number. kmo:
    sampling adequacy, 0 to 1. bartlett and p: test that all correlations are zero. vif:
    variance inflation factor by indicator.
    """

    n: int
    eigenvalues: Floats
    loadings: pd.DataFrame
    vif: pd.Series
    kmo: float = np.nan
    bartlett: float = np.nan
    p: float = np.nan

    @property
    def df(self) -> int:
        """The degrees of freedom of Bartlett's test."""
        return len(self.loadings) * (len(self.loadings) - 1) // 2

    @property
    def shares(self) -> Floats:
        """The share of variance of each component, (p,)."""
        result: Floats = self.eigenvalues / self.eigenvalues.sum()
        return result


def kaiser_meyer_olkin(correlation: Floats, inverse: Floats) -> float:
    """Return the sampling adequacy KMO = Σr² / (Σr² + Σ partial r²) over pairs (Kaiser 1974).

    correlation, inverse: (p, p), of the indicators.
    """
    scale = np.sqrt(np.diag(inverse))
    partial = -inverse / np.outer(scale, scale)
    off = ~np.eye(len(correlation), dtype=bool)
    squares, partials = correlation**2 * off, partial**2 * off
    return float(squares.sum() / (squares.sum() + partials.sum()))


def bartlett_sphericity(correlation: Floats, n: int) -> tuple[float, float]:
    """Return χ² = -(n - 1 - (2p + 5)/6) · ln|R| with p(p - 1)/2 degrees of freedom, and its p-value.

    correlation: (p, p), of n units.
    """
    from scipy.special import chdtrc

    p = len(correlation)
    statistic = -(n - 1 - (2 * p + 5) / 6) * np.linalg.slogdet(correlation)[1]
    return float(statistic), float(chdtrc(p * (p - 1) // 2, max(statistic, 0.0)))


def principal_components(correlation: Floats) -> tuple[Floats, Floats]:
    """Return eigenvalues, the largest first, and loadings (eigenvector times root of eigenvalue).

    correlation: (p, p); returns (p,) and (p, p), a column a component whose loadings sum to a positive
    number.
    """
    values, vectors = np.linalg.eigh(correlation)
    values, vectors = np.maximum(values[::-1], 0), vectors[:, ::-1]
    vectors = vectors * np.where(vectors.sum(axis=0) < 0, -1.0, 1.0)
    return values, vectors * np.sqrt(values)


def structure_of(complete: pd.DataFrame, diagnostics: Diagnostics) -> Structure | None:
    """Return the structure of indicators without gaps and constants; None for fewer than two.

    What cannot be computed is NaN and said in a warning: a singular correlation matrix has neither KMO
    nor Bartlett's test nor inflation factors, but it does have principal components.

    complete: a row a unit, a column an indicator.
    """
    n, p = complete.shape
    if p < 2 or n < _FEWEST_ROWS:
        diagnostics.warn(
            mark(
                "Correlation structure and reliability need two indicators and {least} kelurahan with all of "
                "them; there are {p} and {n}."
            ),
            least=_FEWEST_ROWS,
            p=p,
            n=n,
        )
        return None
    _warn_of_few(n, p, diagnostics)
    correlation = np.corrcoef(complete.to_numpy(dtype=float), rowvar=False)
    eigenvalues, loadings = principal_components(correlation)
    kept = max(1, int((eigenvalues > 1).sum()))
    index = complete.columns
    names = [f"pc{i + 1}" for i in range(kept)]
    shown = pd.DataFrame(loadings[:, :kept], index=index, columns=names)
    result = Structure(n, eigenvalues, shown, pd.Series(np.nan, index=index))
    if is_singular(correlation):
        _tell_singular(index, correlation, n, diagnostics)
        return result
    inverse = np.linalg.inv(correlation)
    result.vif = pd.Series(variance_inflation(inverse), index=index)
    result.kmo = kaiser_meyer_olkin(correlation, inverse)
    result.bartlett, result.p = bartlett_sphericity(correlation, n)
    if result.kmo < KMO_LIMIT:
        diagnostics.warn(
            mark("KMO is {kmo}: below {limit} the indicators have too little in common for PCA weights."),
            kmo=round(result.kmo, 3),
            limit=KMO_LIMIT,
        )
    return result


def _warn_of_few(n: int, p: int, diagnostics: Diagnostics) -> None:
    if n < UNITS_PER_INDICATOR * p:
        diagnostics.warn(
            mark(
                "{n} kelurahan for {p} indicators are few: below {least} for each indicator, components and "
                "KMO are unstable. Read them within dimensions."
            ),
            n=n,
            p=p,
            least=UNITS_PER_INDICATOR,
        )


def _tell_singular(columns: pd.Index, correlation: Floats, n: int, diagnostics: Diagnostics) -> None:
    if n <= len(correlation):
        diagnostics.warn(
            mark("KMO, Bartlett's test and VIF need more kelurahan with all indicators ({n}) than indicators ({p})."),
            n=n,
            p=len(correlation),
        )
        return
    diagnostics.warn(
        mark("KMO, Bartlett's test and VIF cannot be computed: {columns} determine each other exactly. Drop one."),
        columns=list(columns[dependent_columns(correlation)]),
    )
