"""Typologies: groups of units that are alike, wherever they lie."""

from __future__ import annotations

import numpy as np

from ...core.arrays import Floats, Ints
from ...core.diagnostics import Diagnostics
from ...core.lazy import pd
from ...core.messages import InputError, Progress, mark, no_progress
from ..permutation.draws import Draws
from .partition import Regions, check_count, regions, squares, standardised

#: Rounds of moving the centres; ten or so are usual.
MAX_ROUNDS = 300


def kmeans(frame: pd.DataFrame, k: int, seed: int = 1, starts: int = 20, progress: Progress = no_progress) -> Regions:
    """Group units into k types by k-means on standardised variables.

    Parameters
    ----------
    frame : variables by unit; units with a NaN take no part.
    k : number of types.
    seed : of the starting centres (k-means++, Arthur and Vassilvitskii 2007).
    starts : tries, of which the one with the least sum of squares within is kept.
    progress : called with the fraction done.

    Returns
    -------
    Regions
        Types are numbered from the highest mean over all variables.

    Raises
    ------
    InputError
        Fewer than two types, more than there are different units, a constant variable, no numbers.
    """
    values, where, diagnostics = _complete(frame)
    z = standardised(values)
    check_count(k, len(np.unique(z, axis=0)))
    draws = Draws(seed)
    best, least = np.zeros(len(z), dtype=int), np.inf
    for start in range(starts):
        labels = _lloyd(z, _centres(z, k, draws))
        within = squares(z, labels)
        if within < least * (1 - 1e-12):
            best, least = labels, within
        progress((start + 1) / starts)
    diagnostics.seed = seed
    diagnostics.step(
        mark("k-means on standardised variables: {k} types, {starts} {starts:start|starts}, seed {seed}."),
        k=k,
        starts=starts,
        seed=seed,
    )
    return regions(frame, where, best, diagnostics)


def _complete(frame: pd.DataFrame) -> tuple[Floats, Ints, Diagnostics]:
    """Return the values of complete units, their positions, and the begun diagnostics."""
    try:
        values = frame.to_numpy(dtype=float)
    except (TypeError, ValueError) as error:
        raise InputError(mark("Types need fields of numbers; one of {columns} is not."), columns=list(frame)) from error
    complete = np.isfinite(values).all(axis=1)
    where = np.flatnonzero(complete)
    if len(where) < 3:
        raise InputError(mark("Only {n} {n:area has|areas have} all values; types need at least 3."), n=len(where))
    constant = frame.columns[np.ptp(values[where], axis=0) == 0]
    if len(constant):
        raise InputError(
            mark("The field {column} has the same value everywhere; leave it out."),
            column=", ".join(map(str, constant)),
        )
    diagnostics = Diagnostics(n=len(where), missing=int((~complete).sum()))
    diagnostics.warn_of(
        frame.index[~complete], mark("{units} {units:lacks|lack} a value and {units:belongs|belong} to no type.")
    )
    return values[where], where, diagnostics


def _centres(z: Floats, k: int, draws: Draws) -> Floats:
    """Draw centres: each next one with odds by the squared distance to those before (k-means++)."""
    chosen = [int(draws.below(len(z), 1)[0])]
    distance = np.full(len(z), np.inf)
    for _ in range(k - 1):
        distance = np.minimum(distance, ((z - z[chosen[-1]]) ** 2).sum(axis=1))
        running = np.cumsum(distance)
        target = draws.uniform() * running[-1]
        chosen.append(min(int(np.searchsorted(running, target, side="right")), len(z) - 1))
    return z[chosen]


def _lloyd(z: Floats, centres: Floats) -> Ints:
    """Move the centres to the means of their units until no unit changes; return the labels."""
    labels = np.full(len(z), -1)
    for _ in range(MAX_ROUNDS):
        square = (centres**2).sum(axis=1) - 2 * z @ centres.T
        nearest = square.argmin(axis=1)
        count = np.bincount(nearest, minlength=len(centres))
        for empty in np.flatnonzero(count == 0):
            # a centre without units takes the unit that lies farthest from its own
            far = int((square[np.arange(len(z)), nearest] + (z**2).sum(axis=1)).argmax())
            nearest[far] = empty
            square[far] = -np.inf
            count = np.bincount(nearest, minlength=len(centres))
        if np.array_equal(nearest, labels):
            break
        labels = nearest
        centres = np.column_stack([np.bincount(labels, v, len(centres)) for v in z.T]) / count[:, None]
    return labels
