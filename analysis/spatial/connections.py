"""Neighbours as tables: each pair with its length and how it was found, and a summary."""

from __future__ import annotations

import numpy as np

from ..core.arrays import Floats, Ints, Objects
from ..core.lazy import pd
from .weights.builders import CONTIGUITY
from .weights.weights import Weights


def connections(weights: Weights, points: Floats) -> pd.DataFrame:
    """Return one row for each pair of units of which one at least is the other's neighbour.

    Parameters
    ----------
    weights : as built.
    points : (n, 2) a place for each unit in metres.

    Returns
    -------
    pd.DataFrame
        `start` and `end`, positions of the units, where only one is the other's neighbour from the one
        that has it; `weight` of end for start, `weight_back` of start for end, NaN where it has none;
        `distance` between their places (metres); `found_by`: border, tolerance (borders that do not match
        exactly), distance, steps (of an order above 1), island (joined to its nearest) or file.
    """
    coo = weights.matrix.tocoo()
    back = np.asarray(weights.matrix[coo.col, coo.row]).ravel()
    back = np.where(back == 0, np.nan, back)  # no weight is stored as 0
    once = np.isnan(back) | (coo.row < coo.col)
    start, end = coo.row[once].astype(np.int64), coo.col[once].astype(np.int64)
    return pd.DataFrame(
        {
            "start": start,
            "end": end,
            "weight": coo.data[once],
            "weight_back": back[once],
            "distance": np.hypot(*(points[end] - points[start]).T),
            "found_by": _found_by(weights, start, end),
        }
    )


def summary(weights: Weights) -> pd.DataFrame:
    """Return a table of columns `item` and `value`: sizes, connectivity, and how many units have how many neighbours.

    The items `neighbours_0`, `neighbours_1` … are that histogram.
    """
    counts = weights.cardinalities
    items = {
        "units": weights.n,
        "pairs": len(weights.pairs),
        "islands": int(weights.islands.sum()),
        "components": int(weights.components()[0]),
        "tolerance_pairs": len(weights.facts.get("tolerance_pairs", ())),
        "least_neighbours": int(counts.min()),
        "mean_neighbours": float(counts.mean()),
        "most_neighbours": int(counts.max()),
    }
    items.update({f"neighbours_{size}": count for size, count in weights.histogram().items()})
    return pd.DataFrame({"item": list(items), "value": np.array(list(items.values()), dtype=float)})


def _found_by(weights: Weights, start: Ints, end: Ints) -> Objects:
    facts = weights.facts
    usual = "border" if weights.kind in CONTIGUITY else "file" if weights.kind == "file" else "distance"
    if facts.get("order", 1) > 1:
        usual = "steps"
    found = np.full(len(start), usual, dtype=object)
    only = np.asarray(facts.get("tolerance_pairs", ()), dtype=np.int64).reshape(-1, 2)
    if usual == "border" and len(only):
        keys = np.minimum(start, end) * weights.n + np.maximum(start, end)
        found[np.isin(keys, only[:, 0] * weights.n + only[:, 1])] = "tolerance"
    joined = np.isin(np.arange(weights.n), facts.get("joined_islands", ()))
    found[joined[start] | joined[end]] = "island"
    return found
