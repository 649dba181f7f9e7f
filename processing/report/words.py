"""The names of dimensions and indicators in the language of a report, where they are those of the catalogue."""

from __future__ import annotations

from dataclasses import replace

from ...analysis.core.lazy import pd
from ...analysis.indices.definition.model import Definition, Dimension
from ...analysis.report.results import Results
from ...resources.catalogue import load_catalogue
from ..maps.variables import translated

#: The tables whose column `name` holds names of indicators, by `field`, and of dimensions, by `dimension`.
_NAMED = ("weights_table", "check")


def in_language(results: Results, language: str) -> Results:
    """Return results whose names are told in a language; a name of the user's stays."""
    tables = dict(results.tables)
    for code in _NAMED:
        if code in tables and {"name", "field"} <= set(tables[code].columns):
            tables[code] = tables[code].assign(name=_names(tables[code], language))
    definition = results.definition and _definition(results.definition, language)
    return replace(results, tables=tables, definition=definition)


def _names(table: pd.DataFrame, language: str) -> list[str]:
    """Return the names in a table: of the indicator where its row has a field, else of the dimension."""
    return [
        _indicator(row["field"], row["name"], language)
        if row["field"]
        else _dimension_name(row.get("dimension"), row["name"], language)
        for row in table.to_dict("records")
    ]


def _indicator(field: str, own: str, language: str) -> str:
    known = load_catalogue().indicator(field)
    return translated(own, known and known.name, language)


def _dimension_name(code: str | None, own: str, language: str) -> str:
    known = load_catalogue().dimension(code or "")
    return translated(own, known and known.name, language)


def _definition(definition: Definition, language: str) -> Definition:
    dimensions = tuple(_dimension(one, language) for one in definition.dimensions)
    return replace(definition, dimensions=dimensions)


def _dimension(dimension: Dimension, language: str) -> Dimension:
    return replace(
        dimension,
        name=_dimension_name(dimension.code, dimension.name, language),
        indicators=tuple(
            replace(one, name=_indicator(one.field, one.name, language)) for one in dimension.indicators
        ),
        dimensions=tuple(_dimension(one, language) for one in dimension.dimensions),
    )
