"""Corrections of p-values for tests of many indicators, and how a p is written."""

from __future__ import annotations

import numpy as np

from ..spatial.significance import benjamini_hochberg, uncorrected
from .arrays import Floats
from .messages import Message, mark
from .registers import Function, Register


def holm(p: Floats) -> Floats:
    """Return Holm's (1979) adjusted p (n,): the chance of any false finding stays below it; NaN stays NaN."""
    values = np.asarray(p, dtype=float)
    result = np.full(values.shape, np.nan)
    known = np.flatnonzero(~np.isnan(values))
    order = known[np.argsort(values[known], kind="stable")]
    step = values[order] * np.arange(order.size, 0, -1)
    result[order] = np.minimum(np.maximum.accumulate(step), 1.0)
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
