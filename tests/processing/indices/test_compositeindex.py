"""The index by the toolbox: what users get, and the one sentence they get instead."""

import json

import numpy as np
import pytest
from qgis.core import QgsProcessingException, QgsVectorLayer

from ...builders import Log, field_values, grid_layer, run_algorithm

CA = {
    "kode": ["a", "b", "c", "d", "e"],
    "nama": ["Bumi", "Sewu", "Jebres", "Mojo", "Joglo"],
    "poverty": [12.0, 8.0, 15.0, 5.0, 10.0],
    "school": [9.0, 11.0, 8.0, 12.0, 10.0],
    "water": [80.0, 95.0, 70.0, 98.0, 90.0],
    "unemployed": [7.0, 5.0, 9.0, 4.0, 6.0],
}
ROWS = [
    *("poverty", "economy", "-", 1),
    *("school", "people", "+", 1),
    *("water", "people", "+", 1),
    *("unemployed", "economy", "-", 1),
]


@pytest.fixture
def index(provider, context):
    """Return a function that runs the algorithm and gives its results and its log."""

    def run(layer, feedback=None, **parameters):
        feedback = feedback or Log()
        parameters = {"INPUT": layer, "OUTPUT": "memory:", "NAME_FIELD": "nama", **parameters}
        return run_algorithm("sejahtera:compositeindex", parameters, context, feedback), feedback

    return run


def changed(**columns):
    return grid_layer({**CA, **columns})


def test_the_index_of_a_small_city_is_the_one_computed_by_hand(index, qgis_app, context):
    results, _ = index(grid_layer(CA), INDICATORS=ROWS)
    layer = context.takeResultLayer(results["OUTPUT"])
    expected = 100 * np.array([0.3267857143, 0.7857142857, 0, 1, 0.5785714286])
    np.testing.assert_allclose(field_values(layer, "index"), expected, atol=1e-8)
    assert field_values(layer, "rank") == [4, 2, 5, 1, 3]
    assert field_values(layer, "class") == [2, 4, 1, 5, 3]
    np.testing.assert_allclose(field_values(layer, "dim_economy"), [35, 75, 0, 100, 55], atol=1e-9)
    assert field_values(layer, "coverage") == [1, 1, 1, 1, 1]
    assert results["COUNT"] == 5


def test_the_weights_of_rows_hold_across_dimensions(index, qgis_app, context):
    rows = [
        *("poverty", "a", "-", 0.4),
        *("school", "b", "+", 0.3),
        *("water", "b", "+", 0.2),
        *("unemployed", "c", "-", 0.1),
    ]
    results, _ = index(grid_layer(CA), INDICATORS=rows)
    layer = context.takeResultLayer(results["OUTPUT"])
    expected = 100 * np.array([0.3064285714, 0.7635714286, 0, 1, 0.5528571429])
    np.testing.assert_allclose(field_values(layer, "index"), expected, atol=1e-8)


def test_files_hold_styled_layer_tables_and_report(index, qgis_app, tmp_path):
    index(
        grid_layer(CA),
        INDICATORS=ROWS,
        ID_FIELD="kode",
        OUTPUT=str(tmp_path / "index.gpkg"),
        OUTPUT_WEIGHTS=str(tmp_path / "weights.csv"),
        OUTPUT_CONTRIBUTIONS=str(tmp_path / "contributions.gpkg"),
        REPORT=str(tmp_path / "report.html"),
    )
    layer = QgsVectorLayer(str(tmp_path / "index.gpkg"), "index", "ogr")
    assert layer.renderer().type() == "categorizedSymbol"
    table = QgsVectorLayer(str(tmp_path / "contributions.gpkg"), "c", "ogr")
    sums = sum(np.array(field_values(table, column)) for column in ("poverty", "school", "water", "unemployed"))
    np.testing.assert_allclose(sums, field_values(layer, "index"), atol=1e-9)
    assert field_values(table, "nama") == CA["nama"]
    assert "0.25" in (tmp_path / "weights.csv").read_text()
    report = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "Joglo" in report
    assert "<svg" in report
    assert "sejahtera-index-definition" in report
    del layer, table


def test_a_definition_gives_the_same_as_file_and_as_text(index, qgis_app, context, tmp_path):
    definition = {
        "schema": "sejahtera-index-definition",
        "version": 1,
        "dimensions": [{"code": "all", "indicators": [{"field": "school", "direction": "+", "goalposts": [0, 20]}]}],
        "normalisation": {"method": "goalposts"},
    }
    (tmp_path / "definition.json").write_text(json.dumps(definition))
    for value in (json.dumps(definition), str(tmp_path / "definition.json")):
        results, _ = index(grid_layer(CA), DEFINITION=value)
        layer = context.takeResultLayer(results["OUTPUT"])
        np.testing.assert_allclose(field_values(layer, "index"), [45, 55, 40, 60, 50])


