import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.optimize import linprog
from sejahtera.analysis.core.messages import InputError
from sejahtera.analysis.indices.composite.pipeline import composite_index
from sejahtera.analysis.indices.definition.flat import definition_from_rows
from sejahtera.analysis.indices.methods.weighting.bod import best_multipliers, undominated

A8 = np.array([[1, 0.2], [0.8, 0.7], [0.4, 1], [0.5, 0.5], [0.2, 0.3]]).T


def efficiency(scores, shares=None):
    return (best_multipliers(scores, shares) * scores).sum(axis=0)


def test_each_unit_has_the_weights_that_suit_it_best():
    np.testing.assert_allclose(efficiency(A8), [1, 1, 1, 0.6730769231, 0.3461538462], atol=1e-9)


def test_shares_may_be_bounded():
    expected = [0.6451612903, 1, 0.9756097561, 0.6730769231, 0.3461538462]
    np.testing.assert_allclose(efficiency(A8, (0.25, 0.75)), expected, atol=1e-9)


@settings(max_examples=25, deadline=None, derandomize=True)
@given(arrays(float, (3, 9), elements=st.integers(0, 6).map(float)))
def test_the_shared_optima_are_those_of_each_units_own_programme(scores):
    if not scores.max(axis=1).all():
        return
    own = [-linprog(-scores[:, unit], A_ub=scores.T, b_ub=np.ones(9), method="highs").fun for unit in range(9)]
    np.testing.assert_allclose(efficiency(scores), own, atol=1e-7)


def test_a_dominated_unit_binds_nobody():
    assert sorted(undominated(A8)) == [0, 1, 2]


def test_thousands_of_units_are_solved():
    scores = np.random.default_rng(5).random((4, 5000))
    found = efficiency(scores)
    assert found.max() == pytest.approx(1)
    assert (found > 0).all()


def test_the_index_is_the_efficiency_in_per_cent_and_contributions_sum_to_it():
    frame = pd.DataFrame(A8.T, columns=["a", "b"])
    definition = definition_from_rows(
        [("a", "A", "+", 1), ("b", "A", "+", 1)],
        weighting="bod",
        normalisation="goalposts",
        goalposts={"a": (0, 1), "b": (0, 1)},
        aggregation_dimensions="arithmetic",
    )
    result = composite_index(frame, definition)
    np.testing.assert_allclose(result.units["index"], [100, 100, 100, 67.30769231, 34.61538462])
    np.testing.assert_allclose(result.contributions.sum(axis=1), result.units["index"])


def test_bounds_of_shares_that_cannot_hold_are_refused():
    frame = pd.DataFrame(A8.T, columns=["a", "b"])
    definition = definition_from_rows(
        [("a", "A", "+", 1), ("b", "A", "+", 1)],
        weighting={"method": "bod", "shares": [0.6, 0.9]},
        aggregation_dimensions="arithmetic",
    )
    with pytest.raises(InputError, match="never make 1"):
        composite_index(frame, definition)


def test_another_mean_than_the_arithmetic_is_refused():
    frame = pd.DataFrame(A8.T, columns=["a", "b"])
    definition = definition_from_rows(
        [("a", "A", "+", 1), ("b", "A", "+", 1)], weighting="bod", aggregation="geometric"
    )
    with pytest.raises(InputError, match="choose the arithmetic mean for A"):
        composite_index(frame, definition)


def test_shares_that_must_be_held_leave_no_unit_at_zero_under_minmax():
    frame = pd.DataFrame(A8.T, columns=["a", "b"])
    definition = definition_from_rows(
        [("a", "A", "+", 1), ("b", "A", "+", 1)],
        weighting={"method": "bod", "shares": [0.25, 0.75]},
        aggregation_dimensions={"method": "arithmetic"},
    )
    result = composite_index(frame, definition)
    assert result.normalised.min().min() == 1
    assert (result.units["index"] > 0).all()


