import numpy as np
from scipy.stats import rankdata
from sejahtera.analysis.indices.composite.ranking import ranks


def test_rank_1_is_the_best_and_ties_share_the_smaller_rank():
    assert ranks(np.array([50.0, 90, 90, 10])).tolist() == [3, 1, 1, 4]


def test_rank_1_is_the_lowest_deprivation():
    assert ranks(np.array([50.0, 90, 90, 10]), best_is_high=False).tolist() == [2, 3, 3, 1]


def test_a_rounding_error_does_not_part_a_tie():
    assert ranks(np.array([0.3, 0.1 + 0.2, 0.1])).tolist() == [1, 1, 3]


def test_ranks_come_from_unrounded_values():
    assert ranks(np.array([70.0001, 70.0002])).tolist() == [2, 1]


def test_a_missing_index_has_no_rank():
    found = ranks(np.array([np.nan, 2.0, 5, np.nan]))
    assert found[1:3].tolist() == [2, 1]
    assert np.isnan(found[[0, 3]]).all()


def test_ranks_agree_with_scipy():
    values = np.random.default_rng(8).integers(0, 30, 200).astype(float)
    np.testing.assert_array_equal(ranks(values), rankdata(-values, method="min"))
