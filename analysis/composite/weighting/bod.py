"""The benefit of the doubt: each unit is weighted as suits it best, measured against the best units."""

from __future__ import annotations

import numpy as np

from ...messages import InputError, Progress, mark, no_progress
from .task import WeightingTask

#: A multiplier this little below 0 is a rounding error.
ROUNDING = 1e-9


def bod(task: WeightingTask) -> np.ndarray:
    """Return each unit's multipliers, shape (children, units); their sum with its scores is its efficiency.

    A missing score counts as 0, so that the unit gets nothing from it and loses nothing by it.
    """
    shares = task.choice.shares
    if shares is not None and not (shares[0] * len(task.labels) <= 1 <= shares[1] * len(task.labels)):
        raise InputError(
            mark(
                "The bounds of the shares of {node} cannot hold: {n} shares of {low} to {high} never make 1."
            ),
            node=task.node,
            n=len(task.labels),
            low=shares[0],
            high=shares[1],
        )
    scores = np.nan_to_num(task.scores)
    if (scores < 0).any():
        raise InputError(
            mark("The benefit of the doubt for {node} needs scores that are not negative; choose min–max."),
            node=task.node,
        )
    return best_multipliers(scores, shares, task.progress)


def best_multipliers(
    scores: np.ndarray, shares: tuple[float, float] | None = None, progress: Progress = no_progress
) -> np.ndarray:
    """Solve max Σ v_j y_ij for each unit i, with Σ v_j y_kj ≤ 1 for all units k and v ≥ 0.

    Parameters
    ----------
    scores
        Shape (children, units), non-negative, without NaN.
    shares
        The least and greatest share of each child in the unit's own sum, or None.

    Returns
    -------
    numpy.ndarray
        v, shape (children, units); (v * scores).sum(axis=0) is the efficiency, 0 to 1.

    Notes
    -----
    Cherchye and others (2007). Only units that no other dominates bind, so the programmes stay small. The
    optimum of one unit is the optimum of all in the cone of the units that bind there, so without shares
    most units need no programme of their own.
    """
    used = np.flatnonzero(scores.max(axis=1) > 0)
    result = np.zeros_like(scores)
    if used.size:
        peaks = scores[used].max(axis=1)
        solve = _by_cones if shares is None else _one_by_one
        found = solve(scores[used] / peaks[:, None], shares, progress)
        result[used] = found / peaks[:, None]
    return result


def undominated(scores: np.ndarray) -> np.ndarray:
    """Return the positions of the units than which no other is at least as good throughout and differs."""
    distinct, positions = np.unique(scores.T, axis=0, return_index=True)
    order = np.argsort(-distinct.sum(axis=1), kind="stable")
    front = np.empty((0, distinct.shape[1]))
    kept = []
    for position in order:
        # a unit of a smaller sum dominates none of a larger one, so the front only grows
        if not (front >= distinct[position]).all(axis=1).any():
            front = np.vstack([front, distinct[position]])
            kept.append(positions[position])
    return np.array(kept)


def _by_cones(scores: np.ndarray, shares: None, progress: Progress) -> np.ndarray:
    """Solve without shares; every optimum is tried on all units that are still open."""
    del shares
    children, units = scores.shape
    frontier = scores[:, undominated(scores)].T
    result = np.zeros_like(scores)
    open_units = np.flatnonzero(scores.any(axis=0))
    while open_units.size:
        unit = open_units[0]
        found = _solve(scores[:, unit], frontier)
        done = np.array([unit])
        binding = frontier[frontier @ found > 1.0 - ROUNDING]
        unused = np.eye(children)[found < ROUNDING]
        cone = np.vstack([binding, -unused])
        if len(cone) == children and np.linalg.matrix_rank(cone) == children:
            # optimal where the unit is a non-negative mixture of what binds, less what is unused
            mixture = np.linalg.solve(cone.T, scores[:, open_units])
            done = np.union1d(done, open_units[(mixture > -ROUNDING).all(axis=0)])
        result[:, done] = found[:, None]
        open_units = np.setdiff1d(open_units, done, assume_unique=True)
        progress(1.0 - open_units.size / units)
    return result


def _one_by_one(scores: np.ndarray, shares: tuple[float, float], progress: Progress) -> np.ndarray:
    """Solve with shares, which depend on the unit, so that each has a programme of its own."""
    low, high = shares
    children, units = scores.shape
    frontier = scores[:, undominated(scores)].T
    result = np.zeros_like(scores)
    for unit in range(units):
        own = scores[:, unit]
        limits = np.vstack([low * own - np.diag(own), np.diag(own) - high * own])
        if own.any():
            result[:, unit] = _solve(
                own, np.vstack([frontier, limits]), np.r_[np.ones(len(frontier)), np.zeros(2 * children)]
            )
        progress((unit + 1) / units)
    return result


def _solve(own: np.ndarray, constraints: np.ndarray, bounds: np.ndarray | None = None) -> np.ndarray:
    from scipy.optimize import linprog

    bounds = np.ones(len(constraints)) if bounds is None else bounds
    solution = linprog(-own, A_ub=constraints, b_ub=bounds, method="highs")
    if solution.x is None:
        raise InputError(mark("The benefit of the doubt has no solution for these bounds of the shares."))
    return np.maximum(solution.x, 0.0)
