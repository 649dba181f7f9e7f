"""The regression on the lattice whose numbers spreg and R have given."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sejahtera.analysis.core.diagnostics import Diagnostics
from sejahtera.analysis.core.messages import InputError
from sejahtera.analysis.programmes.drivers.correlation import effective_size, screen
from sejahtera.analysis.programmes.drivers.design import make_design
from sejahtera.analysis.programmes.drivers.ols import ols
from sejahtera.analysis.programmes.drivers.spatial import lagrange_multipliers, residual_moran, row_standardised

from .lattice import SP, lattice


def design_of(frame, drivers=("x", "z"), outcome="y", components=()):
    return make_design(frame, outcome, drivers, Diagnostics(), components)


@pytest.fixture
def fit():
    return ols(design_of(SP))


def test_coefficients_and_fit_are_those_of_the_vector(fit):
    np.testing.assert_allclose(fit.coefficients, [2.154430171, 1.726613966, 0.184173254], rtol=1e-8)
    np.testing.assert_allclose(fit.errors, [0.3223299318, 0.0530917026, 0.2586518284], rtol=1e-8)
    np.testing.assert_allclose(fit.robust, [0.36479197, 0.04868571, 0.25805938], rtol=1e-6)
    assert fit.r2 == pytest.approx(0.9878847922)
    assert fit.adjusted == pytest.approx(0.9860209141)
    assert fit.log_likelihood == pytest.approx(-10.4906295289)
    assert fit.aic == pytest.approx(26.9812590577)


def test_collinearity_is_that_of_the_vector(fit):
    np.testing.assert_allclose(fit.vif, [1.0006587615] * 2)
    assert fit.condition == pytest.approx(5.1630738)


@pytest.mark.parametrize(
    ("test", "value"),
    [
        ("jarque_bera", 0.6059161531),
        ("breusch_pagan", 2.3017374471),
        ("koenker_bassett", 4.3303998370),
        ("white", 4.5528492429),
    ],
)
def test_residual_tests_are_those_of_the_vector(fit, test, value):
    assert fit.tests[test].statistic == pytest.approx(value)


def test_importance_is_that_of_the_vector_and_sums_to_the_fit(fit):
    np.testing.assert_allclose(fit.lmg, [0.9865333903, 0.0013514019], rtol=1e-7)
    np.testing.assert_allclose(fit.beta, [0.9931282939, 0.0217444170], rtol=1e-7)
    assert fit.lmg.sum() == pytest.approx(fit.r2)


def test_moran_of_the_residuals_is_that_of_the_vector(fit):
    moran = residual_moran(design_of(SP), fit, row_standardised(lattice(4)))
    assert moran.i == pytest.approx(0.3708832237)
    assert moran.expected == pytest.approx(-0.0645164, abs=1e-7)
    assert moran.variance == pytest.approx(0.0349286, abs=1e-7)
    assert moran.z == pytest.approx(2.3296849, abs=1e-6)


def test_lagrange_multipliers_are_those_of_the_vector(fit):
    tests = lagrange_multipliers(design_of(SP), fit, row_standardised(lattice(4)))
    expected = {
        "lm_error": 3.1851784769,
        "lm_lag": 0.0559984525,
        "robust_error": 3.5822128066,
        "robust_lag": 0.4530327822,
        "sarma": 3.6382112591,
    }
    assert {code: test.statistic for code, test in tests.items()} == pytest.approx(expected)
    assert tests["lm_error"].p == pytest.approx(0.0743, abs=1e-4)


@settings(max_examples=25, deadline=None)
@given(st.floats(0.01, 100), st.floats(-50, 50))
def test_the_unit_of_a_driver_changes_its_coefficient_and_nothing_else(scale, shift):
    first, second = ols(design_of(SP)), ols(design_of(SP.assign(x=SP["x"] * scale + shift)))
    assert second.coefficients[1] * scale == pytest.approx(first.coefficients[1], rel=1e-6)
    assert second.r2 == pytest.approx(first.r2)
    np.testing.assert_allclose(second.lmg, first.lmg, atol=1e-8)


def test_without_association_the_corrected_test_holds_its_size_where_the_plain_one_fails():
    neighbours, plain, corrected = lattice(8), 0, 0
    smooth = np.linalg.inv(np.eye(64) - 0.9 * row_standardised(neighbours).toarray())
    for seed in range(200):
        values = smooth @ np.random.default_rng(seed).normal(size=(64, 2))
        row = screen(pd.DataFrame(values, columns=["a", "b"]), "a", ["b"], neighbours).iloc[0]
        plain += row["p"] < 0.05
        corrected += row["p_spatial"] < 0.05
    assert plain > 30  # 10 expected of a test of size 5 %
    assert corrected < plain / 2


def test_independent_values_are_worth_about_their_number():
    values = np.random.default_rng(1).normal(size=(2, 100))
    table = screen(pd.DataFrame(values.T, columns=["a", "b"]), "a", ["b"], lattice(10))
    assert table.loc[0, "effective_n"] > 80


def test_the_effective_size_never_exceeds_the_number_of_units():
    assert effective_size(np.arange(5.0), np.arange(5.0)[::-1], []) <= 5


def test_columns_are_sorted_by_strength_and_constants_have_none():
    frame = SP.assign(flat=1.0)
    table = screen(frame, "y", ["flat", "z", "x"], lattice(4))
    assert table["column"].tolist() == ["x", "z", "flat"]
    assert np.isnan(table.loc[2, "r"])


@pytest.mark.parametrize(
    ("frame", "drivers", "sentence"),
    [
        (SP, [], "at least one"),
        (SP, ["y"], "both the outcome"),
        (SP.assign(w=2 * SP["x"] - 3), ["x", "w"], "exactly the same.*x"),
        (SP.assign(w=1.0), ["w"], "w is the same"),
        (SP.assign(a=SP["x"] ** 2, b=SP["x"] ** 3), ["x", "z", "a", "b"], "16 kelurahan.*5"),
        (SP.assign(x=np.nan), ["x"], "0 kelurahan"),
    ],
)
def test_designs_that_tell_nothing_are_refused(frame, drivers, sentence):
    with pytest.raises(InputError, match=sentence):
        design_of(frame, drivers)


def test_an_index_is_not_regressed_on_its_own_parts():
    with pytest.raises(InputError, match="finds itself"):
        design_of(SP, ["x"], components=["x", "q"])


def test_rows_with_gaps_are_left_out_and_named():
    diagnostics = Diagnostics()
    make_design(SP.assign(x=SP["x"].where(SP.index != 3)), "y", ["x"], diagnostics)
    assert diagnostics.missing == 1
    assert "3" in str(diagnostics.warnings[0])
