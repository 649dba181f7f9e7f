"""The columns of the frame that an index needs, checked, as one array of indicators by units."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ...core.arrays import Floats
from ...core.lazy import pd
from ...core.messages import InputError, mark
from ..definition.model import Definition
from ..methods.missing import MISSING

#: The fewest units for which a comparison means anything.
FEWEST_UNITS = 2
#: The fourth power of what is larger would be infinite.
LARGEST = 1e60
#: Values closer together than this are taken as equal.
SMALLEST_SPREAD = 1e-300


def read_values(frame: pd.DataFrame, definition: Definition) -> Floats:
    """Return the indicators, divided by their denominators, as float64 of shape (indicators, units).

    NaN where a value (or its denominator) is missing.

    Raises
    ------
    InputError
        For no or too few rows, absent or repeated columns, text, infinite or far too large numbers, a column
        without any value, a denominator of zero or less.
    """
    _check_rows(frame)
    columns = definition.columns
    _check_columns(frame, columns)
    values = _numbers(frame, columns)
    _check_numbers(values, columns, frame.index)
    count = len(definition.fields)
    if any(one.denominator is not None or one.per != 1 for one in definition.indicators):
        values = _divided(values, definition, columns, frame.index)
    _check_size(values[:count], definition.fields, frame.index)
    return values[:count]


def _check_rows(frame: pd.DataFrame) -> None:
    if len(frame) == 0:
        raise InputError(mark("The layer has no features."))
    if len(frame) < FEWEST_UNITS:
        raise InputError(
            mark("The layer has only {n} feature; an index compares at least {least}."),
            n=len(frame),
            least=FEWEST_UNITS,
        )


def _check_columns(frame: pd.DataFrame, columns: Sequence[str]) -> None:
    present = frame.columns.value_counts()
    absent = [column for column in columns if column not in present.index]
    if absent:
        raise InputError(mark("The layer has no field {column}."), column=absent)
    twice = [column for column in columns if present[column] > 1]
    if twice:
        raise InputError(mark("The layer has more than one field {column}."), column=twice)


def _numbers(frame: pd.DataFrame, columns: Sequence[str]) -> Floats:
    chosen = frame[list(columns)]
    if all(dtype == np.float64 for dtype in chosen.dtypes):
        # pandas keeps a block of equal dtypes as (columns, rows), so this is the block itself
        return np.ascontiguousarray(chosen.to_numpy().T)
    return np.stack([as_numbers(chosen[column]) for column in columns])


def as_numbers(column: pd.Series) -> Floats:
    """Return a column as float64, shape (units,), NaN where missing.

    Raises
    ------
    InputError
        For text, with the units.
    """
    kinds = pd.api.types
    if kinds.is_numeric_dtype(column.dtype) and not kinds.is_complex_dtype(column.dtype):
        values: Floats = column.to_numpy(dtype=np.float64, na_value=np.nan)
        return values
    if not kinds.is_object_dtype(column.dtype) and not kinds.is_string_dtype(column.dtype):
        raise InputError(mark("The field {column} does not hold numbers."), column=column.name)
    texts = column.map(lambda value: isinstance(value, str)) & column.notna()
    numbers: Floats = pd.to_numeric(column.where(~texts), errors="coerce").to_numpy(dtype=np.float64, na_value=np.nan)
    wrong = texts.to_numpy(dtype=bool) | (np.isnan(numbers) & column.notna().to_numpy())
    if wrong.any():
        raise InputError(
            mark("The field {column} holds text instead of a number in {units}; change it to a number field."),
            column=column.name,
            units=list(column.index[wrong]),
        )
    return numbers


def _check_numbers(values: Floats, columns: Sequence[str], units: pd.Index) -> None:
    finite = np.isfinite(values)
    if finite.all():
        return
    for row, column in enumerate(columns):
        infinite = np.isinf(values[row])
        if infinite.any():
            raise InputError(
                mark("The field {column} holds an infinite value in {units}; correct or empty it."),
                column=column,
                units=list(units[infinite]),
            )
        if not finite[row].any():
            raise InputError(mark("The field {column} has no value at all; take it out of the index."), column=column)


def _check_size(values: Floats, fields: Sequence[str], units: pd.Index) -> None:
    """Refuse numbers of which the fourth power, which the kurtosis needs, would be infinite."""
    large = np.abs(values) > LARGEST
    if large.any():
        row = int(np.flatnonzero(large.any(axis=1))[0])
        raise InputError(
            mark("“{column}” holds a number too large to compute with in {units}; correct it."),
            column=fields[row],
            units=list(units[large[row]]),
        )


def _divided(values: Floats, definition: Definition, columns: Sequence[str], units: pd.Index) -> Floats:
    values = values.copy()
    raw = {column: values[row].copy() for row, column in enumerate(columns)}
    for row, indicator in enumerate(definition.indicators):
        if indicator.denominator is not None:
            divisor = raw[indicator.denominator]
            wrong = divisor <= 0
            if wrong.any():
                raise InputError(
                    mark("The denominator {column} of {indicator} is zero or negative in {units}."),
                    column=indicator.denominator,
                    indicator=indicator.field,
                    units=list(units[wrong]),
                )
            unknown = np.isnan(divisor) & ~np.isnan(values[row])
            if unknown.any() and MISSING[definition.missing.method].refuses:
                raise InputError(
                    mark(
                        "The denominator {column} of {indicator} has no value in {units}; fill it in, or choose a "
                        "rule for missing values."
                    ),
                    column=indicator.denominator,
                    indicator=indicator.field,
                    units=list(units[unknown]),
                )
            values[row] /= divisor
        values[row] *= indicator.per
    return values


def check_varies(values: Floats, fields: Sequence[str | None]) -> None:
    """Check that rows of `values`, (indicators, units), have two different values.

    The field None passes: its normalisation does not look at the other units.

    Raises
    ------
    InputError
        For the first row without them.
    """
    for row, field in zip(values, fields):
        if field is None:
            continue
        spread = np.fmax.reduce(row) - np.fmin.reduce(row)
        # subnormal or infinite: a quotient by it would not be a number
        if not SMALLEST_SPREAD < spread < np.inf:
            raise InputError(
                mark(
                    "The field {column} has the same value everywhere and cannot tell kelurahan apart; "
                    "take it out of the index or give it goalposts."
                ),
                column=field,
            )
