"""What lifts a unit above the mean of all, and what holds it back."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from sejahtera.analysis.indices.profiles import group_means, mean_gaps, sides_of, standard_gaps, standing_out

VALUES = arrays(float, (6, 3), elements=st.floats(-100, 100, allow_nan=False, width=32))


@settings(max_examples=30, deadline=None)
@given(VALUES)
def test_the_gaps_of_contributions_sum_to_the_gap_of_the_index(values):
    index = values.sum(axis=1)
    assert mean_gaps(values).sum(axis=1) == pytest.approx(index - index.mean(), abs=1e-9)


@settings(max_examples=30, deadline=None)
@given(VALUES)
def test_where_less_is_better_the_sign_turns(values):
    assert standard_gaps(values, [1, 1, 1]) == pytest.approx(-standard_gaps(values, [-1, -1, -1]))


def test_gaps_are_standard_deviations_and_missing_values_are_left_out():
    gaps = standard_gaps(np.array([[1.0, 5.0], [3.0, 5.0], [np.nan, 5.0]]), [1, 1])
    assert gaps[:2, 0].tolist() == [-1.0, 1.0]
    assert np.isnan(gaps[2, 0])
    assert gaps[:, 1].tolist() == [0.0, 0.0, 0.0]


def test_the_farthest_stand_out_first_and_what_is_average_does_not():
    above, below = standing_out(np.array([0.5, -2.0, np.nan, 3.0, 0.0, -1.0, 0.5]), 2)
    assert (above, below) == ([3, 0], [1, 5])


@pytest.mark.defect("A15")
@settings(max_examples=60, deadline=None)
@given(VALUES, VALUES, st.lists(st.sampled_from([1, -1, 0]), min_size=3, max_size=3))
def test_whatever_the_contributions_a_strength_reads_better_than_the_mean_beside_it(values, parts, directions):
    means = values.mean(axis=0)
    sides = sides_of(values, means, directions, [0, 1, 2])
    for row, gaps in enumerate(mean_gaps(parts)):
        above, below = standing_out(gaps, 3, sides[row])
        for columns, side in ((above, 1), (below, -1)):
            for column in columns:
                places = [0, 1, 2][column]
                value, mean = round(values[row, column], places), round(means[column], max(places, 1))
                assert (value - mean) * directions[column] * side > 0
        assert not set(above) & set(below)


def test_a_value_that_reads_as_its_mean_is_neither_better_nor_worse():
    sides = sides_of(np.array([[5.04], [5.5], [np.nan]]), np.array([5.0]), [1], [1])
    assert sides[:, 0].tolist() == [0.0, 1.0, 0.0]


def test_what_is_better_stands_in_the_order_of_its_gaps_those_not_known_last():
    above, below = standing_out(np.array([np.nan, -1.0, 2.0, 3.0]), 4, np.array([1, 1, 1, -1]))
    assert (above, below) == ([2, 1, 0], [3])


def test_group_means_leave_out_what_is_missing():
    means = group_means(np.array([[1.0], [3.0], [np.nan], [np.nan]]), ["a", "a", "a", "b"])
    assert means[:3, 0].tolist() == [2.0, 2.0, 2.0]
    assert np.isnan(means[3, 0])
