"""The types of numpy arrays, by what they hold; shapes stand in the docstrings.

The width of whole numbers is left open: they have 32 bits on Windows before numpy 2, and memory is sometimes saved.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.integer[Any]]
Bools = npt.NDArray[np.bool_]
#: Texts, codes or values of mixed kinds, as pandas hands them over.
Objects = npt.NDArray[np.object_]
#: Whatever it holds.
Array = npt.NDArray[Any]


def ratio(part: npt.ArrayLike, whole: npt.ArrayLike) -> Floats:
    """Return part / whole (...,), NaN where the whole is not above 0: nothing is known there, neither 0 nor 1.

    Shapes are broadcast; two numbers give a number.
    """
    part, whole = np.asarray(part, dtype=float), np.asarray(whole, dtype=float)
    empty = np.full(np.broadcast(part, whole).shape, np.nan)
    result: Floats = np.divide(part, whole, out=empty, where=whole > 0)[()]
    return result


def group_sums(codes: Ints, values: Array, groups: int = 0) -> Floats:
    """Return the sums of values (n,) by the number of their group (n,), of `groups` at least, (groups,)."""
    return np.asarray(np.bincount(codes, values, groups), dtype=float)


__all__ = ["Array", "Bools", "Floats", "Ints", "Objects", "group_sums", "ratio"]
