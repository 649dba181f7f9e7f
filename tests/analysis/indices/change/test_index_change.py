import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sejahtera.analysis.core.messages import InputError
from sejahtera.analysis.indices.change.index_change import index_change
from sejahtera.analysis.indices.change.noise import rank_noise
from sejahtera.analysis.indices.change.series_breaks import series_breaks
from sejahtera.analysis.indices.definition.schema import definition_from_dict


def make(**changes):
    indicators = [{"field": f, "direction": d} for f, d in (("school", "+"), ("poor", "-"))]
    more = [{"field": f, "direction": d} for f, d in (("water", "+"), ("crowd", "-"))]
    content = {
        "dimensions": [{"code": "people", "indicators": indicators}, {"code": "place", "indicators": more}],
        "aggregation": {"within": {"method": "arithmetic"}, "across": {"method": "arithmetic"}},
        **changes,
    }
    return definition_from_dict(content)


@pytest.fixture
def years():
    random = np.random.default_rng(3)
    units = [f"k{i:02d}" for i in range(30)]
    before = pd.DataFrame(random.uniform(1, 10, (30, 4)), columns=["school", "poor", "water", "crowd"], index=units)
    return before, before + random.normal(0, 0.5, (30, 4))


@pytest.mark.parametrize("across", ["arithmetic", "geometric", "mazziotta_pareto"])
def test_what_indicators_and_dimensions_add_sums_to_the_change_exactly(years, across):
    from sejahtera.analysis.indices.methods.aggregation import AGGREGATIONS

    if across not in AGGREGATIONS:
        across = next(code for code in AGGREGATIONS if "mazziotta" in code or "mpi" in code)
    definition = make(
        normalisation={"method": "minmax", "scale": [1, 100]},
        aggregation={"within": {"method": "arithmetic"}, "across": {"method": across}},
    )
    result = index_change(*years, definition, draws=9)
    np.testing.assert_allclose(result.contributions.sum(axis=1), result.units["change"], atol=1e-9)
    dimensions = result.units["contribution_people"] + result.units["contribution_place"]
    np.testing.assert_allclose(dimensions, result.units["change"], atol=1e-9)


def test_both_years_share_their_goalposts(years):
    """All kelurahan gain the same: bounds of each year by itself would show no change at all."""
    before, _ = years
    result = index_change(before, before.assign(school=before["school"] + 1), make(), draws=0)
    assert (result.units["change"] > 0).all()
    assert np.ptp(result.units["change"]) == pytest.approx(0, abs=1e-9)
    assert (result.units["change_rank"] == 0).all()


def test_the_years_may_be_in_any_order_of_rows(years):
    before, after = years
    shuffled = after.sample(frac=1, random_state=1)
    pd.testing.assert_frame_equal(
        index_change(before, shuffled, make(), draws=9).units, index_change(before, after, make(), draws=9).units
    )


def test_turning_the_years_round_turns_the_change_round(years):
    before, after = years
    there, back = (index_change(*pair, make(), draws=0).units for pair in ((before, after), (after, before)))
    np.testing.assert_allclose(there["change"], -back["change"], atol=1e-9)
    assert (there["change_rank"] == -back["change_rank"]).all()


def test_a_unit_of_one_year_is_left_out_and_named(years):
    before, after = years
    result = index_change(before.drop("k03"), after, make(), draws=0)
    assert "k03" not in result.units.index
    assert "k03" in str(result.diagnostics.warnings[0])
    with pytest.raises(InputError, match="in both years"):
        index_change(before, after.set_axis([f"x{i}" for i in range(30)]), make())


def test_a_repeated_unit_is_refused(years):
    before, after = years
    with pytest.raises(InputError, match="more than once in after: k00"):
        index_change(before, pd.concat([after, after.iloc[:1]]), make())


def test_a_gain_in_all_indicators_is_beyond_noise_and_a_gain_in_one_is_not(years):
    before, _ = years
    everywhere, single = before.copy(), before.copy()
    place = before.index[10]
    everywhere.loc[place] = [10, 1, 10, 1]
    before.loc[place] = [1, 10, 1, 10]
    single.loc[place] = [10, 10, 1, 10]
    assert index_change(before, everywhere, make()).units.loc[place, "beyond_noise"]
    row = index_change(before, single, make()).units.loc[place]
    assert row["change"] > 0
    assert not row["beyond_noise"]


def test_noise_is_the_same_for_the_same_seed(years):
    before, after = years
    one, again = (rank_noise(before, after, True, 99, 7, 0.9) for _ in range(2))
    np.testing.assert_array_equal(one.low, again.low)
    assert (one.low <= one.high).all()


