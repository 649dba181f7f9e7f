"""Defects found in the tools that people know: none of them here."""

import numpy as np
import pandas as pd
import pytest
from sejahtera.analysis.core.messages import InputError
from sejahtera.analysis.indices.composite.pipeline import composite_index
from sejahtera.analysis.indices.definition.flat import definition_from_rows
from sejahtera.analysis.indices.definition.model import Aggregation, Outliers
from sejahtera.analysis.indices.methods.aggregation import AGGREGATIONS
from sejahtera.analysis.indices.methods.normalisation import NORMALISATIONS, Spread
from sejahtera.analysis.indices.methods.outliers import has_outliers, log, winsorise
from sejahtera.analysis.indices.methods.weighting import WEIGHTINGS
from sejahtera.analysis.indices.methods.weighting.ahp import priorities
from sejahtera.analysis.indices.methods.weighting.bwm import best_worst
from sejahtera.analysis.indices.methods.weighting.task import WeightingTask

X = np.array([5.0, 10, 20])


def index_of(frame, rows, **choices):
    choices.setdefault("aggregation_dimensions", "arithmetic")
    return composite_index(frame, definition_from_rows(rows, **choices))


def test_coinr_the_logarithm_is_applied():
    values = np.array([2.0, 4, 4, 5, 7, 9, 30])
    assert not np.allclose(log(values, Outliers("log")), values)


@pytest.mark.parametrize("method", [code for code in NORMALISATIONS if code != "goalposts"])
def test_coinr_a_worse_unit_never_scores_higher_where_the_direction_is_minus(method):
    scores = NORMALISATIONS[method].function(X, -1, Spread())
    assert (np.diff(scores) < 0).all()


def test_coinr_plain_targets_and_goalposts_work_where_the_direction_is_minus():
    to_target = NORMALISATIONS["distance"].function(X, -1, Spread(goalposts=(5, 100)))
    np.testing.assert_allclose(to_target, [1, 2 / 3, 0])
    between = NORMALISATIONS["goalposts"].function(X, -1, Spread(goalposts=(0, 20)))
    np.testing.assert_allclose(between, [0.75, 0.5, 0])


@pytest.mark.parametrize("method", AGGREGATIONS)
def test_coinr_every_mean_handles_a_missing_value_the_same_way(method):
    frame = pd.DataFrame({"a": [10.0, 20, 40, 30], "b": [1, np.nan, 3, 2], "c": [9.0, 2, 7, 5]})
    rows = [(field, "All", "+", 1) for field in frame]
    choices = {"aggregation": method, "normalisation": {"method": "minmax", "scale": [1, 100]}}
    units = index_of(frame, rows, missing={"method": "drop", "coverage": 0.6}, **choices).units
    assert units["index"].notna().all()
    stricter = index_of(frame, rows, missing={"method": "drop", "coverage": 0.9}, **choices).units
    assert stricter["index"].isna().tolist() == [False, True, False, False]


@pytest.mark.parametrize("outliers", ["none", "winsorise", "log"])
def test_coinr_pymcdm_pydecision_a_constant_indicator_is_one_clear_error(outliers):
    frame = pd.DataFrame({"flat": [2.0, 2, 2, 2, 2], "b": [1.0, 2, 3, 4, 5]})
    with pytest.raises(InputError, match="flat has the same value"):
        index_of(frame, [("flat", "A", "+", 1), ("b", "A", "+", 1)], outliers=outliers)


def test_coinr_tied_extremes_do_not_overshoot_the_limit_of_winsorising():
    values = np.r_[np.linspace(0, 1, 60), 50, 50, 50]
    rule = Outliers("winsorise", limit=2)
    assert has_outliers(values, rule)
    np.testing.assert_allclose(winsorise(values, rule), log(values, rule))
    assert np.count_nonzero(winsorise(values, Outliers("winsorise", limit=3)) != values) == 3


def test_coinr_an_impossible_pair_of_methods_is_an_error_and_not_a_silent_gap():
    frame = pd.DataFrame({"a": [1.0, 2, 3], "b": [3.0, 1, 2]})
    with pytest.raises(InputError, match="Geometric mean"):
        index_of(frame, [("a", "A", "+", 1), ("b", "A", "+", 1)], normalisation="zscore", aggregation="geometric")


def test_coinr_weights_by_components_are_never_negative(cb_scores):
    task = WeightingTask(cb_scores, np.ones(3), list("abc"))
    assert (WEIGHTINGS["pca"].function(task) >= 0).all()


def test_coinr_ranks_come_from_unrounded_scores():
    frame = pd.DataFrame({"a": [0.0, 50.001, 50.002, 100]})
    assert index_of(frame, [("a", "A", "+", 1)]).units["rank"].tolist() == [4, 3, 2, 1]


def test_coinr_a_geometric_mean_of_minmax_scores_is_defined():
    frame = pd.DataFrame({"a": [1.0, 2, 3], "b": [3.0, 1, 2]})
    units = index_of(frame, [("a", "A", "+", 1), ("b", "A", "+", 1)], aggregation="geometric").units
    assert (units["index"] > 0).all()


