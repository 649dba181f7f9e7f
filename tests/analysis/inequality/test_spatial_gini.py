import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sejahtera.analysis.core.messages import InputError
from sejahtera.analysis.inequality.spatial_gini import spatial_gini

LINE = np.array([[0, 1], [1, 2], [2, 3]])
GRID = np.array(
    [[3 * r + c, 3 * r + c + 1] for r in range(3) for c in range(2)]
    + [[3 * r + c, 3 * r + c + 3] for r in range(2) for c in range(3)]
)
CHECKERS = np.array([1, 9, 1, 9, 1, 9, 1, 9, 1.0])


@pytest.mark.parametrize(
    ("values", "pairs", "expected"),
    [
        ([1, 2, 3, 6], LINE, (0.3333333333, 0.1041666667, 0.2291666667, 0.6875, 2.2)),
        ([1, 6, 2, 3], LINE, (0.3333333333, 0.2083333333, 0.125, 0.375, 0.6)),
        (range(1, 10), GRID, (0.2962962963, 0.05925925926, 0.237037037, 0.8, 2)),
        (CHECKERS, GRID, (0.433604336, 0.2601626016, 0.1734417344, 0.4, 0.3333333333)),
    ],
)
def test_parts_share_and_polarisation_equal_their_reference_values(values, pairs, expected):
    result = spatial_gini(np.array(values, float), pairs, 0)
    found = (result.gini, result.near, result.far, result.far_share, result.polarisation)
    np.testing.assert_allclose(found, expected, rtol=2e-9)


def test_p_is_small_where_neighbours_are_alike_and_large_where_they_differ():
    assert spatial_gini(np.arange(1.0, 10), GRID, 999).p < 0.05
    assert spatial_gini(CHECKERS, GRID, 999).p > 0.95


def test_p_counts_ties_and_the_observed_order_itself():
    result = spatial_gini(np.array([5, 5, 5, 5.0]), LINE, 99)
    assert result.p == 1.0
    assert np.isnan([result.far_share, result.polarisation]).all()


def test_p_approaches_the_exact_share_of_all_orders():
    from itertools import permutations

    x = np.array([1, 2, 4, 8, 16.0])
    pairs = np.array([[0, 1], [1, 2], [2, 3], [3, 4]])
    near = [np.abs(np.diff(np.array(order))).sum() for order in permutations(x)]
    exact = np.mean(np.array(near) <= np.abs(np.diff(x)).sum() + 1e-9)
    assert spatial_gini(x, pairs, 9999).p == pytest.approx(exact, abs=0.01)


def test_a_pair_given_in_both_directions_counts_once():
    both = np.vstack([LINE, LINE[:, ::-1], LINE])
    x = np.array([1, 2, 3, 6.0])
    assert spatial_gini(x, both, 0).near == spatial_gini(x, LINE, 0).near


def test_a_unit_without_a_value_leaves_with_its_pairs():
    result = spatial_gini(np.array([1, np.nan, 2, 3.0]), LINE, 0)
    assert result.diagnostics.missing == 1
    assert result.near == spatial_gini(np.array([1, 2, 3.0]), np.array([[1, 2]]), 0).near


def test_the_same_seed_gives_the_same_p():
    x = np.array([1, 2, 3, 6.0])
    assert spatial_gini(x, LINE, 99, seed=4).p == spatial_gini(x, LINE, 99, seed=4).p


def test_a_mean_of_zero_is_refused():
    with pytest.raises(InputError, match="above 0"):
        spatial_gini(np.zeros(4), LINE)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.floats(0.1, 1e4), min_size=9, max_size=9).map(np.array))
def test_near_and_far_sum_to_gini(x):
    result = spatial_gini(x, GRID, 0)
    assert result.near + result.far == pytest.approx(result.gini, rel=1e-9, abs=1e-12)
