"""What a table on the undivided kelurahan may say about the parts: rates on request, counts never."""

from __future__ import annotations

from typing import Any

from ...core.lazy import pd
from ...core.messages import mark
from ...core.registers import Method, Register

SPLITS = Register(
    mark("treatment of splits"),
    [
        Method("leave", mark("Leave kelurahan that were split off empty")),
        Method("inherit", mark("Give them the rates of the kelurahan they were split from, flagged")),
    ],
)


def inherit_rates(values: pd.DataFrame, parents: dict[Any, Any]) -> tuple[pd.DataFrame, list[str], list[str]]:
    """Give units split off the rates of their former whole.

    A numeric column that has only whole numbers may be a count, which the parts do not share; it and
    columns of text stay empty.

    Parameters
    ----------
    values : pd.DataFrame
        By unit, with a row for every child and parent.
    parents : dict
        Unit split off -> unit it was split from.

    Returns
    -------
    tuple
        The frame, the columns that were inherited, and those that were not.
    """
    rates = [
        column
        for column in values.columns
        if pd.api.types.is_float_dtype(values[column].dtype) and (values[column].dropna() % 1 != 0).any()
    ]
    filled = values.copy()
    if parents and rates:
        filled.loc[list(parents), rates] = values.loc[list(parents.values()), rates].to_numpy()
    return filled, rates, [column for column in values.columns if column not in rates]