def test_compind_the_power_mean_takes_the_root_and_does_not_divide():
    found = AGGREGATIONS["power"].function(np.array([[2.0], [3]]), np.array([0.5, 0.5]), Aggregation("power", power=2))
    assert found[0] == pytest.approx(np.sqrt(6.5))
    five = AGGREGATIONS["power"].function(
        np.array([[2.0], [3], [3], [4], [5]]), np.full(5, 0.2), Aggregation("power", power=2)
    )
    assert five[0] == pytest.approx(np.sqrt(12.6))


def test_compind_each_indicator_is_standardised_with_its_own_mean(ca):
    rows = [(field, "All", "+", 1) for field in ca]
    scores = index_of(ca, rows, normalisation="zscore").normalised
    np.testing.assert_allclose(scores.mean(), 0, atol=1e-12)
    np.testing.assert_allclose(scores.std(), 1)


def test_compind_the_sign_of_the_penalty_counts_and_nothing_is_rounded(ca):
    rows = [(field, "All", "+", 1) for field in ca]
    minus, plus = (
        index_of(ca, rows, normalisation="ampi", aggregation={"method": "mazziotta", "penalty": sign}).units["index"]
        for sign in "-+"
    )
    assert (plus > minus).all()
    assert not np.allclose(minus, minus.round(3), rtol=0, atol=1e-9)


def test_compind_negative_data_can_be_standardised():
    frame = pd.DataFrame({"a": [-3.0, -1, 4]})
    assert index_of(frame, [("a", "A", "+", 1)], normalisation="zscore").units["index"].notna().all()


def test_vectormcda_the_users_weights_are_used(ca):
    def ranked(first, second):
        rows = [("pov", "All", "-", first), ("water", "All", "+", second)]
        return index_of(ca, rows).units["index"]

    np.testing.assert_allclose(ranked(1, 0), index_of(ca, [("pov", "All", "-", 1)]).units["index"])
    np.testing.assert_allclose(ranked(0, 1), index_of(ca, [("water", "All", "+", 1)]).units["index"])


def test_vectormcda_the_random_index_belongs_to_the_size_of_the_matrix():
    three = np.array([[1, 3, 5], [1 / 3, 1, 3], [1 / 5, 1 / 3, 1]])
    four = np.array([[1, 4, 3, 7], [1 / 4, 1, 1 / 2, 3], [1 / 3, 2, 1, 5], [1 / 7, 1 / 3, 1 / 5, 1]])
    assert priorities(three).consistency_ratio == pytest.approx(0.033199216, abs=1e-8)
    assert priorities(four).consistency_ratio == pytest.approx(0.02496078737)


def test_vectormcda_a_judgement_is_of_the_row_over_the_column():
    assert priorities(np.array([[1, 3], [1 / 3, 1]])).weights[0] == pytest.approx(0.75)


def test_vectormcda_null_is_not_read_as_zero():
    frame = pd.DataFrame({"a": [1.0, None, 3]})
    with pytest.raises(InputError, match="a has no value"):
        index_of(frame, [("a", "A", "+", 1)])


def test_easy_ahp_two_criteria_need_no_division_by_zero():
    found = priorities(np.array([[1, 4], [1 / 4, 1]]))
    assert found.consistency_ratio == 0
    np.testing.assert_allclose(found.weights, [0.8, 0.2])


def test_easy_ahp_nothing_is_rounded_inside():
    matrix = np.array([[1, 3, 5], [1 / 3, 1, 3], [1 / 5, 1 / 3, 1]])
    assert priorities(matrix).lambda_max == pytest.approx(3.038511090558, abs=1e-9)


def test_pydecision_one_criterion_is_possible_and_bwm_gives_the_same_each_time():
    assert priorities(np.ones((1, 1))).weights.tolist() == [1]
    judged = np.array([1.0, 2, 8]), np.array([8.0, 5, 1])
    first, second = best_worst(*judged), best_worst(*judged)
    assert first.weights.tolist() == second.weights.tolist()
    assert first.deviation == pytest.approx(0.03571428571)


def test_arcgis_a_missing_value_does_not_silently_drop_the_unit():
    frame = pd.DataFrame({"a": [1.0, 2, 3], "b": [1.0, np.nan, 2]})
    rows = [("a", "A", "+", 1), ("b", "A", "+", 1)]
    result = index_of(frame, rows, missing={"method": "drop", "coverage": 0.5})
    assert result.units["index"].notna().all()
    assert any("1 value of 1 kelurahan" in str(step) for step in result.diagnostics.method)


def test_arcgis_indicators_may_be_normalised_differently(ca):
    from sejahtera.analysis.indices.definition.schema import definition_from_dict

    def dimension(code, field, method):
        indicators = [{"field": field, "direction": "+"}]
        return {"code": code, "normalisation": {"method": method}, "indicators": indicators}

    tree = [dimension("a", "school", "rank"), dimension("b", "water", "minmax")]
    result = composite_index(ca, definition_from_dict({"dimensions": tree}))
    assert result.normalised["school"].tolist() == pytest.approx([25, 75, 0, 100, 50])
    assert result.normalised["water"].tolist() != result.normalised["school"].tolist()
