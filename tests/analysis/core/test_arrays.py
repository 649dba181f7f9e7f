import numpy as np
from sejahtera.analysis.core.arrays import group_sums, ratio


def test_a_ratio_to_nothing_is_not_known():
    np.testing.assert_array_equal(ratio([1, 0, 3], [2, 0, -1]), [0.5, np.nan, np.nan])
    assert ratio(1, 4) == 0.25
    assert np.isnan(ratio(1, np.nan))
    assert ratio(np.ones((2, 3)), [1, 2, 4]).shape == (2, 3)


def test_sums_by_group_are_floats_of_all_groups():
    sums = group_sums(np.array([0, 2, 2]), np.array([1, 2, 3]), 4)
    assert sums.dtype == float
    assert sums.tolist() == [1, 0, 5, 0]
