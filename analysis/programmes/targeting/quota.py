"""Whole numbers that keep a total: quotas by largest remainder (Balinski and Young 1982)."""

from __future__ import annotations

import numpy as np

from ...core.arrays import Floats


def largest_remainder(shares: Floats, total: float, step: float = 1.0, cap: float = np.inf) -> Floats:
    """Round shares (units,) that sum to `total` to multiples of `step` with the same sum (Hamilton's method).

    Each gets the whole steps of its share; the steps left go one by one to the greatest remainders, ties
    to the first, and never above `cap`. `total` and `cap` are multiples of `step`.
    """
    steps = np.floor(shares / step + 1e-9)
    remainders = shares / step - steps
    left = round(total / step - steps.sum())
    while left > 0:
        room = (steps + 1) * step <= cap * (1 + 1e-12)
        order = np.argsort(-np.where(room, remainders, -np.inf), kind="stable")[: min(left, int(room.sum()))]
        if not order.size:
            break
        steps[order] += 1
        remainders[order] -= 1
        left -= order.size
    return steps * step


def quota(total: int, people: Floats, need: Floats) -> Floats:
    """Share a number of places in proportion to people times need, (units,) each, in whole numbers."""
    claims = people * need
    return largest_remainder(total * claims / claims.sum(), total)
