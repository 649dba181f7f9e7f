"""A table of indicators as a frame: text files as they are written, all others through QGIS."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import (
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingFeatureSourceDefinition,
    QgsProviderRegistry,
)

from ...analysis.diagnostics import Diagnostics
from ...analysis.messages import InputError, Message, mark
from ...analysis.tables.delimited import SUFFIXES, read_delimited
from ..frames import read_frame
from ..run import Run

if TYPE_CHECKING:
    import pandas as pd

_SEPARATORS = {
    ";": mark("semicolons"),
    ",": mark("commas"),
    "\t": mark("tabs"),
    "|": mark("vertical bars"),
}


@dataclass(frozen=True)
class Table:
    """The rows of a table by line of the file or by feature id."""

    frame: pd.DataFrame

    def check(self, columns: list[str]) -> list[str]:
        """Return the columns; an unknown one is an `InputError`."""
        for column in columns:
            if column not in self.frame.columns:
                raise InputError(
                    mark("The table has no field “{column}”. Its fields are: {available}."),
                    column=column,
                    available=list(self.frame.columns),
                )
        return columns


def text_file(
    algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any], name: str, context: QgsProcessingContext
) -> Path | None:
    """Return the delimited file behind a source parameter, None where it is something else.

    QGIS would turn codes and numbers of a text file into whatever its version takes them for. A layer
    that is filtered, or of which only the selection is wanted, is read through QGIS all the same.
    Call this in the main thread: it touches the layer.
    """
    value = parameters.get(name)
    if isinstance(value, QgsProcessingFeatureSourceDefinition) and value.selectedFeaturesOnly:
        return None
    layer = algorithm.parameterAsVectorLayer(parameters, name, context)
    if layer is None or layer.subsetString() or layer.providerType() not in ("ogr", "delimitedtext"):
        return None
    parts = QgsProviderRegistry.instance().decodeUri(layer.providerType(), layer.source())
    path = Path(parts.get("path") or "")
    return path if path.suffix.lower() in SUFFIXES and path.is_file() else None


def read_table(run: Run, name: str, path: Path | None, diagnostics: Diagnostics) -> Table:
    """Read all columns of a table, from the text file at `path` or through QGIS."""
    if path is not None:
        table = read_delimited(path, run.progress(0.0, 0.1))
        diagnostics.step(
            mark("The table has {count} rows, separated by {separator}, in {encoding}."),
            count=len(table.frame),
            separator=Message(_SEPARATORS[table.separator]),
            encoding=table.encoding,
        )
        return Table(table.frame)
    source = run.source(name)
    frame = read_frame(source, source.fields().names(), run.progress(0.0, 0.1))
    diagnostics.step(mark("The table has {count} rows."), count=len(frame))
    return Table(_with_header(frame.apply(_without_dates)))


def _without_dates(cells: pd.Series) -> pd.Series:
    """Write dates and times as text; GDAL finds them in spreadsheets."""
    if cells.dtype != object:
        return cells
    return cells.map(lambda value: value.toString("yyyy-MM-dd") if hasattr(value, "toString") else value)


def _with_header(frame: pd.DataFrame) -> pd.DataFrame:
    """Take the first row for the header of a spreadsheet whose cells are all text: GDAL cannot tell."""
    if len(frame) < 2 or not all(re.fullmatch(r"Field\d+", column) for column in frame.columns):
        return frame
    header = [str(value or column) for column, value in frame.iloc[0].items()]
    return frame.iloc[1:].set_axis(header, axis=1)
