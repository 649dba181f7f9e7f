"""Corrections of p-values for tests of many indicators, and how a p is written."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from .arrays import Floats
from .messages import Message, mark
from .registers import Function, Register


def uncorrected(p: Floats) -> Floats:
    """Return p (n,) as it is."""
    return p


def bonferroni(p: Floats) -> Floats:
    """Return p times the number of tests that have one, at most 1, shape (n,)."""
    return np.minimum(p * np.count_nonzero(~np.isnan(p)), 1.0)


def holm(p: Floats) -> Floats:
    """Return Holm's (1979) adjusted p (n,): the chance of any false finding stays below it; NaN stays NaN."""
    return _stepwise(p, lambda known: np.maximum.accumulate(known * np.arange(known.size, 0, -1)))


def benjamini_hochberg(p: Floats) -> Floats:
    """Return p adjusted for the false discovery rate (Benjamini and Hochberg 1995), shape (n,).

    The smallest level at which a test would be among the discoveries; NaN stays NaN.
    """

    def adjusted(known: Floats) -> Floats:
        step = known * len(known) / np.arange(1, len(known) + 1)
        return np.minimum.accumulate(step[::-1])[::-1]

    return _stepwise(p, adjusted)


def _stepwise(p: Floats, adjusted: Callable[[Floats], Floats]) -> Floats:
    """Adjust the p that there are from the smallest to the largest, at most 1."""
    values = np.asarray(p, dtype=float)
    result = np.full(values.shape, np.nan)
    known = np.flatnonzero(~np.isnan(values))
    order = known[np.argsort(values[known], kind="stable")]
    result[order] = np.minimum(adjusted(values[order]), 1.0)
    return result


CORRECTIONS = Register(
    mark("correction for many tests"),
    [
        Function("holm", mark("Holm (chance of any false finding)"), holm),
        Function("fdr", mark("Benjamini–Hochberg (share of false findings)"), benjamini_hochberg),
        Function("none", mark("None"), uncorrected),
    ],
)


def p_value(p: float) -> Message:
    """Return a p as it follows the letter: “= 0.0213”, or “< 0.0001”."""
    least = 0.0001
    if p < least:
        return Message(mark("< {value}"), {"value": least})
    return Message(mark("= {value}"), {"value": round(float(p), 4)})
