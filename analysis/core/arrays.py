"""The types of numpy arrays, by what they hold; shapes stand in the docstrings.

Widths are left open: whole numbers are 32 bits on Windows before numpy 2, and memory is sometimes saved.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.floating[Any]]
Ints = npt.NDArray[np.integer[Any]]
Bools = npt.NDArray[np.bool_]
#: Texts, codes or values of mixed kinds, as pandas hands them over.
Objects = npt.NDArray[np.object_]
#: Whatever it holds.
Array = npt.NDArray[Any]

__all__ = ["Array", "Bools", "Floats", "Ints", "Objects"]
