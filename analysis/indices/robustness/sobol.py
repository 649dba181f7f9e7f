"""Sobol indices: the share of an output's variance that comes with one input, alone or with others.

Outputs have shape (runs, outputs).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...core.arrays import Floats

#: Bounds of the bootstrap interval, in percent.
INTERVAL = (2.5, 97.5)
#: Outputs of all runs that are looked at together, in numbers.
MOST_NUMBERS = 2_000_000


@dataclass(frozen=True)
class SobolIndex:
    """First-order and total index with bootstrap intervals; runs: rows of the sample that were used."""

    first: float
    first_low: float
    first_high: float
    total: float
    total_low: float
    total_high: float
    runs: int


def pooled_variance(a: Floats, b: Floats) -> Floats:
    """Return the variance (n - 1) of both samples together, by output.

    Samples are (draws, outputs), what is returned (outputs,).
    """
    variance: Floats = np.var(np.concatenate([a, b]), axis=0, ddof=1)
    return variance


def sobol_index(a: Floats, b: Floats, mixed: Floats, *, replicates: int = 500, seed: int = 1) -> SobolIndex:
    """Estimate the indices of one input.

    Parameters
    ----------
    a, b, mixed
        Outputs of two independent samples and of the first with this input taken from the second, shape
        (N,) or (N, outputs). Of several outputs the indices are generalised ones: partial variances are
        summed over the outputs before they are divided (Lamboni and others 2011). Rows with a NaN in any
        of the three are left out, and `runs` says how many stayed.
    replicates
        Bootstrap samples of the rows. The variance is estimated anew in each; COINr keeps it fixed, which
        makes its intervals too narrow.

    Returns
    -------
    SobolIndex
        NaN where the output does not vary. Outputs are centred first, which changes nothing but the
        estimator's own variance (SALib does so, COINr does not).
    """
    a, b, mixed = (part[:, None] if part.ndim == 1 else part for part in (a, b, mixed))
    kept = ~(np.isnan(a).any(axis=1) | np.isnan(b).any(axis=1) | np.isnan(mixed).any(axis=1))
    if not kept.all():
        a, b, mixed = a[kept], b[kept], mixed[kept]
    runs = int(kept.sum())
    # sums over outputs come first, so that a bootstrap sample is a weighting of few numbers a row
    rows, varied = np.zeros((runs, 3)), 0.0
    step = max(1, MOST_NUMBERS // max(runs, 1))
    for start in range(0, a.shape[1] if runs > 1 else 0, step):
        stretch = slice(start, start + step)
        some = (part[:, stretch].astype(float) for part in (a, b, mixed))
        sums, variance = _row_sums(*some)
        rows += sums
        varied += variance
    if varied <= 1e-15:
        return SobolIndex(np.nan, np.nan, np.nan, np.nan, np.nan, np.nan, runs)
    counts = np.random.default_rng(seed).multinomial(runs, np.full(runs, 1.0 / runs), size=replicates)
    means = np.vstack([rows.mean(axis=0), counts @ rows / runs])
    # the pooled mean is 0 by centring; of the samples it differs by an order less than the variance
    indices = means[:, :2] / (means[:, 2:] / 2.0 * (2 * runs / (2 * runs - 1)))
    return SobolIndex(*_with_interval(indices[:, 0]), *_with_interval(indices[:, 1]), runs)


def _with_interval(index: Floats) -> tuple[float, float, float]:
    low, high = np.percentile(index[1:], INTERVAL).tolist()
    return float(index[0]), low, high


def _row_sums(a: Floats, b: Floats, mixed: Floats) -> tuple[Floats, float]:
    """Return what both estimators and the variance sum over the outputs, by run, and the pooled variance.

    First order: y_B (y_AB - y_A) (Saltelli and others 2010); total: (y_A - y_AB)² / 2 (Jansen 1999).
    """
    variance = float(pooled_variance(a, b).sum())
    centre = np.concatenate([a, b]).mean(axis=0)
    a, b, mixed = a - centre, b - centre, mixed - centre
    sums = [(b * (mixed - a)).sum(axis=1), ((a - mixed) ** 2).sum(axis=1) / 2.0, (a**2 + b**2).sum(axis=1)]
    return np.column_stack(sums), variance
