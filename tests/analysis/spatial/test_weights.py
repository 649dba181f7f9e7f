import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sejahtera.analysis.core.messages import InputError
from sejahtera.analysis.spatial.weights.derived import connect_islands, higher_order
from sejahtera.analysis.spatial.weights.distance import distance_band, inverse_distance, kernel, knn, minimum_band
from sejahtera.analysis.spatial.weights.kernels import KERNELS
from sejahtera.analysis.spatial.weights.weights import from_pairs

from .maps import pair_set, rook_lattice

LINE = np.array([(0, 0), (1, 0), (3, 0), (7, 0)], float)


def test_rows_sum_to_one_and_islands_stay_empty():
    weights = from_pairs([(0, 1), (1, 2)], 4, kind="rook").row_standardised()
    assert np.asarray(weights.matrix.sum(axis=1)).ravel().tolist() == [1, 1, 1, 0]
    assert weights.histogram() == {0: 1, 1: 2, 2: 1}


def test_components_count_islands_too():
    count, part = from_pairs([(0, 1), (2, 3)], 5, kind="rook").components()
    assert count == 3
    assert part[0] == part[1] != part[2]


def test_units_that_leave_are_nobodys_neighbours_and_rows_are_standardised_again():
    weights = from_pairs([(0, 1), (1, 2), (2, 0)], 3, kind="rook").row_standardised()
    left = weights.subset(np.array([True, True, False]))
    assert left.matrix.toarray().tolist() == [[0, 1], [1, 0]]


def test_a_unit_counts_as_much_as_a_neighbour_for_itself():
    weights = from_pairs([(0, 1), (1, 2)], 4, kind="rook")
    assert weights.with_self().toarray().tolist() == [[1, 1, 0, 0], [1, 1, 1, 0], [0, 1, 1, 0], [0, 0, 0, 0]]
    np.testing.assert_allclose(weights.row_standardised().with_self().toarray()[1], [1 / 3, 1 / 3, 1 / 3, 0])


def test_an_unknown_style_is_refused():
    with pytest.raises(InputError, match="not a known style"):
        rook_lattice(2, 2).styled("columns")


def test_nearest_neighbours_by_hand():
    weights = knn(LINE, 1)
    assert weights.matrix.toarray().tolist() == [[0, 1, 0, 0], [1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0]]
    assert not weights.symmetric


def test_equal_distances_go_to_the_point_that_comes_first():
    grid = np.array([(x, y) for y in range(5) for x in range(5)], float)
    assert knn(grid, 2).matrix.indices.reshape(-1, 2)[12].tolist() == [7, 11]


def test_points_at_the_same_place_are_neighbours_and_warned_of():
    places = np.array([(0, 0)] * 15 + [(5, 5), (6, 6)], float)
    weights = knn(places, 3)
    assert (weights.cardinalities == 3).all()
    assert weights.matrix.diagonal().sum() == 0
    assert "14 places" in str(weights.warnings[0])


def test_a_point_without_a_place_is_an_island():
    places = np.array([(0, 0), (np.nan, np.nan), (1, 0), (0, 1)])
    weights = knn(places, 1)
    assert weights.islands.tolist() == [False, True, False, False]
    assert 1 not in weights.matrix.indices


@pytest.mark.parametrize("k", [0, 4, 10, -1])
def test_k_must_be_below_the_number_of_places(k):
    with pytest.raises(InputError, match="from 1 to 3"):
        knn(LINE, k)


@pytest.mark.parametrize("build", [knn, distance_band, inverse_distance, kernel, minimum_band])
def test_two_places_have_no_map_of_neighbours(build):
    with pytest.raises(InputError, match="at least three"):
        build(LINE[:2])


@pytest.mark.parametrize("distance", [0.0, -5.0, np.nan, np.inf])
@pytest.mark.parametrize("build", [distance_band, inverse_distance])
def test_a_distance_must_be_positive(build, distance):
    with pytest.raises(InputError, match="positive"):
        build(LINE, distance)


def test_the_minimum_band_leaves_no_island_and_a_hair_less_does():
    rng = np.random.default_rng(3)
    places = rng.random((200, 2))
    band = minimum_band(places)
    assert not distance_band(places, band).islands.any()
    assert distance_band(places, band * 0.999).islands.any()


def test_a_band_that_connects_too_many_pairs_is_refused_before_it_fills_the_memory():
    places = np.random.default_rng(1).random((8000, 2))
    with pytest.raises(InputError, match="smaller"):
        distance_band(places, 2.0)


def test_inverse_distance_refuses_points_at_the_same_place():
    with pytest.raises(InputError, match="same place"):
        inverse_distance(np.array([(0, 0), (0, 0), (1, 1)], float), 5)


def test_inverse_distance_by_hand():
    weights = inverse_distance(LINE, 4, power=2)
    assert weights.matrix[2].toarray().ravel().tolist() == [1 / 9, 1 / 4, 0, 1 / 16]
    assert weights.with_self()[2, 2] == 1 / 4


@pytest.mark.parametrize("function", KERNELS)
def test_a_kernel_counts_the_unit_itself_at_distance_zero(function):
    weights = kernel(LINE, function, bandwidth=5)
    at_zero = KERNELS[function].function(np.zeros(1))[0]
    assert weights.matrix.diagonal().sum() == 0
    assert weights.with_self()[0, 0] == at_zero


def test_a_kernel_takes_a_bandwidth_or_a_number_of_neighbours():
    with pytest.raises(InputError, match="not both"):
        kernel(LINE, bandwidth=3, k=2)


def test_higher_orders_of_a_row_of_units():
    row = rook_lattice(1, 6)
    assert pair_set(higher_order(row, 2)) == {(0, 2), (1, 3), (2, 4), (3, 5)}
    assert pair_set(higher_order(row, 2, lower=True)) == pair_set(row) | pair_set(higher_order(row, 2))
    assert len(higher_order(row, 9).pairs) == 0
    with pytest.raises(InputError, match="1 or more"):
        higher_order(row, 0)


def test_islands_are_joined_both_ways_to_their_nearest_and_others_stay():
    weights = from_pairs([(0, 1)], 4, kind="queen")
    joined = connect_islands(weights, LINE, 1)
    assert pair_set(joined) == {(0, 1), (1, 2), (2, 3)}
    assert joined.symmetric
    assert joined.facts["joined_islands"].tolist() == [2, 3]
    with pytest.raises(InputError, match="binary"):
        connect_islands(weights.row_standardised(), LINE, 1)


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10**6), n=st.integers(5, 60), k=st.integers(1, 4))
def test_nearest_neighbours_are_those_of_a_full_table_of_distances(seed, n, k):
    places = np.random.default_rng(seed).integers(0, 12, (n, 2)).astype(float)
    distance = np.hypot(*(places[:, None] - places[None]).transpose(2, 0, 1))
    np.fill_diagonal(distance, np.inf)
    weights = knn(places, k)
    chosen = distance[np.repeat(np.arange(n), k), weights.matrix.indices].reshape(n, k)
    np.testing.assert_allclose(np.sort(chosen), np.sort(distance)[:, :k])


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_bands_and_inverse_distances_are_symmetric(seed):
    places = np.random.default_rng(seed).random((30, 2))
    for weights in (distance_band(places), inverse_distance(places), kernel(places)):
        assert weights.symmetric
        assert abs(weights.matrix - weights.matrix.T).max() < 1e-12
