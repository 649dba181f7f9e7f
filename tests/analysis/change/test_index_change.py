import numpy as np
import pandas as pd
import pytest
from sejahtera.analysis.change.index_change import index_change
from sejahtera.analysis.change.noise import rank_noise
from sejahtera.analysis.change.series_breaks import series_breaks
from sejahtera.analysis.definition.schema import definition_from_dict
from sejahtera.analysis.messages import InputError


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
    before = pd.DataFrame(
        random.uniform(1, 10, (30, 4)), columns=["school", "poor", "water", "crowd"], index=units
    )
    return before, before + random.normal(0, 0.5, (30, 4))


@pytest.mark.parametrize("across", ["arithmetic", "geometric", "mazziotta_pareto"])
def test_what_indicators_and_dimensions_add_sums_to_the_change_exactly(years, across):
    from sejahtera.analysis.composite.aggregation import AGGREGATIONS

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
        index_change(before, shuffled, make(), draws=9).units,
        index_change(before, after, make(), draws=9).units,
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
    broken = after.assign(
        school=before["school"] + 8, poor=before["poor"] * 100, water=before["water"], crowd=np.nan
    )
    found = {one.field: one.sign for one in series_breaks(before, broken, list(before.columns))}
    assert found == {"school": "shift", "poor": "unit", "water": "copied", "crowd": "absent"}
    assert series_breaks(before, after, list(before.columns)) == []
    assert "factor of 100" in str(series_breaks(before, broken, ["poor"])[0].message)
