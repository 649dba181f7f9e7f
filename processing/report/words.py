"""The words of a report's language in its results: names of dimensions and indicators that are the catalogue's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from ...analysis.core.lazy import pd
from ...analysis.core.messages import Message
from ...analysis.data.audit.findings import FINDINGS
from ...analysis.indices.definition.model import Definition, Dimension
from ...analysis.inequality.summary import measure_label
from ...resources.catalogue import load_catalogue
from ..maps.variables import translated


def labelled(column: str) -> Callable[[pd.DataFrame, str], pd.DataFrame]:
    """Return what adds `label`: what the catalogue calls the fields in a column, or the fields."""

    def label(frame: pd.DataFrame, language: str) -> pd.DataFrame:
        return frame.assign(label=[_indicator(str(one), one, language) for one in frame[column]])

    return label


def outcomes(frame: pd.DataFrame, language: str) -> pd.DataFrame:
    """Return a programme's effects with the names and units of what was measured."""
    if "measure" not in frame:  # of an earlier version
        return frame
    known = [load_catalogue().indicator(str(one)) for one in frame["measure"]]
    words = [one and f"{one.name.to(language)} ({one.unit.to(language)})" for one in known]
    return frame.assign(measure=[word or own for word, own in zip(words, frame["measure"])])


def measured(frame: pd.DataFrame, language: str) -> pd.DataFrame:  # noqa: ARG001 - the renderer says the language
    """Return measures of inequality with their names."""
    if "parameter" not in frame or "name" not in frame:
        return frame
    return frame.assign(name=[measure_label(row) for row in frame.to_dict("records")])


def named(frame: pd.DataFrame, language: str) -> pd.DataFrame:
    """Return rows of indicators, by `field`, and of dimensions, by `dimension`, with their names in `name`."""
    names = [
        _indicator(row["field"], row.get("name"), language)
        if row["field"]
        else _dimension_name(row.get("dimension"), row.get("name"), language)
        for row in frame.to_dict("records")
    ]
    return frame.assign(name=names)


def audited(frame: pd.DataFrame, language: str) -> pd.DataFrame:
    """Return an audit with the names of its indicators and what to do about the gravest finding."""
    if "name" not in frame:
        return frame
    advice = [Message(FINDINGS[code].label) if code in FINDINGS else None for code in frame["gravest"]]
    return named(frame, language).assign(suggestion=advice)


def defined(definition: Definition, language: str) -> Definition:
    """Return a definition whose names are told in a language; a name of the user's stays."""
    return replace(definition, dimensions=tuple(_dimension(one, language) for one in definition.dimensions))


def _dimension(dimension: Dimension, language: str) -> Dimension:
    return replace(
        dimension,
        name=_dimension_name(dimension.code, dimension.name, language),
        indicators=tuple(replace(one, name=_indicator(one.field, one.name, language)) for one in dimension.indicators),
        dimensions=tuple(_dimension(one, language) for one in dimension.dimensions),
    )


def _indicator(field: str, own: Any, language: str) -> Any:
    known = load_catalogue().indicator(field)
    return translated(own, known and known.name, language)


def _dimension_name(code: str | None, own: Any, language: str) -> Any:
    known = load_catalogue().dimension(code or "")
    return translated(own, known and known.name, language)
