"""Local Geary: how much a unit differs from its neighbours, in one variable or several."""

from __future__ import annotations

import numpy as np

from ...core.arrays import Floats, Objects
from ...core.lazy import pd
from ...core.messages import Progress, mark, no_progress
from ..moments import conditional, standardised
from ..permutation.engine import squared_differences
from ..sample import take_part
from ..significance import analytic_p
from ..weights.weights import Weights
from .result import Inference, LocalResult, local_result


def local_geary(
    values: pd.DataFrame | pd.Series,
    weights: Weights,
    inference: Inference | None = None,
    progress: Progress = no_progress,
) -> LocalResult:
    """Return Anselin's (2019) local Geary c_i = mean over variables of Σ_j w_ij (z_i − z_j)².

    Parameters
    ----------
    values : by unit; one column, or several for the multivariate statistic. NaN leaves the map.
    weights : of the same units; style `row` is usual.
    inference : permutations, seed, sides, correction, level. The variables of a unit are permuted together.
    progress : called with the fraction done.

    Returns
    -------
    LocalResult
        `lisa` (c_i), `lisa_z` and `lisa_p_analytic` (conditional randomisation, two-sided), `lisa_p`,
        `lisa_q`, `lisa_class`. z is negative where a unit is like its neighbours. Classes of one
        variable: HH, LL (alike, high or low with its neighbours), other_positive (alike, neither),
        negative (unlike); of several: positive, negative; and ns, island, nodata.

    Raises
    ------
    InputError
        As `take_part`.

    Notes
    -----
    z with the standard deviation divided by n − 1, as in GeoDa; esda's `Geary_Local` divides by n, so
    that its c_i is n/(n − 1) times ours; p is the same.
    """
    inference = inference or Inference()
    sample = take_part(values, weights)
    z = (sample.values - sample.values.mean(axis=0)) / sample.values.std(axis=0, ddof=1)
    matrix, m = sample.weights.matrix, z.shape[1]
    squares = (z**2).sum(axis=1)
    total = np.asarray(matrix.sum(axis=1)).ravel()
    c = (total * squares - 2 * (z * (matrix @ z)).sum(axis=1) + matrix @ squares) / m
    mean, variance = conditional(*_differences(z), matrix)
    score = standardised(c, mean / m, variance / m**2)
    counts = inference.counted(squared_differences, z, matrix, progress)
    diagnostics = sample.diagnostics()
    diagnostics.step(mark("Local Geary of {count} {count:variable|variables}, standardised with n − 1."), count=m)
    alike = score < 0 if counts is None else counts.at_most < counts.at_least
    here, around = z[:, 0], matrix @ z[:, 0]

    def classify(q: Floats) -> Objects:
        positive = np.full(sample.n, "positive", dtype=object)
        if m == 1:
            positive[:] = "other_positive"
            positive[(here > 0) & (around > 0)] = "HH"
            positive[(here < 0) & (around < 0)] = "LL"
        return np.where(q <= inference.alpha, np.where(alike, positive, "negative"), "ns").astype(object)

    columns = {"lisa": c, "lisa_z": score, "lisa_p_analytic": analytic_p(score)}
    return local_result("lisa", columns, sample, counts, inference, diagnostics, classify)


def _differences(z: Floats) -> tuple[Floats, Floats]:
    """Return mean and variance over the others j of d_ij = |z_i − z_j|², from power sums; (n,) each."""
    n = len(z)
    squares = (z**2).sum(axis=1)
    mean = (n * squares + squares.sum() - 2 * z @ z.sum(axis=0)) / (n - 1)
    # (|zi|² + |zj|² − 2 zi·zj)² summed over all j; d_ii is 0, so the sum over the others is the same
    cross = z @ (z.T @ squares)
    quadratic = np.einsum("ij,jk,ik->i", z, z.T @ z, z)
    fourth = n * squares**2 + (squares**2).sum() + 2 * squares * squares.sum() + 4 * quadratic
    fourth -= 4 * squares * (z @ z.sum(axis=0)) + 4 * cross
    return mean, np.maximum(fourth / (n - 1) - mean**2, 0.0)