def test_an_indicator_missing_in_one_year_gives_no_index_under_refuse(years):
    before, after = years
    after["water"] = np.nan
    with pytest.raises(InputError):
        index_change(before, after, make())


def test_breaks_of_a_series_are_told_by_their_sign(years):
    before, after = years
    broken = after.assign(school=before["school"] + 8, poor=before["poor"] * 100, water=before["water"], crowd=np.nan)
    found = {one.field: one.sign for one in series_breaks(before, broken, list(before.columns))}
    assert found == {"school": "shift", "poor": "unit", "water": "copied", "crowd": "absent"}
    assert series_breaks(before, after, list(before.columns)) == []
    assert "factor of 100" in str(series_breaks(before, broken, ["poor"])[0].message)


@pytest.fixture
def gaps(years):
    """A year in which nothing changed, but for what each test takes away; gaps are left out."""
    before, _ = years
    return before, before.copy(), make(missing={"method": "drop", "coverage": 0.5})


@pytest.mark.defect("A10")
@pytest.mark.parametrize("side", [0, 1])
def test_a_value_that_one_year_lacks_becomes_no_change(gaps, side):
    pair, definition = gaps[:2], gaps[2]
    pair[side].loc["k04", "school"] = np.nan
    result = index_change(*pair, definition, draws=0)
    assert result.units.loc["k04", "change"] == pytest.approx(0, abs=1e-9)
    np.testing.assert_allclose(result.units["change"], 0, atol=1e-9)
    assert (result.units["change_rank"] == 0).all()
    assert result.units["indicators_compared"].tolist() == [3 if u == "k04" else 4 for u in pair[0].index]
    (told,) = (str(one) for one in result.diagnostics.warnings if "lack values in a year" in str(one))
    assert "1 kelurahan" in told
    assert "3 to 3 of 4 indicators" in told
    assert "k04" in told


@pytest.mark.defect("A10")
def test_the_change_is_that_of_the_indicators_of_both_years_by_hand():
    """Three of a kelurahan's four indicators are in both years: a third of a half of each, re-weighted."""
    before = pd.DataFrame(
        {"school": [0.0, 8, 10], "poor": [10.0, 5, 0], "water": [0.0, 5, 10], "crowd": [10.0, 5, 0]},
        index=["a", "b", "c"],
    )
    after = before.copy()
    after.loc["b", "school"] = np.nan
    after.loc["b", ["poor", "water"]] = [4.0, 6.0]
    result = index_change(before, after, make(missing={"method": "drop", "coverage": 0.5}), draws=0)
    # people is poor alone: 50 -> 60; place is the mean of water 50 -> 60 and crowd 50 -> 50
    row = result.units.loc["b"]
    assert row["index_before"] == pytest.approx(50)
    assert row["index_after"] == pytest.approx((60 + 55) / 2)
    assert row["contribution_people"] == pytest.approx(5)
    assert row["contribution_place"] == pytest.approx(2.5)


@pytest.mark.defect("A10")
@pytest.mark.parametrize("side", [0, 1])
def test_a_kelurahan_without_an_index_in_a_year_moves_nobody_else(gaps, side):
    pair, definition = gaps[:2], gaps[2]
    best = index_change(*pair, definition, draws=0).units["rank_before"].idxmin()
    pair[side].loc[best] = np.nan
    result = index_change(*pair, definition, draws=0)
    others = result.units.drop(best)
    assert (others["change_rank"] == 0).all()
    assert sorted(others["rank_before"]) == list(range(1, 30))
    assert result.units.loc[best].drop(["indicators_compared", "beyond_noise"]).isna().all()
    assert result.diagnostics.n == 29
    assert result.diagnostics.missing == 1
    assert any(f"No change for {best}" in str(one) for one in result.diagnostics.warnings)


@pytest.mark.defect("A10")
@pytest.mark.parametrize("method", ["drop", "mean", "median"])
def test_an_indicator_that_a_year_lacks_is_left_out_of_both(years, method):
    before, _ = years
    after = before.assign(school=before["school"] + 0.5, water=np.nan)
    definition = make(missing={"method": method, "coverage": 0.4})
    result = index_change(before, after, definition, draws=0)
    assert (result.units["change"] > 0).all()
    assert "water" not in result.contributions
    parts = result.units[["contribution_people", "contribution_place"]].sum(axis=1)
    np.testing.assert_allclose(parts, result.units["change"], atol=1e-9)
    told = [str(one) for one in result.diagnostics.warnings if "water" in str(one)]
    assert told == ["water has no value in after and was left out of both years."]
    assert [one.sign for one in result.breaks if one.field == "water"] == ["absent"]


