"""Kelurahan that have an index in some draws only are counted and named, and disturb nobody."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sejahtera.analysis.indices.composite.ranking import rank_matrix, ranks
from sejahtera.analysis.indices.definition.flat import definition_from_rows
from sejahtera.analysis.indices.definition.schema import definition_from_dict
from sejahtera.analysis.indices.robustness.assumptions import Assumptions
from sejahtera.analysis.indices.robustness.ranking import keep_places
from sejahtera.analysis.indices.robustness.robustness import index_robustness

from .city import ROWS


@pytest.fixture
def one_indicator(city):
    """The city where one kelurahan has a single indicator, and what ranks it all the same."""
    city.iloc[4, 1:] = np.nan
    return city, definition_from_rows(ROWS, missing={"method": "drop", "coverage": 0.0})


@pytest.mark.defect("A3")
@pytest.mark.parametrize("seed", range(6))
def test_a_kelurahan_with_one_indicator_has_an_interval_over_the_draws_that_rank_it(one_indicator, seed):
    result = index_robustness(*one_indicator, Assumptions(), draws=400, seed=seed)
    row = result.units.loc[104]
    assert 300 < row["rank_draws"] < 400
    assert (result.units["rank_draws"].drop(104) == 400).all()
    assert row.notna().all()
    assert np.isfinite(result.shift)
    assert result.dropped["shift"].notna().all()
    assert result.failed == 0
    warning = str(result.diagnostics.warnings[0])
    assert "In some draws these lack the indicators for an index" in warning
    assert "104" in warning


@pytest.mark.defect("A3")
def test_all_runs_give_the_sobol_indices_over_the_kelurahan_that_every_draw_ranks(one_indicator):
    result = index_robustness(*one_indicator, Assumptions(), draws=1000)
    assert (result.sensitivities["runs"] == 500).all()
    assert dict(result.sensitivities.groupby("output")["units"].max()) == {"ranks": 19, "shift": 20}
    assert any("19 of 20 kelurahan" in str(step) for step in result.diagnostics.method)


@pytest.mark.defect("A3")
def test_a_kelurahan_that_few_draws_rank_has_no_interval_and_is_named(city):
    # of all the weights there are four in ten give a, which it has, at least 0.6
    city.loc[104, "b"] = np.nan
    definition = definition_from_rows(
        [("a", "x", "+", 0.6), ("b", "x", "+", 0.4)], missing={"method": "drop", "coverage": 0.6}
    )
    result = index_robustness(city, definition, Assumptions(weights="any", leave_one_out=False), draws=1000)
    row = result.units.loc[104]
    assert row["rank_draws"] == pytest.approx(400, abs=60)
    assert row[["rank_median", "rank_low", "rank_high", "rank_share_top", "rank_share_bottom"]].isna().all()
    assert result.units["rank_median"].notna().sum() == 19
    warning = str(result.diagnostics.warnings[0])
    assert "In fewer than half of the draws" in warning
    assert "104" in warning


@pytest.mark.defect("A3")
def test_nobody_moves_up_where_another_has_no_index_in_a_draw():
    ranks_of_draws = np.array([[1, 0, 2, 3], [2, 1, 4, 3], [0, 0, 0, 0], [2, 1, 0, 2]], dtype=np.uint16)
    keep_places(ranks_of_draws, np.array([1.0, 2.0, 3.0, 4.0]))
    assert ranks_of_draws.tolist() == [[1, 0, 3, 4], [2, 1, 4, 3], [0, 0, 0, 0], [2, 1, 0, 2]]


@pytest.mark.defect("A3")
@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 4), min_size=2, max_size=9), st.data())
def test_whoever_has_no_index_the_others_have_their_nominal_ranks_where_nothing_else_moves(values, data):
    index = np.array(values, dtype=float)
    gone = data.draw(st.lists(st.booleans(), min_size=index.size, max_size=index.size).map(np.array))
    drawn = rank_matrix(np.where(gone, np.nan, index)[None])
    keep_places(drawn, ranks(index))
    np.testing.assert_array_equal(drawn[0], np.where(gone, 0, ranks(index)))


@pytest.mark.defect("A3")
def test_draws_that_leave_everybody_short_of_the_coverage_have_failed_and_say_why(city):
    city.loc[:110, "b"] = np.nan
    city.loc[111:, "a"] = np.nan
    definition = definition_from_rows(
        [("a", "x", "+", 0.5), ("b", "x", "+", 0.5)], missing={"method": "drop", "coverage": 0.5}
    )
    assumptions = Assumptions(weights="any", leave_one_out=False, missing=("mean",))
    definition = replace(definition, missing=replace(definition.missing, coverage=0.5))
    result = index_robustness(city, definition, assumptions, draws=400)
    assert result.failed == 0  # one of the two always weighs half or more
    assert (result.units["rank_draws"] < 400).all()
    assert np.isnan(result.sensitivities.query("output == 'ranks'")["total"]).all()
    harder = replace(definition, missing=replace(definition.missing, method="mean", coverage=0.7))
    result = index_robustness(city, harder, replace(assumptions, missing=("drop",)), draws=400)
    assert result.failed == result.failures["draws"].sum() > 40
    assert "lower the required coverage" in str(result.failures.loc[0, "why"])


@pytest.mark.defect("A3")
def test_an_error_that_no_method_takes_costs_its_own_draw_alone(city):
    rows = [{"field": name, "direction": "+"} for name in "ab"]
    rows[0]["goalposts"] = [0, float(city["a"].min()) + 0.5]
    definition = definition_from_dict(
        {"normalisation": {"method": "distance"}, "dimensions": [{"code": "x", "indicators": rows}]}
    )
    result = index_robustness(city, definition, Assumptions(weights="share", leave_one_out=False, error=0.1), draws=200)
    assert 0 < result.failed < 150
    assert "at or beyond its target" in str(result.failures.loc[0, "why"])