def test_an_explicit_choice_goes_before_the_definition(index, qgis_app, context):
    definition = {"dimensions": [{"code": "all", "indicators": [{"field": "school", "direction": "+"}]}]}
    results, _ = index(grid_layer(CA), DEFINITION=json.dumps(definition), NORMALISATION="rank")
    ranked = field_values(context.takeResultLayer(results["OUTPUT"]), "index")
    assert np.argsort(ranked).tolist() == [2, 0, 4, 1, 3]
    results, _ = index(grid_layer(CA), DEFINITION=json.dumps(definition), NORMALISATION=0)
    np.testing.assert_allclose(
        field_values(context.takeResultLayer(results["OUTPUT"]), "index"), [25, 75, 0, 100, 50], atol=1e-9
    )


def test_fields_of_the_input_are_kept_and_a_taken_name_gets_a_number(index, qgis_app, context):
    layer = changed(index=[1.0, 2.0, 3.0, 4.0, 5.0])
    results, _ = index(layer, INDICATORS=ROWS)
    out = context.takeResultLayer(results["OUTPUT"])
    assert field_values(out, "index") == [1, 2, 3, 4, 5]
    assert field_values(out, "index_2")[3] == pytest.approx(100)


@pytest.mark.defect("A9")
def test_the_log_and_the_report_name_the_new_index_and_later_steps_are_warned(
    index, qgis_app, provider, context, tmp_path
):
    last_year = [1.0, 2.0, 3.0, 4.0, 5.0]
    layer = changed(Index=last_year, **{"class": last_year})
    path, report = tmp_path / "index.gpkg", tmp_path / "index.html"
    _, log = index(layer, INDICATORS=ROWS, OUTPUT=str(path), REPORT=str(report))
    told = "The layer already has “Index”, which stays as it was; the new column is “index_2”."
    assert any(warning.startswith(told) for warning in log.warnings)
    assert "index_2" in report.read_text(encoding="utf-8")
    out = QgsVectorLayer(str(path), "index", "ogr")
    out.loadDefaultStyle()
    assert out.renderer().classAttribute() == "class_2"
    later = Log()
    chosen = {"INPUT": str(path), "FIELD": "Index", "OUTPUT": "memory:"}
    run_algorithm("sejahtera:inequalitymeasures", chosen, context, later)
    newer = "“Index” is an older result; the newest of this layer stands in “index_2”."
    assert newer in later.warnings


def test_a_missing_value_is_the_mean_of_its_neighbours(index, qgis_app, context):
    layer = grid_layer({**CA, "school": [9.0, 11.0, 8.0, 12.0, None]}, rows=5)
    results, _ = index(layer, INDICATORS=["school", "a", "+", 1], MISSING="neighbours", OUTPUT_CONTRIBUTIONS="memory:")
    out = context.takeResultLayer(results["OUTPUT"])
    assert field_values(out, "index")[4] == pytest.approx(100)  # its only neighbour has 12


@pytest.mark.parametrize(
    ("columns", "parameters", "sentence"),
    [
        ({}, {"INDICATORS": ["poor", "a", "-", 1]}, "poor"),
        ({}, {"INDICATORS": ["nama", "a", "-", 1]}, "nama.*Bumi"),
        ({"water": [1.0] * 5}, {}, "water"),
        ({"water": [None] * 5}, {}, "water"),
        ({"water": [1.0, float("inf"), 2.0, 3.0, 4.0]}, {}, "water.*Sewu"),
        ({"water": [1.0, None, 2.0, 3.0, 4.0]}, {}, "water.*Sewu"),
        ({}, {"NORMALISATION": "zscore", "AGGREGATION": "geometric"}, "Bumi"),
        ({}, {"INDICATORS": ["water", "a", "+", -1]}, "weight"),
        ({}, {"INDICATORS": ["water", "a", "+", 0]}, "weight"),
        ({}, {"INDICATORS": ["water", "a", "up", 1]}, "direction|up"),
        ({}, {"INDICATORS": ["water", "a", "+"]}, "3"),
        ({}, {"INDICATORS": []}, "DEFINITION or INDICATORS"),
        ({}, {"DEFINITION": "{}"}, "DEFINITION or INDICATORS"),
        ({}, {"INDICATORS": [], "DEFINITION": "{broken"}, "JSON"),
        ({}, {"INDICATORS": [], "DEFINITION": "/no/such/file.json"}, "no/such/file"),
        ({}, {"INDICATORS": [], "DEFINITION": '{"version": 99, "dimensions": []}'}, "version"),
        ({"kode": ["a", "b", "b", "c", "d"]}, {"ID_FIELD": "kode"}, "kode.*b"),
        ({"kode": ["a", "b", None, "c", "d"]}, {"ID_FIELD": "kode"}, "kode.*Jebres"),
        ({}, {"WEIGHTING": "ahp"}, "matrix of 2 rows"),
        ({}, {"CLASSES": "fixed", "BREAKS": "5; 3"}, "5; 3"),
        ({}, {"MISSING": "group", "GROUP_FIELD": "kec"}, "kec"),
    ],
)
def test_bad_input_is_one_sentence_and_no_file(index, qgis_app, tmp_path, columns, parameters, sentence):
    out = tmp_path / "out.gpkg"
    with pytest.raises(QgsProcessingException, match=sentence) as error:
        index(changed(**columns), **{"INDICATORS": ROWS, "OUTPUT": str(out), **parameters})
    assert "Traceback" not in str(error.value)
    assert list(tmp_path.iterdir()) == []


