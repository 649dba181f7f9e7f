"""Data of two charts: the Moran scatterplot and the spatial correlogram."""

from __future__ import annotations

import numpy as np

from ..core.arrays import Floats
from ..core.lazy import pd
from ..core.messages import InputError, Progress, no_progress, part
from .global_statistics import global_autocorrelation
from .sample import take_part
from .weights.derived import higher_order
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

    value_z, lag_z: (units,), NaN where it has no point; n: units that took part, islands too, standardised
    with n − 1.
    """
    known = np.isfinite(value_z) & np.isfinite(lag_z)
    return float(value_z[known] @ lag_z[known]) / (n - 1) * n / np.count_nonzero(known)


def order_correlogram(
    values: pd.Series,
    weights: Weights,
    orders: int = 5,
    permutations: int = 999,
    seed: int = 1,
    progress: Progress = no_progress,
) -> pd.DataFrame:
    """Return Moran's I by steps from neighbour to neighbour: the spatial correlogram (Cliff and Ord 1981).

    Parameters
    ----------
    values : by unit; NaN leaves the map.
    weights : first-order neighbours of the same units.
    orders : most steps.
    permutations, seed, progress : as `global_autocorrelation`.

    Returns
    -------
    pd.DataFrame
        One row an order: `order`, `pairs`, `n` (units with a neighbour so many steps away) and the columns of
        `global_autocorrelation`; NaN where fewer than three units have a pair.

    Raises
    ------
    InputError
        As `take_part`, of the first order.
    """
    take_part(values, weights)
    rows = []
    for order in range(1, orders + 1):
        steps = higher_order(weights, order)
        row = {"order": order, "pairs": len(steps.pairs), "n": 0}
        stretch = part(progress, (order - 1) / orders, order / orders)
        try:
            result = global_autocorrelation(
                values, steps.row_standardised(), ("moran",), permutations, seed, progress=stretch
            )
        except InputError:
            rows.append(row)  # an order without pairs is a gap in the chart, not a failure
            continue
        row["n"] = int(np.count_nonzero(~steps.subset(values.notna().to_numpy()).islands))
        rows.append({**row, **result.table.loc["moran"]})
    return pd.DataFrame(rows)
