"""Whether residuals still cluster in space, and which model would take that up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from .design import Design
from .ols import OLS, Test, _chi


@dataclass(frozen=True)
class ResidualMoran:
    """Moran's I of residuals with the expectation and variance that mind the regression."""

    i: float
    expected: float
    variance: float
    z: float
    p: float


def row_standardised(neighbours: Any) -> Any:
    """Return a sparse matrix whose rows sum to 1; a unit without neighbours keeps a row of zeros."""
    from scipy.sparse import diags

    sums = np.asarray(neighbours.sum(axis=1)).ravel()
    return diags(np.divide(1.0, sums, out=np.zeros_like(sums), where=sums > 0)) @ neighbours


def residual_moran(design: Design, fit: OLS, w: Any) -> ResidualMoran:
    """Test the residuals (Cliff and Ord 1981): moments of the residuals of a regression, two-sided p."""
    from scipy.stats import norm

    x, e = design.x, fit.residuals
    n, k = x.shape
    dense = w.toarray()
    total = dense.sum()
    i = float(n / total * (e @ (w @ e)) / (e @ e))
    annihilator = np.eye(n) - x @ np.linalg.inv(x.T @ x) @ x.T
    first = annihilator @ dense
    trace = np.trace(first)
    expected = n / total * trace / (n - k)
    second = np.trace(first @ annihilator @ dense.T) + np.trace(first @ first) + trace**2
    variance = (n / total) ** 2 * second / ((n - k) * (n - k + 2)) - expected**2
    z = (i - expected) / np.sqrt(variance)
    return ResidualMoran(i, float(expected), float(variance), float(z), float(2 * norm.sf(abs(z))))


def lagrange_multipliers(design: Design, fit: OLS, w: Any) -> dict[str, Test]:
    """Return LM-lag, LM-error, their robust forms and SARMA (Anselin, Bera, Florax and Yoon 1996)."""
    x, e, y = design.x, fit.residuals, design.y
    n = len(y)
    sigma = float(e @ e) / n
    dense = w.toarray()
    trace = float(np.trace(dense.T @ dense + dense @ dense))
    error_score = float(e @ (w @ e)) / sigma
    lag_score = float(e @ (w @ y)) / sigma
    spread = w @ (x @ fit.coefficients)
    left = spread - x @ np.linalg.lstsq(x, spread, rcond=None)[0]
    information = float(left @ left) / sigma + trace
    lm_error, lm_lag = error_score**2 / trace, lag_score**2 / information
    robust_error = (error_score - trace / information * lag_score) ** 2 / (trace * (1 - trace / information))
    robust_lag = (lag_score - error_score) ** 2 / (information - trace)
    return {
        "lm_lag": _chi(lm_lag, 1),
        "lm_error": _chi(lm_error, 1),
        "robust_lag": _chi(robust_lag, 1),
        "robust_error": _chi(robust_error, 1),
        "sarma": _chi(lm_lag + robust_error, 2),
    }
