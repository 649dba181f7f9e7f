import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sejahtera.analysis.core.messages import Cancelled, InputError
from sejahtera.analysis.spatial.emerging import emerging_hotspots
from sejahtera.analysis.spatial.local.geary import local_geary
from sejahtera.analysis.spatial.local.getis_ord import getis_ord
from sejahtera.analysis.spatial.local.join_counts import bivariate_join_count, colocation
from sejahtera.analysis.spatial.local.moran import bivariate_local_moran, local_moran
from sejahtera.analysis.spatial.local.result import Inference
from sejahtera.analysis.spatial.significance import benjamini_hochberg, bonferroni, one_sided, spot_classes, two_sided
from sejahtera.analysis.spatial.weights.distance import kernel, knn
from sejahtera.analysis.spatial.weights.weights import from_pairs

from .maps import rook_lattice

SIDE = 8
BOARD = rook_lattice(SIDE, SIDE)
ROW = BOARD.row_standardised()
FAST = Inference(permutations=199, correction="none")


def corner_of(high, rest, size=3):
    """Return a board with a corner of high values and small differences elsewhere."""
    values = np.full((SIDE, SIDE), rest, float)
    values[:size, :size] = high
    return pd.Series(values.ravel() + 0.01 * np.random.default_rng(0).normal(size=SIDE**2), name="welfare")


def every_statistic(values, weights, inference=FAST):
    pair = pd.DataFrame({"x": values, "y": values[::-1].to_numpy()}, index=values.index)
    return {
        "moran": local_moran(values, weights, inference),
        "bivariate": bivariate_local_moran(pair, weights, inference),
        "geary": local_geary(values, weights, inference),
        "multivariate": local_geary(pair, weights, inference),
        "gi": getis_ord(values, weights, False, inference),
        "gi_star": getis_ord(values, weights, True, inference),
    }


def test_a_high_corner_is_high_among_high_and_hot():
    values = corner_of(10, 1)
    inside = local_moran(values, ROW).frame["lisa_class"].to_numpy().reshape(SIDE, SIDE)
    assert (inside[[0, 1, 1], [1, 0, 1]] == "HH").all()
    assert (inside[4:, 4:] != "HH").all()
    spots = getis_ord(values, BOARD).frame["gi_class"].to_numpy().reshape(SIDE, SIDE)
    assert (spots[[0, 1, 1], [1, 0, 1]] >= 2).all()
    assert local_geary(values, ROW, FAST).frame["lisa_class"].iloc[0] == "HH"


def test_a_low_corner_is_low_among_low_and_cold():
    values = corner_of(1, 10)
    inside = SIDE + 1  # a corner of the board has too few neighbours for a small p
    assert local_moran(values, ROW).frame["lisa_class"].iloc[inside] == "LL"
    assert getis_ord(values, BOARD).frame["gi_class"].iloc[inside] == -3


def test_a_high_unit_among_low_ones_is_an_outlier():
    values = corner_of(-9, 1, 5)
    values.iloc[2 * SIDE + 2] = 30
    result = local_moran(values, ROW, Inference(permutations=999, correction="none")).frame
    assert result["lisa_class"].iloc[2 * SIDE + 2] == "HL"
    geary = local_geary(values, ROW, Inference(permutations=999, correction="none")).frame
    assert geary["lisa_class"].iloc[2 * SIDE + 2] == "negative"


def test_like_neighbours_in_the_middle_of_the_range_are_other_positive():
    rng = np.random.default_rng(1)
    values = rng.choice([-5.0, 5.0], (SIDE, SIDE)) + rng.normal(0, 0.1, (SIDE, SIDE))
    values[2:5, 2:5] = [[0.1, -0.1, 0.1], [-0.1, 0.05, -0.1], [0.1, -0.1, 0.1]]
    values -= values.mean()
    shifted = pd.Series(values.ravel())
    found = local_geary(shifted, ROW, Inference(permutations=999, correction="none")).frame
    middle = found.iloc[3 * SIDE + 3]
    assert middle["lisa_p"] < 0.05
    assert middle["lisa_class"] in ("other_positive", "HH", "LL")
    assert middle["lisa_z"] < 0


