"""Results written out: columns beside the features they belong to, and tables of their own."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from qgis.core import QgsFields, QgsVectorLayer, QgsWkbTypes

from .frames import columns_of, fields_of, free_names, write_features, write_table

if TYPE_CHECKING:
    import pandas as pd

    from ..analysis.diagnostics import Diagnostics
    from .run import Run

    Style = Callable[[QgsVectorLayer], None]


def write_beside(
    run: Run,
    output: str,
    columns: pd.DataFrame,
    dress: Callable[[dict[str, str]], Style] | None = None,
    start: float = 0.6,
    end: float = 0.95,
) -> None:
    """Write the input's features with further columns, a row a feature id, behind their own attributes.

    A column whose name is taken gets a number. `dress` is told the names that the columns have got and
    returns the style; a table without geometry has none. `start` and `end` are the stretch of progress.
    """
    source = run.source()
    names = free_names(source.fields().names(), columns.columns)
    columns = columns.rename(columns=names)
    fields = QgsFields(source.fields())
    for field in fields_of(columns):
        fields.append(field)
    flat = source.wkbType() == QgsWkbTypes.Type.NoGeometry
    style = None if dress is None or flat else dress(names)
    known = columns_of(columns) if style and len(columns) == source.featureCount() else None
    sink = run.outputs.layer(output, fields, source.wkbType(), source.sourceCrs(), style, columns=known)
    if sink is not None:
        write_features(sink, source, columns, run.progress(start, end))


def write_rows(run: Run, output: str, table: pd.DataFrame) -> None:
    """Write a table without geometry, where it is wanted."""
    sink = run.outputs.layer(output, fields_of(table))
    if sink is not None:
        write_table(sink, table)


def cautions_text(run: Run, diagnostics: Diagnostics) -> str | None:
    """Return the warnings of a result, a line each, for the column `cautions` of a table; None without any."""
    return "\n".join(run.kept_sentences(diagnostics.warnings)) or None


def method_text(run: Run, diagnostics: Diagnostics, language: str) -> str:
    """Return the steps of the method, a line each, to be kept with a layer.

    They are kept in our own words, by which a map finds them again (`cartography.retelling`).
    """
    return "\n".join(run.kept_sentences(diagnostics.method, language))