def test_a_kelurahan_with_too_few_values_has_no_index_and_is_last_in_the_report(index, qgis_app, tmp_path):
    layer = changed(water=[None, 95.0, 70.0, 98.0, 90.0], school=[None, 11.0, 8.0, 12.0, 10.0])
    results, _ = index(
        layer, INDICATORS=ROWS, MISSING="drop", OUTPUT=str(tmp_path / "o.gpkg"), REPORT=str(tmp_path / "r.html")
    )
    out = QgsVectorLayer(str(tmp_path / "o.gpkg"), "o", "ogr")
    assert field_values(out, "index")[0] is None
    assert field_values(out, "rank")[0] is None
    assert field_values(out, "class")[0] is None
    assert field_values(out, "coverage")[0] == 0.5
    assert results["MISSING_COUNT"] == 1
    report = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert report.index("Jebres") < report.index(">Bumi<")
    del out


def test_an_unknown_code_is_refused_before_the_run(index, qgis_app):
    with pytest.raises(QgsProcessingException):
        index(grid_layer(CA), INDICATORS=ROWS, NORMALISATION="best")


def test_hostile_names_stay_text_in_the_report(index, qgis_app, tmp_path):
    layer = grid_layer({"nama": ["<script>alert(1)</script>", "b", "c"], 'a "b" [c]': [1.0, 2.0, 3.0]})
    index(
        layer,
        INDICATORS=['a "b" [c]', "<b>dim</b>", "+", 1],
        OUTPUT=str(tmp_path / "o.gpkg"),
        REPORT=str(tmp_path / "r.html"),
    )
    report = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert "<script>" not in report
    assert "<b>dim" not in report
    assert "&lt;script&gt;" in report


def test_the_input_is_not_changed(index, qgis_app):
    layer = grid_layer(CA)
    before = [feature.attributes() for feature in layer.getFeatures()]
    index(layer, INDICATORS=ROWS)
    assert [feature.attributes() for feature in layer.getFeatures()] == before
    assert layer.fields().names() == list(CA)


@pytest.mark.defect("A22")
def test_an_index_of_raw_counts_is_warned_of(index, qgis_app, tmp_path):
    counts = {"wiraswasta": [214.0, 6661.0, 803.0, 1200.0, 455.0]}
    report = tmp_path / "report.html"
    _, log = index(changed(**counts), INDICATORS=[*ROWS, "wiraswasta", "economy", "+", 1], REPORT=str(report))
    (told,) = (one for one in log.warnings if "Look like counts" in one)
    assert "Look like counts: wiraswasta." in told
    assert "Look like counts: wiraswasta." in report.read_text(encoding="utf-8")


@pytest.mark.defect("A21")
def test_what_rules_the_index_or_runs_against_it_is_told_in_log_and_report(index, qgis_app, tmp_path):
    against = {"beds": [0.0, 0.0, 0.0, 90.0, 0.1], "cars": [8.0, 2.5, 9.0, 1.0, 6.0]}
    signs = {"poverty": "-", "school": "+", "water": "+", "unemployed": "-", "beds": "+", "cars": "+"}
    rows = [cell for field, sign in signs.items() for cell in (field, "all", sign, 1)]
    report = tmp_path / "report.html"
    _, log = index(changed(**against), INDICATORS=rows, WEIGHTING="entropy", REPORT=str(report))
    html = report.read_text(encoding="utf-8")
    for words in ("beds holds", "Against the index: cars"):
        assert any(words in one for one in log.warnings)
        assert words in html


@pytest.mark.defect("B14")
def test_a_missing_denominator_is_not_blamed_on_the_indicator(index, qgis_app, context):
    layer = changed(people=[100.0, None, 100.0, 100.0, 100.0])
    leaf = {"field": "poverty", "direction": "-", "denominator": "people", "per": 100}
    indicators = [leaf, {"field": "school", "direction": "+"}]
    definition = json.dumps({"dimensions": [{"code": "all", "indicators": indicators}]})
    with pytest.raises(QgsProcessingException, match="The denominator people of poverty has no value in Sewu"):
        index(layer, DEFINITION=definition)
    log = Log()
    parameters = {"INPUT": layer, "DEFINITION": definition, "NAME_FIELD": "nama", "OUTPUT": "memory:"}
    run_algorithm("sejahtera:checkindicators", parameters, context, log)
    assert "The denominator people of poverty has no value in Sewu; the rate is missing." in log.warnings
