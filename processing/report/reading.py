"""The layers and tables of a policy report, read into results with columns of known names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qgis.core import QgsVectorLayer

from ...analysis.core.card import Card
from ...analysis.core.diagnostics import Diagnostics
from ...analysis.core.lazy import pd
from ...analysis.core.messages import InputError, Message, mark
from ...analysis.data.tables.numbers import read_numbers
from ...analysis.indices.definition.model import Definition
from ...analysis.report.results import Results
from ...cartography.base.cards import card_of, told_text
from ...cartography.base.labels import name_field_of
from ...cartography.base.wording import told
from ..io.frames import read_frame
from ..io.tables import read_table
from ..maps.variables import dimensions_of
from .inputs import INDEX, INPUTS, ReportInput
from .origins import origin_of

if TYPE_CHECKING:
    from ..base.run import Run

#: What words stand in, so that a column of digits is not taken for numbers.
_WORDS = (
    "group",
    "priority",
    "priority_name",
    "decision",
    "served",
    "dimension",
    "field",
    "name",
    "measure",
    "estimate",
    "gravest",
    "direction",
    "suggestion",
    "reason",
    "programme",
    "period",
    "test",
    "column",
    "cautions",
)


@dataclass(frozen=True)
class Keys:
    """The fields of the index layer with names, groups and population."""

    name: str
    group: str | None = None
    population: str | None = None


def read_results(run: Run, layers: dict[str, QgsVectorLayer], keys: Keys, definition: Definition | None) -> Results:
    """Return the results of all layers, by the names of their parameters.

    Raises
    ------
    InputError
        If a layer lacks a field of its result, or names are missing or repeat.
    """
    tables, origins = {}, {}
    for parameter, layer in layers.items():
        frame = _frame(run, parameter, layer, keys)
        code = parameter.lower()
        tables[code], origins[code] = frame, origin_of(layer)
    index = tables.pop("index")
    _check_names(index["name"], keys.name)
    words = {} if definition is None else dimensions_of(definition, run.choice("LANGUAGE"))
    return Results(index, tables, origins, definition, words)


def _frame(run: Run, parameter: str, layer: QgsVectorLayer, keys: Keys) -> pd.DataFrame:
    made = INPUTS[parameter]
    needed = made.needed.split()
    names = layer.fields().names()
    card = card_of(layer) or Card()
    found = {name: _column(card, layer, name) for name in (*needed, *made.further.split())}
    for name in needed:
        if found[name] is None:
            raise _not_a_result(made, name, names)
    columns = {name: field for name, field in found.items() if field}
    if made.table:
        columns = {**{name: name for name in names}, **columns}
    name = keys.name if keys.name in names else name_field_of(layer)
    if name and "name" not in columns:
        columns["name"] = name
    if made is INDEX:
        columns.update(_index_columns(names, keys))
    elif not made.table and name is None:
        raise _not_a_result(made, keys.name, names)
    reading = Diagnostics()
    if run.algorithm.text_files.get(parameter):
        table = read_table(run, parameter, reading)
        frame = table.frame[table.check(list(dict.fromkeys(columns.values())))]
    else:
        frame = read_frame(run.source(parameter), list(columns.values()))
    # one field may stand in several roles
    frame = frame[list(columns.values())].set_axis(list(columns), axis=1)
    frame = _numbers(frame, run.choice("NUMBERS"), reading)
    for warning in reading.warnings:
        run.feedback.pushWarning(run.sentence(warning))
    if made.words is not None:
        frame = made.words(frame, run.choice("LANGUAGE"))
    if parameter == "PRIORITIES":
        frame = _recommended(frame, run.choice("LANGUAGE"), layer)
    return _complete(frame) if made is INDEX else frame


def _column(card: Card, layer: QgsVectorLayer, role: str) -> str | None:
    """Return the field of a result as the card says, else, as of a table of text, the field of that name."""
    field = layer.fields().lookupField(card.column(role) or role)
    return layer.fields().at(field).name() if field >= 0 else None


def _recommended(frame: pd.DataFrame, language: str, layer: QgsVectorLayer) -> pd.DataFrame:
    """Return the priorities with the titles that they were made with behind their codes, and reasons."""
    card = card_of(layer) or Card()
    column = card.column("reason") or "reason"
    titles = {}
    for one in card.definition.get("recommendations", ()):
        about = card.about(card.column(one["field"]) or "")
        titles[one["code"]] = told(about.title, language) if about else one["code"]
    own = frame["priority_name"] if "priority_name" in frame else [None] * len(frame)  # of a table of text
    labels = [
        titles.get(str(code)) or (f"{code} {name}" if code and name else code)
        for code, name in zip(frame["priority"], own)
    ]
    reasons = [reason and told_text(layer, column, str(reason), language) for reason in frame["reason"]]
    return frame.assign(label=labels, reason=reasons)


def _index_columns(names: Iterable[str], keys: Keys) -> dict[str, str]:
    columns = {name: name for name in names if name.startswith("dim_")}
    if keys.group:
        columns["group"] = keys.group
    if keys.population:
        columns["population"] = keys.population
    return columns


def _complete(frame: pd.DataFrame) -> pd.DataFrame:
    """Add what an index may lack, and make names and groups words."""
    for column, empty in (("group", None), ("population", float("nan")), ("class", None), ("coverage", float("nan"))):
        if column not in frame:
            frame[column] = empty
    frame["group"] = [None if value is None else _word(value) for value in frame["group"]]
    return frame


def _numbers(frame: pd.DataFrame, decimal: str, reading: Diagnostics) -> pd.DataFrame:
    """Turn columns of text that hold nothing but numbers into numbers, and names into words."""
    texts = [
        column
        for column in frame.columns
        if frame[column].dtype == object and column not in _WORDS and frame[column].notna().any()
    ]
    frame = frame.assign(**read_numbers(frame[texts], decimal, reading))
    if "name" in frame:
        frame["name"] = [None if value is None else _word(value) for value in frame["name"]]
    return frame


def _word(value: Any) -> str:
    """Return a value as a word; a number of a code stays whole."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _check_names(names: pd.Series, column: str) -> None:
    if names.isna().any():
        raise InputError(
            mark("The name field “{column}” is empty in {count} kelurahan; fill it or choose another field."),
            column=column,
            count=int(names.isna().sum()),
        )


def _not_a_result(made: ReportInput, name: str, available: list[str]) -> InputError:
    return InputError(
        mark("{parameter} ({title}) has no field “{column}”; give the result of {algorithm}. It has: {available}."),
        parameter=made.code,
        title=Message(made.label),
        column=name,
        algorithm=made.algorithm,
        available=available,
    )
