"""The engine for everything Ibis reaches: DuckDB, PostgreSQL, PySpark and others.

One grouped query runs where the records are; only its cells come back. Ibis is an extra and imported by
whoever opens the connection (`sources`); nothing here imports it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import reduce
from operator import add, mul
from typing import Any

from ...core.lazy import pd
from ...core.messages import NAMED_ITEMS, Progress, mark, no_progress
from ..alkire_foster import check_cutoff, is_poor
from ..areasums import GAP, SEVERITY, AreaSums, sums_from_cells
from ..definition import PovertyDefinition
from ..expression import deprived, depth, marked, pattern
from ..profile import AREA, CLUSTER, PATTERN, POPULATION, RECORDS, STRATUM, Profile, profile_from_cells
from ..rules import Column
from .cancellation import run_in
from .columns import NUMBER, TEXT, check_columns, duplicates_error, key_fields
from .failures import explaining


def profile_table(
    table: Any,
    definition: PovertyDefinition,
    area: str,
    population: Sequence[str] = (),
    stratum: str | None = None,
    cluster: str | None = None,
    depths: bool = False,
    progress: Progress = no_progress,
) -> Profile:
    """Return the profile of the records of an Ibis table; parameters and errors as `profile_frame`.

    When `progress` raises, the database stops.

    Names of fields are passed to Ibis as names, which quotes them: a hostile name cannot become SQL.

    Raises
    ------
    InputError
        Where the database fails, with its own words but never a password.
    """
    _check(table, definition, key_fields(area, stratum, cluster).values(), population)
    cells = _run(cells_query(table, definition, area, population, stratum, cluster, depths), progress)
    cells[PATTERN] = cells[PATTERN].astype("int64")
    numbers = [name for name in cells.columns if name not in (AREA, STRATUM, CLUSTER, PATTERN)]
    cells[numbers] = cells[numbers].astype(float)
    return profile_from_cells(cells, definition)


def sums_table(
    table: Any,
    definition: PovertyDefinition,
    area: str,
    population: Sequence[str] = (),
    k: float | None = None,
    depths: bool = False,
    progress: Progress = no_progress,
) -> AreaSums:
    """Return the sums of the records of an Ibis table by area at one cut-off k (the definition's where None).

    What is measured of them is the same as of the profile, with one row an area coming back instead of one
    a pattern. Parameters and errors as `profile_table`.
    """
    _check(table, definition, [area], population)
    k = check_cutoff(definition.k if k is None else k)
    cells = _run(sums_query(table, definition, area, population, k, depths), progress)
    return sums_from_cells(cells, definition, k)


def refuse_duplicates_in_table(table: Any, identifier: str, progress: Progress = no_progress) -> None:
    """Refuse identifiers that appear in more than one record of an Ibis table.

    Raises
    ------
    InputError
        Naming the identifiers.
    """
    counted = table.select(value=table[identifier]).group_by("value").aggregate(records=lambda rows: rows.count())
    repeated = counted.filter((counted["records"] > 1) & counted["value"].notnull())
    found = _run(repeated.order_by("value").limit(NAMED_ITEMS), progress)
    if len(found):
        raise duplicates_error(identifier, found["value"].tolist())


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
    keys, indicators = key_fields(area, stratum, cluster), definition.indicators
    columns, persons = _columns(table, definition, population)
    code = pattern(columns, indicators, persons, _choose, _absent, depths)
    # the smaller the key, the faster a database groups by it
    width = "int16" if len(indicators) < 15 else "int64"
    chosen = {**{name: table[field] for name, field in keys.items()}, PATTERN: code.cast(width)}
    if persons is not None:
        chosen[POPULATION] = persons
    coded = table.select(**chosen, **_gaps(columns, definition, depths))
    one = coded[POPULATION] if population else 1.0
    sums = _counted(coded, population)
    for bit in range(len(indicators) if depths else 0):
        gap = coded[f"gap_{bit}"]
        sums[f"depth1_{bit}"] = (gap * one).sum()
        sums[f"depth2_{bit}"] = (gap * gap * one).sum()
    return coded.group_by([*keys, PATTERN]).aggregate(**sums)


def sums_query(
    table: Any, definition: PovertyDefinition, area: str, population: Sequence[str], k: float, depths: bool
) -> Any:
    """Return the Ibis expression of the sums by area and by poor (1) or not (0), not yet run.

    Records are summed at once, not by pattern first: a table of nearly as many patterns as records would
    take longer to fill than the sums, and much memory. Deprivations are floats of 0 and 1 that are
    multiplied: the cheapest that a database can do with them.
    """
    indicators, weights = definition.indicators, definition.weights
    columns, persons = _columns(table, definition, population)
    chosen = {AREA: table[area], **({} if persons is None else {POPULATION: persons})}
    for bit, indicator in enumerate(indicators):
        lack = deprived(columns[indicator.field], indicator, _absent)
        chosen[f"lack_{bit}"] = _choose(lack, 1, 0).cast("float64")
    # 0, or the negative code of a record that cannot be used
    nothing = _choose(_absent(table[area]), 0, 0)
    chosen[PATTERN] = marked(nothing, columns, indicators, persons, _choose, _absent, depths).cast("int16")
    coded = table.select(**chosen, **_gaps(columns, definition, depths))
    score = reduce(add, (coded[f"lack_{bit}"] * float(weight) for bit, weight in enumerate(weights)))
    state = _choose(coded[PATTERN] < 0, coded[PATTERN], _choose(is_poor(score, k), 1, 0))
    people = coded[POPULATION] if population else 1.0
    sums = _counted(coded, population)
    sums.update({name: (coded[f"lack_{bit}"] * people).sum() for bit, name in enumerate(definition.fields)})
    for power, name in ((1, GAP), (2, SEVERITY)) if depths else ():
        gaps = (reduce(mul, [coded[f"gap_{bit}"]] * power) * float(w) for bit, w in enumerate(weights))
        sums[name] = (reduce(add, gaps) * people).sum()
    return coded.group_by([AREA, state.cast("int16").name(PATTERN)]).aggregate(**sums)


def _gaps(columns: Mapping[str, Column], definition: PovertyDefinition, depths: bool) -> dict[str, Column]:
    """Return the gap of each record in each indicator, none where they are not asked for."""
    return {
        f"gap_{bit}": depth(columns[indicator.field], indicator, _choose, _absent).cast("float64")
        for bit, indicator in enumerate(definition.indicators if depths else ())
    }


def _counted(coded: Any, population: Sequence[str]) -> dict[str, Any]:
    """Return the number of records, and of persons where there are."""
    records = coded.count()
    return {RECORDS: records, POPULATION: coded[POPULATION].sum() if population else records.cast("float64")}


def _check(table: Any, definition: PovertyDefinition, keys: Collection[str], population: Sequence[str]) -> None:
    kinds = {name: _kind(kind) for name, kind in table.schema().items()}
    check_columns(kinds, definition, keys, population)


def _columns(
    table: Any, definition: PovertyDefinition, population: Sequence[str]
) -> tuple[dict[str, Column], Column | None]:
    columns = {name: _number(table[name]) for name in definition.fields}
    factors = [_number(table[name]).cast("float64") for name in population]
    return columns, reduce(mul, factors) if factors else None


def _run(query: Any, progress: Progress) -> pd.DataFrame:
    with explaining(mark("The database stopped while summing the records: {why}")):
        return run_in(query.get_backend(), lambda: query.to_pyarrow().to_pandas(), progress)


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
