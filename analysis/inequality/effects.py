"""How far two groups lie apart, in standard deviations and in pairs; and which dominates which."""

from __future__ import annotations

import numpy as np

from ..core.arrays import Floats
from ..core.lazy import pd


def hedges_g(one: Floats, other: Floats) -> float:
    """Return Hedges' (1981) g: the difference of means over the pooled deviation, corrected for small samples.

    Unweighted. The correction is the usual 1 - 3/(4 df - 1). NaN with fewer than two units in a group or
    where neither varies.

    one, other: values of the groups, (n1,) and (n2,).
    """
    degrees = one.size + other.size - 2
    if one.size < 2 or other.size < 2:
        return float("nan")
    pooled = (one.var(ddof=1) * (one.size - 1) + other.var(ddof=1) * (other.size - 1)) / degrees
    if pooled <= 0:
        return float("nan")
    return float((one.mean() - other.mean()) / np.sqrt(pooled) * (1.0 - 3.0 / (4.0 * degrees - 1.0)))


def cliffs_delta(one: Floats, other: Floats) -> float:
    """Return Cliff's (1993) δ: share of pairs in which the first is greater less that in which it is smaller.

    one, other: values of the groups, (n1,) and (n2,). NaN where a group is empty.
    """
    if not one.size or not other.size:
        return float("nan")
    ordered = np.sort(other)
    above = np.searchsorted(ordered, one, "left").sum()
    below = (other.size - np.searchsorted(ordered, one, "right")).sum()
    return float(above - below) / (one.size * other.size)


#: What `dominance` answers, for the first group.
DOMINATES, IS_DOMINATED, CROSSES, EQUAL = "dominates", "dominated", "crosses", "equal"


def dominance(
    one: Floats, other: Floats, one_weights: Floats | None = None, other_weights: Floats | None = None, order: int = 1
) -> tuple[pd.DataFrame, str]:
    """Return the dominance curves of two groups and the answer for the first.

    order 1: shares of population at or below each value; order 2: their integral (poverty gaps). The
    group with the lower curve everywhere has more of what the indicator measures at every line one may
    draw ("dominates"). Curves in columns `value`, `one`, `other`; NaN values are left out.

    one, other, and their weights: (n1,) and (n2,). Dominance of poverty lines after Atkinson (1987).
    """
    grid = np.unique(np.concatenate([one, other]))
    grid = grid[~np.isnan(grid)]
    curves = []
    for values, weights in ((one, one_weights), (other, other_weights)):
        kept = ~np.isnan(values)
        w = np.ones(kept.sum()) if weights is None else weights[kept]
        sorted_places = np.argsort(values[kept], kind="stable")
        cumulated = np.append(0.0, w[sorted_places].cumsum())
        share = cumulated[np.searchsorted(values[kept][sorted_places], grid, "right")] / cumulated[-1]
        if order == 2:
            share = np.append(0.0, (share[:-1] * np.diff(grid)).cumsum())
        curves.append(share)
    gap = curves[0] - curves[1]
    tiny = 1e-12 * max(np.abs(curves).max(), 1.0)
    lower, higher = (gap < -tiny).any(), (gap > tiny).any()
    answer = {(True, False): DOMINATES, (False, True): IS_DOMINATED, (True, True): CROSSES}
    table = pd.DataFrame({"value": grid, "one": curves[0], "other": curves[1]})
    return table, answer.get((bool(lower), bool(higher)), EQUAL)


def dominance_of(
    values: pd.Series, labels: pd.Series, weights: pd.Series | None, order: int = 1
) -> tuple[pd.DataFrame, str]:
    """Return the dominance curves of the groups `one` and `other`, and the answer for the first.

    values, labels, weights: of the units, (n,), by the same index; a unit without a weight has none.
    """
    inside = [labels == name for name in ("one", "other")]
    one, other = (values[members].to_numpy(float) for members in inside)
    if weights is None:
        return dominance(one, other, order=order)
    first, second = (weights[members].fillna(0).to_numpy(float) for members in inside)
    return dominance(one, other, first, second, order)
