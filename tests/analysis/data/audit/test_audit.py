"""The audit finds what is wrong with indicators, and says what it cannot compute."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from sejahtera.analysis.core.messages import InputError
from sejahtera.analysis.data.audit.audit import check_indicators
from sejahtera.analysis.data.audit.expectations import Expectation
from sejahtera.analysis.data.audit.reliability import cronbach_alpha, oriented_minmax, oriented_z

CA = pd.DataFrame(
    {
        "pov": [12.0, 8, 15, 5, 10],
        "school": [9.0, 11, 8, 12, 10],
        "water": [80.0, 95, 70, 98, 90],
        "unemp": [7.0, 5, 9, 4, 6],
    }
)
CA_KNOWN = {
    "pov": Expectation("Poverty", -1, "a"),
    "school": Expectation("School", 1, "a"),
    "water": Expectation("Water", 1, "a"),
    "unemp": Expectation("Unemployment", -1, "a"),
}
CB = pd.DataFrame({"a": [10.0, 20, 30, 40, 50, 60], "b": [6.0, 5, 4, 3, 2, 1], "c": [3.0, 1, 4, 1, 5, 9]})


def audit(frame, known=None, **others):
    return check_indicators(frame, [c for c in frame.columns if c != "people"], known, **others)


def warnings(result):
    return " ".join(map(str, result.diagnostics.warnings))


def test_cronbachs_alpha_is_the_published_one():
    directions = np.array([-1, 1, 1, -1])
    assert cronbach_alpha(oriented_minmax(CA.to_numpy(), directions)) == pytest.approx(0.9955610155, abs=1e-9)
    assert cronbach_alpha(oriented_z(CA.to_numpy(), directions)) == pytest.approx(0.9959256112, abs=1e-9)
    row = audit(CA, CA_KNOWN).reliability.iloc[0]
    assert (row["dimension"], row["indicators"], row["n"]) == ("a", 4, 5)
    assert row["alpha"] == pytest.approx(0.9955610155, abs=1e-9)
    assert row["alpha_standardised"] == pytest.approx(0.9959256112, abs=1e-9)


def test_a_negative_alpha_is_given_as_it_is_and_said():
    result = audit(CB)
    assert result.reliability["alpha"].iloc[0] == pytest.approx(-2.997769517, abs=1e-8)
    assert "negative (-2.998): its indicators contradict" in warnings(result)


def test_alpha_if_dropped_is_alpha_of_the_others():
    scaled = oriented_minmax(CA.to_numpy(), np.array([-1, 1, 1, -1]))
    dropped = audit(CA, CA_KNOWN).indicators["alpha_if_dropped"]
    assert dropped["water"] == pytest.approx(cronbach_alpha(scaled[:, [0, 1, 3]]), abs=1e-12)


def test_kmo_bartlett_and_components_are_the_published_ones():
    structure = audit(CA).structure
    assert structure.kmo == pytest.approx(0.5764398044, abs=1e-9)
    assert structure.bartlett == pytest.approx(25.15948595, abs=1e-6)
    assert structure.df == 6
    assert structure.p == pytest.approx(stats.chi2.sf(25.15948595, 6), rel=1e-6)
    expected = [3.951738343, 0.03836644048, 0.009100489884, 0.0007947266348]
    np.testing.assert_allclose(structure.eigenvalues, expected, atol=1e-8)
    loadings = [0.9947653967, 0.9953151264, 0.9886128267, 0.9970820561]
    np.testing.assert_allclose(structure.loadings["pc1"].abs(), loadings, atol=1e-8)
    assert structure.loadings.shape[1] == 1
    assert structure.shares.sum() == pytest.approx(1)


def test_vif_is_that_of_regressions_of_each_on_the_others():
    rng = np.random.default_rng(1)
    frame = pd.DataFrame(rng.normal(size=(40, 3)), columns=list("abc"))
    frame["c"] += frame["a"]
    vif = audit(frame).structure.vif
    for column in frame:
        design = np.column_stack([np.ones(40), frame.drop(columns=column)])
        residuals = frame[column] - design @ np.linalg.lstsq(design, frame[column], rcond=None)[0]
        assert vif[column] == pytest.approx(frame[column].var(ddof=0) / residuals.var(ddof=0), rel=1e-9)


def test_a_singular_matrix_is_said_with_the_columns_that_make_it():
    result = audit(CB)
    assert np.isnan(result.structure.kmo)
    assert np.isnan(result.structure.bartlett)
    assert result.structure.vif.isna().all()
    assert "a, b determine each other exactly" in warnings(result)
    np.testing.assert_allclose(result.structure.eigenvalues, [2.6042211, 0.39577887, 0], atol=1e-7)


def test_fewer_units_than_indicators_are_said():
    rng = np.random.default_rng(2)
    result = audit(pd.DataFrame(rng.normal(size=(4, 6)), columns=list("abcdef")))
    assert np.isnan(result.structure.kmo)
    assert "need more kelurahan" in warnings(result)
    assert "below 5 for each indicator" in warnings(result)


def test_redundant_pairs_are_listed_with_both_correlations():
    pairs = audit(CA, CA_KNOWN).pairs
    first = pairs.set_index(["field_a", "field_b"])
    assert abs(first.loc[("pov", "school"), "pearson"]) == pytest.approx(0.9965457582, abs=1e-9)
    assert abs(first.loc[("pov", "water"), "pearson"]) == pytest.approx(0.9685139744, abs=1e-9)
    assert first["same_dimension"].all()
    assert audit(CB).pairs["field_b"].tolist() == ["b"]
    assert np.corrcoef(CB["a"], CB["c"])[0, 1] == pytest.approx(0.6961696279, abs=1e-9)


def test_correlations_leave_missing_values_out_pair_by_pair():
    frame = CA.assign(pov=[np.nan, 8, 15, 5, 10])
    pair = audit(frame).pairs.set_index(["field_a", "field_b"]).loc[("pov", "school")]
    both = frame[["pov", "school"]].dropna()
    assert pair["n"] == 4
    assert pair["pearson"] == pytest.approx(both.corr().iloc[0, 1])
    assert pair["spearman"] == pytest.approx(stats.spearmanr(both["pov"], both["school"])[0])


def test_skewness_kurtosis_and_the_rule_of_the_jrc():
    row = audit(pd.DataFrame({"v": [2.0, 4, 4, 5, 7, 9, 30]})).indicators.loc["v"]
    assert row["skewness"] == pytest.approx(2.352152949, abs=1e-8)
    assert row["kurtosis"] == pytest.approx(5.792588172, abs=1e-8)
    assert row["skewed"]
    assert row["gravest"] == "skewed"


def test_two_equal_extremes_that_hide_from_the_rule_are_found_by_the_quartiles():
    result = audit(pd.DataFrame({"v": [1.0, 2, 2, 3, 3, 4, 4, 5, 100, 100]}))
    assert not result.indicators.loc["v", "skewed"]
    assert result.values["unit"].tolist() == [8, 9]
    assert result.indicators.loc["v", "gravest"] == "outlier"
    assert result.units["flags"].tolist() == [0] * 8 + [1, 1]
    assert result.units["flagged_fields"].tolist()[8:] == ["v", "v"]


@pytest.mark.parametrize(
    ("values", "expected", "finding"),
    [
        ([3.0] * 6, Expectation(), "constant"),
        ([np.nan] * 6, Expectation(), "empty"),
        ([100.0, 101, 100, 99, 100, 100], Expectation(), "near_constant"),
        ([np.nan, np.nan, np.nan, 1, 2, 3], Expectation(), "many_missing"),
        ([0.0, 0, 0, 0, 1, 2], Expectation(), "many_zeros"),
        ([50.0, 60, 70, 80, 90, 101.5], Expectation(plausible=(0, 100)), "out_of_range"),
        ([500.0, 610, 100, 220, 130, 90], Expectation(per=100), "like_count"),
        ([100.0, 203, 299, 410, 502, 590], Expectation(), "like_count"),
        ([0.0, 0.2, 30, 40, 50, 60.5], Expectation(per=100), "few_cases"),
        ([1.5, 2, 4, 3, 3.5, 2.5], Expectation(per=100), "none"),
    ],
)
def test_each_defect_is_the_finding_it_should_be(values, expected, finding):
    frame = pd.DataFrame({"v": values, "people": [1000.0, 2000, 3000, 4000, 5000, 6000]})
    if finding == "none":
        frame["people"] *= 10
    result = audit(frame, {"v": expected}, population="people")
    assert result.indicators.loc["v", "gravest"] == finding


def test_gaps_are_counted_by_indicator_and_by_kelurahan():
    frame = CA.assign(pov=[np.nan, 8, 15, 5, 10], water=[np.nan, np.nan, 70, 98, 90])
    result = audit(frame)
    assert result.indicators["missing"].tolist() == [1, 0, 2, 0]
    assert result.units["missing"].tolist() == [2, 1, 0, 0, 0]
    assert result.units["missing_fields"].tolist()[:2] == ["pov, water", "water"]
    assert result.diagnostics.missing == 2


def test_a_copied_row_and_infinite_values_are_warned_of():
    frame = pd.concat([CA, CA.iloc[[2]]], ignore_index=True)
    assert "2, 5 have the same values" in warnings(audit(frame))
    result = audit(CA.assign(pov=[np.inf, 8, 15, 5, 10]))
    assert "Infinite values in pov (0) count as missing" in warnings(result)
    assert result.indicators.loc["pov", "missing"] == 1


def test_text_and_no_indicator_are_one_sentence():
    with pytest.raises(InputError, match="“v” holds text"):
        check_indicators(pd.DataFrame({"v": ["a"]}), ["v"])
    with pytest.raises(InputError, match="at least one indicator"):
        check_indicators(CA, [])


@pytest.mark.parametrize("rows", [1, 2, 3])
def test_very_small_sets_are_described_without_a_failure(rows):
    result = audit(CA.iloc[:rows], CA_KNOWN)
    assert result.indicators["n"].tolist() == [rows] * 4


@settings(max_examples=25, deadline=None)
@given(st.permutations(range(5)), st.floats(0.1, 1000))
def test_order_of_units_and_unit_of_measurement_do_not_matter(order, factor):
    first, second = audit(CA, CA_KNOWN), audit(CA.iloc[list(order)].assign(pov=CA["pov"] * factor), CA_KNOWN)
    columns = ["cv", "skewness", "kurtosis", "alpha_if_dropped"]
    np.testing.assert_allclose(first.indicators[columns], second.indicators[columns], rtol=1e-6, atol=1e-9)
    assert first.structure.kmo == pytest.approx(second.structure.kmo, rel=1e-5)


def test_an_index_among_its_own_indicators_is_found_by_its_inflation_factor(shared_data):
    from sejahtera.analysis.data.tables.delimited import read_delimited
    from sejahtera.analysis.data.tables.numbers import to_numbers

    frame = read_delimited(shared_data / "indicators" / "jateng_ipm_2020_2022.csv").frame
    data = pd.DataFrame({name: to_numbers(frame[name]) for name in frame.columns[2:]})
    result = check_indicators(data, list(data.columns))
    assert result.indicators["n"].tolist() == [105] * 5
    assert result.structure.vif.idxmax() == "ipm_terbit"
    assert result.structure.vif.max() > 100
