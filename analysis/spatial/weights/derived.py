"""Weights made from weights: neighbours of neighbours, and neighbours for islands."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from ...core.arrays import Floats
from ...core.messages import InputError, mark
from .distance import nearest_units
from .weights import Weights, clean


def higher_order(weights: Weights, order: int = 2, lower: bool = False) -> Weights:
    """Return the units that are reached in `order` steps from neighbour to neighbour and not in fewer.

    Parameters
    ----------
    weights : first-order neighbours; their weights do not count.
    order : number of steps, 1 or more.
    lower : whether units reached in fewer steps are neighbours too.

    Returns
    -------
    Weights
        Binary.

    Raises
    ------
    InputError
        An order below 1.
    """
    if order < 1:
        raise InputError(mark("The order of contiguity is {order}; it must be 1 or more."), order=order)
    from scipy.sparse import identity

    first = weights.binary().matrix
    reached = identity(weights.n, format="csr")
    frontier = reached
    for _ in range(order):
        step = frontier @ first
        step.data[:] = 1.0
        frontier = _difference(step, reached)
        reached = reached + frontier
    matrix = clean(reached if lower else frontier)
    facts = {**weights.facts, "order": order, "lower": lower}
    return Weights(matrix, weights.kind, "binary", None, facts, weights.warnings)


def _difference(left: Any, right: Any) -> Any:
    """Return what a sparse pattern has and the other has not."""
    out = (left - left.multiply(right)).tocsr()
    out.eliminate_zeros()
    return out


def connect_islands(weights: Weights, points: Floats, k: int = 1) -> Weights:
    """Return the weights with each island joined, both ways, to its k nearest units.

    Parameters
    ----------
    weights : binary weights; others are refused, since the new pairs would have no comparable weight.
    points : (n, 2) coordinates in metres. An island without a place stays one.
    k : number of nearest units for each island.

    Raises
    ------
    InputError
        Weights that are not binary; k as in `knn`.
    """
    if weights.style != "binary":
        raise InputError(mark("Islands can only be joined to neighbours that all count the same (binary weights)."))
    islands = weights.islands
    if not islands.any():
        return weights
    from scipy.sparse import coo_matrix

    rows, cols = nearest_units(points, np.flatnonzero(islands), k)
    both = np.r_[rows, cols], np.r_[cols, rows]
    extra = coo_matrix((np.ones(len(both[0])), both), shape=weights.matrix.shape).tocsr()
    matrix = clean(weights.matrix + extra)
    matrix.data[:] = 1.0
    facts = {**weights.facts, "joined_islands": np.flatnonzero(islands), "joined_to": k}
    return replace(weights, matrix=matrix, facts=facts)