@pytest.mark.parametrize("name", ["moran", "bivariate", "geary", "multivariate", "gi", "gi_star"])
def test_units_without_value_leave_the_map_and_islands_get_no_result(name):
    values = corner_of(10, 1)
    weights = from_pairs([*BOARD.pairs, (64, 64)], 65, kind="rook").row_standardised()
    values = pd.concat([values, pd.Series([5.0])], ignore_index=True)
    values.iloc[20] = np.nan
    if name in ("bivariate", "multivariate"):
        values.iloc[44] = np.nan  # its mirror, so that both columns lack the same units
    result = every_statistic(values, weights)[name]
    frame = result.frame
    classes = frame[next(column for column in frame if column.endswith("_class"))]
    numbers = frame.select_dtypes("number")
    assert numbers.loc[[20, 64]].isna().all().all()
    assert numbers.loc[[0, 1, 30]].notna().all().all()
    if not pd.api.types.is_numeric_dtype(classes):
        assert classes[20] == "nodata"
        assert classes[64] == "island"
    keep = values.notna().to_numpy()
    if name in ("moran", "geary", "gi", "gi_star"):
        alone = every_statistic(values[keep], weights.subset(keep))[name].frame
        pd.testing.assert_frame_equal(frame[keep], alone)


def test_a_unit_whose_neighbours_have_no_value_is_an_island_but_still_a_neighbour():
    points = np.array([(0, 0), (1, 0), (3, 0), (6, 0), (10, 0), (15, 0)], float)
    weights = knn(points, 1)  # each looks left, the first looks right
    values = pd.Series([1.0, np.nan, 4.0, 2.0, 8.0, 5.0])
    found = local_moran(values, weights, FAST).frame
    assert found["lisa_class"].tolist()[:3] == ["island", "nodata", "island"]
    assert found["lisa"].notna().tolist() == [False, False, False, True, True, True]
    z = values - values.mean()
    assert found["lisa"][3] == pytest.approx(z[3] * z[2] / values.var())


@pytest.mark.defect("A20")
def test_local_statistics_stand_on_mean_and_variance_of_all_areas_with_a_value():
    """An island of value 40 beside a board, by hand."""
    values = pd.concat([corner_of(10, 1), pd.Series([40.0])], ignore_index=True)
    weights = from_pairs([*BOARD.pairs, (64, 64)], 65, kind="rook")
    z = ((values - values.mean()) / values.std()).to_numpy()
    row = weights.row_standardised()
    moran = local_moran(values, row, FAST).frame
    np.testing.assert_allclose(moran["lisa"][:64], (z * (row.matrix @ z))[:64])
    near = weights.matrix.toarray() + np.diag([1.0] * 64 + [0.0])
    total = near.sum(axis=1)
    spread = values.std(ddof=0) * np.sqrt((65 * total - total**2) / 64)
    gi = getis_ord(values, weights, True, FAST).frame
    np.testing.assert_allclose(gi["gi_z"][:64], ((near @ values - values.mean() * total)[:64]) / spread[:64])
    assert gi.loc[64].isna().all()


def test_pseudo_p_of_a_seed_are_the_same_each_time():
    values = corner_of(10, 1)
    one, two = (every_statistic(values, ROW) for _ in range(2))
    for name in one:
        pd.testing.assert_frame_equal(one[name].frame, two[name].frame)
    other = local_moran(values, ROW, Inference(permutations=199, seed=2, correction="none")).frame
    assert not other["lisa_p"].equals(one["moran"].frame["lisa_p"])


def test_moran_gi_and_gi_star_share_their_pseudo_p():
    found = every_statistic(corner_of(3, 1), ROW)
    assert found["gi"].frame["gi_p"].equals(found["gi_star"].frame["gi_p"])
    assert found["gi"].frame["gi_p"].tolist() == found["moran"].frame["lisa_p"].tolist()


def test_without_permutations_p_is_the_analytic_one():
    for result in every_statistic(corner_of(3, 1), ROW, Inference(permutations=0)).values():
        name = result.frame.columns[0]
        assert result.frame[f"{name}_p"].equals(result.frame[f"{name}_p_analytic"])
        assert result.diagnostics.seed is None


@pytest.mark.parametrize("weights", [ROW, BOARD, kernel(np.random.default_rng(5).random((64, 2)), k=6)])
def test_analytic_moments_are_those_of_the_permutations(weights):
    values = pd.Series(np.random.default_rng(7).normal(size=64))
    many = Inference(permutations=9999, sides="two", correction="none")
    for name, result in every_statistic(values, weights, many).items():
        if name == "gi_star":
            continue  # its z moves the unit itself too (Ord and Getis 1995), its permutations do not
        first = result.frame.columns[0]
        analytic, pseudo = result.frame[f"{first}_p_analytic"], result.frame[f"{first}_p"]
        assert np.corrcoef(analytic, pseudo)[0, 1] > 0.9, name


