"""Proof that what was written is whole: a full disk is not told by every library that writes."""

from __future__ import annotations

import contextlib
import errno
import os
import sqlite3
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from qgis.core import QgsFeature, QgsFeatureSink, QgsVectorLayer

from ...analysis.core.messages import InputError, mark
from .spreadsheet_cells import harmless

#: A disk that does not take this much more was full already while the outputs were written.
_ROOM = 65536
#: Formats whose rows are lines, and those that are read back.
_LINES = (".csv", ".tsv")
_LAYERS = (".gpkg", ".shp", ".geojson", ".xlsx", ".ods")
_DATABASES = (".gpkg", ".sqlite", ".db")
_BLOCK = 1 << 20


class Sink:
    """A sink that counts what it is given, so that the file can be compared with it.

    `cells` are the positions of texts that must not be taken for formulas.
    """

    def __init__(self, sink: QgsFeatureSink, cells: Sequence[int] = ()) -> None:
        self._sink, self._cells = sink, cells
        self.count = 0

    def addFeatures(self, features: Sequence[QgsFeature], flags: QgsFeatureSink.Flag) -> bool:
        """Add features; False where the sink refuses them."""
        self.count += len(features)
        for feature in features if self._cells else ():
            for index in self._cells:
                text = feature.attribute(index)
                if type(text) is str:
                    feature.setAttribute(index, harmless(text))
        return self._sink.addFeatures(features, flags)

    def lastError(self) -> str:
        """Return why the last feature was refused."""
        return self._sink.lastError() if hasattr(self._sink, "lastError") else ""


def check_layer(path: Path, count: int) -> QgsVectorLayer | None:
    """Refuse a layer file that holds fewer features than were written into it; return it if it was opened.

    More are no fault: a spreadsheet of texts alone is read with its header for a row. Formats that are not
    listed here are not looked into, since some hold nothing, or are not read back, as they should be.
    """
    suffix = path.suffix.lower()
    whole, layer = True, None
    if count and suffix in _LINES:
        whole = _has_lines(path, count + 1)
    elif count and suffix in _LAYERS:
        # a shapefile without geometry is its table alone
        table = path if path.exists() else path.with_suffix(".dbf")
        layer = QgsVectorLayer(str(table), path.stem, "ogr")
        whole = layer.isValid() and not 0 <= layer.featureCount() < count
    if not whole:
        raise unwritten(path)
    return layer


def check_room(folder: Path) -> None:
    """Refuse a folder whose disk is full."""
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(bytes(_ROOM))
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise unwritten(folder) from error


def unwritten(path: Path) -> InputError:
    """Return the error for a file that could not be written to its end."""
    return InputError(
        mark("{path} could not be written to its end. The disk may be full or the folder protected."), path=path.name
    )


def close_databases(files: Iterable[Path]) -> None:
    """Put the SQLite databases among these files into one file each: no journal stands beside it afterwards.

    QGIS writes a journal (WAL) as soon as it opens one, and leaves it where it closes the last layer of it late.
    """
    for path in files:
        if path.suffix.lower() in _DATABASES:
            # what is no database is refused elsewhere
            with contextlib.suppress(sqlite3.Error), contextlib.closing(sqlite3.connect(path)) as database:
                database.execute("pragma journal_mode=delete")


def refuse_edited(target: Path) -> None:
    """Refuse the place of a database whose changes still stand in a journal: they would go into the new one.

    Raises `PermissionError`.
    """
    journal = target.with_name(f"{target.name}-wal")
    if journal.exists() and journal.stat().st_size:
        raise PermissionError(errno.EBUSY, "", str(target))


def _has_lines(path: Path, least: int) -> bool:
    """Say whether a text has so many lines, the last of them with its end; GDAL reads none of one column."""
    lines, block = 0, b""
    with path.open("rb") as file:
        while more := file.read(_BLOCK):
            lines, block = lines + more.count(b"\n"), more
    return lines >= least and block.endswith(b"\n")
