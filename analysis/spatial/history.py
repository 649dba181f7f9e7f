"""A long table of areas and years as one column a year."""

from __future__ import annotations

from ..core.diagnostics import Diagnostics
from ..core.lazy import pd
from ..core.messages import InputError, mark


def years_wide(table: pd.DataFrame, codes: pd.Series, diagnostics: Diagnostics) -> pd.DataFrame:
    """Return the values by unit, one column a year in the order of time.

    Parameters
    ----------
    table : three columns: code of the unit, year (or any time that sorts), value.
    codes : the codes by unit of the layer, as text.
    diagnostics : told of rows whose code the layer does not have.

    Raises
    ------
    InputError
        A unit with two values in one year; a row without a year; no code in common.
    """
    code, year, value = table.columns[:3]
    if table[year].isna().any():
        raise InputError(mark("The field {column} is empty in some rows of the table."), column=year)
    double = table.duplicated([code, year])
    if double.any():
        raise InputError(
            mark("The table has more than one value in a year for {labels}; keep one row for each year."),
            labels=sorted(set(table.loc[double, code].astype(str))),
        )
    strangers = sorted(set(table[code].astype(str)) - set(codes))
    if strangers:
        diagnostics.warn(mark("The layer does not have these codes of the table: {labels}."), labels=strangers)
    wide = table.pivot(index=code, columns=year, values=value)
    if not set(codes) & set(wide.index):
        raise InputError(
            mark("The codes of the table ({column}) are not those of the layer; choose other fields."), column=code
        )
    return wide.sort_index(axis=1).reindex(codes.to_numpy()).set_axis(codes.index, axis=0)
