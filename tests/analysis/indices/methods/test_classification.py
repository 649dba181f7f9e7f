from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sejahtera.analysis.indices.definition.model import Classes
from sejahtera.analysis.indices.methods.classification import CLASSIFICATIONS, classify

VALUES = np.array([1.0, 2, 3, 4, 10, 11, 12, 30, 31, 50])


def classes(values, method, count=3, breaks=()):
    return classify(np.asarray(values, dtype=float), Classes(method, count, breaks))


def within_deviation(values, labels):
    return sum(((values[labels == label] - values[labels == label].mean()) ** 2).sum() for label in np.unique(labels))


def test_quantiles_hold_equal_numbers():
    found = classes(np.arange(10), "quantile", 5)
    assert found.classes.tolist() == [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]
    assert found.breaks[[0, -1]].tolist() == [0, 9]


def test_equal_intervals_have_equal_width():
    assert classes([0, 1, 5, 10], "equal", 5).breaks.tolist() == [0, 2, 4, 6, 8, 10]


def test_standard_deviations_lie_around_the_mean():
    mean, deviation = VALUES.mean(), VALUES.std(ddof=1)
    inner = classes(VALUES, "stddev", 5).breaks[1:-1]
    np.testing.assert_allclose(inner, mean + deviation * np.array([-1.5, -0.5, 0.5, 1.5]))
    inner = classes(VALUES, "stddev", 4).breaks[1:-1]
    np.testing.assert_allclose(inner, mean + deviation * np.array([-1, 0, 1]))


def test_fixed_bounds_belong_to_the_class_below():
    found = classes([10, 20, 25, 40, 41], "fixed", breaks=(20, 40))
    assert found.classes.tolist() == [1, 1, 2, 2, 3]
    assert found.breaks.tolist() == [10, 20, 40, 41]


def test_fixed_classes_may_stay_empty():
    found = classes([10, 20], "fixed", breaks=(5, 50))
    assert found.classes.tolist() == [2, 2]
    assert found.breaks.tolist() == [5, 5, 50, 50]


def test_natural_breaks_part_what_lies_apart():
    assert classes(VALUES, "natural", 4).classes.tolist() == [1, 1, 1, 1, 2, 2, 2, 3, 3, 4]


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.lists(st.integers(0, 40), min_size=3, max_size=11), st.integers(2, 4))
def test_natural_breaks_are_the_best_of_all_cuts(numbers, count):
    values = np.array(numbers, dtype=float)
    distinct = np.unique(values)
    found = classes(values, "natural", count)
    cuts = combinations(distinct[:-1], min(count, distinct.size) - 1)
    best = min(within_deviation(values, np.searchsorted(np.array(cut), values)) for cut in cuts)
    assert within_deviation(values, found.classes) == pytest.approx(best, abs=1e-9)
    assert found.classes.max() == min(count, distinct.size)


def test_natural_breaks_of_a_large_layer_are_exact_and_quick():
    values = np.random.default_rng(4).gamma(2, 10, 84_000)
    found = classes(values, "natural", 5)
    # at the optimum every bound lies midway between the means on its sides
    means = [values[found.classes == label].mean() for label in range(1, 6)]
    for lower, upper, bound in zip(means, means[1:], found.breaks[1:-1]):
        above = values[values > bound].min()
        assert bound <= (lower + upper) / 2 <= above


@pytest.mark.parametrize("method", [code for code in CLASSIFICATIONS if code != "fixed"])
def test_equal_values_share_a_class(method):
    found = classes([1, 1, 1, 1, 1, 1, 2, 3], method, 4).classes
    assert np.unique(found[:6]).size == 1


@pytest.mark.parametrize("method", CLASSIFICATIONS)
def test_a_missing_value_has_no_class(method):
    found = classes([1, np.nan, 3, 8], method, 2, (2,)).classes
    assert np.isnan(found).tolist() == [False, True, False, False]


@pytest.mark.parametrize("method", CLASSIFICATIONS)
def test_one_value_makes_one_class(method):
    found = classes([7, 7, 7], method, 5, (20,))
    assert np.unique(found.classes).size == 1


def test_no_value_makes_no_class():
    assert classes([np.nan, np.nan], "quantile").breaks.size == 0
