"""Local Moran: who is like, or unlike, its neighbours; also of one variable among neighbours' other."""

from __future__ import annotations

import numpy as np

from ...core.lazy import pd
from ...core.messages import Progress, mark, no_progress
from ..moments import conditional, others, standardised
from ..permutation.engine import neighbour_sums
from ..sample import take_part
from ..significance import analytic_p
from ..weights.weights import Weights
from .result import Inference, LocalResult, local_result, quadrants


def local_moran(
    values: pd.Series, weights: Weights, inference: Inference | None = None, progress: Progress = no_progress
) -> LocalResult:
    """Return Anselin's (1995) local Moran I_i = z_i / m2 · Σ_j w_ij z_j.

    Parameters
    ----------
    values : by unit; NaN leaves the map.
    weights : of the same units; style `row` is usual.
    inference : permutations, seed, sides, correction, level.
    progress : called with the fraction done.

    Returns
    -------
    LocalResult
        `lisa`, `lisa_z` and `lisa_p_analytic` (conditional randomisation, Sokal 1998; two-sided),
        `lisa_p` (pseudo p, or the analytic one without permutations), `lisa_q` (corrected), `lisa_class`
        (HH, LL, HL, LH by the value and the tail of its neighbours' sum; ns, island, nodata), `value_z` and
        `lag_z`, the place in the Moran scatterplot.

    Raises
    ------
    InputError
        As `take_part`.

    Notes
    -----
    m2 = Σz²/(n − 1), as in GeoDa and esda; spdep divides by n, so that its I_i is n/(n − 1) times ours.
    """
    frame = values.to_frame()
    return _moran(frame, weights, inference or Inference(), progress)


def bivariate_local_moran(
    values: pd.DataFrame, weights: Weights, inference: Inference | None = None, progress: Progress = no_progress
) -> LocalResult:
    """Return I_i = zx_i · Σ_j w_ij zy_j: the first column here, the second among the neighbours.

    `values`: two columns; z by the standard deviation with n − 1. y is permuted among the others (as in
    GeoDa). The class names x here and y around: HL is high x among low y. Columns as `local_moran`.
    """
    return _moran(values.iloc[:, :2], weights, inference or Inference(), progress)


def _moran(frame: pd.DataFrame, weights: Weights, inference: Inference, progress: Progress) -> LocalResult:
    """Compute with x the first and y the last column; they are the same for the univariate statistic."""
    sample = take_part(frame, weights)
    z = (sample.values - sample.values.mean(axis=0)) / sample.values.std(axis=0, ddof=1)
    x, y = z[:, 0], z[:, -1]
    matrix = sample.weights.matrix
    lag = matrix @ y
    mean, variance = conditional(*others(y), matrix)
    # multiplying by x_i turns mean and value alike, and leaves the size of z
    around = standardised(lag, mean, variance)
    score = around * np.sign(x)
    counts = inference.counted(neighbour_sums, y, matrix, progress)
    diagnostics = sample.diagnostics()
    diagnostics.step(mark("Local Moran with the variance divided by n − 1."))
    columns = {"lisa": x * lag, "lisa_z": score, "lisa_p_analytic": analytic_p(score), "value_z": x, "lag_z": lag}
    side = np.sign(around) if counts is None else counts.side
    return local_result(
        "lisa",
        columns,
        sample,
        counts,
        inference,
        diagnostics,
        lambda q: quadrants(x, side, q, inference.alpha),
        side=side,
    )
