"""The shared samples must be what a naive conditional permutation is, draw for draw and in distribution."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sejahtera.analysis.spatial.permutation import sums
from sejahtera.analysis.spatial.permutation.draws import Draws
from sejahtera.analysis.spatial.permutation.engine import neighbour_sums, squared_differences
from sejahtera.analysis.spatial.weights.distance import kernel, knn
from sejahtera.analysis.spatial.weights.weights import from_pairs

from .maps import rook_lattice


def naive(values, matrix, permutations, seed, statistic):
    """Count draw by draw: the first k of a sample, where i is among them the next in its place."""
    n = matrix.shape[0]
    card = np.diff(matrix.indptr)
    sample = Draws(seed).samples(permutations, min(card.max() + 1, n), n)
    at_least, at_most = np.zeros((2, n), int)
    for i in np.flatnonzero(card):
        row = matrix[i]
        real = statistic(values[i], row.data, values[row.indices])
        for p in range(permutations):
            drawn = sample[: card[i], p].copy()
            drawn[drawn == i] = sample[card[i], p] if card[i] < n else -1
            random = statistic(values[i], row.data, values[drawn])
            at_least[i] += random >= real - 1e-9
            at_most[i] += random <= real + 1e-9
    return at_least, at_most


def weighted_sum(own, weights, others):
    return weights @ others[:, 0]


def weighted_squares(own, weights, others):
    return weights @ ((others - own) ** 2).sum(axis=1)


def maps(seed):
    """Weights of each kind that the engine treats in its own way, with an island."""
    points = np.random.default_rng(seed).random((20, 2))
    lattice = rook_lattice(4, 5)
    pairs = lattice.pairs
    holed = from_pairs(pairs[(pairs != 7).all(axis=1)], 20, kind="rook")
    return [lattice.matrix, holed.row_standardised().matrix, knn(points, 5).matrix, kernel(points, k=6).matrix]


@pytest.mark.parametrize("number", range(4))
def test_shared_sums_are_those_of_the_naive_computation(number):
    matrix = maps(1)[number]
    values = np.random.default_rng(2).integers(0, 6, (20, 1)).astype(float)
    counts = neighbour_sums(values[:, 0], matrix, 200, 7)
    at_least, at_most = naive(values, matrix, 200, 7, weighted_sum)
    assert counts.at_least.tolist() == at_least.tolist()
    assert counts.at_most.tolist() == at_most.tolist()


@pytest.mark.parametrize("number", range(4))
@pytest.mark.parametrize("variables", [1, 3])
def test_shared_squares_are_those_of_the_naive_computation(number, variables):
    matrix = maps(1)[number]
    values = np.random.default_rng(2).integers(0, 6, (20, variables)).astype(float)
    counts = squared_differences(values, matrix, 200, 7)
    at_least, at_most = naive(values, matrix, 200, 7, weighted_squares)
    assert counts.at_least.tolist() == at_least.tolist()
    assert counts.at_most.tolist() == at_most.tolist()


@pytest.mark.parametrize("matrix", maps(3), ids=["binary", "row", "knn", "kernel"])
def test_blocks_do_not_change_the_counts(matrix, monkeypatch):
    values = np.random.default_rng(4).normal(size=20)
    whole = neighbour_sums(values, matrix, 300, 1), squared_differences(values[:, None], matrix, 300, 1)
    monkeypatch.setattr(sums, "BLOCK", 3)
    monkeypatch.setattr(sums, "PRODUCT", 1)
    blocked = neighbour_sums(values, matrix, 300, 1), squared_differences(values[:, None], matrix, 300, 1)
    for one, other in zip(whole, blocked):
        assert one.at_least.tolist() == other.at_least.tolist()
        assert one.at_most.tolist() == other.at_most.tolist()


def test_p_is_the_share_of_all_possible_sets_of_neighbours():
    # 9 units, up to 4 neighbours: all sets of k others can be listed
    values = np.random.default_rng(8).integers(0, 9, 9).astype(float)
    matrix = rook_lattice(3, 3).matrix
    permutations = 20_000
    counts = neighbour_sums(values, matrix, permutations, 3)
    for i in range(9):
        around = matrix[i].indices
        others = np.delete(np.arange(9), i)
        sums = np.array([values[list(chosen)].sum() for chosen in combinations(others, len(around))])
        share = (sums >= values[around].sum()).mean()
        bound = 5 * np.sqrt(max(share * (1 - share), 1e-3) / permutations)
        assert abs(counts.at_least[i] / permutations - share) < bound


def test_every_value_equal_means_that_every_draw_ties():
    counts = neighbour_sums(np.full(25, 3.7), rook_lattice(5, 5).row_standardised().matrix, 99, 1)
    assert (counts.at_least == 99).all()
    assert (counts.at_most == 99).all()


def test_decimal_values_tie_as_they_do_on_paper():
    # 0.1 + 0.2 and 0.3 differ as floats
    values = np.array([0.1, 0.2, 0.3, 0.0, 0.1, 0.2, 0.3, 0.0, 0.15])
    tenths = np.rint(values * 20)
    matrix = rook_lattice(3, 3).matrix
    assert neighbour_sums(values, matrix, 999, 1).at_least.tolist() == (
        neighbour_sums(tenths, matrix, 999, 1).at_least.tolist()
    )


def test_a_seed_gives_the_same_counts_on_every_machine():
    values = (np.arange(25) * 7 % 11).astype(float)
    counts = neighbour_sums(values, rook_lattice(5, 5).matrix, 999, 1)
    again = neighbour_sums(values, rook_lattice(5, 5).matrix, 999, 1)
    other = neighbour_sums(values, rook_lattice(5, 5).matrix, 999, 2)
    assert counts.at_least.tolist() == again.at_least.tolist()
    assert counts.at_least.tolist() != other.at_least.tolist()
    assert counts.at_least[:6].tolist() == RECORDED


#: Found with numpy 1.24 on x86-64; a change means that published p-values can no longer be repeated.
RECORDED = [645, 664, 101, 794, 29, 651]


def test_the_stream_of_samples_is_fixed():
    assert Draws(1).below(1000, 5).tolist() == [511, 950, 144, 948, 311]


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 2**32), n=st.integers(2, 120), share=st.floats(0.01, 1))
def test_samples_are_distinct_whatever_their_size(seed, n, share):
    size = max(int(n * share), 1)
    sample = Draws(seed).samples(20, size, n)
    assert sample.shape == (size, 20)
    assert all(len(set(column)) == size for column in sample.T.tolist())
    assert sample.min() >= 0
    assert sample.max() < n


def test_long_and_short_samples_come_from_the_same_stream(monkeypatch):
    short = Draws(5).samples(50, 10, 30)
    monkeypatch.setattr("sejahtera.analysis.spatial.permutation.draws.COMPARED", 0)
    assert Draws(5).samples(50, 10, 30).tolist() == short.tolist()


def test_every_ordered_sample_is_equally_likely():
    sample = Draws(9).samples(60_000, 3, 4)
    codes = np.bincount(sample[0] * 16 + sample[1] * 4 + sample[2], minlength=64)
    seen = codes[codes > 0]
    assert len(seen) == 24
    assert ((seen - 2500) ** 2 / 2500).sum() < 60  # chi-square, 23 degrees of freedom, p = 4e-5


@pytest.mark.parametrize("permutations", [1, 6, 99, 999])
def test_orders_are_orders_and_as_many_as_asked(permutations):
    blocks = np.concatenate(list(Draws(2).orders(permutations, 13)), axis=1)
    assert blocks.shape == (13, permutations)
    assert (np.sort(blocks, axis=0) == np.arange(13)[:, None]).all()


def test_every_order_is_equally_likely():
    orders = np.concatenate([np.concatenate(list(Draws(s).orders(99, 3)), axis=1) for s in range(200)], axis=1)
    seen = np.bincount(orders[0] * 9 + orders[1] * 3 + orders[2], minlength=27)
    seen = seen[seen > 0]
    assert len(seen) == 6
    assert (abs(seen / 19_800 - 1 / 6) < 0.03).all()


@pytest.mark.parametrize("permutations", [0, 5, 99, 100, 143])
def test_products_are_the_same_orders_as_the_orders(permutations):
    products = [
        outer[:, a].take(inner[:, b])[:, None]
        for outer, inner, identity in Draws(2).products(permutations, 13)
        for b in range(inner.shape[1])
        for a in range(outer.shape[1])
        if not (identity and a == b == 0)
    ]
    orders = list(Draws(2).orders(permutations, 13))
    found, expected = (
        sorted(tuple(order) for block in one for order in block.T.tolist()) for one in (products, orders)
    )
    assert found == expected
