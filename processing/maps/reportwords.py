"""The names of dimensions and indicators in the language of a report, where they are those of the catalogue."""

from __future__ import annotations

from dataclasses import replace

from ...analysis.definition.model import Definition, Dimension
from ...analysis.report.results import Results
from ...resources.catalogue import shipped_texts

#: The tables whose column `name` holds names of dimensions and indicators.
_NAMED = ("weights_table", "check")


def in_language(results: Results, language: str) -> Results:
    """Return results whose names are told in a language; a name of the user's stays."""
    words = {own: text.to(language) for text in shipped_texts() for own in (text.id, text.en)}
    tables = dict(results.tables)
    for code in _NAMED:
        if code in tables and "name" in tables[code]:
            names = [words.get(name, name) for name in tables[code]["name"]]
            tables[code] = tables[code].assign(name=names)
    definition = results.definition and _definition(results.definition, words)
    return replace(results, tables=tables, definition=definition)


def _definition(definition: Definition, words: dict[str, str]) -> Definition:
    dimensions = tuple(_dimension(one, words) for one in definition.dimensions)
    return replace(definition, dimensions=dimensions)


def _dimension(dimension: Dimension, words: dict[str, str]) -> Dimension:
    return replace(
        dimension,
        name=words.get(dimension.name, dimension.name),
        indicators=tuple(replace(one, name=words.get(one.name, one.name)) for one in dimension.indicators),
        dimensions=tuple(_dimension(one, words) for one in dimension.dimensions),
    )
