"""Everything of a run in one folder that opens on another machine, offline."""

from __future__ import annotations

import hashlib
import io
import re
import shutil
import sqlite3
import zipfile
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

from qgis.core import Qgis, QgsMapLayer, QgsProject, QgsVectorFileWriter, QgsVectorLayer
from qgis.PyQt.QtXml import QDomDocument

from ...analysis.core.messages import InputError, mark
from .wording import languages, say

CHECKSUMS, README = "SHA256SUMS", "README.txt"
_BLOCK = 1 << 20
#: Bytes of a file name before its ending.
_LONGEST_STEM = 100
_ACCOUNT = re.compile(rb' saveUser(Full)?="[^"]*"')

Compose = Callable[[QgsProject, Sequence[QgsVectorLayer]], object]


def write_package(
    folder: Path,
    name: str,
    layers: Sequence[QgsVectorLayer],
    compose: Compose,
    files: Sequence[Path] = (),
    language: str = "both",
) -> list[Path]:
    """Write layers, project, layouts and files into a folder; return what it holds.

    `<name>.gpkg` holds all layers with their styles, and the project too; `<name>.qgz` is the same
    project as a file. `compose` gets the project and the layers as they are in the package, and adds
    layouts to it. `files` are copied as they are. `SHA256SUMS` lists the checksums of all files.
    Paths inside the project are relative, so the folder can be moved.

    Raises
    ------
    InputError
        If something cannot be written.
    """
    stem = re.sub(r"[^\w-]+", "_", name).encode()[:_LONGEST_STEM].decode(errors="ignore").strip("_") or "sejahtera"
    database = folder / f"{stem}.gpkg"
    project = QgsProject()
    project.setFilePathStorage(Qgis.FilePathType.Relative)
    project.setTitle(name)
    try:
        inside = [_store(layer, database, project) for layer in layers]
        if inside:
            project.setCrs(inside[0].crs())
        compose(project, inside)
        _store_memory(project, database)
        for target in (str(folder / f"{stem}.qgz"), f"geopackage:{database}?projectName={stem}"):
            if not project.write(target):
                raise _unwritten(folder)
    finally:
        project.clear()  # lets go of the database, so that it can be moved
    try:
        clean = _cleaned(folder / f"{stem}.qgz", database)
        (folder / f"{stem}.qgz").write_bytes(clean)
        _replace_project(database, clean)
        for file in files:
            shutil.copyfile(file, folder / file.name)
        _write_readme(folder / README, name, stem, language)
        return _write_checksums(folder)
    except (OSError, sqlite3.Error) as error:
        raise _unwritten(folder) from error


def _cleaned(path: Path, database: Path) -> bytes:
    """Return a project file without the account it was saved by and the folder it was made in.

    QGIS writes both beside the relative paths it works with.
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name.endswith(".qgs"):
                content = _ACCOUNT.sub(b"", content).replace(str(database).encode(), f"./{database.name}".encode())
            new.writestr(name, content)
    return buffer.getvalue()


def _replace_project(database: Path, content: bytes) -> None:
    """Put a project file in the place of the one inside the database, where QGIS keeps it in hexadecimals."""
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("UPDATE qgis_projects SET content = ?, metadata = '{}'", (content.hex(),))


def _store(layer: QgsVectorLayer, database: Path, project: QgsProject) -> QgsVectorLayer:
    """Copy a layer with its style into the database and add the copy to the project."""
    table = _write_table(layer, database)
    copy = QgsVectorLayer(f"{database}|layername={table}", layer.name(), "ogr")
    style = QDomDocument()
    layer.exportNamedStyle(style)
    copy.importNamedStyle(style)
    copy.setMetadata(layer.metadata())
    save = getattr(copy, "saveStyleToDatabaseV2", None) or copy.saveStyleToDatabase
    save(table, "", True, "")
    project.addMapLayer(copy)
    return copy


def _store_memory(project: QgsProject, database: Path) -> None:
    """Move layers that live in memory alone, as those of an atlas do, into the database."""
    for layer in project.mapLayers().values():
        if layer.providerType() == "memory":
            table = _write_table(layer, database)
            layer.setDataSource(f"{database}|layername={table}", layer.name(), "ogr")


def _write_table(layer: QgsMapLayer, database: Path) -> str:
    """Write a layer as a table of the database under a name of its own; return the name."""
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName = "GPKG"
    options.layerName = _free_table(database, layer.name())
    if database.exists():
        options.actionOnExistingFile = QgsVectorFileWriter.ActionOnExistingFile.CreateOrOverwriteLayer
    context = QgsProject.instance().transformContext()
    result = QgsVectorFileWriter.writeAsVectorFormatV3(layer, str(database), context, options)
    if result[0] != QgsVectorFileWriter.WriterError.NoError:
        raise _unwritten(database.parent)
    return options.layerName


def _free_table(database: Path, name: str) -> str:
    stem = re.sub(r"\W+", "_", name.lower()).strip("_")[:40] or "layer"
    taken, count, table = set(), 1, stem
    if database.exists():
        probe = QgsVectorLayer(str(database), "probe", "ogr")
        taken = {text.split("!!::!!")[1] for text in probe.dataProvider().subLayers()}
    while table in taken:
        count += 1
        table = f"{stem}_{count}"
    return table


def _write_readme(path: Path, name: str, stem: str, language: str) -> None:
    text = mark(
        "{name}\n\nOpen {stem}.qgz in QGIS 3.22 or later; no plugin and no network are needed. {stem}.gpkg "
        "holds all layers with their styles, and the project once more. The layouts are in QGIS under "
        "Project, Layouts. {checksums} holds the checksums of the files as delivered; check them with "
        "sha256sum -c {checksums} before the first opening, since opening may touch the database."
    )
    parts = [say(text, one, name=name, stem=stem, checksums=CHECKSUMS) for one in languages(language)]
    path.write_text("\n\n---\n\n".join(parts) + "\n", encoding="utf-8")


def _write_checksums(folder: Path) -> list[Path]:
    """Write the checksums of all files in the form that `sha256sum -c` reads."""
    files = sorted(path for path in folder.iterdir() if path.is_file() and path.name != CHECKSUMS)
    lines = [f"{_checksum(path)}  {path.name}\n" for path in files]
    (folder / CHECKSUMS).write_text("".join(lines), encoding="utf-8")
    return [*files, folder / CHECKSUMS]


def _checksum(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        for block in iter(lambda: file.read(_BLOCK), b""):
            digest.update(block)
    return digest.hexdigest()


def _unwritten(folder: Path) -> InputError:
    return InputError(
        mark("The package could not be written to {path}. The disk may be full or the folder protected."),
        path=folder.name,
    )
