"""The files of a layer: what belongs to it, and whether it may lead to other files or addresses."""

from __future__ import annotations

import contextlib
import re
import sqlite3
from pathlib import Path

from ...analysis.core.messages import InputError, mark

#: What stands beside the file of a layer and changes what is read of it: the parts of a shapefile, the
#: coordinate system, the types of columns, the style.
_BESIDE = (".shx", ".dbf", ".prj", ".qpj", ".cpg", ".csvt", ".qml", ".sld", ".qmd")
#: What stands behind the whole name.
_BEHIND = ("-wal", ".aux.xml")
#: Formats of GDAL that hold their data themselves; a virtual layer (VRT), for example, names other files.
_PLAIN = frozenset(
    {
        "Arrow",
        "CSV",
        "ESRI Shapefile",
        "FlatGeobuf",
        "GPKG",
        "GeoJSON",
        "GeoJSONSeq",
        "KML",
        "LIBKML",
        "ODS",
        "OpenFileGDB",
        "Parquet",
        "SQLite",
        "TopoJSON",
        "XLS",
        "XLSX",
    }
)
#: Virtual tables of SQLite that hold nothing from elsewhere: indexes of places and words.
_INDEXES = frozenset(
    {
        "fts3",
        "fts4",
        "fts5",
        "rtree",
        "rtree_i32",
        "virtualelementary",
        "virtualknn",
        "virtualknn2",
        "virtualspatialindex",
    }
)
_MODULE = re.compile(r"\busing\s+[\"'`\[]?(\w+)", re.IGNORECASE)
_OPTIONS = ("layername", "layerid", "geometrytype", "uniquegeometrytype")
_SUBSET = re.compile(r"(?:^|\|)subset=", re.IGNORECASE)
#: A statement of its own instead of a condition, and functions of GDAL and SQLite that read elsewhere.
_READING = re.compile(r"^\s*select\b|\b(?:ogr_|gdal_|load_extension|blobfromfile)\w*\s*\(", re.IGNORECASE)


def parts_of(path: Path, *, layer: bool = True) -> list[Path]:
    """Return a file with those beside it that belong to it as a layer; of a folder all files in it."""
    if path.is_dir():
        return sorted(one for one in path.rglob("*") if one.is_file() or one.is_symlink())
    if not layer:
        return [path]
    names = {path.stem.lower() + ending for ending in _BESIDE} | {path.name.lower() + ending for ending in _BEHIND}
    beside = (one for one in path.parent.iterdir() if one.name.lower() in names and one != path)
    # QGIS leaves an empty journal beside a database that it has merely opened
    return [path, *sorted(one for one in beside if one.is_file() and one.stat().st_size)]


def refuse_indirect(path: Path) -> None:
    """Refuse a layer file that may lead to other files or addresses when it is opened.

    Raises `InputError` for formats that name other data, and databases with tables that do.
    """
    from osgeo import gdal

    driver = gdal.IdentifyDriverEx(str(path), gdal.OF_VECTOR)
    kind = driver.ShortName if driver else ""
    if kind not in _PLAIN or (kind in ("GPKG", "SQLite") and _has_virtual_tables(path)):
        raise InputError(
            mark(
                "{file} ({kind}) is no layer of a kind that holds all of its data itself. Where you trust the "
                "study, allow it with ALLOW_OUTSIDE."
            ),
            file=path.name,
            kind=kind or path.suffix,
        )


def refuse_options(options: str) -> None:
    """Refuse what stands behind the file of a layer, unless it names a layer in it or a condition on its rows."""
    behind = _SUBSET.search(options)
    end = behind.end() if behind else len(options)
    condition = options[end:]
    named = options[: behind.start()] if behind else options
    known = all(one.partition("=")[0].lower() in _OPTIONS for one in named.split("|") if one)
    if not known or _READING.search(condition):
        raise InputError(
            mark(
                "behind “|” may stand layername, layerid and subset with a condition, not {options}. Where you "
                "trust the study, allow it with ALLOW_OUTSIDE."
            ),
            options=options,
        )


def _has_virtual_tables(path: Path) -> bool:
    """Say whether a database has virtual tables but for indexes: they can read other files."""
    journal = path.with_name(f"{path.name}-wal")
    # without a journal nothing need be written beside a database to read it
    mode = "mode=ro" if journal.exists() and journal.stat().st_size else "immutable=1"
    try:
        with contextlib.closing(sqlite3.connect(f"{path.absolute().as_uri()}?{mode}", uri=True)) as database:
            found = database.execute("select sql from sqlite_master where type = 'table' and rootpage = 0").fetchall()
    except sqlite3.Error:
        return True
    modules = [_MODULE.search(sql or "") for (sql,) in found]
    return not all(module and module.group(1).lower() in _INDEXES for module in modules)
