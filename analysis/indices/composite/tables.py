"""The tables of a result: changed values, and weights as given beside weights as they act."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from ...core.arrays import Bools, Floats
from ...core.lazy import pd
from .plan import IndexPlan
from .ranking import TOLERANCE
from .tree import Scored


def changes_table(before: Floats, after: Floats, fields: list[str], units: pd.Index) -> pd.DataFrame:
    """Return a row for every value, of (indicators, units), that a step changed: unit, column, before, after."""
    # most steps change nothing and return what they were given
    changed = np.zeros(0, bool) if before is after else ((before != after) & (after == after)).ravel()
    places = np.flatnonzero(changed)  # many times faster than `nonzero` in two dimensions
    rows, columns = np.divmod(places, max(before.shape[1], 1))
    return pd.DataFrame(
        {
            "unit": units.to_numpy()[columns],
            "column": pd.Categorical.from_codes(rows, fields),
            "before": before.ravel()[places],
            "after": after.ravel()[places],
        },
        copy=False,
    )


def weights_table(plan: IndexPlan, root: Scored, normalised: Floats, parts: Floats) -> pd.DataFrame:
    """Return nominal beside effective weights of all dimensions and indicators, depth first.

    normalised, parts: scores and contributions, shape (indicators, units).

    level: 1 for the top dimensions; dimension: code of the dimension, for an indicator of the one it
    belongs to; weight: nominal, within the parent; weight_overall: product down the path;
    weight_effective: the share of the index's variance that comes with it, cov(contribution, index) /
    var(index), which sums to 1 over the indicators whatever the aggregation; correlation: Pearson's r of
    its score with the index. Both are NaN where nothing varies.
    """
    index = root.score
    known = ~np.isnan(index)
    centred = np.where(known, index - index[known].mean(), 0.0)
    # an index that is the same everywhere has no variance to share
    varies = np.ptp(index[known]) > TOLERANCE
    shares = _row_products(parts, centred) / (centred @ centred) if varies else np.full(len(parts), np.nan)
    rows: list[tuple[Any, ...]] = []

    def visit(scored: Scored, level: int, above: float) -> None:
        node = scored.node
        for number, (label, weight) in enumerate(zip(node.labels, scored.weights.tolist())):
            overall = above * weight
            if scored.parts:
                child = scored.parts[number]
                effect, r = shares[child.node.rows].sum(), _correlation(child.score, centred, known)
                rows.append((level, child.node.code, "", label, "", weight, overall, effect, r))
                visit(child, level + 1, overall)
            else:
                row = node.rows.start + number
                indicator, r = plan.leaves[row].indicator, _correlation(normalised[row], centred, known)
                sign = "+" if indicator.direction > 0 else "-"
                rows.append((level, node.code, indicator.field, label, sign, weight, overall, shares[row], r))

    visit(root, 1, 1.0)
    columns = ["level", "dimension", "field", "name", "direction"]
    columns += ["weight", "weight_overall", "weight_effective", "correlation"]
    return pd.DataFrame(rows, columns=columns)


def _row_products(rows: Floats, centred: Floats) -> Floats:
    """Return the product of each row with `centred`, NaN counting as 0."""
    products: Floats = rows @ centred
    for number in np.flatnonzero(np.isnan(products)):
        products[number] = np.nan_to_num(rows[number]) @ centred
    return products


def _correlation(values: Floats, centred: Floats, known: Bools) -> float:
    """Return Pearson's r of `values` with the index, over the units that have both."""
    deviations: Floats = values - values.mean()
    index = centred
    if np.isnan(deviations[0]) or not known.all():
        both = known & ~np.isnan(values)
        if not both.any():
            return math.nan
        deviations = values[both] - values[both].mean()
        index = centred[both] - centred[both].mean()
    if np.ptp(deviations) <= TOLERANCE or np.ptp(index) <= TOLERANCE:
        return math.nan
    return float(deviations @ index / np.sqrt((deviations @ deviations) * (index @ index)))
