"""Ordinary least squares with what must be checked before it is believed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...core.arrays import Floats
from .design import Design


@dataclass(frozen=True)
class Test:
    """A statistic with its degrees of freedom and p."""

    statistic: float
    df: float
    p: float


@dataclass(frozen=True)
class OLS:
    """A fit.

    coefficients, errors, t, p: shape (k,), constant first; robust: standard errors by White (HC1, n / (n - k)); r2,
    adjusted; log_likelihood; aic: 2k - 2 ln L with k coefficients (spreg; R counts the variance too and is
    2 higher); vif: shape (k - 1,); condition: of the columns scaled to unit length; tests: by code;
    residuals; beta: standardised coefficients, shape (k - 1,); lmg: share of R² averaged over all
    orderings.
    """

    coefficients: Floats
    errors: Floats
    t: Floats
    p: Floats
    robust: Floats
    r2: float
    adjusted: float
    log_likelihood: float
    aic: float
    vif: Floats
    condition: float
    tests: dict[str, Test]
    residuals: Floats
    beta: Floats
    lmg: Floats


def ols(design: Design) -> OLS:
    """Fit y on x and test residuals: Jarque–Bera, Breusch–Pagan, Koenker–Bassett, White."""
    from scipy import stats

    y, x = design.y, design.x
    n, k = x.shape
    inverse = np.linalg.inv(x.T @ x)
    coefficients = inverse @ (x.T @ y)
    residuals = y - x @ coefficients
    squares = float(residuals @ residuals)
    errors = np.sqrt(np.diag(inverse) * squares / (n - k))
    t = coefficients / errors
    r2 = 1.0 - squares / float(((y - y.mean()) ** 2).sum())
    variance = squares / n
    log_likelihood = -n / 2 * (np.log(2 * np.pi * variance) + 1)
    meat = (x * (residuals**2)[:, None]).T @ x
    return OLS(
        coefficients=coefficients,
        errors=errors,
        t=t,
        p=2 * stats.t.sf(np.abs(t), n - k),
        robust=np.sqrt(np.diag(inverse @ meat @ inverse) * n / (n - k)),
        r2=r2,
        adjusted=1.0 - (1.0 - r2) * (n - 1) / (n - k),
        log_likelihood=float(log_likelihood),
        aic=float(2 * k - 2 * log_likelihood),
        vif=variance_inflation(x),
        condition=condition_number(x),
        tests={
            "jarque_bera": _jarque_bera(residuals),
            "breusch_pagan": _breusch_pagan(residuals, x),
            "koenker_bassett": _koenker_bassett(residuals, x),
            "white": _white(residuals, x),
        },
        residuals=residuals,
        beta=coefficients[1:] * x[:, 1:].std(axis=0) / y.std(),
        lmg=relative_importance(y, x[:, 1:]),
    )


def variance_inflation(x: Floats) -> Floats:
    """Return the variance inflation factor of each column behind the constant: x (n, k), returns (k - 1,)."""
    if x.shape[1] == 2:
        return np.ones(1)
    return np.diag(np.linalg.inv(np.corrcoef(x[:, 1:], rowvar=False)))


def condition_number(x: Floats) -> float:
    """Return the condition number of the columns scaled to unit length (Belsley, Kuh and Welsch 1980).

    x: (n, k), with the constant. Above 30 is usually called too much.
    """
    values = np.linalg.svd(x / np.sqrt((x**2).sum(axis=0)), compute_uv=False)
    return float(values[0] / values[-1])


def _chi(statistic: float, df: int) -> Test:
    from scipy.stats import chi2

    return Test(float(statistic), float(df), float(chi2.sf(statistic, df)))


def _jarque_bera(residuals: Floats) -> Test:
    centred = residuals - residuals.mean()
    second = np.mean(centred**2)
    skewness, kurtosis = np.mean(centred**3) / second**1.5, np.mean(centred**4) / second**2
    return _chi(residuals.size / 6 * (skewness**2 + (kurtosis - 3) ** 2 / 4), 2)


def _explained(target: Floats, x: Floats) -> float:
    """Return the explained sum of squares of a regression."""
    fitted = x @ np.linalg.lstsq(x, target, rcond=None)[0]
    return float(((fitted - target.mean()) ** 2).sum())


def _breusch_pagan(residuals: Floats, x: Floats) -> Test:
    """Explain the squared residuals by the squares of the columns, as spreg and GeoDa; lmtest takes levels."""
    scaled = residuals**2 / np.mean(residuals**2)
    return _chi(_explained(scaled, x**2) / 2.0, x.shape[1] - 1)


def _koenker_bassett(residuals: Floats, x: Floats) -> Test:
    """Do the same without taking the residuals for normal."""
    squares = residuals**2
    share = _explained(squares, x**2) / float(((squares - squares.mean()) ** 2).sum())
    return _chi(residuals.size * share, x.shape[1] - 1)


def _white(residuals: Floats, x: Floats) -> Test:
    """Regress the squared residuals on levels, squares and products of the columns, each once."""
    columns: list[Floats] = [np.ones(len(x))]
    for first in range(1, x.shape[1]):
        columns.append(x[:, first])
        columns += [x[:, first] * x[:, second] for second in range(first, x.shape[1])]
    full = np.column_stack(columns)
    # the square of a 0–1 column is the column itself
    scaled = full / np.sqrt((full**2).sum(axis=0))
    df = int(np.linalg.matrix_rank(scaled)) - 1
    squares = residuals**2
    share = _explained(squares, scaled) / float(((squares - squares.mean()) ** 2).sum())
    return _chi(residuals.size * share, df)


#: Beyond so many drivers the orderings are too many: importance is then not given.
MOST_ORDERED = 12


def relative_importance(y: Floats, x: Floats) -> Floats:
    """Return the mean gain in R² of each driver over all orderings (Lindeman, Merenda and Gold 1980).

    The shares sum to R². NaN beyond `MOST_ORDERED` drivers.

    y: (n,); x: (n, k), without a constant; returns (k,).
    """
    from math import factorial

    k = x.shape[1]
    if k > MOST_ORDERED:
        return np.full(k, np.nan)
    correlations = np.asarray(np.corrcoef(np.column_stack([x, y]), rowvar=False))
    among, with_y = correlations[:k, :k], correlations[:k, k]
    gains = np.zeros(1 << k)
    for subset in range(1, 1 << k):
        chosen = [number for number in range(k) if subset >> number & 1]
        gains[subset] = with_y[chosen] @ np.linalg.solve(among[np.ix_(chosen, chosen)], with_y[chosen])
    shares = np.zeros(k)
    for number in range(k):
        for subset in range(1 << k):
            if not subset >> number & 1:
                size = bin(subset).count("1")
                weight = factorial(size) * factorial(k - size - 1) / factorial(k)
                shares[number] += weight * (gains[subset | 1 << number] - gains[subset])
    return shares
