"""Names of others do nothing: they are no formulas in tables and no paths of files."""

import csv
import json
import os

import pytest
from qgis.core import QgsProcessingException, QgsProject, QgsVectorLayer
from sejahtera.processing.io.spreadsheet_cells import harmless

from ..builders import Log, grid_layer, run_algorithm

FORMULAS = ['=HYPERLINK("http://x")', "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "=", "of:=1+1"]
PLAIN = ["Tipes", "-", "+", "-5,3", "+62 812", "1.234", "", "a=b", "'=1", "–", "- "]
HOSTILE = [
    "../../outside",
    "/etc/passwd",
    "..\\..\\outside",
    "C:\\x",
    "..",
    ".",
    "CON",
    "a\0b",
    "a\nb",
    "x" * 400,
    "漢" * 200,
    "%2e%2e%2f",
    "~",
    "$HOME",
    "|layername=x",
    "-rf",
]


@pytest.mark.parametrize("text", FORMULAS)
def test_a_cell_that_would_be_run_is_made_text(text):
    assert harmless(text) == f"'{text}"
    assert harmless(harmless(text)) == harmless(text)


@pytest.mark.parametrize("text", PLAIN)
def test_other_cells_stay_as_they_are(text):
    assert harmless(text) == text


@pytest.mark.parametrize("ending", ["csv", "ods", "xlsx", "gpkg"])
def test_names_of_kelurahan_are_no_formulas_in_any_table(provider, context, qgis_new_project, tmp_path, ending):
    names = [*FORMULAS, "Tipes"]
    layer = grid_layer({"nama": names, "=1+1": [float(place) for place in range(len(names))]})
    path = tmp_path / f"c.{ending}"
    given = {
        "INPUT": layer,
        "NAME_FIELD": "nama",
        "INDICATORS": ["=1+1", "one", "+", 1],
        "OUTPUT": "memory:",
        "OUTPUT_CONTRIBUTIONS": str(path),
    }
    run_algorithm("sejahtera:compositeindex", given, context, Log())
    if ending == "csv":
        with path.open(encoding="utf-8", newline="") as file:
            cells = {cell for row in csv.reader(file) for cell in row}
        assert cells >= {harmless(name) for name in names}
        assert not [cell for cell in cells if cell != harmless(cell)]
    else:
        written = QgsVectorLayer(str(path), "c", "ogr")
        values = {feature["nama"] for feature in written.getFeatures()}
        as_they_are = ending in ("gpkg", "xlsx")  # there a text is a text
        assert "2" not in values
        assert ('=HYPERLINK("http://x")' in values) is as_they_are
        del written


def outside(folder):
    """Return every file below the folder above; what a run writes must be in its own."""
    return {path for path in folder.parent.rglob("*") if folder not in path.parents and path != folder}


def test_names_of_kelurahan_lead_no_page_of_an_atlas_outside_its_folder(provider, context, qgis_new_project, tmp_path):
    names = HOSTILE
    layer = grid_layer(
        {"kode": names[::-1], "nama": names, "index": [float(place) for place in range(len(names))]}, size=900.0
    )
    QgsProject.instance().addMapLayer(layer)
    folder = tmp_path / "a" / "b" / "pages"
    folder.mkdir(parents=True)
    before = outside(folder)
    given = {"INPUT": layer, "ID_FIELD": "kode", "NAME_FIELD": "nama", "RESOLUTION": 72, "FORMAT": "svg"}
    run_algorithm("sejahtera:exportatlas", {**given, "FOLDER": str(folder)}, context, Log())
    assert outside(folder) == before
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert len(files) == len(names)
    assert all(len(os.fsencode(path.name)) < 256 and path.name[0].isdigit() for path in files)


@pytest.mark.parametrize("title", ["../../outside", "/etc/x", "x" * 400, "漢" * 200, "..", "a\0b", "CON"])
def test_the_title_of_a_map_leads_no_package_outside_its_folder(provider, context, qgis_new_project, tmp_path, title):
    layer = grid_layer({"nama": ["a", "b"], "index": [1.0, 2.0]}, size=900.0)
    layer.setName(title)
    folder = tmp_path / "a" / "b" / "package"
    folder.mkdir(parents=True)
    before = outside(folder)
    given = {"INPUT": layer, "TITLE": title[:30], "RESOLUTION": 72, "PACKAGE": str(folder)}
    QgsProject.instance().addMapLayer(layer)
    run_algorithm("sejahtera:exportmap", {**given, "OUTPUT": str(folder.parent / "m.svg")}, context, Log())
    assert outside(folder) == {*before, folder.parent / "m.svg"}
    assert {path.suffix for path in folder.iterdir()} >= {".gpkg", ".qgz"}


@pytest.mark.parametrize("name", ["../o.gpkg", "/tmp/o.gpkg", "a/../../o.gpkg", "C:/o.gpkg", "~/o.gpkg", ".o.gpkg", ""])
@pytest.mark.parametrize("place", ["inputs", "OUTPUT"])
def test_a_study_names_no_file_outside_its_folders(provider, context, prepared, tmp_path, name, place):
    study = json.loads((prepared / "study.json").read_text(encoding="utf-8"))
    if place == "inputs":
        study["inputs"]["layer"] = name
    else:
        study["steps"][0]["parameters"]["OUTPUT"] = name
    given = {"STUDY": json.dumps(study), "FOLDER": str(prepared), "OUTPUT": str(tmp_path / "in" / "results")}
    with pytest.raises(QgsProcessingException, match="inside the folder"):
        run_algorithm("sejahtera:study", given, context, Log())
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]
