"""Weights from the data: what varies much, or along with the others, counts more.

They say what distinguishes the units, not what matters for welfare. Each returns a weight a child, (children,), not
yet scaled, from the units that have every child, and raises `InputError` where these are fewer than three or a child
is the same everywhere.
"""

from __future__ import annotations

import numpy as np

from ....core.arrays import Floats
from ....core.messages import InputError, mark
from .task import WeightingTask


def pca(task: WeightingTask) -> Floats:
    """Weights by principal components of the correlation matrix, as the OECD handbook.

    Components with an eigenvalue above 1 are kept, at least the first; a child's weight is the sum of its
    squared loadings, each component counting by its share of variance. Loadings are not rotated. Unlike
    weights that are the loadings of the first component (COINr), these cannot be negative.
    Weights are (children,).
    """
    scores = task.complete_scores()
    values, vectors = np.linalg.eigh(np.corrcoef(scores))
    kept = values > 1.0
    kept[-1] = True  # the largest comes last
    weights: Floats = (vectors[:, kept] ** 2) @ values[kept]
    return weights


def entropy(task: WeightingTask) -> Floats:
    """Weights by Shannon entropy: w ∝ 1 - E, E = -Σ p ln p / ln n, p the unit's share of the child's sum.

    It depends on where the scale has its zero: raw values and scores give different weights.
    Weights are (children,).

    Raises
    ------
    InputError
        For negative scores.
    """
    scores = task.complete_scores()
    if (scores < 0).any():
        raise InputError(
            mark("Entropy weights of {node} need scores that are not negative; choose another normalisation."),
            node=task.node,
        )
    shares = scores / scores.sum(axis=1, keepdims=True)
    logarithms = np.log(shares, out=np.zeros_like(shares), where=shares > 0)
    weights: Floats = 1.0 + (shares * logarithms).sum(axis=1) / np.log(scores.shape[1])
    return weights


def critic(task: WeightingTask) -> Floats:
    """Weights by CRITIC (Diakoulaki 1995): w ∝ s Σ (1 - r), spread times conflict with the others.

    Weights are (children,).

    Raises
    ------
    InputError
        Where no child says anything else than the others.
    """
    scores = task.complete_scores()
    correlations = np.clip(np.corrcoef(scores), -1.0, 1.0)
    conflict = (1.0 - correlations).sum(axis=1)
    if conflict.max() < 1e-12:
        raise InputError(
            mark("CRITIC gives no weights for {node}: all its parts say exactly the same."), node=task.node
        )
    weights: Floats = scores.std(axis=1, ddof=1) * conflict
    return weights
