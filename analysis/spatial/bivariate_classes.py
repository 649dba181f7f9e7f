"""Classes of two variables at once, for a map of three by three."""

from __future__ import annotations

import numpy as np

from ..core.lazy import pd
from ..core.messages import InputError, mark


def bivariate_classes(values: pd.DataFrame, classes: int = 3) -> pd.DataFrame:
    """Cut two columns into classes of about as many units each.

    Parameters
    ----------
    values : two columns by unit, for example need and aid; a unit with a NaN in either has no class.
    classes : number of classes of each.

    Returns
    -------
    pd.DataFrame
        `x_class` and `y_class` (1 lowest … `classes`, NaN) and `pair`, both in one code (`1-3`, NaN).
        Limits are quantiles of the units that have both; equal values share a class.

    Raises
    ------
    InputError
        Another number of columns than two, fewer units than classes, a column without as many different
        values.
    """
    if values.shape[1] != 2:
        raise InputError(mark("A map of two fields needs two; there {count:is|are} {count}."), count=values.shape[1])
    known = values.notna().all(axis=1)
    out = pd.DataFrame(np.nan, index=values.index, columns=["x_class", "y_class"])
    for name, column in zip(out.columns, values.columns):
        numbers = values.loc[known, column].to_numpy(dtype=float)
        if len(np.unique(numbers)) < classes:
            raise InputError(
                mark("The field {column} has fewer than {classes} different values; use fewer classes."),
                column=column,
                classes=classes,
            )
        limits = np.quantile(numbers, np.arange(1, classes) / classes)
        out.loc[known, name] = np.searchsorted(limits, numbers, side="left") + 1.0
    pair = out["x_class"].map("{:.0f}".format) + "-" + out["y_class"].map("{:.0f}".format)
    return out.assign(pair=pair.where(known))
