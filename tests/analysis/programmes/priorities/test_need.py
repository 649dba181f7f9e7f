"""The need for a recommendation, by hand, and the rule of decision."""

import json

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sejahtera.analysis.core.messages import InputError
from sejahtera.analysis.programmes.priorities.mapping import Known, Rule, mapping_from_text
from sejahtera.analysis.programmes.priorities.need import (
    beyond_cutoff,
    decide,
    deprivation,
    fitting_parts,
    weighted_need,
)
from sejahtera.analysis.programmes.priorities.priorities import priorities

WATER = Known("water", "Piped water", 1, (0.0, 100.0), 60.0, "%")
POOR = Known("poor", "Poor", -1, (0.0, 30.0), 10.0, "%")
DENSE = Known("dense", "Density")
CONTENT = {
    "schema": "sejahtera-recommendations",
    "version": 1,
    "recommendations": [
        {
            "code": "R1",
            "name": {"id": "Air", "en": "Water"},
            "signals": [{"indicator": "WATER", "weight": 3}, {"indicator": "POOR", "weight": 1}],
            "sub_programmes": [
                {
                    "name": "Pipes",
                    "when": [{"indicator": "WATER", "level": "low"}, {"indicator": "DENSE", "level": "high"}],
                }
            ],
        },
        {"code": "E1", "origin": "system", "name": "Aid", "signals": [{"indicator": "POOR", "weight": 1}]},
    ],
}
KNOWN = {"WATER": WATER, "POOR": POOR, "DENSE": DENSE}
CITY = pd.DataFrame(
    {"water": [20.0, 50, 70, 90, np.nan], "poor": [25.0, 12, 9, 3, 20], "dense": [9.0, 1, 2, 3, 4]}, index=list("abcde")
)


def mapping(**changes):
    return mapping_from_text(json.dumps({**CONTENT, **changes}), KNOWN, "en")


def test_deprivation_is_100_at_the_worse_goalpost_whatever_the_direction():
    np.testing.assert_allclose(deprivation(np.array([0.0, 25, 100, 120, np.nan]), WATER), [100, 75, 0, 0, np.nan])
    np.testing.assert_allclose(deprivation(np.array([0.0, 15, 30, 60]), POOR), [0, 50, 100, 100])


def test_a_value_at_the_cutoff_is_not_beyond_it():
    assert beyond_cutoff(np.array([59.0, 60, 61, np.nan]), WATER).tolist() == [True, False, False, False]
    assert beyond_cutoff(np.array([9.0, 10, 11]), POOR).tolist() == [False, False, True]


def test_need_is_the_weighted_mean_of_the_signals_that_have_data():
    need, coverage = weighted_need(np.array([[80.0, np.nan], [40.0, 40.0]]), np.array([0.75, 0.25]))
    np.testing.assert_allclose(need, [70, 40])
    np.testing.assert_allclose(coverage, [1, 0.25])


def test_the_decisions_of_a_small_city_follow_the_rule():
    result = priorities(CITY, mapping(), draws=50)
    table = result.table[result.table["recommendation"] == "R1"].set_index("unit")
    np.testing.assert_allclose(table.loc[list("abcd"), "need"], [80 * 0.75 + 250 / 12, 47.5, 30, 10])
    assert table["decision"].tolist() == ["strong", "recommended", "monitor", "monitor", "insufficient"]
    assert table["rank"].tolist()[:4] == [1, 2, 3, 4]
    assert np.isnan(table.loc["e", "rank"])
    assert table.loc["a", "parts"] == "Pipes"


def test_the_first_recommendation_is_one_of_the_study():
    units = priorities(CITY, mapping(), draws=50).units
    assert units.columns.tolist() == ["need_1", "need_e1", "priority", "decision", "strong_count"]
    assert units["priority"].tolist() == ["R1", "R1", None, None, None]
    assert units["strong_count"].tolist() == [1, 0, 0, 0, 0]


