"""Drivers by the toolbox on the demo city."""

import pytest
from qgis.core import QgsProcessingException, QgsVectorLayer

from ...builders import Log, field_values, run_algorithm
from ..demo_city import DEMO, city_layer


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
    files = {
        f"OUTPUT_{name}": str(tmp_path / f"{name}.csv") for name in ("COEFFICIENTS", "TESTS", "CORRELATIONS")
    }
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


def test_an_index_without_its_definition_is_warned_about(explain, qgis_app):
    layer = city_layer(
        extra={
            "index": {
                f"33.72.0{k}.100{n}": 50.0 + 3 * k + (n * 7) % 5 for k in range(1, 6) for n in range(1, 8)
            }
        }
    )
    _, log = explain(INPUT=layer, FIELD="index")
    assert any("definition of index" in warning for warning in log.warnings)
