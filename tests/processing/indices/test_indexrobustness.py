"""The robustness of an index by the toolbox, on a small grid and on the demo city."""

import pandas as pd
import pytest
from qgis.core import QgsProcessingException, QgsVectorLayer

from ...builders import Log, field_values, grid_layer, run_algorithm
from ..demo_city import DEMO, city_layer

COLUMNS = {
    "nama": [f"k{number}" for number in range(12)],
    "a": [float(number) for number in range(12)],
    "b": [float((number * 5) % 12) for number in range(12)],
    "c": [float((number * 7) % 12) for number in range(12)],
}
ROWS = [*("a", "one", "+", 2), *("b", "two", "+", 1), *("c", "two", "-", 1)]


@pytest.fixture
def robustness(provider, context):
    """Return a function that runs the algorithm on a layer."""

    def run(layer, **parameters):
        defaults = {"INPUT": layer, "INDICATORS": ROWS, "OUTPUT": "memory:", "DRAWS": 400, "NAME_FIELD": "nama"}
        return run_algorithm("sejahtera:indexrobustness", {**defaults, **parameters}, context, Log())

    return run


def test_layer_tables_and_report_hold_the_uncertainty(robustness, qgis_app, tmp_path):
    results = robustness(
        grid_layer(COLUMNS),
        OUTPUT=str(tmp_path / "r.gpkg"),
        OUTPUT_SENSITIVITIES=str(tmp_path / "s.csv"),
        OUTPUT_DROPPED=str(tmp_path / "d.csv"),
        REPORT=str(tmp_path / "r.html"),
    )
    layer = QgsVectorLayer(str(tmp_path / "r.gpkg"), "r", "ogr")
    low, median, high = (field_values(layer, f"rank_{name}") for name in ("low", "median", "high"))
    assert all(a <= b <= c for a, b, c in zip(low, median, high))
    assert all(0 <= share <= 1 for share in field_values(layer, "rank_share_bottom"))
    assert layer.renderer().type() == "RuleRenderer"
    labels = [rule.label() for rule in layer.renderer().rootRule().children()]
    assert any("uncertain" in label for label in labels)
    assert "weights" in (tmp_path / "s.csv").read_text()
    assert (tmp_path / "d.csv").read_text().count("\n") == 4
    report = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert "What moves the ranks most" in report
    assert "<svg" in report
    assert results["FAILED"] == 0
    del layer


def test_the_demo_city_runs_and_joglo_has_no_rank(robustness, qgis_app, context, tmp_path):
    results = robustness(
        city_layer(),
        INDICATORS=[],
        DEFINITION=str(DEMO / "definition.json"),
        DRAWS=600,
        REPORT=str(tmp_path / "r.html"),
    )
    layer = context.takeResultLayer(results["OUTPUT"])
    ranks = dict(zip(field_values(layer, "nama"), field_values(layer, "rank_median")))
    assert ranks["Joglo"] is None
    assert ranks["Penumping"] <= 3
    assert 0 < results["MEAN_SHIFT"] < 10


@pytest.mark.defect("A3")
def test_a_kelurahan_that_some_draws_cannot_rank_is_counted_and_named(robustness, qgis_app, context, tmp_path):
    gaps = {**COLUMNS, "b": [None, *COLUMNS["b"][1:]], "c": [None, *COLUMNS["c"][1:]]}
    results = robustness(
        grid_layer(gaps),
        MISSING="drop",
        COVERAGE=0.3,
        OUTPUT_SENSITIVITIES=str(tmp_path / "s.csv"),
        REPORT=str(tmp_path / "r.html"),
    )
    counts = field_values(context.takeResultLayer(results["OUTPUT"]), "rank_draws")
    assert 200 < counts[0] < 400
    assert counts[1:] == [400] * 11
    assert results["FAILED"] == 0
    assert results["MEAN_SHIFT"] > 0
    table = pd.read_csv(tmp_path / "s.csv")
    assert (table["runs"] == 200).all()
    assert dict(table.groupby("output")["units"].max()) == {"ranks": 11, "shift": 12}
    assert "lack the indicators for an index" in (tmp_path / "r.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("parameters", "sentence"),
    [
        ({"NORMALISATIONS": "best"}, "best"),
        ({"AGGREGATIONS": "copeland"}, "copeland"),
        ({"MISSING_RULES": "guess"}, "guess"),
        ({"WEIGHTS": "fixed", "LEAVE_ONE_OUT": False, "NORMALISATIONS": "", "AGGREGATIONS": ""}, "Nothing"),
        ({"AGGREGATION": "topsis"}, "topsis"),
        ({"INDICATORS": ["z", "a", "+", 1]}, "z"),
    ],
)
def test_bad_input_is_one_sentence_and_no_file(robustness, qgis_app, tmp_path, parameters, sentence):
    with pytest.raises(QgsProcessingException, match=sentence):
        robustness(grid_layer(COLUMNS), OUTPUT=str(tmp_path / "o.gpkg"), **parameters)
    assert list(tmp_path.iterdir()) == []
