"""Drivers by the toolbox on the demo city."""

import sys
from pathlib import Path

import pytest
from qgis.core import QgsProcessingException, QgsVectorLayer

from ...builders import Log, field_values, run_algorithm
from ..demo_city import DEMO, city_layer, table_of


@pytest.fixture
def explain(provider, context):
    """Return a function that runs the algorithm on the demo city and gives results and log."""

    def run(**parameters):
        log = Log()
        defaults = {
            "INPUT": city_layer(),
            "OUTPUT": "memory:",
            "NAME_FIELD": "nama",
            "FIELD": "inc01",
            "DRIVERS": ["edu02", "dem01", "gov01"],
        }
        return run_algorithm("sejahtera:drivers", {**defaults, **parameters}, context, log), log

    return run


def test_tables_layer_and_report_hold_the_regression(explain, qgis_app, tmp_path):
    files = {f"OUTPUT_{name}": str(tmp_path / f"{name}.csv") for name in ("COEFFICIENTS", "TESTS", "CORRELATIONS")}
    results, log = explain(
        HIGHER_IS_BETTER=False, OUTPUT=str(tmp_path / "d.gpkg"), REPORT=str(tmp_path / "d.html"), **files
    )
    assert 0 < results["R2"] < 1
    layer = QgsVectorLayer(str(tmp_path / "d.gpkg"), "d", "ogr")
    residuals = [value for value in field_values(layer, "residual") if value is not None]
    assert sum(residuals) == pytest.approx(0, abs=1e-6)
    assert layer.renderer().type() == "RuleRenderer"
    assert (tmp_path / "COEFFICIENTS.csv").read_text().count("\n") == 5
    assert "lm_error" in (tmp_path / "TESTS.csv").read_text()
    report = (tmp_path / "d.html").read_text(encoding="utf-8")
    assert "association" in report
    assert "<svg" in report
    assert any("association" in line for line in log.infos)
    del layer


@pytest.mark.parametrize(
    ("model", "package", "rows", "told"),
    [
        ("lag", "spreg", 5, "first push"),
        ("error", "spreg", 5, "lambda"),
        ("gwr", "mgwr", 4, "in standard deviations"),
        ("mgwr", "mgwr", 4, "Bandwidth (nearest kelurahan)"),
    ],
)
def test_each_further_model_runs_in_qgis(explain, qgis_app, tmp_path, model, package, rows, told):
    pytest.importorskip(package)
    layer, table, report = (str(tmp_path / name) for name in ("d.gpkg", "m.csv", "d.html"))
    explain(MODEL=model, OUTPUT=layer, OUTPUT_MODEL=table, REPORT=report)
    assert Path(table).read_text(encoding="utf-8").count("\n") == 1 + rows
    assert told in Path(report).read_text(encoding="utf-8")
    written = QgsVectorLayer(layer, "d", "ogr")
    local = [name for name in written.fields().names() if name.startswith("local_")]
    assert len(local) == (rows if package == "mgwr" else 0)
    del written


@pytest.mark.parametrize(("model", "package"), [("lag", "spreg"), ("gwr", "mgwr.gwr")])
def test_a_model_without_its_package_is_one_sentence_and_no_file(
    explain, qgis_app, tmp_path, monkeypatch, model, package
):
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(QgsProcessingException, match="pip install"):
        explain(MODEL=model, OUTPUT=str(tmp_path / "o.gpkg"))
    assert list(tmp_path.iterdir()) == []


def test_local_regressions_of_too_few_kelurahan_are_refused(explain, qgis_app, tmp_path):
    drivers = ["edu02", "dem01", "gov01", "acc01", "acc02"]
    with pytest.raises(QgsProcessingException, match="too few for local coefficients"):
        explain(MODEL="gwr", DRIVERS=drivers, OUTPUT=str(tmp_path / "o.gpkg"))
    assert list(tmp_path.iterdir()) == []


def test_the_neighbours_can_be_chosen_and_are_named(explain, qgis_app):
    queen, log = explain()
    assert any("Neighbours: Queen contiguity" in line for line in log.infos)
    nearest, log = explain(WEIGHTS="knn", K=4)
    assert any("Neighbours: Nearest neighbours" in line for line in log.infos)
    assert nearest["R2"] == queen["R2"]
    assert nearest["MORAN"] != queen["MORAN"]


def test_neighbours_from_a_file_need_the_code_field(explain, qgis_app, tmp_path):
    codes = [row["kode"] for row in table_of("indicators_2025.csv")]
    lines = [f"0 {len(codes)} city kode"]
    for before, here, after in zip(codes[-1:] + codes, codes, codes[1:] + codes[:1]):
        lines += [f"{here} 2", f"{before} {after}"]
    file = tmp_path / "ring.gal"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    with pytest.raises(QgsProcessingException, match="code field"):
        explain(WEIGHTS="file", WEIGHTS_FILE=str(file))
    _, log = explain(WEIGHTS="file", WEIGHTS_FILE=str(file), ID_FIELD="kode")
    assert any("From a GAL or GWT file" in line for line in log.infos)


@pytest.mark.parametrize(
    ("parameters", "sentence"),
    [
        ({"DEFINITION": str(DEMO / "definition.json")}, "edu02.*finds itself"),
        ({"DRIVERS": ["inc01", "gov01"]}, "both the outcome"),
        ({"DRIVERS": ["penduduk", "nothing"]}, "nothing"),
        ({"MODEL": "best"}, "best"),
    ],
)
def test_bad_input_is_one_sentence_and_no_file(explain, qgis_app, tmp_path, parameters, sentence):
    with pytest.raises(QgsProcessingException, match=sentence):
        explain(OUTPUT=str(tmp_path / "o.gpkg"), **parameters)
    assert list(tmp_path.iterdir()) == []


def test_columns_that_say_the_same_are_named(explain, qgis_app, tmp_path):
    twin = {row["kode"]: 100 - 2 * float(row["gov01"]) for row in table_of("indicators_2025.csv")}
    layer = city_layer(extra={"twin": twin})
    with pytest.raises(QgsProcessingException, match=r"exactly the same.*gov01.*twin"):
        explain(INPUT=layer, DRIVERS=["edu02", "gov01", "twin"], OUTPUT=str(tmp_path / "o.gpkg"))
    assert list(tmp_path.iterdir()) == []


def test_an_index_without_its_definition_is_warned_about(explain, qgis_app):
    layer = city_layer(
        extra={"index": {f"33.72.0{k}.100{n}": 50.0 + 3 * k + (n * 7) % 5 for k in range(1, 6) for n in range(1, 8)}}
    )
    _, log = explain(INPUT=layer, FIELD="index")
    assert any("definition of index" in warning for warning in log.warnings)