def test_analytic_moments_of_local_geary_by_full_enumeration():
    from itertools import permutations

    x = np.array([1.0, 4, 2, 9, 3])
    z = (x - x.mean()) / x.std(ddof=1)
    ring = from_pairs([(0, 1), (1, 2), (2, 3), (3, 4)], 5, kind="rook")
    found = [sum((z[1] - z[j]) ** 2 for j in order[:2]) for order in permutations((0, 2, 3, 4))]
    ours = local_geary(pd.Series(x), ring, Inference(permutations=0)).frame.iloc[1]
    assert ours["lisa_z"] == pytest.approx((ours["lisa"] - np.mean(found)) / np.std(found))


@settings(max_examples=15, deadline=None)
@given(scale=st.floats(0.1, 1e3), shift=st.floats(-1e3, 1e3))
def test_scaling_and_shifting_change_no_z_no_p_and_no_class(scale, shift):
    values = pd.Series(np.random.default_rng(3).integers(0, 50, 64).astype(float))
    one, two = every_statistic(values, ROW), every_statistic(values * scale + shift, ROW)
    for name in one:
        before = one[name].frame.drop(columns="gi", errors="ignore")
        after = two[name].frame.drop(columns="gi", errors="ignore")
        pd.testing.assert_frame_equal(before, after, rtol=1e-6, atol=1e-8)


@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_the_order_of_the_units_changes_no_value(seed):
    rng = np.random.default_rng(seed)
    points, order = rng.random((64, 2)), rng.permutation(64)
    values = pd.Series(rng.normal(size=64))
    one = every_statistic(values, knn(points, 5), Inference(permutations=0))
    two = every_statistic(values.iloc[order], knn(points[order], 5), Inference(permutations=0))
    for name in ("moran", "geary", "gi", "gi_star"):
        pd.testing.assert_frame_equal(one[name].frame.iloc[order], two[name].frame, rtol=1e-8, atol=1e-10)


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_local_moran_adds_up_to_the_global(seed):
    values = pd.Series(np.random.default_rng(seed).normal(size=64))
    local = local_moran(values, ROW, Inference(permutations=0)).frame["lisa"]
    z = values - values.mean()
    assert local.sum() / 63 == pytest.approx(float(z @ ROW.lag(z) / (z @ z)))


def test_join_counts_have_p_only_where_something_is():
    have = pd.Series(np.zeros(64))
    have.iloc[[0, 1, 8, 9, 40]] = 1
    result = colocation(have.to_frame(), BOARD, Inference(permutations=999, correction="none")).frame
    assert result["lisa_p"].notna().sum() == 5
    assert result["lisa"].iloc[0] == 2
    assert set(result.index[result["lisa_class"] == "joined"]) == {0, 1, 8, 9}
    assert result["lisa_p"].iloc[40] == 1


def test_two_things_may_be_together_or_apart():
    need = pd.Series(np.zeros(64))
    need.iloc[[0, 1, 8, 9]] = 1
    both = pd.DataFrame({"need": need, "aid": need})
    assert colocation(both, BOARD, FAST).frame["lisa"].iloc[0] == 2
    assert (bivariate_join_count(both, BOARD, FAST).frame["lisa"] == 0).all()
    apart = pd.DataFrame({"need": need, "aid": 1 - need})
    assert bivariate_join_count(apart, BOARD, FAST).frame["lisa"].iloc[1] == 1


def test_join_counts_refuse_other_numbers():
    with pytest.raises(InputError, match="0 and 1"):
        colocation(corner_of(2, 1).to_frame(), BOARD)


def test_a_cancelled_run_ends():
    def stop(fraction):
        raise Cancelled

    with pytest.raises(Cancelled):
        local_moran(corner_of(2, 1), ROW, progress=stop)


@pytest.mark.parametrize(
    "wrong",
    [{"permutations": -1}, {"seed": -1}, {"alpha": 0}, {"alpha": 1.5}, {"sides": "three"}, {"correction": "holm"}],
)
def test_an_impossible_test_is_refused(wrong):
    with pytest.raises(InputError):
        Inference(**wrong)


def test_too_few_permutations_for_the_correction_are_warned_of():
    few = local_moran(corner_of(10, 1), ROW, Inference(permutations=99))
    assert any("Use at least 1279 permutations" in str(warning) for warning in few.diagnostics.warnings)
    enough = local_moran(corner_of(10, 1), ROW, Inference(permutations=1279))
    assert not enough.diagnostics.warnings


def test_counts_of_classes_leave_nobody_out():
    assert local_moran(corner_of(10, 1), ROW, FAST).counts().sum() == 64


