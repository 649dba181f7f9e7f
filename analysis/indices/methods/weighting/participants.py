"""Budget allocation: several participants each distribute points over the children of a node."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ....core.arrays import Floats
from ....core.messages import InputError, mark


@dataclass(frozen=True)
class Allocation:
    """Shares of 1, each of shape (children,): mean, spread (n - 1, NaN for one participant), low, high.

    concordance: Kendall's W of the participants' ranks with ties, 0 to 1, NaN where it is undefined.
    """

    mean: Floats
    spread: Floats
    low: Floats
    high: Floats
    concordance: float


def budget_allocation(points: Floats) -> Allocation:
    """Return mean and spread of what the participants gave.

    Parameters
    ----------
    points
        Shape (participants, children), not negative; each participant's points are taken as shares of
        their own sum, so that everybody counts the same whatever the sum. NaN counts as 0.

    Raises
    ------
    InputError
        If there is no participant, or one gave negative points or none at all.
    """
    given = np.nan_to_num(np.asarray(points, dtype=float))
    if given.ndim != 2 or not given.size:
        raise InputError(mark("Budget allocation needs the points of at least one participant."))
    wrong = np.flatnonzero((given < 0).any(axis=1) | (given.sum(axis=1) <= 0))
    if wrong.size:
        raise InputError(
            mark("Participant {number} gave no points or negative ones; give points of 0 or more."),
            number=int(wrong[0]) + 1,
        )
    shares = given / given.sum(axis=1, keepdims=True)
    spread = shares.std(axis=0, ddof=1) if len(shares) > 1 else np.full(shares.shape[1], np.nan)
    return Allocation(shares.mean(axis=0), spread, shares.min(axis=0), shares.max(axis=0), _concordance(shares))


def _concordance(shares: Floats) -> float:
    """Return Kendall's W, corrected for ties (Kendall and Babington Smith 1939)."""
    participants, children = shares.shape
    if participants < 2 or children < 2:
        return float("nan")
    below = (shares[:, :, None] > shares[:, None, :]).sum(axis=2)
    equal = (shares[:, :, None] == shares[:, None, :]).sum(axis=2)
    ranks = below + (equal + 1) / 2.0
    ties = float((equal**2 - 1).sum())
    deviations = float(((ranks.sum(axis=0) - participants * (children + 1) / 2.0) ** 2).sum())
    most = participants**2 * (children**3 - children) - participants * ties
    return 12.0 * deviations / most if most > 0 else float("nan")
