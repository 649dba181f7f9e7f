"""Rows of a programme or of notes, joined to the kelurahan by code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...analysis.core.diagnostics import Diagnostics
from ...analysis.core.lazy import pd
from ...analysis.core.messages import InputError, mark
from ...language import tr
from ..base.codes import units_by_code
from ..base.parameters import field
from ..io.tables import read_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qgis.core import QgsProcessingParameterField

    from ..base.run import Run


def rows_of_table(run: Run, texts: Sequence[str | None], numbers: Sequence[str | None]) -> pd.DataFrame:
    """Return columns of TABLE; those of `numbers` as numbers, written as NUMBERS says."""
    reading = Diagnostics()
    table = read_table(run, "TABLE", reading)
    frame = table.take(texts, numbers, run.choice("NUMBERS"), reading)
    run.tell(reading)
    return frame.reset_index(drop=True)


def only(run: Run, frame: pd.DataFrame, parameter: str, field_parameter: str, diagnostics: Diagnostics) -> pd.DataFrame:
    """Return the rows of the programme (the year, …) that `parameter` names, in the field of the other.

    Where none is named the table must hold a single one: rows of several are never added up.
    """
    column, wanted = run.field(field_parameter, "TABLE"), run.text(parameter).strip()
    if not column:
        if wanted:
            diagnostics.warn(
                mark("{parameter} “{wanted}” is a title only, since {field} is empty: all rows count."),
                parameter=parameter,
                wanted=wanted,
                field=field_parameter,
            )
        return frame
    texts = frame[column].map(_plain)
    known = sorted({text for text in texts if text})
    if wanted and wanted not in known:
        raise InputError(
            mark("{parameter}: no row of the table says “{wanted}”; there are: {known}."),
            parameter=parameter,
            wanted=wanted,
            known=", ".join(known),
        )
    if wanted:
        return frame[texts == wanted]
    if texts.nunique() > 1:
        raise InputError(
            mark(
                "{parameter} is empty, but {column} holds several: {known}. Write one of them; added up, whoever "
                "is in two would count twice."
            ),
            parameter=parameter,
            column=column,
            known=", ".join(text or tr("(empty)") for text in [*known, *([""] if (texts == "").any() else [])]),
        )
    return frame


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
            mark("The table names codes that the layer does not have: {codes}. Correct them or join by name first."),
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
