"""Concentration indices and quotas on values computed by hand."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sejahtera.analysis.programmes.targeting.concentration import (
    concentration_curve,
    concentration_index,
    share_of_poorest,
)
from sejahtera.analysis.programmes.targeting.quota import largest_remainder, quota

INCOME = np.array([1.0, 2, 3, 4, 5])


@pytest.mark.parametrize(
    ("benefits", "expected"),
    [([5, 4, 3, 2, 1], -0.2666666667), ([1, 1, 1, 1, 1], 0), ([1, 0, 0, 0, 0], -0.8), ([1, 2, 3, 4, 5], 0.2666666667)],
)
def test_the_concentration_index_is_negative_where_the_worst_off_get_more(benefits, expected):
    assert concentration_index(np.array(benefits, dtype=float), INCOME) == pytest.approx(expected, abs=1e-9)


def test_weights_are_people():
    weights = np.array([4.0, 3, 2, 1])
    income = np.array([10.0, 20, 30, 40])
    assert concentration_index(np.array([2.0, 1, 1, 0]), income, weights) == pytest.approx(-0.2538461538)
    assert concentration_index(income, income, weights) == pytest.approx(0.27)


def test_the_ten_groups_of_the_vector():
    received = np.array([60.0, 70, 40, 30, 20, 10, 10, 5, 5, 0])
    groups = np.arange(10.0)
    assert concentration_index(received, groups) == pytest.approx(-0.496)
    assert share_of_poorest(received, groups, 0.4) / 0.4 == pytest.approx(2.0)
    assert share_of_poorest(received, groups, 0.2) / 0.2 == pytest.approx(2.6)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 9), st.floats(0.1, 50)), min_size=2, max_size=15), st.randoms())
def test_the_order_of_units_of_equal_welfare_does_not_matter(units, random):
    shuffled = units[:]
    random.shuffle(shuffled)
    first, second = (np.array(each, dtype=float).T for each in (units, shuffled))
    assert concentration_index(first[1], first[0]) == pytest.approx(concentration_index(second[1], second[0]), abs=1e-9)


def test_the_curve_runs_from_0_to_1():
    people, amounts = concentration_curve(np.array([5.0, 4, 3, 2, 1]), INCOME)
    assert (people[0], people[-1], amounts[0], amounts[-1]) == (0, pytest.approx(1), 0, pytest.approx(1))
    assert (amounts >= people - 1e-12).all()


def test_nothing_given_has_no_index():
    assert np.isnan(concentration_index(np.zeros(5), INCOME))


def test_a_quota_is_shared_in_whole_places():
    assert quota(600, np.array([5000.0, 8000, 3000]), np.array([0.12, 0.05, 0.20])).tolist() == [225, 150, 225]
    assert largest_remainder(np.array([1.5, 1.5, 1.0]), 4).tolist() == [2, 1, 1]
