"""The audit by the toolbox: tables and report, and the one sentence instead."""

import json

import pytest
from qgis.core import QgsProcessingException

from ...builders import Log, field_values, grid_layer, run_algorithm

CITY = {
    "kode": ["1", "2", "3", "4", "5", "6"],
    "nama": ["Bumi", "Sewu", "Jebres", "Mojo", "Joglo", "<b>Tipes</b>"],
    "inc01": [12.0, 8.0, 15.0, 5.0, None, 90.0],
    "wsh01": [80.0, 85.0, 70.0, 88.0, 90.0, 60.0],
    "poor": [1200.0, 800.0, 1500.0, 500.0, 900.0, 1000.0],
    "people": [10000.0, 10000.0, 10000.0, 10000.0, 0.0, 10000.0],
    "same": [1.0] * 6,
    "note": ["a"] * 6,
}
DEFINITION = {
    "schema": "sejahtera-index-definition",
    "version": 1,
    "dimensions": [
        {
            "code": "economy",
            "name": "Economy",
            "indicators": [
                {"field": "poor", "name": "Poor", "direction": "-", "denominator": "people", "per": 100},
                {"field": "wsh01", "direction": "+"},
            ],
        }
    ],
}


@pytest.fixture
def check(provider, context, qgis_app):
    """Return a function that audits a layer and gives the two tables, the results and the log."""

    def run(layer=None, **parameters):
        log = Log()
        parameters = {"OUTPUT": "memory:", "OUTPUT_UNITS": "memory:", "NAME_FIELD": "nama", **parameters}
        parameters["INPUT"] = layer or grid_layer(CITY)
        results = run_algorithm("sejahtera:checkindicators", parameters, context, log)
        indicators = context.takeResultLayer(results["OUTPUT"])
        units = context.takeResultLayer(results["OUTPUT_UNITS"])
        return indicators, units, results, log

    run.context = context
    return run


def test_indicators_of_the_catalogue_are_known_with_their_range(check):
    indicators, _, results, _ = check(FIELDS=["inc01", "wsh01", "same"])
    assert field_values(indicators, "field") == ["inc01", "wsh01", "same"]
    assert field_values(indicators, "direction") == ["-", "+", "+"]
    assert field_values(indicators, "gravest")[::2] == ["out_of_range", "constant"]
    assert field_values(indicators, "out_of_range_units")[0] == "<b>Tipes</b>"
    assert field_values(indicators, "suggestion")[2] == "All kelurahan have the same value: drop it."
    assert results["FINDINGS"] >= 2


def test_each_kelurahan_has_a_row_with_its_gaps(check):
    _, units, *_ = check(FIELDS="inc01;wsh01", ID_FIELD="kode")
    assert field_values(units, "kode") == CITY["kode"]
    assert field_values(units, "missing") == [0, 0, 0, 0, 1, 0]
    assert field_values(units, "missing_fields")[4] == "inc01"


def test_a_definition_brings_fields_directions_and_denominators(check, tmp_path):
    path = tmp_path / "definition.json"
    path.write_text(json.dumps(DEFINITION))
    for given in (str(path), json.dumps(DEFINITION)):
        indicators, *_ = check(DEFINITION=given)
        assert field_values(indicators, "field") == ["poor", "wsh01"]
        assert field_values(indicators, "dimension") == ["Economy"] * 2
        assert field_values(indicators, "max")[0] == pytest.approx(15.0)
        assert field_values(indicators, "missing")[0] == 1


def test_the_report_escapes_names_and_tells_everything(check, tmp_path):
    report = tmp_path / "report.html"
    check(FIELDS=["inc01", "wsh01", "poor"], POPULATION_FIELD="people", REPORT=str(report))
    text = report.read_text(encoding="utf-8")
    assert "&lt;b&gt;Tipes" in text
    assert "<b>Tipes" not in text
    for heading in ("Findings", "Statistics", "Redundant indicators", "Reliability", "Common structure"):
        assert f'<h2 dir="auto">{heading}</h2>' in text


def test_repeated_codes_are_warned_of(check):
    *_, log = check(grid_layer({**CITY, "kode": ["1", "1", "3", "4", "5", None]}), FIELDS="wsh01", ID_FIELD="kode")
    assert any("“kode” repeats in Bumi, Sewu" in warning for warning in log.warnings)
    assert any("“kode” is empty in <b>Tipes</b>" in warning for warning in log.warnings)


@pytest.mark.parametrize(
    ("parameters", "sentence"),
    [
        ({}, "Choose at least one indicator"),
        ({"FIELDS": "nothing"}, "no field “nothing”"),
        ({"FIELDS": "note"}, "“note” holds no numbers"),
        ({"FIELDS": "wsh01", "POPULATION_FIELD": "note"}, "“note” holds no numbers"),
        ({"DEFINITION": "{"}, "not valid JSON"),
        ({"DEFINITION": json.dumps({**DEFINITION, "version": 99})}, "version"),
    ],
)
def test_bad_input_is_one_sentence_before_anything_is_written(check, tmp_path, parameters, sentence):
    with pytest.raises(QgsProcessingException, match=sentence):
        check(OUTPUT=str(tmp_path / "o.gpkg"), REPORT=str(tmp_path / "r.html"), **parameters)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("count", [1, 2])
def test_one_or_two_kelurahan_are_described_all_the_same(check, count):
    layer = grid_layer({name: values[:count] for name, values in CITY.items()})
    indicators, *_, log = check(layer, FIELDS="inc01;wsh01")
    assert field_values(indicators, "n") == [count, count]
    assert any("need two indicators and 3 kelurahan" in warning for warning in log.warnings)


@pytest.mark.defect("B7")
@pytest.mark.parametrize("role", ["field", "denominator"])
def test_text_with_a_denominator_is_refused_in_the_words_of_the_index(check, role):
    text = {"poor": ["1200", "n.a.", "5", "6", "7", "8"]} if role == "field" else {"people": ["many"] * 6}
    layer = grid_layer({**CITY, **text})
    words = "poor holds text" if role == "field" else "people holds text"
    with pytest.raises(QgsProcessingException, match=words):
        check(layer, DEFINITION=json.dumps(DEFINITION))
    with pytest.raises(QgsProcessingException, match=words):
        run_algorithm(
            "sejahtera:compositeindex",
            {"INPUT": layer, "DEFINITION": json.dumps(DEFINITION), "OUTPUT": "memory:"},
            check.context,
            Log(),
        )


@pytest.mark.defect("A22")
def test_raw_counts_are_found_without_a_population(check):
    counts = {"wiraswasta": [214.0, 6661.0, 803.0, 1200.0, 455.0, 90.0]}
    indicators, _, _, _ = check(grid_layer({**CITY, **counts}), FIELDS=["wiraswasta", "inc01"])
    assert field_values(indicators, "gravest")[0] == "like_count"
    assert "divide it by the population" in field_values(indicators, "suggestion")[0]
    assert "like_count" not in field_values(indicators, "findings")[1]
