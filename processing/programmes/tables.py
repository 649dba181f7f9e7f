"""Rows of a programme or of notes, joined to the kelurahan by code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...analysis.diagnostics import Diagnostics
from ...analysis.messages import InputError, mark
from ..codes import units_by_code
from ..parameters import field
from ..tables import read_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from qgis.core import QgsProcessingParameterField

    from ..run import Run


def rows_of_table(run: Run, texts: Sequence[str | None], numbers: Sequence[str | None]) -> pd.DataFrame:
    """Return columns of TABLE; those of `numbers` as numbers, written as NUMBERS says."""
    reading = Diagnostics()
    table = read_table(run, "TABLE", reading)
    frame = table.take(texts, numbers, run.choice("NUMBERS"), reading)
    run.tell(reading)
    return frame.reset_index(drop=True)


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
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else "" if value != value else str(value)
    return "" if value is None else str(value).strip()


def by_unit(run: Run, codes: pd.Series, rows: pd.Series) -> pd.Series:
    """Return, for each row, the feature id of its kelurahan; unknown codes are refused."""
    texts = rows.map(_plain)
    if (texts == "").any():
        raise InputError(
            mark("The field {column} of the table is empty in row {row}: write the kelurahan's code."),
            column=rows.name,
            row=int(texts.index[texts == ""][0]) + 1,
        )
    reading = Diagnostics()
    units = units_by_code(run, codes, rows, reading)
    run.tell(reading)
    unknown = sorted(set(texts[units.isna()]))
    if unknown:
        raise InputError(
            mark(
                "The table names codes that the layer does not have: {codes}. Correct them or join by name first."
            ),
            codes=unknown,
        )
    return units


def table_field(name: str, label: str, *, optional: bool = False) -> QgsProcessingParameterField:
    """Return a field parameter of TABLE; text files have no number fields, so any type is taken."""
    return field(name, label, optional=optional, parent="TABLE")


def needs_one(run: Run, name: str) -> str:
    """Return the field of a parameter that this kind of table cannot do without."""
    column = run.field(name, "TABLE")
    if column is None:
        raise InputError(mark("Choose {name}: this kind of table needs it."), name=name)
    return column
