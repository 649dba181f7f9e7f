"""A table as a frame, for every algorithm alike: text files as they are written, all others through QGIS.

QGIS and GDAL take `1.234` for a number with three decimals and `0012` for 12. Here a text file is read as
text, and numbers by the rule of whole columns in `analysis.tables.numbers`, or refused.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import (
    QgsFeatureRequest,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingFeatureSourceDefinition,
    QgsProviderRegistry,
    QgsVectorLayer,
)

from ...analysis.core.diagnostics import Diagnostics
from ...analysis.core.lazy import pd
from ...analysis.core.messages import InputError, Message, mark
from ...analysis.data.tables.delimited import SUFFIXES, DelimitedTable, read_delimited
from ...analysis.data.tables.fields import no_field
from ...analysis.data.tables.numbers import only_numbers
from .frames import read_frame

if TYPE_CHECKING:
    from ..base.run import Run

_SEPARATORS = {";": mark("semicolons"), ",": mark("commas"), "\t": mark("tabs"), "|": mark("vertical bars")}


@dataclass(frozen=True)
class Table:
    """The rows of a table by line of the file or by feature id."""

    frame: pd.DataFrame

    def check(self, columns: list[str]) -> list[str]:
        """Return the columns; an unknown one is an `InputError`."""
        for column in columns:
            if column not in self.frame.columns:
                raise no_field(column, self.frame.columns)
        return columns

    def take(
        self, texts: Sequence[str | None], numbers: Sequence[str | None], decimal: str, diagnostics: Diagnostics
    ) -> pd.DataFrame:
        """Return columns (None is passed over), those of `numbers` read as such or refused."""
        numbers = list(dict.fromkeys(column for column in numbers if column))
        columns = list(dict.fromkeys([*(column for column in texts if column), *numbers]))
        frame = self.frame[self.check(columns)].copy()
        return frame.assign(**only_numbers(frame[numbers], decimal, diagnostics))


@dataclass(frozen=True)
class TextFile:
    """The delimited file behind a source: of which layer, and which of its features are wanted.

    features: their ids, None for all. count: of all features of the file, filtered or not.
    """

    path: Path
    provider: str
    features: frozenset[int] | None = None
    count: int = 0


def text_file(
    algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any], name: str, context: QgsProcessingContext
) -> TextFile | None:
    """Return the delimited file behind a source parameter, None where it is something else.

    Call this in the main thread: it touches the layer.
    """
    value = parameters.get(name)
    layer = algorithm.parameterAsVectorLayer(parameters, name, context) if value else None
    if layer is None or layer.providerType() not in ("ogr", "delimitedtext"):
        return None
    parts = QgsProviderRegistry.instance().decodeUri(layer.providerType(), layer.source())
    path = Path(parts.get("path") or "")
    if path.suffix.lower() not in SUFFIXES or not path.is_file():
        return None
    if not layer.subsetString() and not _chosen(value):
        return TextFile(path, layer.providerType())
    source = algorithm.parameterAsSource(parameters, name, context)
    request = QgsFeatureRequest().setFlags(QgsFeatureRequest.Flag.NoGeometry).setSubsetOfAttributes([])
    wanted = frozenset(feature.id() for feature in source.getFeatures(request))
    whole = QgsVectorLayer(str(path), "", "ogr")
    return TextFile(path, layer.providerType(), wanted, whole.featureCount())


def _chosen(value: Any) -> bool:
    """Say whether only some features of a layer are wanted."""
    if not isinstance(value, QgsProcessingFeatureSourceDefinition):
        return False
    limited = getattr(value, "featureLimit", -1) > 0 or bool(getattr(value, "filterExpression", ""))
    return value.selectedFeaturesOnly or limited


def read_table(run: Run, name: str, diagnostics: Diagnostics) -> Table:
    """Read all columns of a table, from a text file as it is written or through QGIS."""
    file = getattr(run.algorithm, "text_files", {}).get(name)
    if file is not None:
        table = read_delimited(file.path, run.progress(0.0, 0.1))
        frame = _wanted(table, file)
        diagnostics.step(
            mark("The table has {count} {count:row|rows}, separated by {separator}, in {encoding}."),
            count=len(frame),
            separator=Message(_SEPARATORS[table.separator]),
            encoding=table.encoding,
        )
        return Table(frame)
    source = run.source(name)
    frame = read_frame(source, source.fields().names(), run.progress(0.0, 0.1))
    diagnostics.step(mark("The table has {count} {count:row|rows}."), count=len(frame))
    return Table(_with_header(frame.apply(_without_dates)))


def _wanted(table: DelimitedTable, file: TextFile) -> pd.DataFrame:
    """Return the rows that the layer shows: QGIS counts them by line or by number."""
    if file.features is None:
        return table.frame
    by_line = file.provider == "delimitedtext"
    numbers = table.frame.index if by_line else table.records
    frame = table.frame[[number in file.features for number in numbers]]
    if len(frame) < len(file.features) - (file.count - len(table.frame)) or frame.empty:
        raise InputError(
            mark("The rows chosen from {file} cannot be found in it; save them as a file of their own."),
            file=file.path.name,
        )
    return frame


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
