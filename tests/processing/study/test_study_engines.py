"""A study whose records are read by DuckDB: their files are hashed, also those of a pattern."""

import json

import pytest

from ...builders import Log, run_algorithm
from .test_study_inputs import save

pytest.importorskip("ibis", reason="Ibis is not installed")
duckdb = pytest.importorskip("duckdb", reason="DuckDB is not installed")

DEFINITION = {
    "schema": "sejahtera-poverty-definition",
    "version": 1,
    "k": 0.5,
    "dimensions": [{"code": "d", "indicators": [{"field": "poor", "rule": "flag"}]}],
}


@pytest.fixture
def study(provider, context, qgis_new_project, tmp_path):
    """Return a function that runs the study, and says whether its step ran and what headcount it has."""
    folder = tmp_path / "study"
    (folder / "register").mkdir(parents=True)
    save(folder / "city.gpkg")

    def run(source, inputs):
        parameters = {
            "INPUT": "city.gpkg",
            "ID_FIELD": "kode",
            "RECORD_CODE_FIELD": "kode",
            "DEFINITION": json.dumps(DEFINITION),
            "ENGINE": "duckdb",
            "SOURCE": source,
            "OUTPUT": "o.gpkg",
        }
        content = {
            "schema": "sejahtera-study",
            "version": 1,
            "inputs": inputs,
            "steps": [{"id": "one", "algorithm": "multidimensionalpoverty", "parameters": parameters}],
        }
        (folder / "study.json").write_text(json.dumps(content))
        given = {"STUDY": str(folder / "study.json"), "OUTPUT": str(tmp_path / "out")}
        ran = run_algorithm("sejahtera:study", given, context, Log())["STEPS_RUN"]
        manifest = json.loads((tmp_path / "out" / "manifest.json").read_text())
        return bool(ran), manifest["steps"][0]["results"]["HEADCOUNT"]

    return run


@pytest.fixture
def write(tmp_path):
    """Return a function that writes a file of the register, of areas where all are poor (1) or nobody is (0)."""

    def write(name, poor):
        rows = duckdb.sql(f"SELECT CAST(range AS VARCHAR) AS kode, {poor} AS poor FROM range(16)")
        rows.write_parquet(str(tmp_path / "study" / "register" / name))

    return write


@pytest.mark.defect("A14")
@pytest.mark.parametrize(
    ("source", "inputs"),
    [("register/*.parquet", {}), ("@register", {"register": "register/*.parquet"})],
    ids=["literal", "input"],
)
def test_the_files_of_a_pattern_are_hashed_and_a_new_one_is_seen(study, write, source, inputs):
    write("a.parquet", 0)
    assert study(source, inputs) == (True, 0.0)
    assert study(source, inputs) == (False, 0.0)
    write("b.parquet", 1)
    assert study(source, inputs) == (True, 0.5)
    write("a.parquet", 1)
    assert study(source, inputs) == (True, 1.0)
    assert study(source, inputs) == (False, 1.0)


@pytest.mark.defect("A14")
def test_a_single_file_named_by_a_text_is_hashed(study, write):
    write("a.parquet", 0)
    assert study("register/a.parquet", {}) == (True, 0.0)
    write("a.parquet", 1)
    assert study("register/a.parquet", {}) == (True, 1.0)
