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
from ...analysis.core.registers import Method, Register
from ...analysis.data.audit.findings import FINDINGS
from ...analysis.data.tables.numbers import read_numbers
from ...analysis.indices.definition.model import Definition
from ...analysis.report.results import Results
from ...cartography.base.cards import card_of, told_text
from ...cartography.base.labels import name_field_of
from ...cartography.base.wording import told
from ...resources.catalogue import load_catalogue
from ..inequality.measuresreport import measure_label
from ..io.frames import read_frame
from ..io.tables import read_table
from ..maps.variables import dimensions_of, translated
from .origins import origin_of

if TYPE_CHECKING:
    from ..base.run import Run

#: Optional inputs beside INDEX; a method's `help` names the algorithm that makes it.
INPUTS = Register(
    mark("input of the report"),
    [
        Method("HOTSPOTS", mark("Hotspots"), help="hotspots"),
        Method("CLUSTERS", mark("Clusters and outliers"), help="clustersoutliers"),
        Method("WEIGHTS_TABLE", mark("Table of weights"), help="compositeindex"),
        Method("CONTRIBUTIONS_TABLE", mark("Table of contributions"), help="compositeindex"),
        Method("INEQUALITY", mark("Table of inequality"), help="inequalitymeasures"),
        Method("CHANGE", mark("Change"), help="indexchange"),
        Method("ROBUSTNESS", mark("Robustness"), help="indexrobustness"),
        Method("POVERTY", mark("Poverty"), help="multidimensionalpoverty"),
        Method("PRIORITIES", mark("Priorities"), help="priorities"),
        Method("TARGETING", mark("Targeting"), help="targeting"),
        Method("PROGRAMMES", mark("Table of a programme's effect"), help="programmeeffect"),
        Method("FINDINGS", mark("Findings"), help="thematicfindings"),
        Method("CHECK", mark("Table of the audit"), help="checkindicators"),
        Method("DRIVERS", mark("Residuals of the drivers"), help="drivers"),
        Method("COEFFICIENTS", mark("Table of the drivers' coefficients"), help="drivers"),
        Method("TESTS", mark("Table of the tests of the residuals"), help="drivers"),
        Method("CORRELATIONS", mark("Table of the drivers' correlations"), help="drivers"),
        Method("EVENTS", mark("Table of a programme's event study"), help="programmeeffect"),
    ],
)
#: These came later, and new parameters come last.
LATER_INPUTS = ("DRIVERS", "COEFFICIENTS", "TESTS", "CORRELATIONS", "EVENTS")

#: The fields that make a layer a result of its kind, and further ones that are used where they are there.
_FIELDS = {
    "INDEX": (("index", "rank"), ("class", "coverage")),
    "HOTSPOTS": (("gi_z", "gi_p", "gi_q"), ("gi_class",)),
    "CLUSTERS": (("lisa", "lisa_p", "lisa_q", "lisa_class"), ()),
    "WEIGHTS_TABLE": (("level", "dimension", "field", "weight_effective"), ()),
    "CONTRIBUTIONS_TABLE": ((), ()),
    "INEQUALITY": (("measure", "value"), ()),
    "CHANGE": (
        ("change",),
        (
            "change_rank",
            "index_before",
            "index_after",
            "rank_before",
            "rank_after",
            "beyond_noise",
            "change_rank_low",
        ),
    ),
    "ROBUSTNESS": (("rank_median", "rank_low", "rank_high"), ("rank_share_bottom",)),
    "POVERTY": (("headcount", "intensity", "mpi"), ("se_mpi", "records", "reliability")),
    "PRIORITIES": (("priority", "reason"), ("decision", "priority_name")),
    "TARGETING": (
        ("coverage", "served"),
        ("eligible", "recipients", "eligible_recipients", "quota_gap"),
    ),
    "PROGRAMMES": (("estimate", "effect"), ()),
    "FINDINGS": (("convergence",), ()),
    "CHECK": (("field", "gravest"), ()),
    "DRIVERS": (("fitted", "residual", "residual_sd"), ()),
    "COEFFICIENTS": (("name", "coefficient", "error"), ()),
    "TESTS": (("test", "statistic", "p"), ()),
    "CORRELATIONS": (("column", "r", "p_spatial"), ("n",)),
    "EVENTS": (("period", "effect", "low", "high", "treated"), ()),
}
#: Tables are read whole; of layers only the fields named above.
_TABLES = (
    "WEIGHTS_TABLE",
    "CONTRIBUTIONS_TABLE",
    "INEQUALITY",
    "PROGRAMMES",
    "CHECK",
    "COEFFICIENTS",
    "TESTS",
    "CORRELATIONS",
    "EVENTS",
)
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


