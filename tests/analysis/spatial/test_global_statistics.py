from itertools import permutations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sejahtera.analysis.core.messages import Cancelled, InputError
from sejahtera.analysis.spatial.global_formulas import JOINS, MEASURED
from sejahtera.analysis.spatial.global_statistics import global_autocorrelation
from sejahtera.analysis.spatial.rates import eb_standardised
from sejahtera.analysis.spatial.scatter import moran_scatterplot, order_correlogram, scatter_slope
from sejahtera.analysis.spatial.weights.distance import kernel, knn
from sejahtera.analysis.spatial.weights.weights import from_pairs

from .maps import rook_lattice

BOARD = rook_lattice(5, 5)
VALUES = pd.Series(np.random.default_rng(1).gamma(2.0, size=25), name="income")


def table(values, weights, statistics=MEASURED, **more):
    return global_autocorrelation(values, weights, statistics, **{"permutations": 0, **more}).table


@pytest.mark.parametrize("statistics", [MEASURED, JOINS])
@pytest.mark.parametrize("shape", ["binary", "row", "knn"])
def test_expectation_and_variance_are_those_of_all_permutations(statistics, shape):
    points = np.random.default_rng(3).random((6, 2))
    ring = from_pairs([(0, 1), (1, 2), (2, 3), (3, 4), (4, 5), (0, 3)], 6, kind="queen")
    weights = {"binary": ring, "row": ring.row_standardised(), "knn": knn(points, 2).row_standardised()}[shape]
    values = np.array([1.0, 1, 0, 0, 1, 0]) if statistics == JOINS else np.array([1.0, 4, 2, 9, 3, 7])
    ours = table(pd.Series(values), weights, statistics)
    w = weights.matrix.toarray()
    found = []
    for x in map(np.array, permutations(values)):
        z = x - x.mean()
        found.append(
            [0.5 * x @ w @ x, 0.5 * (w * (x[:, None] - x) ** 2).sum(), 0.5 * (1 - x) @ w @ (1 - x)]
            if statistics == JOINS
            else [
                6 / w.sum() * (z @ w @ z) / (z @ z),
                5 / (2 * w.sum()) * (w * (x[:, None] - x) ** 2).sum() / (z @ z),
                x @ w @ x / (x.sum() ** 2 - x @ x),
            ]
        )
    np.testing.assert_allclose(ours["value"], found[0], atol=1e-12)
    np.testing.assert_allclose(ours["expected"], np.mean(found, axis=0), atol=1e-12)
    np.testing.assert_allclose(ours["variance"], np.var(found, axis=0), atol=1e-12)


def test_permuted_statistics_have_the_expected_moments():
    result = global_autocorrelation(VALUES, BOARD, permutations=9999)
    np.testing.assert_allclose(result.permuted.mean(), result.table["expected"], rtol=0.02, atol=0.005)
    np.testing.assert_allclose(result.permuted.var(), result.table["variance"], rtol=0.06)
    assert len(result.permuted) == 9999


def test_a_seed_gives_the_same_p_and_it_is_recorded():
    one, two = (global_autocorrelation(VALUES, BOARD, permutations=99, seed=4) for _ in range(2))
    assert one.table.equals(two.table)
    assert one.diagnostics.seed == 4
    assert "seed 4" in str(one.diagnostics.method[-1])


def test_two_sided_p_is_twice_the_one_sided():
    one = table(VALUES, BOARD, permutations=999)["p_permutation"]
    two = table(VALUES, BOARD, permutations=999, sides="two")["p_permutation"]
    np.testing.assert_allclose(two, np.minimum(2 * one, 1))


def test_units_without_value_leave_the_map():
    holed = VALUES.copy()
    holed.iloc[[3, 20]] = np.nan
    keep = holed.notna().to_numpy()
    result = global_autocorrelation(holed, BOARD, permutations=99)
    expected = table(VALUES[keep], BOARD.subset(keep), permutations=99)
    pd.testing.assert_frame_equal(result.table, expected)
    assert result.diagnostics.missing == 2
    assert result.diagnostics.warnings[0].facts["units"] == [3, 20]


ISLANDS = from_pairs([*BOARD.pairs, (25, 25), (26, 26)], 27, kind="rook").row_standardised()


@pytest.mark.defect("A20")
def test_islands_count_in_mean_and_variance_and_are_named():
    """By the formulas of esda and of spdep, whose n leaves out islands by default (`adjust.n`)."""
    values = pd.Series([*VALUES, 9.0, -4.0])
    result = global_autocorrelation(values, ISLANDS, ("moran", "geary"), permutations=0)
    z, w = (values - values.mean()).to_numpy(), ISLANDS.matrix.toarray()
    esda = 27 / w.sum() * (z @ w @ z) / (z @ z)
    spdep = 25 / w.sum() * (z @ w @ z) / (z @ z)
    moran = result.table.loc["moran"]
    assert moran["value"] == pytest.approx(esda, abs=1e-12)
    assert moran["value"] * 25 / 27 == pytest.approx(spdep, abs=1e-12)
    assert moran["expected"] == pytest.approx(-1 / 26)
    assert moran["value"] != pytest.approx(table(VALUES, BOARD.row_standardised()).loc["moran", "value"], abs=0.01)
    squares = (z[:, None] - z[None, :]) ** 2
    assert result.table.at["geary", "value"] == pytest.approx(26 * (w * squares).sum() / (2 * w.sum() * (z @ z)))
    assert result.diagnostics.n == 27
    assert "count in mean and variance" in str(result.diagnostics.warnings[0])


