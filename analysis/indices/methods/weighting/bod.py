"""The benefit of the doubt: each unit is weighted as suits it best, measured against the best units."""

from __future__ import annotations

import numpy as np

from ....core.arrays import Bools, Floats, Ints
from ....core.messages import InputError, Progress, mark, no_progress, part
from .task import WeightingTask

#: A multiplier this little below 0 is a rounding error.
ROUNDING = 1e-9


def bod(task: WeightingTask) -> Floats:
    """Return each unit's multipliers, shape (children, units); their sum with its scores is its efficiency.

    A unit is judged by the children that it has, its shares too; NaN throughout where these are too few for
    the bounds of the shares.

    Raises
    ------
    InputError
        For bounds that cannot hold and for negative scores.
    """
    shares = task.choice.shares
    if shares is not None and not (shares[0] * len(task.labels) <= 1 <= shares[1] * len(task.labels)):
        raise InputError(
            mark("The bounds of the shares of {node} cannot hold: {n} shares of {low} to {high} never make 1."),
            node=task.node,
            n=len(task.labels),
            low=shares[0],
            high=shares[1],
        )
    if (task.scores < 0).any():
        raise InputError(
            mark("The benefit of the doubt for {node} needs scores that are not negative; choose min–max."),
            node=task.node,
        )
    return best_multipliers(task.scores, shares, task.progress)


def best_multipliers(
    scores: Floats, shares: tuple[float, float] | None = None, progress: Progress = no_progress
) -> Floats:
    """Solve max Σ v_j y_ij for each unit i, with Σ v_j y_kj ≤ 1 for all units k and v ≥ 0.

    Parameters
    ----------
    scores
        Shape (children, units), non-negative. NaN is missing: the sums, and the unit's shares, are over the
        children that it has, and in the limits of the others what they lack counts as 0.
    shares
        The least and greatest share of each child in the unit's own sum, or None.

    Returns
    -------
    numpy.ndarray
        v, shape (children, units), 0 where a score is missing; Σ v_j y_ij is the efficiency, 0 to 1. NaN in
        units whose children cannot have such shares: two of at most 0.4 never make 1.

    Notes
    -----
    Cherchye and others (2007). Only units that no other dominates bind, so the programmes stay small. The
    optimum of one unit is the optimum of all in the cone of the units that bind there, so without shares
    most units need no programme of their own.
    """
    present = ~np.isnan(scores)
    scores = np.where(present, scores, 0.0)
    used = np.flatnonzero(scores.max(axis=1) > 0)
    result = np.zeros_like(scores)
    if used.size:
        peaks = scores[used].max(axis=1)
        scaled = scores[used] / peaks[:, None]
        found = _by_cones(scaled, progress) if shares is None else _with_shares(scaled, present[used], shares, progress)
        result[used] = found / peaks[:, None]
    result[~present] = 0.0
    result[:, np.isnan(result).any(axis=0)] = np.nan
    return result


def undominated(scores: Floats) -> Ints:
    """Return the positions of the units, of (children, units), that no other unit dominates."""
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


def _by_cones(scores: Floats, progress: Progress) -> Floats:
    """Solve without shares; every optimum is tried on all units that are still open."""
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


def _with_shares(scores: Floats, present: Bools, shares: tuple[float, float], progress: Progress) -> Floats:
    """Solve with shares, the units that have the same children together; a missing score is 0."""
    result = np.zeros_like(scores)
    patterns, pattern_of = np.unique(present, axis=1, return_inverse=True)
    done = 0
    for number, children in enumerate(patterns.T):
        units = np.flatnonzero(pattern_of.reshape(-1) == number)
        rows = np.flatnonzero(children)
        stretch = part(progress, done / len(present.T), (done + units.size) / len(present.T))
        if rows.size and shares[1] * rows.size < 1.0 - ROUNDING:
            result[:, units] = np.nan
        elif rows.size:
            result[np.ix_(rows, units)] = _one_by_one(scores[rows], units, shares, stretch)
        done += units.size
        stretch(1.0)
    return result


def _one_by_one(scores: Floats, units: Ints, shares: tuple[float, float], progress: Progress) -> Floats:
    """Solve some of the units; limits of shares depend on the unit, so that each has its own programme."""
    low, high = shares
    children = len(scores)
    frontier = scores[:, undominated(scores)].T
    bounds = np.r_[np.ones(len(frontier)), np.zeros(2 * children)]
    result = np.zeros((children, units.size))
    for number, own in enumerate(scores[:, units].T):
        limits = np.vstack([low * own - np.diag(own), np.diag(own) - high * own])
        if own.any():
            result[:, number] = _solve(own, np.vstack([frontier, limits]), bounds)
        progress((number + 1) / units.size)
    return result


def _solve(own: Floats, constraints: Floats, bounds: Floats | None = None) -> Floats:
    from scipy.optimize import linprog

    bounds = np.ones(len(constraints)) if bounds is None else bounds
    solution = linprog(-own, A_ub=constraints, b_ub=bounds, method="highs")
    if solution.x is None:
        raise InputError(mark("The benefit of the doubt has no solution for these bounds of the shares."))
    multipliers: Floats = np.maximum(solution.x, 0.0)
    return multipliers
