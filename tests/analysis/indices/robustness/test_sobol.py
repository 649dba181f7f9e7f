"""Sobol indices on functions whose indices are known."""

import warnings

import numpy as np
import pytest
from sejahtera.analysis.indices.robustness.sobol import pooled_variance, sobol_index


def indices(function, inputs, n=10_000, seed=5):
    random = np.random.default_rng(seed)
    a, b = random.random((2, n, inputs))
    found = []
    for column in range(inputs):
        mixed = a.copy()
        mixed[:, column] = b[:, column]
        found.append(sobol_index(function(a), function(b), function(mixed), replicates=200))
    return found


def test_estimators_give_the_values_of_a_fixed_sample():
    a = np.array([[0.1, 0.7], [0.4, 0.2], [0.9, 0.5], [0.6, 0.8]])
    b = np.array([[0.3, 0.6], [0.8, 0.1], [0.2, 0.9], [0.5, 0.4]])

    def y(x):
        return x @ [1.0, 2.0]

    variance = pooled_variance(y(a), y(b))
    assert variance == pytest.approx(0.2392857143)
    mean = np.concatenate([y(a), y(b)]).mean()
    for column, total in ((0, 0.3656716418), (1, 0.7104477612)):
        mixed = a.copy()
        mixed[:, column] = b[:, column]
        found = sobol_index(y(a), y(b), y(mixed))
        first = np.mean((y(b) - mean) * (y(mixed) - y(a))) / variance  # Saltelli and others 2010, centred
        assert found.first == pytest.approx(first)
        assert found.total == pytest.approx(total)


def test_a_sum_has_equal_first_and_total_indices():
    found = indices(lambda x: x @ [1.0, 2.0, 3.0], 3)
    for index, expected in zip(found, (1 / 14, 4 / 14, 9 / 14)):
        assert index.first == pytest.approx(expected, abs=0.03)
        assert index.total == pytest.approx(expected, abs=0.03)


def test_a_product_has_total_indices_above_the_first():
    for index in indices(lambda x: x[:, 0] * x[:, 1], 2):
        assert index.first == pytest.approx(3 / 7, abs=0.03)
        assert index.total == pytest.approx(4 / 7, abs=0.03)


def ishigami(x):
    """Return Ishigami's function of points of the unit cube."""
    angle = np.pi * (2 * x - 1)
    return np.sin(angle[:, 0]) + 7 * np.sin(angle[:, 1]) ** 2 + 0.1 * angle[:, 2] ** 4 * np.sin(angle[:, 0])


def test_the_ishigami_function_has_its_published_indices_within_the_intervals():
    for index, first, total in zip(indices(ishigami, 3), (0.3139, 0.4424, 0.0), (0.5576, 0.4424, 0.2437)):
        assert index.first_low - 0.01 <= first <= index.first_high + 0.01
        assert index.total_low - 0.01 <= total <= index.total_high + 0.01


def test_on_the_ishigami_function_salib_finds_the_same_in_the_same_sample():
    saltelli = pytest.importorskip("SALib.sample.saltelli")
    analysis = pytest.importorskip("SALib.analyze.sobol")
    problem = {"num_vars": 3, "names": ["x1", "x2", "x3"], "bounds": [[0.0, 1.0]] * 3}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of names that SALib will change
        sample = saltelli.sample(problem, 4096, calc_second_order=False)
        peer = analysis.analyze(problem, ishigami(sample), calc_second_order=False, seed=1)
    blocks = ishigami(sample).reshape(4096, 5)  # A, the three mixed, B
    a, b = blocks[:, 0], blocks[:, -1]
    for column, (first, total) in enumerate([(0.3139, 0.5576), (0.4424, 0.4424), (0.0, 0.2437)]):
        index = sobol_index(a, b, blocks[:, 1 + column], replicates=200)
        divisors = 8192 / 8191  # SALib divides the variance by n, we by n - 1
        assert divisors * index.first == pytest.approx(peer["S1"][column], abs=1e-4)
        assert divisors * index.total == pytest.approx(peer["ST"][column], abs=1e-9)
        assert (index.first, index.total) == pytest.approx((first, total), abs=0.01)


def test_the_interval_holds_the_true_index_about_as_often_as_it_says():
    hits = 0
    for seed in range(60):
        a, b = np.random.default_rng(seed).random((2, 400, 2))
        mixed = np.column_stack([b[:, 0], a[:, 1]])
        index = sobol_index(*(x @ [1.0, 2.0] for x in (a, b, mixed)), replicates=200)
        hits += index.total_low <= 0.2 <= index.total_high
    assert hits >= 52


def test_rows_that_failed_are_left_out_and_counted():
    a, b = np.random.default_rng(1).random((2, 1000))
    mixed = b.copy()
    mixed[:100] = np.nan
    assert sobol_index(a, b, mixed).runs == 900


def test_an_output_that_never_varies_has_no_index():
    constant = np.ones(50)
    assert np.isnan(sobol_index(constant, constant, constant).total)