def read_results(
    run: Run, layers: dict[str, QgsVectorLayer], keys: Keys, definition: Definition | None
) -> Results:
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
    needed, further = _FIELDS[parameter]
    names = layer.fields().names()
    card = card_of(layer) or Card()
    found = {name: _column(card, layer, name) for name in (*needed, *further)}
    for name in needed:
        if found[name] is None:
            raise _not_a_result(parameter, name, names)
    columns = {name: field for name, field in found.items() if field}
    if parameter in _TABLES:
        columns = {**{name: name for name in names}, **columns}
    name = keys.name if keys.name in names else name_field_of(layer)
    if name and "name" not in columns:
        columns["name"] = name
    if parameter == "INDEX":
        columns.update(_index_columns(names, keys))
    elif parameter not in _TABLES and name is None:
        raise _not_a_result(parameter, keys.name, names)
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
    if parameter in _WORDED:
        frame = _WORDED[parameter](frame, run.choice("LANGUAGE"))
    if parameter == "PRIORITIES":
        frame = _recommended(frame, run.choice("LANGUAGE"), layer)
    return _complete(frame) if parameter == "INDEX" else frame


def _column(card: Card, layer: QgsVectorLayer, role: str) -> str | None:
    """Return the field of a result as the card says, else, as of a table of text, the field of that name."""
    field = layer.fields().lookupField(card.column(role) or role)
    return layer.fields().at(field).name() if field >= 0 else None


def _known_name(field: Any, language: str) -> Any:
    """Return what the catalogue calls a field, or the field."""
    known = load_catalogue().indicator(str(field))
    return field if known is None else known.name.to(language)


def _labelled(frame: pd.DataFrame, column: str, language: str) -> pd.DataFrame:
    return frame.assign(label=[_known_name(one, language) for one in frame[column]])


def _measure(frame: pd.DataFrame, language: str) -> pd.DataFrame:
    if "measure" not in frame:  # of an earlier version
        return frame
    known = [load_catalogue().indicator(str(one)) for one in frame["measure"]]
    words = [one and f"{one.name.to(language)} ({one.unit.to(language)})" for one in known]
    return frame.assign(measure=[word or own for word, own in zip(words, frame["measure"])])


def _inequality(frame: pd.DataFrame, language: str) -> pd.DataFrame:
    if "parameter" not in frame or "name" not in frame:
        return frame
    return frame.assign(name=[measure_label(row, language) for row in frame.to_dict("records")])


def _weights(frame: pd.DataFrame, language: str) -> pd.DataFrame:
    """Return dimensions and indicators in the language, where their names are those of the catalogue."""
    catalogue, names = load_catalogue(), []
    for row in frame.to_dict("records"):
        known = catalogue.indicator(row["field"]) if row["field"] else catalogue.dimension(row["dimension"])
        names.append(translated(row.get("name"), known and known.name, language))
    return frame.assign(name=names)


def _audit(frame: pd.DataFrame, language: str) -> pd.DataFrame:
    if "name" not in frame:
        return frame
    known = [load_catalogue().indicator(field) for field in frame["field"]]
    names = [translated(own, one and one.name, language) for own, one in zip(frame["name"], known)]
    advice = [Message(FINDINGS[code].label) if code in FINDINGS else None for code in frame["gravest"]]
    return frame.assign(name=names, suggestion=advice)


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


#: What puts words of the report's language into a result.
_WORDED = {
    "COEFFICIENTS": lambda frame, language: _labelled(frame, "name", language),
    "CORRELATIONS": lambda frame, language: _labelled(frame, "column", language),
    "INEQUALITY": _inequality,
    "PROGRAMMES": _measure,
    "WEIGHTS_TABLE": _weights,
    "CHECK": _audit,
}


def _index_columns(names: Iterable[str], keys: Keys) -> dict[str, str]:
    columns = {name: name for name in names if name.startswith("dim_")}
    if keys.group:
        columns["group"] = keys.group
    if keys.population:
        columns["population"] = keys.population
    return columns


def _complete(frame: pd.DataFrame) -> pd.DataFrame:
    """Add what an index may lack, and make names and groups words."""
    for column, empty in (
        ("group", None),
        ("population", float("nan")),
        ("class", None),
        ("coverage", float("nan")),
    ):
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


def _not_a_result(parameter: str, name: str, available: list[str]) -> InputError:
    maker = "compositeindex" if parameter == "INDEX" else INPUTS[parameter].help
    title = mark("Welfare index") if parameter == "INDEX" else INPUTS[parameter].label
    return InputError(
        mark(
            "{parameter} ({title}) has no field “{column}”; give the result of {algorithm}. It has: {available}."
        ),
        parameter=parameter,
        title=Message(title),
        column=name,
        algorithm=maker,
        available=available,
    )
