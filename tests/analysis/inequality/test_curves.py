import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sejahtera.analysis.core.messages import InputError
from sejahtera.analysis.inequality.distribution import distribution
from sejahtera.analysis.inequality.lorenz import concentration, lorenz_curve, quantile_shares
from sejahtera.analysis.inequality.measures import evaluate, setting


def test_generalised_lorenz_is_the_mean_times_the_share():
    curve = lorenz_curve(distribution(np.arange(1.0, 6)))
    np.testing.assert_allclose(curve["generalised"], [0, 0.2, 0.6, 1.2, 2, 3])
    np.testing.assert_allclose(curve["population"], np.linspace(0, 1, 6))


def test_quantile_shares_divide_units_that_straddle_a_cut():
    shares = quantile_shares(distribution(np.array([2, 4, 6, 3, 9, 12.0])))
    assert shares["share"].iloc[0] == pytest.approx(0.07222222222)
    assert shares["share"].iloc[-1] == pytest.approx(0.3833333333)
    assert shares["share"].sum() == pytest.approx(1)
    assert (shares["mean"] * 0.2).sum() == pytest.approx(6)


@pytest.mark.parametrize(
    ("income", "weights", "benefits", "expected"),
    [
        ([1, 2, 3, 4, 5], None, [5, 4, 3, 2, 1], -0.2666666667),
        ([1, 2, 3, 4, 5], None, [1, 1, 1, 1, 1], 0),
        ([1, 2, 3, 4, 5], None, [1, 0, 0, 0, 0], -0.8),
        ([10, 20, 30, 40], [4, 3, 2, 1], [2, 1, 1, 0], -0.2538461538),
        (range(10), [100] * 10, [0.6, 0.7, 0.4, 0.3, 0.2, 0.1, 0.1, 0.05, 0.05, 0], -0.496),
    ],
)
def test_the_concentration_index_equals_its_reference_value(income, weights, benefits, expected):
    assert concentration(np.array(benefits), np.array(income), weights).index == pytest.approx(
        expected, rel=1e-9, abs=1e-12
    )


def test_units_tied_in_the_ranking_share_a_place():
    income = np.array([1, 1, 1, 2.0])
    assert concentration(np.array([3, 0, 0, 1.0]), income).index == pytest.approx(
        concentration(np.array([0, 0, 3, 1.0]), income).index
    )


def test_a_unit_without_ranking_is_left_out():
    result = concentration(pd.Series([1, 2, 9.0]), pd.Series([1, 2, np.nan]))
    assert result.diagnostics.missing == 1
    assert result.index == pytest.approx(concentration(np.array([1, 2.0]), np.array([1, 2.0])).index)


def test_a_curve_of_nothing_is_refused():
    with pytest.raises(InputError, match="above 0"):
        lorenz_curve(distribution(np.zeros(3)))
    with pytest.raises(InputError, match="above 0"):
        concentration(np.zeros(3), np.arange(3))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.floats(0.01, 1e5), min_size=2, max_size=30).map(np.array))
def test_ranked_by_itself_the_concentration_index_is_gini(y):
    gini = evaluate(distribution(y), *setting("gini"))[0]
    assert concentration(y, y).index == pytest.approx(gini, rel=1e-9, abs=1e-12)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.floats(0, 1e5), min_size=2, max_size=30).map(np.array).filter(lambda y: y.sum() > 1e-3))
def test_a_lorenz_curve_is_convex_and_never_above_the_line_of_equality(y):
    curve = lorenz_curve(distribution(y))
    assert (curve["share"] <= curve["population"] + 1e-12).all()
    assert (np.diff(curve["share"], 2) >= -1e-12).all()