@pytest.mark.defect("A10")
def test_a_dimension_that_a_year_lacks_adds_nothing(gaps):
    before, after, definition = gaps
    after[["water", "crowd"]] = np.nan
    result = index_change(before, after, definition, draws=0)
    assert (result.units["contribution_place"] == 0).all()
    np.testing.assert_allclose(result.units["change"], 0, atol=1e-9)


@pytest.mark.defect("A10")
@pytest.mark.parametrize("method", ["mean", "median", "group"])
def test_what_is_filled_is_filled_in_both_years(gaps, method):
    before, after, _ = gaps
    after.loc["k04", "school"] = np.nan
    groups = pd.Series(["a", "b"] * 15, index=before.index)
    result = index_change(before, after, make(missing={"method": method}), groups=groups, draws=0)
    np.testing.assert_allclose(result.units["change"], 0, atol=1e-9)


@pytest.mark.defect("A10")
def test_neighbours_fill_gaps_within_each_year(gaps):
    from scipy.sparse import csr_matrix

    before, after, _ = gaps
    chain = csr_matrix(np.eye(30, k=1) + np.eye(30, k=-1))
    after = after + 1.0
    after.loc["k04", "school"] = np.nan
    definition = make(missing={"method": "neighbours"})
    result = index_change(
        before, after.sample(frac=1, random_state=1), definition, neighbours=_shuffled(chain), draws=0
    )
    filled = result.pooled.imputed.set_index("unit")["after"]
    expected = before.loc[["k03", "k05"], "school"].mean()
    assert filled[("before", "k04")] == pytest.approx(expected)
    assert filled[("after", "k04")] == pytest.approx(expected + 1)


def _shuffled(chain):
    order = pd.Series(range(30)).sample(frac=1, random_state=1).to_numpy()
    return chain[order][:, order]


@pytest.mark.defect("A10")
def test_a_denominator_that_a_year_lacks_takes_its_indicator_from_both(gaps):
    before, after, _ = gaps
    indicators = [{"field": "poor", "direction": "-", "denominator": "crowd"}, {"field": "school", "direction": "+"}]
    definition = make(
        dimensions=[{"code": "people", "indicators": indicators}], missing={"method": "drop", "coverage": 0.4}
    )
    after.loc["k04", "crowd"] = np.nan
    result = index_change(before, after, definition, draws=0)
    np.testing.assert_allclose(result.units["change"], 0, atol=1e-9)
    assert result.units.loc["k04", "indicators_compared"] == 1


@pytest.mark.defect("A10")
def test_judgements_do_not_survive_an_indicator_that_a_year_lacks(gaps):
    before, after, _ = gaps
    after["poor"] = np.nan
    indicators = [{"field": f, "direction": "+"} for f in ("school", "poor", "water")]
    judged = {"method": "ahp", "pairwise": [[1, 2, 4], [0.5, 1, 2], [0.25, 0.5, 1]]}
    definition = make(
        dimensions=[{"code": "people", "indicators": indicators, "weighting": judged}], missing={"method": "drop"}
    )
    with pytest.raises(InputError, match="people, whose parts experts compared"):
        index_change(before, after, definition, draws=0)


def test_years_without_an_indicator_in_common_are_refused(gaps):
    before, after, definition = gaps
    before[["school", "poor"]] = np.nan
    after[["water", "crowd"]] = np.nan
    with pytest.raises(InputError, match="No indicator has values in both years"):
        index_change(before, after, definition, draws=0)


@pytest.mark.defect("A10")
@settings(max_examples=40, deadline=None)
@given(
    holes=st.lists(st.tuples(st.integers(0, 1), st.integers(0, 11), st.integers(0, 3)), max_size=14),
    seed=st.integers(0, 99),
)
def test_no_gap_becomes_a_change(holes, seed):
    """Both years hold the same values; whatever either lacks, nobody rises, falls or wins a place."""
    values = np.random.default_rng(seed).uniform(1, 10, (12, 4))
    years = [pd.DataFrame(values, columns=["school", "poor", "water", "crowd"]) for _ in range(2)]
    for year, row, column in holes:
        years[year] = years[year].mask(np.equal.outer(range(12), [row] * 4) & (np.arange(4) == column))
    units = index_change(*years, make(missing={"method": "drop", "coverage": 0.5}), draws=0).units
    known = units["change"].notna()
    np.testing.assert_allclose(units.loc[known, "change"], 0, atol=1e-9)
    assert (units.loc[known, "change_rank"] == 0).all()
    assert units.loc[~known, ["rank_before", "rank_after"]].isna().all(axis=None)
