"""Shares of siblings: one is set, the locked ones stay, the rest share the remainder."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ....core.arrays import Floats


def shares_of(weights: Sequence[float]) -> Floats:
    """Return weights, shape (children,), as shares that sum to 1; equal ones where all are 0."""
    given = np.asarray(weights, dtype=float)
    total = given.sum()
    return given / total if total > 0 else np.full(given.size, 1.0 / max(given.size, 1))


def bounds_of_share(weights: Sequence[float], position: int, locked: Sequence[bool]) -> tuple[float, float]:
    """Return the least and greatest share that the child at `position` can have."""
    shares, fixed = shares_of(weights), np.array(locked, dtype=bool)
    fixed[position] = False
    most = max(1.0 - float(shares[fixed].sum()), 0.0)
    alone = fixed.sum() == shares.size - 1
    return (most if alone else 0.0), most


def with_share(weights: Sequence[float], position: int, share: float, locked: Sequence[bool]) -> Floats:
    """Return the shares of all children when the one at `position` gets `share`.

    What is returned is (children,).

    Parameters
    ----------
    weights
        Of the children, any scale.
    position, share
        Which child, and the share of 1 it is to have; what the locked ones leave is the most it can get.
    locked
        True for the children that keep their share.

    Returns
    -------
    numpy.ndarray
        Shares that sum to 1. The others that are not locked share the remainder in proportion to what they
        had, equally where they had nothing. Where all others are locked the child keeps what they leave.
    """
    shares, fixed = shares_of(weights), np.array(locked, dtype=bool)
    low, high = bounds_of_share(weights, position, locked)
    result = shares.copy()
    result[position] = min(max(float(share), low), high)
    fixed[position] = True
    open_ = ~fixed
    if open_.any():
        remainder = max(1.0 - float(result[fixed].sum()), 0.0)
        result[open_] = remainder * shares_of(shares[open_])
    return result
