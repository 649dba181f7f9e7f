import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.optimize import linprog
from sejahtera.analysis.composite.pipeline import composite_index
from sejahtera.analysis.composite.weighting.bod import best_multipliers, undominated
from sejahtera.analysis.definition.flat import definition_from_rows
from sejahtera.analysis.messages import InputError

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
    own = [
        -linprog(-scores[:, unit], A_ub=scores.T, b_ub=np.ones(9), method="highs").fun for unit in range(9)
    ]
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