def programme(scores, unit, shares):
    """Return the efficiency of a unit over the children that it has, None where it has no solution.

    Written in amounts z = v y and their sum S, of every other unit a limit; another form than the plugin's.
    """
    low, high = shares
    rows = np.flatnonzero(~np.isnan(scores[:, unit]))
    own, others = scores[rows, unit], np.nan_to_num(scores[rows]).T
    n = rows.size
    if high * n < 1:
        return None
    total = np.r_[np.ones(n), -1.0]
    at_least = np.column_stack([-np.eye(n), np.full(n, low)])
    at_most = np.column_stack([np.eye(n), np.full(n, -high)])
    within = np.column_stack([others / own, np.zeros(len(others))])
    found = linprog(
        np.r_[np.zeros(n), -1.0],
        A_ub=np.vstack([at_least, at_most, within]),
        b_ub=np.r_[np.zeros(2 * n), np.ones(len(others))],
        A_eq=total[None],
        b_eq=[0.0],
        method="highs",
    )
    return -found.fun


@pytest.mark.defect("A1")
@settings(max_examples=40, deadline=None, derandomize=True)
@given(
    arrays(float, (4, 8), elements=st.integers(1, 6).map(float)),
    arrays(bool, (4, 8), elements=st.sampled_from([True, False, False, False])),
    st.sampled_from([(0.0, 1.0), (0.1, 0.4), (0.2, 0.6), (0.25, 0.25), (0.0, 0.5)]),
)
def test_with_bounds_a_unit_is_judged_by_the_indicators_that_it_has(scores, gaps, shares):
    scores[gaps] = np.nan
    if np.isnan(scores).all(axis=0).any():
        return
    found = best_multipliers(scores, shares)
    for unit in range(8):
        expected = programme(scores, unit, shares)
        if expected is None:
            assert np.isnan(found[:, unit]).all()
            continue
        parts = np.nan_to_num(scores[:, unit]) * found[:, unit]
        assert parts.sum() == pytest.approx(expected, abs=1e-6)
        here = ~np.isnan(scores[:, unit])
        assert (parts[here] >= shares[0] * parts.sum() - 1e-6).all()
        assert (parts[here] <= shares[1] * parts.sum() + 1e-6).all()


def bounded(shares):
    return definition_from_rows(
        [(name, "A", "+", 1) for name in "abcd"],
        weighting={"method": "bod", "shares": shares},
        aggregation_dimensions={"method": "arithmetic"},
        missing={"method": "drop", "coverage": 0.4},
    )


@pytest.fixture
def with_a_gap():
    """The best kelurahan of six, which lacks one of four indicators."""
    values = np.array([[9, 9, 9, np.nan], [8, 7, 6, 8], [5, 6, 7, 5], [3, 4, 2, 4], [2, 1, 3, 2], [1, 2, 1, 1.0]])
    return pd.DataFrame(values, columns=list("abcd"), index=list("uvwxyz"))


@pytest.mark.defect("A1")
def test_the_best_kelurahan_stays_the_best_though_it_lacks_an_indicator(with_a_gap):
    units = composite_index(with_a_gap, bounded([0.1, 0.4])).units
    assert units.loc["u", "index"] == pytest.approx(100)
    assert units.loc["u", "rank"] == 1
    assert (units["index"] > 0).all()


@pytest.mark.defect("A1")
def test_too_few_indicators_for_the_shares_are_refused_with_the_kelurahan(with_a_gap):
    with_a_gap.loc["u", ["b", "d"]] = np.nan
    with pytest.raises(InputError, match="In u too few parts of A have a value"):
        composite_index(with_a_gap, bounded([0.1, 0.4]))


def test_a_kelurahan_that_has_no_index_anyway_stands_in_nobodys_way(with_a_gap):
    with_a_gap.loc["u", ["b", "c", "d"]] = np.nan
    result = composite_index(with_a_gap, bounded([0.1, 0.4]))
    assert np.isnan(result.units.loc["u", "index"])
    assert result.units["index"].notna().sum() == 5
    assert result.weights.query("level == 2")["weight"].sum() == pytest.approx(1)