def test_drivers_name_the_values_beside_that_of_the_city():
    drivers = priorities(CITY, mapping(), population=np.array([1.0, 1, 1, 1, 4]), draws=50).drivers
    row = drivers[(drivers["unit"] == "a") & (drivers["recommendation"] == "R1")].iloc[0]
    assert (row["field"], row["value"], row["place"]) == ("water", 20, 1)
    assert row["city"] == pytest.approx(57.5)


def test_a_unit_that_needs_most_by_every_signal_is_stable():
    table = priorities(CITY, mapping(), draws=400).table.set_index(["recommendation", "unit"])
    assert table.loc[("R1", "a"), "share_top"] == 1
    assert table.loc[("R1", "d"), "share_top"] == 0
    assert np.isnan(table.loc[("R1", "e"), "share_top"])


def test_what_has_no_data_is_left_out_and_said():
    result = priorities(CITY.drop(columns=["water", "dense"]), mapping(), draws=50)
    assert set(result.table.loc[result.table["recommendation"] == "R1", "decision"]) == {"insufficient"}
    only = priorities(CITY[["water"]].dropna(), mapping(), draws=50)
    assert only.skipped == ["E1"]
    assert any("E1" in str(warning) for warning in only.diagnostics.warnings)


def test_conditions_without_data_do_not_hold():
    one = mapping().recommendations[0]
    assert fitting_parts(CITY.drop(columns="dense"), one) == [[], [], [], [], []]


@settings(max_examples=30, deadline=None)
@given(st.lists(st.floats(0, 100), min_size=4, max_size=20), st.data())
def test_a_worse_signal_never_weakens_a_decision(values, data):
    unit = data.draw(st.integers(0, len(values) - 1))
    order = ["insufficient", "monitor", "recommended", "strong"]
    rule, full = Rule(), np.ones(len(values))
    before = np.array(values)
    after = before.copy()
    after[unit] = min(100.0, before[unit] + 30)
    decisions = [decide(need, full, (need > 50) * 2, rule)[unit] for need in (before, after)]
    assert order.index(decisions[0]) <= order.index(decisions[1])


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"schema": "other"}, "schema"),
        ({"recommendations": []}, "no recommendations"),
        ({"recommendations": [{"name": "x"}]}, "code"),
        ({"recommendations": [CONTENT["recommendations"][0]] * 2}, "R1"),
        ({"recommendations": [{"code": "R1", "signals": []}]}, "R1"),
        ({"recommendations": [{"code": "R1", "signals": [{"indicator": "GOLD", "weight": 1}]}]}, "GOLD"),
        ({"recommendations": [{"code": "R1", "signals": [{"indicator": "DENSE", "weight": 1}]}]}, "dense"),
        ({"recommendations": [{"code": "R1", "signals": [{"indicator": "POOR", "weight": 0}]}]}, "above 0"),
        ({"recommendations": [{"code": "R1", "signals": [{"indicator": "POOR"}]}]}, "weight"),
        ({"rule": {"best": 1}}, "best"),
        ({"rule": {"percentile": 200}}, "0 to 100"),
    ],
)
def test_a_mapping_that_is_not_understood_is_refused(change, sentence):
    with pytest.raises(InputError, match=sentence):
        mapping(**change)


def test_a_signal_may_be_described_in_the_file_itself():
    signal = {"indicator": "trees", "weight": 1, "direction": "+", "goalposts": [0, 10], "cutoff": 4}
    content = {"recommendations": [{"code": "X", "name": "Trees", "signals": [signal]}]}
    result = priorities(pd.DataFrame({"trees": [1.0, 5, 7, 9]}), mapping(**content), draws=20)
    assert result.table["need"].tolist() == pytest.approx([90, 50, 30, 10])


def test_a_layer_without_any_signal_is_refused():
    with pytest.raises(InputError, match="water"):
        priorities(pd.DataFrame({"x": [1.0, 2, 3, 4]}), mapping())
    with pytest.raises(InputError, match="too few"):
        priorities(CITY.iloc[:2], mapping())
