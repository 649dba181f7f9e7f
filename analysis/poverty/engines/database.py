"""The engine for everything Ibis reaches: DuckDB, PostgreSQL, PySpark and others.

One grouped query runs where the records are; only its cells come back. Ibis is an extra and imported by
whoever opens the connection (`sources`); nothing here imports it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from operator import add, mul
from typing import Any

from ...lazy import pd
from ...messages import InputError, mark
from ..alkire_foster import Poverty, check_cutoff, from_sums, is_poor
from ..definition import PovertyDefinition
from ..expression import Column, deprived, depth, marked, pattern
from ..profile import (
    AREA,
    CLUSTER,
    PATTERN,
    POPULATION,
    RECORDS,
    STRATUM,
    Profile,
    profile_from_cells,
    usable,
)
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
    _check(table, definition, [area, stratum, cluster], population)
    cells = _run(cells_query(table, definition, area, population, stratum, cluster, depths))
    cells[PATTERN] = cells[PATTERN].astype("int64")
    numbers = [name for name in cells.columns if name not in (AREA, STRATUM, CLUSTER, PATTERN)]
    cells[numbers] = cells[numbers].astype(float)
    return profile_from_cells(cells, definition)


def measure_table(
    table: Any,
    definition: PovertyDefinition,
    area: str,
    population: Sequence[str] = (),
    k: float | None = None,
) -> Poverty:
    """Return the measures of the records of an Ibis table at one cut-off k.

    The same as measuring the profile, with one row an area coming back instead of one a pattern: for
    registers of many small areas, whose patterns are nearly as many as their records. Parameters and
    errors as `profile_table`; there are no depths, other cut-offs or standard errors.
    """
    _check(table, definition, [area], population)
    k = check_cutoff(definition.k if k is None else k)
    cells, missing, diagnostics = usable(_run(sums_query(table, definition, area, population, k)), definition)
    sums = cells.drop(columns=PATTERN).set_index(AREA).sort_index().astype(float)
    sums["missing"] = missing.reindex(sums.index).fillna(0)
    return from_sums(sums, definition, k, diagnostics)


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
    columns, persons = _columns(table, definition, population)
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


def sums_query(
    table: Any, definition: PovertyDefinition, area: str, population: Sequence[str], k: float
) -> Any:
    """Return the Ibis expression of the sums of population by area at cut-off k, not yet run."""
    indicators, weights = definition.indicators, definition.weights
    columns, persons = _columns(table, definition, population)
    code = marked(0, columns, indicators, persons, _choose, _absent, False)
    chosen = {AREA: table[area], POPULATION: 1.0 if persons is None else persons, PATTERN: code}
    chosen.update(
        {
            f"d{bit}": deprived(columns[one.field], one, _absent).fill_null(False)
            for bit, one in enumerate(indicators)
        }
    )
    coded = table.select(**chosen)
    flags = [coded[f"d{bit}"] for bit in range(len(indicators))]
    scored = coded.mutate(score=reduce(add, (_choose(one, float(w), 0.0) for one, w in zip(flags, weights))))
    counted = scored.mutate(poor=is_poor(scored["score"], k))
    people = counted[POPULATION]
    poor_people = _choose(counted["poor"], people, 0.0)
    sums = {
        RECORDS: counted.count(),
        POPULATION: people.sum(),
        "poor": poor_people.sum(),
        "deprivation": (poor_people * counted["score"]).sum(),
    }
    for bit, field in enumerate(definition.fields):
        sums[f"uncensored_{field}"] = _choose(counted[f"d{bit}"], people, 0.0).sum()
        sums[f"censored_{field}"] = _choose(counted[f"d{bit}"], poor_people, 0.0).sum()
    return counted.group_by([AREA, PATTERN]).aggregate(**sums)


def _check(
    table: Any, definition: PovertyDefinition, keys: Sequence[str | None], population: Sequence[str]
) -> None:
    kinds = {name: _kind(kind) for name, kind in table.schema().items()}
    check_columns(kinds, definition, keys, population)


def _columns(
    table: Any, definition: PovertyDefinition, population: Sequence[str]
) -> tuple[dict[str, Column], Column | None]:
    columns = {name: _number(table[name]) for name in definition.fields}
    factors = [_number(table[name]).cast("float64") for name in population]
    return columns, reduce(mul, factors) if factors else None


def _run(query: Any) -> pd.DataFrame:
    try:
        return query.to_pyarrow().to_pandas()
    except Exception as error:
        raise InputError(
            mark("The database stopped while summing the records: {why}"), why=first_line(error)
        ) from None


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
