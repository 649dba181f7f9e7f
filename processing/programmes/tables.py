"""Rows of a programme or of notes, joined to the kelurahan by code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...analysis.lazy import pd
from ...analysis.messages import InputError, mark
from ..parameters import field

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qgis.core import QgsProcessingParameterField

    from ..run import Run


def rows_of_table(run: Run, texts: Sequence[str | None], numbers: Sequence[str | None]) -> pd.DataFrame:
    """Return columns of TABLE; those of `numbers` as numbers, also where a text file holds them as text."""
    columns = list(dict.fromkeys(column for column in [*texts, *numbers] if column))
    frame = run.frame(columns, "TABLE").reset_index(drop=True)
    for column in dict.fromkeys(column for column in numbers if column):
        given = frame[column]
        if given.dtype.kind not in "fiu":
            given = given.map(lambda cell: (cell.strip() or None) if isinstance(cell, str) else cell)
        values = pd.to_numeric(given, errors="coerce")
        wrong = values.isna() & given.notna()
        if wrong.any():
            raise InputError(
                mark("The field {column} of the table says “{value}” in row {row}, which is no number."),
                column=column,
                value=str(given[wrong].iloc[0]),
                row=int(wrong.to_numpy().nonzero()[0][0]) + 1,
            )
        frame[column] = values.astype(float)
    return frame


def only(frame: pd.DataFrame, column: str | None, wanted: str, parameter: str) -> pd.DataFrame:
    """Return the rows whose column says `wanted`; all where none is asked for."""
    if not column or not wanted.strip():
        return frame
    texts = frame[column].map(_plain)
    kept = frame[texts == wanted.strip()]
    if kept.empty:
        raise InputError(
            mark("{parameter}: no row of the table says “{wanted}”; there are: {known}."),
            parameter=parameter,
            wanted=wanted,
            known=sorted({text for text in texts if text}),
        )
    return kept


def _plain(value: object) -> str:
    """Return a cell as text; a year read as 2024.0 is 2024."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value).strip()


def by_unit(codes: pd.Series, rows: pd.Series) -> pd.Series:
    """Return, for each row, the feature id of its kelurahan; unknown codes are refused."""
    ids = pd.Series(codes.index, index=codes.map(_plain).to_numpy())
    texts = rows.map(_plain)
    unknown = sorted(set(texts) - set(ids.index))
    if unknown:
        raise InputError(
            mark(
                "The table names codes that the layer does not have: {codes}. Correct them or join by name first."
            ),
            codes=unknown,
        )
    return texts.map(ids)


def table_field(name: str, label: str, *, optional: bool = False) -> QgsProcessingParameterField:
    """Return a field parameter of TABLE; text files have no number fields, so any type is taken."""
    return field(name, label, optional=optional, parent="TABLE")


def needs_one(run: Run, name: str) -> str:
    """Return the field of a parameter that this kind of table cannot do without."""
    column = run.field(name, "TABLE")
    if column is None:
        raise InputError(mark("Choose {name}: this kind of table needs it."), name=name)
    return column