@pytest.mark.defect("A20")
def test_with_islands_moments_are_those_of_all_orders_of_all_values():
    """Five areas of which one is an island: mean and variance of I over the 120 orders of the values."""
    weights = from_pairs([(0, 1), (1, 2), (2, 3), (4, 4)], 5, kind="rook").row_standardised()
    values = np.array([3.0, 1.0, 4.0, 1.5, 9.0])
    z, w = values - values.mean(), weights.matrix.toarray()
    every = [5 / w.sum() * (z[list(o)] @ w @ z[list(o)]) / (z @ z) for o in permutations(range(5))]
    row = global_autocorrelation(pd.Series(values), weights, ("moran",), permutations=0).table.loc["moran"]
    assert row["expected"] == pytest.approx(np.mean(every))
    assert row["variance"] == pytest.approx(np.var(every))


@pytest.mark.defect("A20")
def test_the_line_of_the_scatterplot_is_moran_s_i_with_islands_too():
    values = pd.Series([*VALUES, 9.0, -4.0])
    frame = moran_scatterplot(values, ISLANDS)
    expected = global_autocorrelation(values, ISLANDS, ("moran",), permutations=0).table.at["moran", "value"]
    assert scatter_slope(frame["value_z"].to_numpy(), frame["lag_z"].to_numpy(), 27) == pytest.approx(expected)
    assert frame.loc[[25, 26], "lag_z"].isna().all()


@pytest.mark.parametrize(
    ("values", "says"),
    [
        (np.full(25, 2.0), "same value"),
        (np.full(25, np.nan), "values for 0 areas"),
        ([1.0, 2.0] + [np.nan] * 23, "values for 2 areas"),
        ([np.inf] + [1.0] * 24, "infinite for 0"),
        (["a"] * 25, "does not hold numbers"),
        ([-1.0] + [1.0] * 24, "not negative"),
        (np.arange(24.0), "25 areas; the layer has 24"),
        ([1.0, np.nan, 2.0] + [np.nan] * 7 + [3.0] + [np.nan] * 14, "No area"),
    ],
)
def test_bad_values_are_refused_in_a_sentence(values, says):
    with pytest.raises(InputError, match=says):
        table(pd.Series(values, name="x"), BOARD)


def test_join_counts_need_zeros_and_ones():
    with pytest.raises(InputError, match="0 and 1"):
        table(VALUES, BOARD, JOINS)
    with pytest.raises(InputError, match="not a known statistic"):
        table(VALUES, BOARD, ("ripley",))


def test_all_permutations_of_three_units_leave_variances_undefined_not_wrong():
    row = table(pd.Series([1.0, 2.0, 4.0]), rook_lattice(1, 3), ("moran",)).loc["moran"]
    assert np.isnan(row["variance"])
    assert np.isfinite(row["value"])


def test_cancelling_stops_the_permutations():
    def stop(fraction):
        raise Cancelled

    with pytest.raises(Cancelled):
        global_autocorrelation(VALUES, BOARD, permutations=99, progress=stop)


@settings(max_examples=25, deadline=None)
@given(scale=st.floats(0.01, 1e4), shift=st.floats(-1e4, 1e4), seed=st.integers(0, 99))
def test_scaling_and_shifting_change_neither_moran_nor_geary(scale, shift, seed):
    values = pd.Series(np.random.default_rng(seed).normal(size=25))
    one, two = (table(v, BOARD, ("moran", "geary")) for v in (values, values * scale + shift))
    np.testing.assert_allclose(one, two, rtol=1e-6, atol=1e-8)


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_the_order_of_the_units_does_not_matter(seed):
    points = np.random.default_rng(seed).random((25, 2))
    order = np.random.default_rng(seed + 1).permutation(25)
    one = table(VALUES, kernel(points, k=5))
    two = table(VALUES.iloc[order], kernel(points[order], k=5))
    np.testing.assert_allclose(one, two, rtol=1e-9)


def test_rates_are_standardised_as_assuncao_and_reis_say():
    events, population = pd.Series([4.0, 0, 9, np.nan]), pd.Series([100.0, 50, 400, 80])
    z = eb_standardised(events, population)
    rate, mean = np.array([0.04, 0, 0.0225]), 13 / 550
    spread = (np.array([100, 50, 400]) * (rate - mean) ** 2).sum() / 550
    between = max(spread - mean / (550 / 3), 0)
    np.testing.assert_allclose(z[:3], (rate - mean) / np.sqrt(between + mean / np.array([100, 50, 400])))
    assert np.isnan(z[3])


@pytest.mark.parametrize(("events", "population"), [([1.0, 2], [0.0, 5]), ([-1.0, 2], [5.0, 5]), ([0.0, 0], [5.0, 5])])
def test_impossible_rates_are_refused(events, population):
    with pytest.raises(InputError):
        eb_standardised(pd.Series(events), pd.Series(population))


def test_the_slope_of_the_scatterplot_is_moran():
    holed = VALUES.copy()
    holed.iloc[7] = np.nan
    chart = moran_scatterplot(holed, BOARD)
    slope = np.polyfit(*chart[["value_z", "lag_z"]].dropna().to_numpy().T, 1)[0]
    assert slope == pytest.approx(table(holed, BOARD.row_standardised(), ("moran",)).loc["moran", "value"])
    assert chart["quadrant"].isna().sum() == 1


def test_a_correlogram_of_a_slope_falls_with_every_step():
    slope = pd.Series([column + 0.01 * row for row in range(8) for column in range(8)])
    chart = order_correlogram(slope, rook_lattice(8, 8), 15, permutations=0)
    assert (np.diff(chart["value"][:5]) < 0).all()
    assert chart["value"].iloc[0] > 0.5 > 0 > chart["value"].iloc[7]
    assert np.isnan(chart["value"].iloc[14])
    assert chart["pairs"].iloc[14] == 0
