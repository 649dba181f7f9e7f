"""Data of two charts: the Moran scatterplot and the spatial correlogram."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..core.arrays import Floats
from ..core.lazy import pd
from ..core.messages import InputError, Progress, no_progress, part
from .global_statistics import global_autocorrelation
from .sample import take_part
from .weights.derived import higher_order
from .weights.distance import distance_shells
from .weights.weights import Weights


def moran_scatterplot(values: pd.Series, weights: Weights) -> pd.DataFrame:
    """Return `value_z`, `lag_z` and `quadrant` (HH, LL, HL, LH) by unit, NaN where it takes no part.

    Weights are row-standardised; `scatter_slope` is then Moran's I. Islands count in the mean and standard
    deviation but have no point.
    """
    sample = take_part(values, weights.row_standardised())
    z = (sample.x - sample.x.mean()) / sample.x.std(ddof=1)
    lag = sample.weights.lag(z)
    frame = pd.DataFrame({"value_z": sample.spread(z), "lag_z": sample.spread(lag)}, index=values.index)
    high, around = frame["value_z"] > 0, frame["lag_z"] > 0
    codes = np.where(high, np.where(around, "HH", "HL"), np.where(around, "LH", "LL"))
    frame["quadrant"] = pd.Series(codes, index=values.index).where(frame["lag_z"].notna())
    return frame


def scatter_slope(value_z: Floats, lag_z: Floats, n: int) -> float:
    """Return Moran's I of row-standardised weights, the slope of the line through 0 in its scatterplot.

    value_z, lag_z: by unit, NaN where it has no point; n: units that took part, islands too, standardised
    with n − 1.
    """
    known = np.isfinite(value_z) & np.isfinite(lag_z)
    return float(value_z[known] @ lag_z[known]) / (n - 1) * n / np.count_nonzero(known)


def distance_correlogram(
    values: pd.Series,
    points: Floats,
    edges: Sequence[float],
    permutations: int = 999,
    seed: int = 1,
    progress: Progress = no_progress,
) -> pd.DataFrame:
    """Return Moran's I of pairs by their distance.

    Parameters
    ----------
    values, points : by unit; coordinates (n, 2) in metres.
    edges : rising limits of the distance classes; a class is above its lower and up to its upper limit.
    permutations, seed, progress : as `global_autocorrelation`.

    Returns
    -------
    pd.DataFrame
        One row a class: `low`, `high`, `pairs`, `n` (units with a neighbour in the class) and the columns
        of `global_autocorrelation`; NaN where fewer than three units have a pair.
    """
    shells = distance_shells(points, edges)
    rows = [{"low": low, "high": high} for low, high in zip(edges[:-1], edges[1:])]
    return _correlogram(values, shells, rows, permutations, seed, progress)


def order_correlogram(
    values: pd.Series,
    weights: Weights,
    orders: int = 5,
    permutations: int = 999,
    seed: int = 1,
    progress: Progress = no_progress,
) -> pd.DataFrame:
    """Return Moran's I by steps from neighbour to neighbour, 1 to `orders`; as `distance_correlogram`."""
    steps = [higher_order(weights, order) for order in range(1, orders + 1)]
    rows = [{"order": order} for order in range(1, orders + 1)]
    return _correlogram(values, steps, rows, permutations, seed, progress)


def _correlogram(
    values: pd.Series,
    classes: Sequence[Weights],
    rows: Sequence[dict[str, float]],
    permutations: int,
    seed: int,
    progress: Progress,
) -> pd.DataFrame:
    """Compute Moran's I for each map of neighbours."""
    take_part(values, classes[0])
    out = []
    for number, (weights, row) in enumerate(zip(classes, rows)):
        stretch = part(progress, number / len(rows), (number + 1) / len(rows))
        try:
            result = global_autocorrelation(
                values, weights.row_standardised(), ("moran",), permutations, seed, progress=stretch
            )
        except InputError:
            # a class without pairs is a gap in the chart, not a failure
            out.append({**row, "pairs": len(weights.pairs), "n": 0})
            continue
        near = int(np.count_nonzero(~weights.subset(values.notna().to_numpy()).islands))
        out.append({**row, "pairs": len(weights.pairs), "n": near, **result.table.loc["moran"]})
    return pd.DataFrame(out)
