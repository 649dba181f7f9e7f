"""Weighted sums over the children of a node, shared by all aggregations."""

from __future__ import annotations

import numpy as np

from ...core.arrays import Floats


def weighted_mean(scores: Floats, weights: Floats) -> Floats:
    """Return the sum over the children of weight times score.

    Child after child, so that a score is the same to the bit alone and among thousands of draws; a product
    of matrices adds in an order that depends on the shapes.
    Scores are (..., children, units), weights (children,) or as the scores, the sum (..., units).
    """
    weights = for_units(weights)
    total: Floats = weights[..., 0, :] * scores[..., 0, :]
    term = np.empty_like(total)
    for child in range(1, scores.shape[-2]):
        total += np.multiply(weights[..., child, :], scores[..., child, :], out=term)
    return total


def mean_and_variance(scores: Floats, weights: Floats) -> tuple[Floats, Floats]:
    """Return the weighted mean and variance (divisor n) across the children, a value a unit.

    From (..., children, units) to (..., units) each.
    """
    mean = weighted_mean(scores, weights)
    return mean, weighted_mean((scores - mean[..., None, :]) ** 2, weights)


def for_units(weights: Floats) -> Floats:
    """Return weights of shape (children,) as (children, 1), others as they are."""
    return weights[:, None] if weights.ndim == 1 else weights


def shared(total: Floats, keys: Floats, weights: Floats) -> Floats:
    """Apportion `total` (units,) by non-negative `keys` (children, units); by weight where all are 0."""
    sums = keys.sum(axis=0)
    return total * np.where(sums > 0, keys / np.where(sums > 0, sums, 1.0), weights)
