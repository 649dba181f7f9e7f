"""Inequality by the toolbox: the published numbers, and the one sentence instead."""

import numpy as np
import pytest
from qgis.core import QgsProcessingException

from ...builders import Log, field_values, grid_layer, run_algorithm

VALUES = [2.0, 4.0, 6.0, 3.0, 9.0, 12.0]
CITY = {
    "nama": ["Bumi", "Sewu", "Jebres", "Mojo", "Joglo", "<b>Tipes</b>"],
    "welfare": VALUES,
    "earlier": [1.0, 5.0, 9.0, 2.0, 12.0, 20.0],
    "people": [10.0, 20.0, 10.0, 30.0, 20.0, 10.0],
    "kec": ["A", "A", "A", "B", "B", "B"],
}


@pytest.fixture
def measure(provider, context, qgis_app):
    """Return a function that measures a layer and gives values by measure, the table, results and log."""

    def run(columns=None, **parameters):
        log = Log()
        parameters = {
            "INPUT": grid_layer({**CITY, **(columns or {})}, rows=3),
            "FIELD": "welfare",
            "NAME_FIELD": "nama",
            "BOOTSTRAP": 99,
            "OUTPUT": "memory:",
            **parameters,
        }
        results = run_algorithm("sejahtera:inequalitymeasures", parameters, context, log)
        table = context.takeResultLayer(results["OUTPUT"])
        values = dict(zip(field_values(table, "measure"), field_values(table, "value")))
        return values, table, results, log

    return run


def by_measure(table, column):
    return dict(zip(field_values(table, "measure"), field_values(table, column)))


def test_the_measures_are_those_of_the_textbook(measure):
    values, _, results, _ = measure()
    expected = {
        "gini": 0.3240740741,
        "gini_corrected": 0.3888888889,
        "theil_t": 0.1685673775,
        "theil_l": 0.1831020481,
        "ge": 0.1712962963,
        "atkinson": 0.08481693015,
        "palma": 1.090909091,
        "ratio_20_20": 5.307692308,
        "hoover": 0.25,
        "cv": 0.5853140974,
        "p90_p10": 4.2,
    }
    for code, value in expected.items():
        assert values[code] == pytest.approx(value, abs=1e-9), code
    assert results["GINI"] == pytest.approx(0.3240740741, abs=1e-9)


def test_parts_by_group_sum_to_the_measure(measure):
    values, table, *_ = measure(GROUP_FIELD="kec", POPULATION_FIELD="people")
    parts = {name: by_measure(table, name) for name in ("within", "between", "overlap")}
    assert parts["between"]["theil_l"] == pytest.approx(0.02714904165, abs=1e-9)
    for code in ("gini", "theil_t", "theil_l", "ge", "hoover", "cv"):
        assert sum(part[code] for part in parts.values()) == pytest.approx(values[code], abs=1e-12), code


def test_the_table_of_groups_tells_what_each_adds(measure, context):
    values, _, results, _ = measure(GROUP_FIELD="kec", OUTPUT_GROUPS="memory:")
    groups = context.takeResultLayer(results["OUTPUT_GROUPS"])
    assert field_values(groups, "group") == ["A", "B"]
    assert field_values(groups, "mean") == [4.0, 8.0]
    assert sum(field_values(groups, "shapley_gini")) == pytest.approx(values["gini"], abs=1e-12)


def test_intervals_hold_the_value_and_repeat_with_the_seed(measure):
    one, two, other = (measure(SEED=seed)[1] for seed in (1, 1, 2))
    low, high = field_values(one, "low")[0], field_values(one, "high")[0]
    assert low < 0.3240740741 < high
    assert field_values(two, "low") == field_values(one, "low") != field_values(other, "low")


def test_the_change_from_an_earlier_year_has_a_p(measure):
    values, table, *_ = measure(FIELD_BEFORE="earlier")
    before, change, p = (by_measure(table, name)["gini"] for name in ("before", "change", "change_p"))
    assert change == pytest.approx(values["gini"] - before, abs=1e-12)
    assert change < 0
    assert 0 < p <= 1


def test_the_spatial_gini_is_the_one_of_rey_and_smith(provider, context, qgis_app):
    layer = grid_layer({"v": [float(v) for v in range(1, 10)]})
    parameters = {"INPUT": layer, "FIELD": "v", "WEIGHTS": "rook", "OUTPUT": "memory:", "BOOTSTRAP": 0}
    results = run_algorithm("sejahtera:inequalitymeasures", parameters, context, Log())
    table = context.takeResultLayer(results["OUTPUT"])
    values = by_measure(table, "value")
    assert values["spatial_gini_near"] == pytest.approx(0.05925925926, abs=1e-9)
    assert values["spatial_gini_far_share"] == pytest.approx(0.8, abs=1e-9)
    assert values["spatial_polarisation"] == pytest.approx(2.0, abs=1e-9)
    assert by_measure(table, "p")["spatial_gini_far"] < 0.1


