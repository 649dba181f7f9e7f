"""Records that stand twice in a table, found by every engine."""

from __future__ import annotations

from typing import Any

from ...lazy import pd
from ...messages import InputError, mark
from .database import first_line

#: So many of the repeated ids are named.
NAMED = 5


def refuse_repeated_frame(frame: pd.DataFrame, column: str) -> None:
    """Raise `InputError` where an id stands in two records of a DataFrame; NULL is no id."""
    ids = frame[column].dropna()
    repeated = ids[ids.duplicated()]
    _refuse(column, len(repeated), sorted(map(str, repeated.unique()))[:NAMED])


def refuse_repeated_table(table: Any, column: str) -> None:
    """Raise `InputError` where an id stands in two records of an Ibis table; the database counts."""
    present = table.filter(table[column].notnull())
    repeated = present.group_by(column).aggregate(times=present.count()).filter(lambda one: one.times > 1)
    try:
        count = int((repeated.times.sum() - repeated.count()).to_pyarrow().as_py() or 0)
        names = repeated.order_by(column).limit(NAMED)[column].to_pyarrow().to_pylist() if count else []
    except Exception as error:
        raise InputError(
            mark("The database stopped while looking for repeated records: {why}"), why=first_line(error)
        ) from None
    _refuse(column, count, [str(name) for name in names])


def _refuse(column: str, count: int, names: list[str]) -> None:
    if count:
        raise InputError(
            mark(
                "{count} records repeat an id in “{column}” ({names}), so someone would count twice; take them out."
            ),
            count=count,
            column=column,
            names=names,
        )
