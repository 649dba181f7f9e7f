"""The engine for tables in memory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import reduce
from operator import mul
from typing import Any

import numpy as np

from ...core.arrays import Array, Floats, Ints
from ...core.lazy import pd
from ...core.messages import Progress, no_progress
from ...core.threads import in_threads
from ..alkire_foster import check_cutoff, is_poor
from ..areasums import GAP, SEVERITY, AreaSums, sums_from_cells
from ..definition import PovertyDefinition
from ..expression import INVALID, deprived, depth, marked, pattern
from ..profile import AREA, PATTERN, POPULATION, RECORDS, Profile, profile_from_cells
from .columns import NUMBER, TEXT, check_columns, duplicates_error, key_fields

#: Records a block: large enough to forget the cost of a call, small enough for the processor's cache.
BLOCK = 1 << 17
#: Where every block fills a table of all areas.
LONG_BLOCK = 1 << 18
#: Cells of (keys × patterns) that are counted in a plain table; above it the cells are hashed.
MOST_COUNTED = 1 << 24


def profile_frame(
    frame: pd.DataFrame,
    definition: PovertyDefinition,
    area: str,
    population: Sequence[str] = (),
    stratum: str | None = None,
    cluster: str | None = None,
    depths: bool = False,
    progress: Progress = no_progress,
) -> Profile:
    """Return the profile of records in a DataFrame.

    area, stratum, cluster: names of columns. population: columns whose product is the persons a record
    stands for (survey weight, household size); every record counts 1 where none is given. depths: sum the
    gaps too, for M1 and M2.

    Raises
    ------
    InputError
        For a missing column and as `profile_from_cells`.
    """
    keys = key_fields(area, stratum, cluster)
    kinds = {name: _kind(frame[name]) for name in frame.columns}
    check_columns(kinds, definition, keys.values(), population)
    groups, names = _grouped(frame, keys)
    weight = _product(frame, population)
    raw = _cells(frame, definition, groups, len(names), weight, depths, progress)
    return profile_from_cells(
        pd.concat([names.iloc[raw["group"]].reset_index(drop=True), raw.drop(columns="group")], axis=1), definition
    )


def sums_frame(
    frame: pd.DataFrame,
    definition: PovertyDefinition,
    area: str,
    population: Sequence[str] = (),
    k: float | None = None,
    depths: bool = False,
    progress: Progress = no_progress,
) -> AreaSums:
    """Return the sums of the records in a DataFrame by area at one cut-off k (the definition's where None).

    Parameters and errors as `profile_frame`; nothing as long as the records is kept.
    """
    kinds = {name: _kind(frame[name]) for name in frame.columns}
    check_columns(kinds, definition, [area], population)
    k = check_cutoff(definition.k if k is None else k)
    codes, areas = pd.factorize(frame[area])
    tables: list[Floats] = []
    every = {name: frame[name] for name in {*definition.fields, *population}}

    def summed(start: int) -> list[Floats]:
        part = slice(start, start + LONG_BLOCK)
        columns = {name: column.iloc[part] for name, column in every.items()}
        return _block_sums(columns, codes[part], len(areas), definition, list(population), k, depths)

    starts = range(0, max(len(frame), 1), LONG_BLOCK)
    for start, found in zip(starts, in_threads(summed, starts)):
        tables = [whole + part for whole, part in zip(tables, found)] if tables else found
        progress(start / max(len(frame), 1))
    return sums_from_cells(_state_cells(tables, areas, definition, depths), definition, k)


def refuse_duplicates(frame: pd.DataFrame, identifier: str) -> None:
    """Refuse identifiers (of persons, households) that appear in more than one record, a row each.

    Raises
    ------
    InputError
        Naming the identifiers.
    """
    repeated = frame[identifier][frame[identifier].duplicated() & frame[identifier].notna()]
    if len(repeated):
        raise duplicates_error(identifier, sorted(repeated.unique()))


def _kind(column: pd.Series) -> str | None:
    if pd.api.types.is_numeric_dtype(column.dtype):  # truth values too
        return NUMBER
    return None if column.isna().all() else TEXT


def _grouped(frame: pd.DataFrame, keys: dict[str, str]) -> tuple[Ints, pd.DataFrame]:
    """Return the number of each record's combination of keys, and the combinations."""
    group, size = np.zeros(len(frame), dtype=np.int64), 1
    levels = []
    for column in keys.values():
        codes, values = pd.factorize(frame[column])
        levels.append(np.array([*values, None], dtype=object))  # the last is NULL
        count = len(values) + 1
        group = group * count
        group += np.where(codes < 0, count - 1, codes) if (codes < 0).any() else codes
        size *= count
    if len(keys) > 1 or size > MOST_COUNTED:
        group, combined = pd.factorize(group)
    else:
        combined = np.arange(size)
    names = {}
    for name, level in zip(reversed(list(keys)), reversed(levels)):
        names[name] = level[combined % len(level)]
        combined = combined // len(level)
    return group, pd.DataFrame({name: pd.Series(names[name]).infer_objects() for name in keys})


def _product(frame: Mapping[str, pd.Series], columns: Sequence[str]) -> Floats | None:
    factors: list[Floats] = [frame[column].to_numpy(dtype=float) for column in columns]
    return reduce(mul, factors) if factors else None


def _block_sums(
    columns: dict[str, pd.Series],
    group: Ints,
    groups: int,
    definition: PovertyDefinition,
    population: list[str],
    k: float,
    depths: bool,
) -> list[Floats]:
    """Return records, persons, persons deprived in each indicator, and gaps, by area and state.

    (groups + 1, states) each, flat; the last area is NULL. States are not poor, poor, and the negative codes.
    """
    indicators = definition.indicators
    states = 2 - (INVALID - len(indicators))
    persons = _product(columns, population)
    every = [deprived(columns[one.field], one, _absent).to_numpy(dtype=bool, na_value=False) for one in indicators]
    score = np.zeros(len(group))
    for lack, weight in zip(every, definition.weights):
        score += lack * weight
    state = is_poor(score, k).astype(np.int64)
    state = np.asarray(marked(state, columns, indicators, persons, np.where, _absent, depths))
    key = np.where(group < 0, groups, group) * states + np.where(state < 0, 1 - state, state)
    size = (groups + 1) * states

    def total(of: Floats | None, where: Ints | None = None) -> Floats:
        if where is None:
            return np.bincount(key, of, size).astype(float)
        return np.bincount(key[where], None if of is None else of[where], size).astype(float)

    sums = [total(None), total(persons), *(total(persons, np.flatnonzero(lack)) for lack in every)]
    if depths:
        gaps = [np.asarray(depth(columns[one.field], one, np.where, _absent), dtype=float) for one in indicators]
        for power in (1, 2):
            gap = sum(weight * one**power for weight, one in zip(definition.weights, gaps))
            sums.append(total(gap if persons is None else gap * persons))
    return sums


def _state_cells(tables: list[Floats], areas: Any, definition: PovertyDefinition, depths: bool) -> pd.DataFrame:
    """Return the tables of `_block_sums` as cells of area and state, those with records."""
    names = [RECORDS, POPULATION, *definition.fields, *((GAP, SEVERITY) if depths else ())]
    states = len(tables[0]) // (len(areas) + 1)
    found = np.flatnonzero(tables[0])
    area, state = np.divmod(found, states)
    known = pd.Series(np.array([*areas, None], dtype=object)[area]).infer_objects()
    values = {name: table[found] for name, table in zip(names, tables)}
    return pd.DataFrame({AREA: known, PATTERN: np.where(state > 1, 1 - state, state), **values})


def _absent(column: Any) -> Any:
    """Say where a column holds nothing; whole numbers of numpy always hold something."""
    full = isinstance(column.dtype, np.dtype) and column.dtype.kind in "iub"
    return np.False_ if full else pd.isna(column)


def _cells(
    frame: pd.DataFrame,
    definition: PovertyDefinition,
    groups: Ints,
    group_count: int,
    weight: Floats | None,
    depths: bool,
    progress: Progress,
) -> pd.DataFrame:
    indicators = definition.indicators
    shift = -(INVALID - len(indicators))  # so many negative codes come before pattern 0
    width = shift + (1 << len(indicators))
    keys = np.empty(len(frame), dtype=np.int64)
    every = {field: frame[field] for field in definition.fields}

    def code(start: int) -> int:
        part = slice(start, start + BLOCK)
        columns = {field: column.iloc[part] for field, column in every.items()}
        persons = None if weight is None else weight[part]
        codes = pattern(columns, indicators, persons, np.where, pd.isna, depths)
        np.add(codes + shift, groups[part] * width, out=keys[part])
        return start

    for start in in_threads(code, range(0, len(frame), BLOCK)):
        progress(min(0.7, start / len(frame)))
    if group_count * width <= MOST_COUNTED:
        cells = np.arange(group_count * width)
    else:
        keys, cells = pd.factorize(keys)

    def summed(of: Floats | None) -> Array:
        return np.bincount(keys, of, minlength=cells.size)

    records, *persons = in_threads(summed, [None] if weight is None else [None, weight])
    sums = {RECORDS: records, POPULATION: persons[0] if persons else records.astype(float)}
    for bit, indicator in enumerate(indicators if depths else ()):
        gap = np.asarray(depth(frame[indicator.field], indicator, np.where, pd.isna))
        for power in (1, 2):
            sums[f"depth{power}_{bit}"] = summed(gap**power if weight is None else gap**power * weight)
    progress(1.0)
    found = np.flatnonzero(records)
    return pd.DataFrame(
        {
            "group": cells[found] // width,
            PATTERN: cells[found] % width - shift,
            **{name: table[found] for name, table in sums.items()},
        }
    )
