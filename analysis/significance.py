"""Corrections of p-values for many tests."""

from __future__ import annotations

import numpy as np

from .messages import mark
from .registers import Method, Register


def unadjusted(p: np.ndarray) -> np.ndarray:
    """Return p as it is."""
    return np.asarray(p, dtype=float)


def holm(p: np.ndarray) -> np.ndarray:
    """Return Holm's (1979) adjusted p (n,): the chance of any false finding stays below it; NaN stays NaN."""
    return _adjusted(p, lambda ordered: np.maximum.accumulate(ordered * np.arange(ordered.size, 0, -1)))


def benjamini_hochberg(p: np.ndarray) -> np.ndarray:
    """Return Benjamini and Hochberg's (1995) q (n,): the share of false findings; NaN stays NaN."""

    def step_up(ordered: np.ndarray) -> np.ndarray:
        scaled = ordered * ordered.size / np.arange(1, ordered.size + 1)
        return np.minimum.accumulate(scaled[::-1])[::-1]

    return _adjusted(p, step_up)


def _adjusted(p: np.ndarray, adjust) -> np.ndarray:
    values = np.asarray(p, dtype=float)
    result = np.full(values.shape, np.nan)
    places = np.flatnonzero(~np.isnan(values))
    order = places[np.argsort(values[places], kind="stable")]
    result[order] = np.minimum(adjust(values[order]), 1.0)
    return result


CORRECTIONS = Register(
    "correction for many tests",
    [
        Method("holm", mark("Holm (chance of any false finding)"), holm),
        Method("fdr", mark("Benjamini–Hochberg (share of false findings)"), benjamini_hochberg),
        Method("none", mark("None"), unadjusted),
    ],
)
