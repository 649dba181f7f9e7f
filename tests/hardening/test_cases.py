"""The cases of this folder are all algorithms; each runs, and changes nothing but its outputs."""

import sqlite3
from contextlib import closing, nullcontext

import pytest
from qgis.core import QgsProcessingException, QgsProject, QgsVectorLayer, QgsVectorLayerUtils

from ..builders import Log, run_algorithm
from .cases import CASES, IDS, parameters_of, written_by
from .folders import hashes, left_over


def test_there_is_a_case_for_every_algorithm():
    assert sorted(CASES) == IDS


@pytest.mark.parametrize("algorithm", IDS)
def test_a_run_writes_its_outputs_and_changes_no_input(algorithm, whole, prepared):
    before = hashes(prepared)
    folder, checks = whole(algorithm)
    assert written_by(algorithm) <= {path.name for path in folder.iterdir()}
    assert not left_over(folder, [*written_by(algorithm), *sidecars(folder)])
    assert checks > 1
    assert hashes(prepared) == before


@pytest.mark.defect("B13")
@pytest.mark.parametrize("algorithm", IDS)
def test_a_database_that_a_run_wrote_needs_no_journal(algorithm, whole):
    """Bytes 18 and 19 of the header of SQLite: 1 with a rollback journal, 2 with a write-ahead log."""
    databases = list(whole(algorithm)[0].rglob("*.gpkg"))
    assert {path.name: path.read_bytes()[18:20] for path in databases} == {path.name: b"\1\1" for path in databases}


def sidecars(folder):
    """Return the further files of shapefiles and styles."""
    return [path.name for path in folder.iterdir() if path.suffix in (".dbf", ".shx", ".prj", ".cpg", ".qml")]


def refusal(algorithm):
    """Expect that a map of what is not saved is refused; all other algorithms take the edits in."""
    if algorithm == "exportmap":
        return pytest.raises(QgsProcessingException, match="edits that are not saved")
    return nullcontext()


@pytest.mark.parametrize("algorithm", ["clustersoutliers", "compositeindex", "exportmap", "policyreport"])
def test_inputs_that_are_open_and_edited_keep_their_edits_and_their_journal(
    algorithm, provider, context, prepared, tmp_path
):
    inputs, outputs = tmp_path / "in", tmp_path / "out"
    inputs.mkdir()
    outputs.mkdir()
    for path in prepared.iterdir():
        (inputs / path.name).write_bytes(path.read_bytes())
    name = "index" if "INDEX" in CASES[algorithm][0] else CASES[algorithm][0]["INPUT"][:-5]
    database = inputs / f"{name}.gpkg"
    with closing(sqlite3.connect(database)) as open_elsewhere:
        open_elsewhere.execute("PRAGMA journal_mode=WAL")
        open_elsewhere.execute("PRAGMA wal_autocheckpoint=0")
        open_elsewhere.execute("UPDATE gpkg_contents SET description = 'Diubah'")
        open_elsewhere.commit()
        layer = QgsVectorLayer(f"{database}|layername={name}", name, "ogr")
        QgsProject.instance().addMapLayer(layer)
        layer.startEditing()
        assert layer.changeAttributeValue(2, layer.fields().indexFromName("nama"), "Sedang diubah")
        values = {layer.fields().indexFromName(name): "99.99.99.9999" for name in ("kode", "nama")}
        new = QgsVectorLayerUtils.createFeature(layer, layer.getFeature(3).geometry(), values)
        assert layer.addFeature(new)
        assert layer.deleteFeature(4)
        before = {path: digest for path, digest in hashes(inputs).items() if not path.endswith("-shm")}
        given = parameters_of(algorithm, inputs, outputs)
        given = {key: layer if value == str(database) else value for key, value in given.items()}
        with refusal(algorithm):
            run_algorithm(f"sejahtera:{algorithm}", given, context, Log())
        after = hashes(inputs)
        assert {path: after.get(path) for path in before} == before
        assert layer.isEditable()
        assert layer.getFeature(2)["nama"] == "Sedang diubah"
        assert len(layer.editBuffer().addedFeatures()) == 1
        assert layer.editBuffer().deletedFeatureIds() == [4]
        layer.rollBack()
        assert open_elsewhere.execute("SELECT description FROM gpkg_contents").fetchone() == ("Diubah",)
    QgsProject.instance().clear()
