"""Local join counts: where units that have something lie together, in one or two respects."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ...core.arrays import Floats, Objects
from ...core.lazy import pd
from ...core.messages import InputError, Progress, mark, no_progress
from ..moments import conditional, others, standardised
from ..permutation.engine import neighbour_sums
from ..sample import Sample, take_part
from ..significance import upper_p
from ..weights.weights import Weights
from .result import Inference, LocalResult, local_result


def colocation(
    values: pd.DataFrame, weights: Weights, inference: Inference | None = None, progress: Progress = no_progress
) -> LocalResult:
    """Return x_i y_i Σ_j w_ij x_j y_j: for units that have both things, how many neighbours have both too.

    The local join count of Anselin and Li (2019), GeoDa's co-location; for example need and no programme. One
    column alone gives the univariate count.

    Parameters
    ----------
    values : 0 or 1 by unit, one or two columns; NaN leaves the map.
    weights : of the same units; taken as binary.
    inference : permutations, seed, correction, level. The p is of the upper tail (more joins than by
        chance), whatever the sides; without permutations it is the upper normal tail.
    progress : called with the fraction done.

    Returns
    -------
    LocalResult
        `lisa` (the count), `lisa_z`, `lisa_p_analytic`, `lisa_p`, `lisa_q` (only where x_i y_i = 1 and it has
        a neighbour), `lisa_class`: joined, ns, island, nodata.

    Raises
    ------
    InputError
        As `take_part`, and values other than 0 and 1.
    """
    sample = _binary(values.iloc[:, :2], weights)
    both = sample.values.prod(axis=1)
    return _joins(sample, both, both, inference or Inference(), progress)


def bivariate_join_count(
    values: pd.DataFrame, weights: Weights, inference: Inference | None = None, progress: Progress = no_progress
) -> LocalResult:
    """Return x_i (1 − y_i) Σ_j w_ij y_j (1 − x_j): one thing here, the other around, nowhere both.

    Parameters, columns and errors as `colocation`. Where no unit may have both this is GeoDa's bivariate join count.
    """
    sample = _binary(values.iloc[:, :2], weights)
    x, y = sample.values.T
    return _joins(sample, x * (1 - y), y * (1 - x), inference or Inference(), progress)


def _binary(frame: pd.DataFrame, weights: Weights) -> Sample:
    """Return the units that take part; refuse values other than 0 and 1."""
    sample = take_part(frame, weights.binary(), varying=False)
    for column, values in zip(frame.columns, sample.values.T):
        if not np.isin(values, (0.0, 1.0)).all():
            raise InputError(mark("Join counts need a field of 0 and 1; {column} has other values."), column=column)
    return sample


def _joins(sample: Sample, here: Floats, around: Floats, inference: Inference, progress: Progress) -> LocalResult:
    """Count joins of units that have `here` with neighbours that have `around`."""
    matrix = sample.weights.matrix
    lag = matrix @ around
    asked = (here == 1) & ~sample.weights.islands
    mean, variance = conditional(*others(around), matrix)
    score = np.where(asked, standardised(lag, mean, variance), np.nan)
    counts = inference.counted(neighbour_sums, around, matrix, progress)
    p = None if counts is None else np.where(asked, (counts.at_least + 1) / (counts.permutations + 1), np.nan)
    diagnostics = sample.diagnostics()
    diagnostics.step(mark("Local join counts; p is of the upper tail, for areas that have it."))
    columns = {"lisa": here * lag, "lisa_z": score, "lisa_p_analytic": upper_p(score)}
    one = replace(inference, sides="one")

    def classify(q: Floats) -> Objects:
        return np.where(q <= inference.alpha, "joined", "ns").astype(object)

    return local_result("lisa", columns, sample, counts, one, diagnostics, classify, p)
