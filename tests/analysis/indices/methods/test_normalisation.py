import numpy as np
import pandas as pd
import pytest
from sejahtera.analysis.core.messages import InputError
from sejahtera.analysis.indices.composite.pipeline import composite_index
from sejahtera.analysis.indices.definition.flat import definition_from_rows
from sejahtera.analysis.indices.methods.normalisation import NORMALISATIONS, Spread


def scores(method, values, direction=1, **spread):
    return NORMALISATIONS[method].function(np.array(values, dtype=float), direction, Spread(**spread))


@pytest.mark.parametrize(
    ("field", "direction", "expected"),
    [
        ("pov", -1, [0.3, 0.7, 0, 1, 0.5]),
        ("school", 1, [0.25, 0.75, 0, 1, 0.5]),
        ("water", 1, [0.3571428571, 0.8928571429, 0, 1, 0.7142857143]),
        ("unemp", -1, [0.4, 0.8, 0, 1, 0.6]),
    ],
)
def test_minmax_places_the_worst_at_0_and_the_best_at_1(ca, field, direction, expected):
    np.testing.assert_allclose(scores("minmax", ca[field], direction), expected, atol=1e-10)


def test_zscore_divides_by_the_standard_deviation_with_n_less_1(ca):
    np.testing.assert_allclose(
        scores("zscore", ca["pov"], -1), [-0.5252257314, 0.5252257314, -1.313064329, 1.313064329, 0], atol=1e-9
    )
    np.testing.assert_allclose(
        scores("zscore", ca["water"]), [-0.572723361, 0.7289206412, -1.440486029, 0.9892494417, 0.2950393072], atol=1e-9
    )


def test_zscore_under_mazziotta_divides_by_the_standard_deviation_with_n(ca):
    np.testing.assert_allclose(
        scores("zscore", ca["pov"], -1, population=True),
        [-0.5872202195, 0.5872202195, -1.468050549, 1.468050549, 0],
        atol=1e-9,
    )
    np.testing.assert_allclose(
        scores("zscore", ca["water"], population=True),
        [-0.6403241837, 0.814958052, -1.610512341, 1.106014499, 0.3298639734],
        atol=1e-9,
    )


def test_rank_shares_the_mean_rank_of_ties_and_runs_from_0_to_1():
    np.testing.assert_allclose(scores("rank", [10, 20, 20, 30]), [0, 0.5, 0.5, 1])
    np.testing.assert_allclose(scores("rank", [10, 20, 20, 30], -1), [1, 0.5, 0.5, 0])


def test_percentile_is_hazens_and_mirrors_itself():
    np.testing.assert_allclose(scores("percentile", [10, 20, 20, 30]), [0.125, 0.5, 0.5, 0.875])
    np.testing.assert_allclose(scores("percentile", [10, 20, 20, 30], -1), [0.875, 0.5, 0.5, 0.125])


def test_ranks_agree_with_scipy_and_leave_missing_values_out():
    from scipy.stats import rankdata

    values = np.random.default_rng(3).integers(0, 9, 40).astype(float)
    expected = (rankdata(values) - 1) / (values.size - 1)
    np.testing.assert_allclose(scores("rank", values), expected)
    with_gap = np.insert(values, 7, np.nan)
    np.testing.assert_allclose(np.delete(scores("rank", with_gap), 7), expected)
    assert np.isnan(scores("rank", with_gap)[7])


def test_goalposts_clip_and_are_in_natural_units_for_both_directions():
    np.testing.assert_allclose(scores("goalposts", [5, 10, 25], goalposts=(0, 20)), [0.25, 0.5, 1])
    np.testing.assert_allclose(scores("goalposts", [5, 10, 25], -1, goalposts=(0, 20)), [0.75, 0.5, 0])


@pytest.mark.parametrize(
    ("field", "direction", "expected"),
    [
        ("pov", -1, [88, 112, 70, 130, 100]),
        ("school", 1, [85, 115, 70, 130, 100]),
        ("water", 1, [85.85714286, 118, 64.42857143, 124.4285714, 107.2857143]),
        ("unemp", -1, [90.4, 114.4, 66.4, 126.4, 102.4]),
    ],
)
def test_ampi_is_100_at_the_mean_with_a_range_of_60(ca, field, direction, expected):
    np.testing.assert_allclose(scores("ampi", ca[field], direction), expected, atol=1e-7)


def test_ampi_takes_its_range_from_goalposts_of_all_years():
    np.testing.assert_allclose(scores("ampi", [10, 20, 30], goalposts=(0, 60)), [90, 100, 110])


def test_robustz_uses_the_median_and_1_4826_mad():
    np.testing.assert_allclose(
        scores("robustz", [1, 2, 3, 4, 100]), (np.array([1, 2, 3, 4, 100]) - 3) / 1.482602218505602
    )


def test_robustz_is_refused_where_most_values_are_equal():
    with pytest.raises(InputError, match="robust z-score"):
        scores("robustz", [1, 1, 1, 1, 5], field="x")


def test_distance_is_the_way_to_the_target_and_no_further():
    np.testing.assert_allclose(scores("distance", [0, 5, 10, 12], goalposts=(0, 10)), [0, 0.5, 1, 1])
    np.testing.assert_allclose(scores("distance", [5, 10, 20], -1, goalposts=(5, 100)), [1, 2 / 3, 0])


def test_distance_without_a_target_is_the_way_to_the_best(ca):
    np.testing.assert_allclose(scores("distance", ca["pov"], -1), scores("minmax", ca["pov"], -1))


def test_goalposts_that_are_not_given_are_asked_for():
    with pytest.raises(InputError, match="inc01 has no goalposts"):
        scores("goalposts", [1, 2], field="inc01")


@pytest.mark.parametrize("method", ["minmax", "zscore", "robustz", "rank", "percentile", "distance", "ampi"])
def test_a_constant_indicator_is_refused_by_every_method_that_compares_units(method):
    frame = pd.DataFrame({"flat": [2.0, 2, 2], "b": [1.0, 2, 3]})
    definition = definition_from_rows(
        [("flat", "A", "+", 1), ("b", "A", "+", 1)], normalisation=method, aggregation_dimensions="arithmetic"
    )
    with pytest.raises(InputError, match="flat has the same value everywhere"):
        composite_index(frame, definition)


def test_a_constant_indicator_has_a_score_between_goalposts():
    frame = pd.DataFrame({"flat": [2.0, 2, 2]})
    definition = definition_from_rows([("flat", "A", "+", 1)], normalisation="goalposts", goalposts={"flat": (0, 4)})
    assert composite_index(frame, definition).units["index"].tolist() == pytest.approx([50, 50, 50])