def test_benefits_ranked_by_income_have_a_concentration_index(measure):
    benefits = {"welfare": [5.0, 4.0, 3.0, 2.0, 1.0, None], "income": [1.0, 2.0, 3.0, 4.0, 5.0, 6.0]}
    values, *_ = measure(benefits, RANK_FIELD="income")
    assert values["concentration"] == pytest.approx(-0.2666666667, abs=1e-9)


def test_a_measure_without_a_value_has_a_reason(measure):
    values, table, *_ = measure({"welfare": [0.0, 0.0, 1.0, 3.0, None, None]})
    assert values["theil_t"] == pytest.approx(0.8239592165, abs=1e-9)
    assert values["theil_l"] is None
    assert "0 or below" in by_measure(table, "reason")["theil_l"]
    assert by_measure(table, "reason")["gini"] is None


def test_it_says_that_inequality_of_areas_is_less_than_that_of_people(measure):
    *_, log = measure()
    assert any("inequality of people is larger" in warning for warning in log.warnings)


def test_the_report_draws_curves_and_escapes_names(measure, tmp_path):
    path = tmp_path / "report.html"
    names = {"GROUP_FIELD": "nama", "FIELD_BEFORE": "earlier", "WEIGHTS": "queen"}
    measure(REPORT=str(path), OUTPUT_CURVE="memory:", **names)
    html = path.read_text(encoding="utf-8")
    assert html.count("<svg") == 4
    assert "<b>Tipes" not in html
    assert "&lt;b&gt;Tipes" in html
    assert "Gini" in html


BAD = {
    "a negative weight": ({"people": [-1.0, 1, 1, 1, 1, 1]}, {"POPULATION_FIELD": "people"}, "Bumi"),
    "nothing but NULL": ({"welfare": [None] * 6}, {}, "nothing to measure"),
    "weights of zero": ({"people": [0.0] * 6}, {"POPULATION_FIELD": "people"}, "nothing to measure"),
    "a unit without a group": (
        {"kec": ["A", "A", None, "B", "B", "B"]},
        {"GROUP_FIELD": "kec"},
        "The group is NULL at Jebres",
    ),
    "an unknown field": ({}, {"FIELD": "welfar"}, "no field “welfar”"),
    "a parameter out of bounds": ({}, {"ALPHA": 11}, "ALPHA"),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_input_is_one_sentence_and_leaves_nothing(measure, tmp_path, case):
    columns, parameters, words = BAD[case]
    with pytest.raises(QgsProcessingException) as refused:
        measure(columns, OUTPUT=str(tmp_path / "out.csv"), REPORT=str(tmp_path / "out.html"), **parameters)
    assert words in str(refused.value)
    assert len(str(refused.value).splitlines()) == 1
    assert not list(tmp_path.iterdir())


def test_a_field_of_no_sum_has_reasons_instead_of_numbers(measure, tmp_path):
    values, table, results, _ = measure({"welfare": [-3.0, -1.0, 1.0, 3.0, 0.0, 0.0]}, REPORT=str(tmp_path / "r.html"))
    assert not any(value is not None and np.isfinite(value) for value in values.values())
    assert set(field_values(table, "reason")) == {"undefined because the mean is 0 or below"}
    assert "GINI" not in results


@pytest.mark.defect("B10")
@pytest.mark.parametrize("lacking", [0.0, None])
def test_an_area_without_population_leaves_every_measure_and_is_named(measure, lacking):
    people = {"people": [10.0, 20.0, 10.0, lacking, 20.0, 10.0]}
    parameters = {"FIELD_BEFORE": "earlier", "POPULATION_FIELD": "people", "WEIGHTS": "queen", "GROUP_FIELD": "kec"}
    values, table, _, log = measure(people, **parameters)
    empty = {"welfare": [*VALUES[:3], None, *VALUES[4:]]}
    expected, other, *_ = measure({**people, **empty}, **parameters)
    assert values == pytest.approx(expected, nan_ok=True)
    assert by_measure(table, "change") == pytest.approx(by_measure(other, "change"))
    assert any("with no weight was left out: Mojo" in warning for warning in log.warnings)
    assert any("Change: 1 unit has" in warning and "Mojo" in warning for warning in log.warnings)
    assert any("5 areas with both years" in step for step in log.infos)
