"""Effects by the toolbox: the demo's card raises spr03, its grant nothing."""

from statistics import fmean, stdev

import pytest
from qgis.core import QgsProcessingException, QgsVectorLayer

from ...builders import Log, field_values, grid_layer, run_algorithm
from ..demo_city import city_layer, table_of


def demo_panel(programme, indicator):
    """Return the city with an indicator in both years and who was treated in 2025."""
    before = {row["kode"]: float(row[indicator]) if row[indicator] else None for row in table_of("indicators_2024.csv")}
    treated = {
        row["kode"]: float(int(row["penerima"]) > 0)
        for row in table_of("programmes.csv")
        if row["program"] == programme and row["tahun"] == "2024"
    }
    return city_layer(extra={"before": before, "treated": treated})


def _gap_before(layer):
    """Return by how many standard deviations the treated differ from the others in the period before."""
    pairs = zip(field_values(layer, "before"), field_values(layer, "role"))
    known = [(value, role == "treated") for value, role in pairs if role != "left_out"]
    values = [value for value, _ in known]
    means = [fmean(value for value, own in known if own == treated) for treated in (True, False)]
    return (means[0] - means[1]) / stdev(values)


@pytest.fixture
def estimate(provider, context):
    """Return a function that runs the algorithm and gives its results and its log."""

    def run(layer, **parameters):
        log = Log()
        defaults = {"INPUT": layer, "OUTPUT": "memory:", "NAME_FIELD": "nama", "TREATED_FIELD": "treated"}
        return run_algorithm("sejahtera:programmeeffect", {**defaults, **parameters}, context, log), log

    return run


@pytest.mark.defect("A23")
def test_the_card_of_the_demo_raised_protection(estimate, qgis_app, tmp_path):
    results, log = estimate(
        demo_panel("Kartu Pekerja Rentan", "spr03"),
        PERIOD_FIELDS=["before", "spr03"],
        FIRST_FIELD="spr03",
        OUTPUT=str(tmp_path / "e.gpkg"),
        OUTPUT_ESTIMATES=str(tmp_path / "e.csv"),
        OUTPUT_EVENTS=str(tmp_path / "v.csv"),
        REPORT=str(tmp_path / "e.html"),
    )
    assert results["EFFECT"] > 2
    assert results["P_VALUE"] < 0.01
    layer = QgsVectorLayer(str(tmp_path / "e.gpkg"), "e", "ogr")
    assert field_values(layer, "role").count("treated") == 20
    assert "ring" in field_values(layer, "role")
    estimates = QgsVectorLayer(str(tmp_path / "e.csv"), "t", "ogr")
    assert {"baseline_gap", "higher_is_better", "cautions"} <= set(estimates.fields().names())
    assert float(field_values(estimates, "baseline_gap")[0]) == pytest.approx(_gap_before(layer), abs=1e-9)
    del estimates
    report = (tmp_path / "e.html").read_text(encoding="utf-8")
    assert "same path" in report
    assert any("same path" in line for line in log.infos)
    del layer


def test_a_made_up_panel_has_event_study_and_synthetic_control(estimate, qgis_app, tmp_path):
    columns = {f"y{year}": [float((7 * k + 3 * year) % 11 + k + year) for k in range(12)] for year in range(4)}
    columns["y3"][0] += 20
    layer = grid_layer({"nama": [f"k{k}" for k in range(12)], **columns, "treated": [1.0] + [0.0] * 11})
    results, _ = estimate(layer, PERIOD_FIELDS=list(columns), FIRST_FIELD="y3", REPORT=str(tmp_path / "e.html"))
    assert results["P_VALUE"] == pytest.approx(1 / 12)
    report = (tmp_path / "e.html").read_text(encoding="utf-8")
    assert "cannot tell" in report
    assert "Synthetic control" in report
    assert report.count("<svg") == 2


def test_the_neighbours_of_the_treated_can_be_chosen(estimate, context):
    panel = demo_panel("Kartu Pekerja Rentan", "spr03")
    rings = {}
    for kind, more in (("queen", {}), ("distance", {"DISTANCE": 5000.0})):
        results, log = estimate(panel, PERIOD_FIELDS=["before", "spr03"], FIRST_FIELD="spr03", WEIGHTS=kind, **more)
        rings[kind] = field_values(context.takeResultLayer(results["OUTPUT"]), "role").count("ring")
        assert any("Neighbours of the treated" in line for line in log.infos)
    assert 0 < rings["queen"] < rings["distance"]


def test_without_a_look_at_neighbours_the_method_says_so(estimate, context):
    panel = demo_panel("Kartu Pekerja Rentan", "spr03")
    results, log = estimate(panel, PERIOD_FIELDS=["before", "spr03"], FIRST_FIELD="spr03", RING=False)
    assert field_values(context.takeResultLayer(results["OUTPUT"]), "role").count("ring") == 0
    assert any("Spillover to neighbours was not looked at" in line for line in log.infos)


@pytest.mark.parametrize(
    ("parameters", "sentence"),
    [
        ({"PERIOD_FIELDS": ["a"]}, "two different periods"),
        ({"FIRST_FIELD": "a"}, "no period before"),
        ({"FIRST_FIELD": "c"}, "among the periods"),
        ({"TREATED_FIELD": "c"}, "1 or 0.*k0"),
        ({"TREATED_FIELD": "zero"}, "treated"),
        ({"PERIOD_FIELDS": ["a", "nothing"]}, "nothing"),
    ],
)
def test_bad_input_is_one_sentence_and_no_file(estimate, qgis_app, tmp_path, parameters, sentence):
    layer = grid_layer(
        {
            "nama": [f"k{k}" for k in range(6)],
            "a": [1.0, 2.0, 3.0, 4.0, 5.0, 6.0],
            "b": [2.0, 2.0, 5.0, 4.0, 5.0, 6.0],
            "c": [7.0] * 6,
            "zero": [0.0] * 6,
            "treated": [1.0, 1.0, 0.0, 0.0, 0.0, 0.0],
        }
    )
    defaults = {"PERIOD_FIELDS": ["a", "b"], "FIRST_FIELD": "b"}
    with pytest.raises(QgsProcessingException, match=sentence):
        estimate(layer, OUTPUT=str(tmp_path / "o.gpkg"), **{**defaults, **parameters})
    assert list(tmp_path.iterdir()) == []
