"""A study runs from one file, goes on where it was interrupted, and tells what it did."""

import json
import sqlite3

import pytest
from qgis.core import QgsCoordinateTransformContext, QgsProcessingException, QgsVectorFileWriter
from sejahtera.processing.study.manifest import content_hash

from ...builders import Log, grid_layer, run_algorithm


@pytest.fixture
def folder(tmp_path, qgis_new_project):
    """A folder with a layer and a study of three steps."""
    layer = grid_layer(
        {
            "nama": [f"Kelurahan {place}" for place in range(16)],
            "a": [float(place * place) for place in range(16)],
            "b": [float(16 - place) for place in range(16)],
        }
    )
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName = "GPKG"
    QgsVectorFileWriter.writeAsVectorFormatV3(
        layer, str(tmp_path / "kelurahan.gpkg"), QgsCoordinateTransformContext(), options
    )
    _write_study(tmp_path)
    return tmp_path


def _write_study(folder, name="study.json", **changes):
    index = {"INPUT": "@layer", "INDICATORS": ["a", "one", "+", 1, "b", "two", "+", 1], "OUTPUT": "index.gpkg"}
    steps = [
        {"id": "index", "algorithm": "compositeindex", "parameters": {**index, **changes.get("index", {})}},
        {
            "id": "spots",
            "algorithm": "hotspots",
            "parameters": {
                "INPUT": "@index.OUTPUT",
                "FIELD": "index",
                "PERMUTATIONS": 99,
                "OUTPUT": "spots.gpkg",
                **changes.get("spots", {}),
            },
        },
        {
            "id": "report",
            "algorithm": "policyreport",
            "parameters": {
                "INDEX": "@index.OUTPUT",
                "HOTSPOTS": "@spots.OUTPUT",
                "OUTPUT": "sub/report.html",
                **changes.get("report", {}),
            },
        },
    ]
    study = {
        "schema": "sejahtera-study",
        "version": 1,
        "inputs": {"layer": "kelurahan.gpkg"},
        "defaults": {"NAME_FIELD": "nama", "LANGUAGE": "en"},
        "steps": [*steps, *changes.get("more", [])],
    }
    (folder / name).write_text(json.dumps(study))


@pytest.fixture
def run(provider, context, folder):
    def run(feedback=None, **parameters):
        given = {"STUDY": str(folder / "study.json"), "OUTPUT": str(folder / "out"), **parameters}
        results = run_algorithm("sejahtera:study", given, context, feedback or Log())
        return results.get("STEPS_RUN"), results.get("STEPS_SKIPPED")

    return run


def _manifest(folder):
    return json.loads((folder / "out" / "manifest.json").read_text())


def test_a_study_runs_all_its_steps_and_writes_a_manifest(run, folder):
    assert run() == (3, 0)
    manifest = _manifest(folder)
    assert manifest["complete"]
    assert manifest["inputs"]["layer"]["sha256"] == content_hash(folder / "kelurahan.gpkg")
    assert [step["id"] for step in manifest["steps"]] == ["index", "spots", "report"]
    assert manifest["steps"][0]["results"]["COUNT"] == 16
    for step in manifest["steps"]:
        for output in step["outputs"].values():
            assert content_hash(folder / "out" / output["file"]) == output["sha256"]
    assert {path.name for path in (folder / "out").iterdir()} >= {"index.gpkg", "spots.gpkg", "sub"}
    assert not [path for path in (folder / "out").iterdir() if path.name.startswith(".")]


def test_a_finished_study_runs_nothing_again(run):
    run()
    assert run() == (0, 3)


def test_no_folder_of_this_computer_stands_in_the_manifest(run, folder):
    run()
    assert str(folder) not in (folder / "out" / "manifest.json").read_text()


def test_an_interrupted_study_goes_on_without_computing_again(run, folder):
    run(feedback=Log(cancel_at=50))
    manifest = _manifest(folder)
    done = len(manifest["steps"])
    assert not manifest["complete"]
    assert 0 < done < 3
    assert run() == (3 - done, done)
    assert _manifest(folder)["complete"]


def test_a_changed_parameter_runs_its_step_and_what_hangs_on_it(run, folder):
    run()
    _write_study(folder, spots={"SEED": 7})
    assert run() == (2, 1)


def test_a_changed_input_runs_everything(run, folder):
    run()
    with sqlite3.connect(folder / "kelurahan.gpkg") as database:
        database.execute("drop trigger if exists rtree_kelurahan_geom_update1")
        database.execute('create table "note" (x)')
    assert run() == (3, 0)


def test_a_result_that_was_touched_is_made_again(run, folder):
    run()
    (folder / "out" / "sub" / "report.html").write_text("edited")
    assert run() == (1, 2)
    assert "edited" not in (folder / "out" / "sub" / "report.html").read_text(encoding="utf-8")


def test_restart_runs_everything_again(run):
    run()
    assert run(RESTART=True) == (3, 0)


def test_a_failing_step_keeps_what_was_done_and_says_which(run, folder):
    _write_study(folder, spots={"FIELD": "nobody"})
    with pytest.raises(QgsProcessingException, match=r"Step “spots”: .*nobody"):
        run()
    assert [step["id"] for step in _manifest(folder)["steps"]] == ["index"]
    _write_study(folder)
    assert run() == (2, 1)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"more": [{"id": "x", "algorithm": "nothing"}]}, "“nothing”, which is not there"),
        ({"more": [{"id": "x", "algorithm": "study"}]}, "“study”, which is not there"),
        ({"spots": {"NOTHING": 1}}, "hotspots has no parameter NOTHING"),
        ({"spots": {"OUTPUT": "../spots.gpkg"}}, "“spots”, OUTPUT"),
        ({"spots": {"OUTPUT": "index.gpkg"}}, "writes index.gpkg, which another output has"),
        ({"report": {"HOTSPOTS": "@spots.REPORT"}}, "“spots” does not write REPORT"),
    ],
)
def test_what_cannot_run_is_refused_before_anything_does(run, folder, changes, sentence):
    _write_study(folder, **changes)
    with pytest.raises(QgsProcessingException, match=sentence):
        run()
    assert not (folder / "out").exists() or not list((folder / "out").iterdir())


def test_an_input_that_is_not_there_is_one_sentence(run, folder):
    (folder / "kelurahan.gpkg").unlink()
    with pytest.raises(QgsProcessingException, match=r"“layer” of the study is not there: kelurahan.gpkg"):
        run()


def test_a_folder_that_cannot_be_written_is_one_sentence(run, folder):
    (folder / "file").write_text("x")
    with pytest.raises(QgsProcessingException, match="cannot be written"):
        run(OUTPUT=str(folder / "file" / "out"))


def test_opening_a_geopackage_does_not_change_its_hash(tmp_path):
    path = tmp_path / "a.gpkg"
    with sqlite3.connect(path) as database:
        database.execute("create table a (x)")
    before = content_hash(path)
    with sqlite3.connect(path) as database:
        database.execute("pragma journal_mode=wal")
        database.execute("pragma journal_mode=delete")
    assert content_hash(path) == before


def test_the_study_of_the_demo_can_run(provider):
    from sejahtera.analysis.study.schema import study_from_text
    from sejahtera.processing.study.steps import plan

    from ...shipped import ROOT

    study = study_from_text(str(ROOT / "resources" / "demo" / "study.json"))
    assert [one.step.id for one in plan(study)] == [step.id for step in study.steps]
    assert all(step.description for step in study.steps)
    assert all((ROOT / "resources" / "demo" / file).is_file() for file in study.inputs.values())
