"""A package opens where it was moved to: styles, layouts and all layers are inside, nothing points back."""

import hashlib
import sqlite3
import zipfile
from contextlib import closing

import pytest
from qgis.core import QgsProject, QgsVectorLayer
from sejahtera.analysis.core.messages import InputError
from sejahtera.cartography.atlas.build import build_atlas
from sejahtera.cartography.atlas.request import AtlasRequest
from sejahtera.cartography.base.package import write_package
from sejahtera.cartography.layout.request import SheetRequest
from sejahtera.cartography.layout.sheet import build_sheet

from ...styled import index_style
from ..conftest import BREAKS


@pytest.fixture
def package(result_layer, tmp_path):
    """Write a package, move it, and return where it is now."""
    index_style("class", BREAKS, language="en", method="Goalposts.", name_field="nama")(result_layer)
    report = tmp_path / "report.html"
    report.write_text("<!doctype html>")

    def compose(project, layers):
        build_sheet(SheetRequest(layers[0], title="Peta", name_field="nama", group_field="kecamatan"), project)
        build_atlas(AtlasRequest(layers[0], name_field="nama", group_field="kecamatan"), project)

    folder = tmp_path / "made here"
    folder.mkdir()
    written = write_package(folder, "Indeks & peta 2025", [result_layer], compose, [report])
    assert {path.name for path in written} == {path.name for path in folder.iterdir()}
    return folder.rename(tmp_path / "moved away")


def test_the_files_and_their_checksums_are_there(package):
    lines = (package / "SHA256SUMS").read_text().splitlines()
    sums = {name: digest for digest, name in (line.split("  ", 1) for line in lines)}
    assert set(sums) == {"Indeks_peta_2025.gpkg", "Indeks_peta_2025.qgz", "report.html", "README.txt"}
    for name, digest in sums.items():
        assert hashlib.sha256((package / name).read_bytes()).hexdigest() == digest
    assert "Indeks_peta_2025.qgz" in (package / "README.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("inside", [False, True])
def test_the_moved_project_opens_with_layers_styles_and_layouts(package, inside):
    database = package / "Indeks_peta_2025.gpkg"
    source = f"geopackage:{database}?projectName=Indeks_peta_2025" if inside else str(package / "Indeks_peta_2025.qgz")
    project = QgsProject()
    assert project.read(source)
    layers = project.mapLayers().values()
    assert layers
    assert all(layer.isValid() for layer in layers)
    assert all(layer.source().startswith(str(package)) for layer in layers)
    layouts = {layout.name(): layout for layout in project.layoutManager().printLayouts()}
    assert len(layouts) == 2
    assert all(layout.itemById("map").layers() for layout in layouts.values())
    atlas = next(layout for layout in layouts.values() if layout.atlas().enabled())
    assert atlas.atlas().updateFeatures() == 16
    project.clear()


def test_nothing_in_the_project_points_to_where_it_was_made(package):
    with zipfile.ZipFile(package / "Indeks_peta_2025.qgz") as archive:
        text = b"".join(archive.read(name) for name in archive.namelist())
    assert b"made here" not in text
    assert b"saveUser" not in text
    with closing(sqlite3.connect(package / "Indeks_peta_2025.gpkg")) as connection:
        ((stored, told),) = connection.execute("select content, metadata from qgis_projects").fetchall()
    assert bytes.fromhex(stored) == (package / "Indeks_peta_2025.qgz").read_bytes()
    assert "user" not in told
    assert b"./Indeks_peta_2025.gpkg" in text


def test_the_database_opens_styled_by_itself(package):
    database = package / "Indeks_peta_2025.gpkg"
    with closing(sqlite3.connect(database)) as connection:
        styles = connection.execute("select f_table_name, useAsDefault from layer_styles").fetchall()
    assert styles[0][1]
    layer = QgsVectorLayer(f"{database}|layername={styles[0][0]}", "l", "ogr")
    assert layer.renderer().type() == "categorizedSymbol"


def test_a_folder_that_is_not_there_is_one_sentence(result_layer, tmp_path):
    with pytest.raises(InputError, match="could not be written"):
        write_package(tmp_path / "no" / "where", "x", [result_layer], lambda *_: None)
