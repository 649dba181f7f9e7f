"""The engine for everything Ibis reaches: DuckDB, PostgreSQL, PySpark and others.

One grouped query runs where the records are; only its cells come back. Ibis is an extra and imported by
whoever opens the connection (`sources`); nothing here imports it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from operator import mul
from typing import Any

from ...messages import InputError, mark
from ..definition import PovertyDefinition
from ..expression import Column, depth, pattern
from ..profile import AREA, CLUSTER, PATTERN, POPULATION, RECORDS, STRATUM, Profile, profile_from_cells
from .columns import NUMBER, TEXT, check_columns


def profile_table(
    table: Any,
    definition: PovertyDefinition,
    area: str,
    population: Sequence[str] = (),
    stratum: str | None = None,
    cluster: str | None = None,
    depths: bool = False,
) -> Profile:
    """Return the profile of the records of an Ibis table; parameters and errors as `profile_frame`.

    Names of fields are passed to Ibis as names, which quotes them: a hostile name cannot become SQL.
    Raises `InputError` also where the database fails, with its own words but never a password.
    """
    kinds = {name: _kind(kind) for name, kind in table.schema().items()}
    check_columns(kinds, definition, [area, stratum, cluster], population)
    query = cells_query(table, definition, area, population, stratum, cluster, depths)
    try:
        cells = query.to_pyarrow().to_pandas()
    except Exception as error:
        raise InputError(
            mark("The database stopped while summing the records: {why}"), why=first_line(error)
        ) from None
    cells[PATTERN] = cells[PATTERN].astype("int64")
    numbers = [name for name in cells.columns if name not in (AREA, STRATUM, CLUSTER, PATTERN)]
    cells[numbers] = cells[numbers].astype(float)
    order = [name for name in (AREA, STRATUM, CLUSTER, PATTERN) if name in cells]
    return profile_from_cells(cells.sort_values(order, ignore_index=True), definition)


def cells_query(
    table: Any,
    definition: PovertyDefinition,
    area: str,
    population: Sequence[str] = (),
    stratum: str | None = None,
    cluster: str | None = None,
    depths: bool = False,
) -> Any:
    """Return the Ibis expression of the cells, not yet run."""
    indicators = definition.indicators
    columns = {name: _number(table[name]) for name in definition.fields}
    persons = (
        reduce(mul, (_number(table[name]).cast("float64") for name in population)) if population else None
    )
    keys = {AREA: table[area]}
    keys.update(
        {name: table[one] for name, one in ((STRATUM, stratum), (CLUSTER, cluster)) if one is not None}
    )
    code = pattern(columns, indicators, persons, _choose, _absent, depths)
    chosen = {**keys, PATTERN: code.cast("int64")}
    if persons is not None:
        chosen[POPULATION] = persons
    if depths:
        for bit, indicator in enumerate(indicators):
            chosen[f"gap_{bit}"] = depth(columns[indicator.field], indicator, _choose, _absent).cast(
                "float64"
            )
    coded = table.select(**chosen)
    one = coded[POPULATION] if persons is not None else 1.0
    sums = {RECORDS: coded.count()}
    sums[POPULATION] = coded[POPULATION].sum() if persons is not None else coded.count().cast("float64")
    if depths:
        for bit in range(len(indicators)):
            gap = coded[f"gap_{bit}"]
            sums[f"depth1_{bit}"] = (gap * one).sum()
            sums[f"depth2_{bit}"] = (gap * gap * one).sum()
    return coded.group_by([*keys, PATTERN]).aggregate(**sums)


def first_line(error: Exception) -> str:
    """Return the first line of an error's words."""
    return (str(error).strip().splitlines() or [type(error).__name__])[0]


def _kind(kind: Any) -> str | None:
    if kind.is_null():
        return None
    return NUMBER if kind.is_numeric() or kind.is_boolean() else TEXT


def _number(column: Column) -> Column:
    return column.cast("int8") if column.type().is_boolean() else column


def _choose(condition: Column, yes: Any, no: Any) -> Column:
    return condition.ifelse(yes, no)


def _absent(column: Column) -> Column:
    return column.isnull() | column.isnan() if column.type().is_floating() else column.isnull()
