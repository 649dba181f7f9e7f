"""Two variables in three classes each: the nine classes of a bivariate map."""

from __future__ import annotations

import numpy as np

from ..lazy import pd
from ..messages import InputError, mark


def bivariate_thirds(values: pd.DataFrame) -> pd.Series:
    """Return for each unit two letters of L, M and H: its third of the first and of the second column.

    Parameters
    ----------
    values : by unit; the first two columns count.

    Returns
    -------
    pd.Series
        Codes such as `LH`, None where a value is missing. Bounds are the terciles (linear interpolation)
        of the units that have both; a value on a bound belongs to the third below it.

    Raises
    ------
    InputError
        No unit has both values.
    """
    pair = values.iloc[:, :2]
    known = pair.notna().all(axis=1).to_numpy()
    if not known.any():
        raise InputError(
            mark("No area has a value in both {columns}; there is nothing to map."),
            columns=[str(column) for column in pair.columns],
        )
    letters = [_thirds(pair[column].to_numpy(float)[known]) for column in pair]
    codes = np.full(len(pair), None, dtype=object)
    codes[known] = [one + two for one, two in zip(*letters)]
    return pd.Series(codes, index=values.index, name="bivariate_class")


def _thirds(values: np.ndarray) -> np.ndarray:
    """Return L, M or H for each value."""
    return np.array(["L", "M", "H"])[
        np.searchsorted(np.quantile(values, (1 / 3, 2 / 3)), values, side="left")
    ]