def test_one_and_two_sided_p_by_hand():
    assert one_sided(np.array([3]), np.array([97]), 99).tolist() == [0.04]
    assert two_sided(np.array([3, 60]), np.array([97, 60]), 99).tolist() == [0.08, 1.0]


def test_benjamini_and_hochberg_by_hand():
    p = np.array([0.01, 0.04, np.nan, 0.03, 0.5])
    np.testing.assert_allclose(benjamini_hochberg(p), [0.04, 0.16 / 3, np.nan, 0.16 / 3, 0.5])
    np.testing.assert_allclose(bonferroni(p), [0.04, 0.16, np.nan, 0.12, 1.0])


@settings(max_examples=50, deadline=None)
@given(st.lists(st.floats(0, 1), min_size=1, max_size=30), st.floats(0.001, 0.5))
def test_corrected_p_mark_the_units_that_the_step_up_rule_rejects(values, alpha):
    p = np.array(values)
    ordered = np.sort(p)
    below = np.flatnonzero(ordered <= alpha * np.arange(1, len(p) + 1) / len(p) * (1 + 1e-12))
    limit = ordered[below[-1]] if len(below) else -1.0
    assert np.array_equal(benjamini_hochberg(p) <= alpha * (1 + 1e-9), p <= limit)


def test_spot_classes_by_level_and_tail():
    side, q = np.array([1, -1, 1, -1, 1, np.nan]), np.array([0.01, 0.009, 0.05, 0.1, 0.9, np.nan])
    np.testing.assert_array_equal(spot_classes(side, q), [3, -3, 2, -1, 0, np.nan])


def exact_tails(values, matrix, unit):
    """Return the shares of all draws of a unit's neighbours whose sum is at least, and at most, the real one."""
    near, others = np.flatnonzero(matrix[unit]), np.delete(values, unit)
    sums = np.array([sum(chosen) for chosen in itertools.combinations(others, len(near))])
    real = values[near].sum()
    return (sums >= real - 1e-9).mean(), (sums <= real + 1e-9).mean()


@pytest.mark.defect("A11")
@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10**6), skew=st.sampled_from([0.5, 1.5, 3.0]), star=st.booleans())
def test_sign_and_significance_of_a_class_are_of_one_tail(seed, skew, star):
    """Against the tails of all draws there are, on a board of three by four with skewed values."""
    board = rook_lattice(3, 4)
    values = np.random.default_rng(seed).lognormal(0, skew, 12)
    inference = Inference(permutations=1999, correction="none", alpha=0.1)
    spots = getis_ord(pd.Series(values), board, star, inference).frame["gi_class"]
    moran = local_moran(pd.Series(values), board.row_standardised(), inference).frame["lisa_class"]
    matrix = board.matrix.toarray()
    for unit in range(12):
        upper, lower = exact_tails(values, matrix, unit)
        if spots[unit] > 0:
            assert upper < 0.15
        if spots[unit] < 0:
            assert lower < 0.15
        if moran[unit] in ("HH", "LH"):
            assert upper < 0.15
        if moran[unit] in ("LL", "HL"):
            assert lower < 0.15


@pytest.fixture
def peak():
    """One very high area whose four neighbours are the lowest of all: z of Gi* is above 0, its neighbours are not."""
    values = pd.Series(np.linspace(5, 6, SIDE**2))
    values[27] = 60.0
    values[[19, 26, 28, 35]] = 1.0
    return values


@pytest.mark.defect("A11")
def test_a_peak_among_the_lowest_is_no_hot_spot(peak):
    result = getis_ord(peak, BOARD, inference=Inference(permutations=9999, correction="none"))
    row = result.frame.loc[27]
    assert row["gi_z"] > 1
    assert row["gi_p"] <= 0.001
    assert row["gi_class"] == -3
    (told,) = (one for one in result.diagnostics.warnings if "other side than the tail" in str(one))
    assert 27 in told.facts["units"]
    # without permutations z is the test itself
    analytic = getis_ord(peak, BOARD, inference=Inference(permutations=0, correction="none")).frame.loc[27]
    assert analytic["gi_class"] in (0, 1, 2, 3)


@pytest.mark.defect("A11")
def test_the_report_and_the_history_take_the_side_of_the_tail_too(peak):
    years = pd.DataFrame(dict.fromkeys((2023, 2024, 2025), peak))
    result = emerging_hotspots(years, BOARD, Inference(permutations=999, correction="none"))
    assert (result.z.loc[27] > 1).all()
    assert (result.classes.loc[27] == -1).all()
    assert result.frame.at[27, "pattern"] == "persistent_cold"
