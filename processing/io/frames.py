"""Layer to frame and back: the only place where attributes are read and written.

A frame is indexed by feature id, holds the needed columns alone, and has NaN or None for NULL.
"""

from __future__ import annotations

import gc
import math
import struct
import threading
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING, Any

from qgis.core import (
    QgsFeature,
    QgsFeatureRequest,
    QgsFeatureSink,
    QgsFields,
    QgsGeometry,
    QgsProcessingFeatureSource,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QVariant

from ...analysis.core.lazy import pd
from ...analysis.core.messages import InputError, Progress, mark, no_progress
from ...analysis.data.tables.fields import IN_LAYER, no_field
from ...analysis.indices.composite.columns import LARGEST
from ...cartography.base.attributes import make_field
from .destinations import refused_row

if TYPE_CHECKING:
    import numpy as np

    from .output_checks import Sink

#: How many features are read or written between two reports of progress.
CHUNK = 500

#: A line between two points in WKB.
_LINE = [("order", "u1"), ("type", "<u4"), ("points", "<u4"), ("ends", "<f8", 4)]


@contextmanager
def collection_paused() -> Iterator[None]:
    """Let many features be held without Python searching all that QGIS has loaded for unused cycles.

    It would do so time and again while their number grows, which took a tenth of a run.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def is_null(value: Any) -> bool:
    """Say whether an attribute is NULL: a null QVariant under Qt 5, None under Qt 6."""
    return value is None or isinstance(value, QVariant)


def column_indexes(fields: QgsFields, columns: Iterable[str]) -> list[int]:
    """Return the positions of columns; an unknown one is an `InputError`."""
    indexes = []
    for column in columns:
        index = fields.indexFromName(column)
        if index < 0:
            raise no_field(column, fields.names(), IN_LAYER)
        indexes.append(index)
    return indexes


def read_frame(
    source: QgsProcessingFeatureSource, columns: Sequence[str], progress: Progress = no_progress
) -> pd.DataFrame:
    """Read columns of a source into a frame indexed by feature id.

    Numeric fields become float64 with NaN for NULL; all others stay objects with None for NULL.
    Geometries are neither read nor checked.

    Raises
    ------
    InputError
        If a column is not a field of the source, the source has no features, or a number is far too large.
    """
    columns = list(dict.fromkeys(columns))
    fields = source.fields()
    indexes = column_indexes(fields, columns)
    request = QgsFeatureRequest().setFlags(QgsFeatureRequest.Flag.NoGeometry).setSubsetOfAttributes(indexes)
    ids, table = [], [[] for _ in indexes]
    total = max(source.featureCount(), 1)
    features = source.getFeatures(request, QgsProcessingFeatureSource.Flag.FlagSkipGeometryValidityChecks)
    with collection_paused():
        for chunk in chunks_of(features):
            ids += [feature.id() for feature in chunk]
            for index, values in zip(indexes, table):
                values += [feature[index] for feature in chunk]
            progress(min(len(ids) / total, 1.0))
    if not ids:
        raise InputError(mark("The layer has no features, so there is nothing to compute."))
    data = {}
    for column, index, values in zip(columns, indexes, table):
        numeric = fields.at(index).isNumeric()
        cleaned = _numbers(values) if numeric else [None if is_null(value) else value for value in values]
        data[column] = pd.Series(cleaned, index=ids, dtype="float64" if numeric else "object", name=column)
        if numeric:
            _check_size(data[column])
    return pd.DataFrame(data, index=pd.Index(ids, name="fid"), columns=columns)


def _numbers(values: list[Any]) -> np.ndarray:
    """Return the values of a numeric field as float64, NaN for NULL."""
    import numpy as np

    try:
        return np.array(values, dtype="float64")
    except (TypeError, ValueError):
        # of a feature that is not saved yet, a key says in words that it will be made
        cleaned = [None if is_null(value) or type(value) is str else value for value in values]
        return np.array(cleaned, dtype="float64")


def _check_size(values: pd.Series) -> None:
    """Refuse finite numbers whose powers would be infinite; what is infinite itself, each method tells."""
    size = values.abs()
    large = size.index[(size > LARGEST) & (size < math.inf)]
    if len(large):
        raise InputError(
            mark("“{column}” holds a number too large to compute with in {units}; correct it."),
            column=values.name,
            units=list(large),
        )


def plain(value: Any) -> Any:
    """Return a value as plain Python, None for NaN: sinks refuse numpy scalars without a word."""
    if hasattr(value, "item"):
        value = value.item()
    if value is None or (isinstance(value, float) and math.isnan(value)) or type(value).__name__ == "NAType":
        return None
    return value


def kinds_of(frame: pd.DataFrame) -> dict[str, str]:
    """Return the kind of field (float, int, str) for each column of a frame."""
    kinds = {}
    for column, dtype in frame.dtypes.items():
        if pd.api.types.is_integer_dtype(dtype) or pd.api.types.is_bool_dtype(dtype):
            kinds[column] = "int"
        elif pd.api.types.is_float_dtype(dtype):
            kinds[column] = "float"
        else:
            kinds[column] = "str"
    return kinds


def fields_of(frame: pd.DataFrame) -> QgsFields:
    """Return the QGIS fields for the columns of a frame."""
    fields = QgsFields()
    for column, kind in kinds_of(frame).items():
        fields.append(make_field(column, kind))
    return fields


def free_names(existing: Iterable[str], wanted: Iterable[str]) -> dict[str, str]:
    """Return a name for each wanted column that no existing field has: `index`, else `index_2`."""
    taken = {name.lower() for name in existing}
    names = {}
    for column in wanted:
        name, count = column, 1
        while name.lower() in taken:
            count += 1
            name = f"{column}_{count}"
        taken.add(name.lower())
        names[column] = name
    return names


def beside(left: pd.DataFrame, right: pd.DataFrame, suffix: str) -> pd.DataFrame:
    """Return a frame with the columns of another beside its own, by index; taken names get a suffix.

    `join` would do, but from pandas 3.1 it warns of its suffixes.
    """
    return left.merge(right, how="left", left_index=True, right_index=True, suffixes=("", suffix))


def rows_of(frame: pd.DataFrame) -> list[list[Any]]:
    """Return the rows of a frame as lists of plain Python values, None for what is missing."""
    columns = columns_of(frame).values()
    return [list(row) for row in zip(*columns)] if columns else [[] for _ in frame.index]


def columns_of(frame: pd.DataFrame) -> dict[str, list[Any]]:
    """Return the columns of a frame as lists of plain Python values, None for what is missing."""
    return {column: _plain_column(frame[column], kind) for column, kind in kinds_of(frame).items()}


def _plain_column(values: pd.Series, kind: str) -> list[Any]:
    missing = values.isna().to_numpy()
    if kind == "float":
        out = values.to_numpy("float64", na_value=math.nan).tolist()
    elif kind == "int":
        out = values.to_numpy("int64", na_value=0).tolist()
    else:
        out = [value if type(value) is str else str(plain(value)) for value in values.tolist()]
    return [None if gone else value for value, gone in zip(out, missing)] if missing.any() else out


def write_features(
    sink: Sink,
    source: QgsProcessingFeatureSource,
    frame: pd.DataFrame,
    progress: Progress = no_progress,
    dropped: Sequence[int] = (),
) -> None:
    """Write every feature of the source with the frame's columns behind its own attributes.

    dropped: positions of attributes of the source that are not written.
    """
    with collection_paused():
        values = dict(zip(frame.index.tolist(), rows_of(frame)))
    nothing = [None] * len(frame.columns)
    first = source.fields().count() - len(dropped)
    dropped = sorted(dropped, reverse=True)
    numeric = [index for index, field in enumerate(source.fields()) if field.isNumeric()]
    features = source.getFeatures(QgsFeatureRequest(), QgsProcessingFeatureSource.Flag.FlagSkipGeometryValidityChecks)

    def extended() -> Iterator[QgsFeature]:
        for feature in _saved_first(features, numeric):
            for index in dropped:
                feature.deleteAttribute(index)
            feature.padAttributes(len(nothing))  # cheaper than copying the attributes to Python and back
            for index, value in enumerate(values.get(feature.id(), nothing), first):
                feature.setAttribute(index, value)
            yield feature

    _write(sink, extended(), source.featureCount(), progress)


def _saved_first(features: Iterable[QgsFeature], numeric: Sequence[int]) -> Iterator[QgsFeature]:
    """Yield copies of features; those that a user has not saved yet come last, without the words for their keys.

    In place of a key that the database will make stands “Autogenerate”, which no file takes for a number;
    and a key made for one of them must not be that of a feature that comes after.
    """
    unsaved = []
    for feature in map(QgsFeature, features):
        if feature.id() < 0:
            unsaved.append(feature)
        else:
            yield feature
    for feature in unsaved:
        for index in numeric:
            if type(feature.attribute(index)) is str:
                feature.setAttribute(index, None)
        yield feature


def write_table(sink: Sink, frame: pd.DataFrame, progress: Progress = no_progress) -> None:
    """Write the rows of a frame to a sink without geometry."""
    _write(sink, map(_flat, rows_of(frame)), len(frame), progress)


def write_lines(
    sink: Sink, starts: np.ndarray, ends: np.ndarray, frame: pd.DataFrame, progress: Progress = no_progress
) -> None:
    """Write the rows of a frame as straight lines between points, (rows, 2) each; NaN makes no line."""
    import numpy as np

    lines = np.zeros(len(frame), dtype=_LINE)
    lines["order"], lines["type"], lines["points"] = 1, QgsWkbTypes.Type.LineString, 2
    lines["ends"] = np.column_stack([starts, ends])
    drawn = np.isfinite(lines["ends"]).all(axis=1).tolist()
    each = struct.iter_unpack(f"{lines.itemsize}s", lines.tobytes())

    def drawn_rows() -> Iterator[QgsFeature]:
        for row, there, (wkb,) in zip(rows_of(frame), drawn, each):
            feature = QgsFeature()
            feature.setAttributes(row)
            if there:
                line = QgsGeometry()
                line.fromWkb(wkb)
                feature.setGeometry(line)
            yield feature

    _write(sink, drawn_rows(), len(frame), progress)


def _flat(row: list[Any]) -> QgsFeature:
    """Return a feature without geometry."""
    feature = QgsFeature()
    feature.setAttributes(row)
    return feature


def chunks_of(features: Iterable[QgsFeature]) -> Iterator[list[QgsFeature]]:
    """Return the features in lists of `CHUNK`."""
    each = iter(features)
    return iter(lambda: list(islice(each, CHUNK)), [])


def _write(sink: Sink, features: Iterable[QgsFeature], total: int, progress: Progress) -> None:
    """Hand features to the sink, a chunk in a thread of its own while the next one is made here."""
    written, waiting, begun = 0, None, threading.Event()

    def add(chunk: list[QgsFeature]) -> bool:
        begun.set()
        return sink.addFeatures(chunk, QgsFeatureSink.Flag.FastInsert)

    with collection_paused(), ThreadPoolExecutor(1) as writer:
        for chunk in chunks_of(features):
            _check(sink, waiting)
            begun.clear()
            waiting = writer.submit(add, chunk)
            begun.wait()  # Python would go on here for 5 ms before it lets the other thread begin
            written += len(chunk)
            progress(min(written / max(total, 1), 1.0))
        _check(sink, waiting)


def _check(sink: Sink, waiting: Future[bool] | None) -> None:
    """Wait for the chunk before, and refuse to go on where it could not be written."""
    if waiting is not None and not waiting.result():
        raise refused_row(sink.lastError())
