"""Getis and Ord's Gi and Gi*: where high or low values crowd."""

from __future__ import annotations

import numpy as np

from ...core.arrays import Floats, ratio
from ...core.lazy import pd
from ...core.messages import Progress, mark, no_progress
from ..moments import others, row_sums, standardised
from ..permutation.engine import neighbour_sums
from ..sample import Sample, take_part
from ..significance import analytic_p, spot_classes
from ..weights.weights import Weights
from .result import Inference, LocalResult, local_result


def getis_ord(
    values: pd.Series,
    weights: Weights,
    star: bool = True,
    inference: Inference | None = None,
    progress: Progress = no_progress,
) -> LocalResult:
    """Return Gi*, which counts the unit itself among its neighbours, or Gi, which does not.

    Parameters
    ----------
    values : by unit; NaN leaves the map.
    weights : of the same units; `binary` is usual.
    star : True for Gi*, False for Gi.
    inference : permutations, seed, sides, correction. The classes use 90, 95 and 99 % whatever its level.
    progress : called with the fraction done.

    Returns
    -------
    LocalResult
        `gi` (weighted sum around over the sum of all, Getis and Ord 1992; NaN where values are negative or
        all zero), `gi_z` (Ord and Getis 1995) and `gi_p_analytic` (two-sided), `gi_p` (pseudo p, or the
        analytic one without permutations), `gi_q` (corrected), `gi_class` (−3 … 3, NaN where undefined; its
        sign is that of the tail which p is of).

    Raises
    ------
    InputError
        As `take_part`.

    Notes
    -----
    The unit itself stays in place when the others are shuffled, so Gi and Gi* have the same pseudo p, as
    in GeoDa and esda, and speak of the neighbours: a high unit among low ones is in a cold spot even where
    its own value lifts the z of Gi* above 0, which is warned of. What a unit counts for itself is said in
    `Weights.with_self`. z does not depend on whether rows are standardised, since Ord and Getis divide by
    √(Σw²…); esda's z with `transform="R"` puts Σw there and differs.
    """
    inference = inference or Inference()
    sample = take_part(values, weights)
    share, score = (_star if star else _others)(sample)
    matrix = sample.weights.matrix
    counts = inference.counted(neighbour_sums, sample.x, matrix, progress)
    if (sample.x < 0).any():
        share = np.full(sample.n, np.nan)
    diagnostics = sample.diagnostics()
    diagnostics.step(mark("Gi*: the area itself counts.") if star else mark("Gi: the area itself does not count."))
    columns = {"gi": share, "gi_z": score, "gi_p_analytic": analytic_p(score)}
    side = np.sign(score) if counts is None else counts.side
    result = local_result(
        "gi", columns, sample, counts, inference, diagnostics, lambda q: spot_classes(side, q), side=side
    )
    classes = result.frame["gi_class"]
    against = classes * result.frame["gi_z"] < 0
    diagnostics.warn_of(
        classes.index[against],
        mark(
            "{units}: z lies on the other side than the tail of the pseudo p, as where a single value rules "
            "the mean or the area itself is unlike its neighbours. The class takes the side of the tail."
        ),
    )
    return result


def _star(sample: Sample) -> tuple[Floats, Floats]:
    """Return the share and z of Gi*: the moments are those of all n values."""
    x, n = sample.x, sample.n
    matrix = sample.weights.with_self()
    total, squared = row_sums(matrix)
    lag = matrix @ x
    variance = x.var() * (n * squared - total**2) / (n - 1)
    return ratio(lag, x.sum()), standardised(lag, x.mean() * total, variance)


def _others(sample: Sample) -> tuple[Floats, Floats]:
    """Return the share and z of Gi: the moments are those of the n − 1 others."""
    x, n = sample.x, sample.n
    matrix = sample.weights.matrix
    total, squared = row_sums(matrix)
    lag = matrix @ x
    mean, variance = others(x)
    spread = variance * ((n - 1) * squared - total**2) / (n - 2)
    return ratio(lag, x.sum() - x), standardised(lag, mean * total, spread)
