import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sejahtera.analysis.core.messages import InputError
from sejahtera.analysis.development.adjusted import adjusted, gender_inequality
from sejahtera.analysis.development.hdi import categories, human_development
from sejahtera.analysis.development.presets import presets_from_dict
from sejahtera.analysis.development.progress import progress
from sejahtera.resources.presets import load_hdi_presets

BPS = load_hdi_presets()["bps-2014"]
COLUMNS = ["life_expectancy", "expected_schooling", "mean_schooling", "expenditure"]
INDONESIA = pd.DataFrame(
    [
        (71.20, 12.91, 8.17, 11059000),
        (73.93, 13.15, 8.77, 11899000),
        (74.15, 13.21, 8.85, 12341000),
        (74.47, 13.30, 9.07, 12802000),
    ],
    columns=COLUMNS,
    index=[2018, 2023, 2024, 2025],
)


def test_the_published_ipm_of_indonesia():
    table = human_development(INDONESIA, BPS).table
    np.testing.assert_allclose(table["health_index"], [0.7876923077, 0.8296923077, 0.8330769231, 0.838], rtol=1e-9)
    np.testing.assert_allclose(
        table["education_index"], [0.6309444444, 0.6576111111, 0.6619444444, 0.6717777778], rtol=1e-9
    )
    np.testing.assert_allclose(
        table["income_index"], [0.7321201928, 0.7544916578, 0.7656369914, 0.7768439504], rtol=1e-9
    )
    np.testing.assert_allclose(table["hdi"], [71.39098435, 74.38982713, 75.0199064, 75.90455061], rtol=1e-9)
    assert list(table["hdi"].round(2)) == [71.39, 74.39, 75.02, 75.90]
    assert set(table["category"]) == {"high"}


def test_the_published_ipm_of_35_regencies_and_cities_to_the_last_digit(shared_data):
    rows = pd.read_csv(shared_data / "indicators/jateng_ipm_2020_2022.csv")
    rows["expenditure"] = rows["pengeluaran_ribu_rp"] * 1000
    fields = dict(zip(COLUMNS, ["uhh_tahun", "hls_tahun", "rls_tahun", "expenditure"]))
    found = human_development(rows, BPS, fields).table["hdi"]
    assert len(rows) == 105
    # 1e-9 for the two decimals of the published value, which is no binary fraction
    assert (found - rows["ipm_terbit"]).abs().max() <= 0.005 + 1e-9
    assert (found.round(2) == rows["ipm_terbit"]).all()


#: Human Development Report 2021/22, table 1: the four columns as printed, and the index.
HDI_2021 = {
    "Switzerland": (84.0, 16.5, 13.9, 66933, 0.962),
    "Norway": (83.2, 18.2, 13.0, 64660, 0.961),
    "Hong Kong": (85.5, 17.3, 12.2, 62607, 0.952),
    "Australia": (84.5, 21.1, 12.7, 49238, 0.951),
    "Liechtenstein": (83.3, 15.2, 12.5, 146830, 0.935),
    "Indonesia": (67.6, 13.7, 8.6, 11466, 0.705),
    "Niger": (61.6, 7.0, 2.1, 1240, 0.400),
    "Chad": (52.5, 8.0, 2.6, 1364, 0.394),
    "South Sudan": (55.0, 5.5, 5.7, 768, 0.385),
}


def test_the_published_hdi_of_nine_countries_within_the_rounding_of_the_printed_columns():
    rows = pd.DataFrame(HDI_2021, index=[*COLUMNS, "hdi"]).T
    found = human_development(rows[COLUMNS], load_hdi_presets()["undp-2014"]).table
    assert (found["hdi"] - rows["hdi"]).abs().max() <= 0.001
    assert found["hdi"].is_monotonic_decreasing
    assert found["category"].tolist() == ["very_high"] * 5 + ["high"] + ["low"] * 3


@pytest.mark.parametrize("column", COLUMNS)
def test_more_of_an_indicator_never_lowers_the_index(column):
    better = INDONESIA.assign(**{column: INDONESIA[column] * 1.05})
    assert (human_development(better, BPS).table["hdi"] >= human_development(INDONESIA, BPS).table["hdi"]).all()


def test_values_outside_the_goalposts_are_set_to_the_goalpost_and_flagged():
    frame = INDONESIA.iloc[[0, 0, 0]].reset_index(drop=True).astype(float)
    frame.loc[0, "life_expectancy"] = 19
    frame.loc[1, "expected_schooling"] = 19
    frame.loc[2, ["life_expectancy", "expenditure"]] = [90, 1007436]
    result = human_development(frame, BPS)
    assert list(result.table["clamped"]) == ["life_expectancy", "expected_schooling", "life_expectancy"]
    assert result.table["hdi"].iloc[0] == 0
    assert result.table["hdi"].iloc[2] == 0
    assert result.table["category"].iloc[0] == "low"
    assert "set to 0 or 1 at 0, 1, 2" in str(result.diagnostics.warnings[0])


def test_a_unit_without_an_indicator_has_no_index():
    result = human_development(INDONESIA.assign(mean_schooling=[8, np.nan, 8, 8]), BPS)
    assert np.isnan(result.table.loc[2023, "hdi"])
    assert pd.isna(result.table.loc[2023, "category"])
    assert result.diagnostics.missing == 1


@pytest.mark.parametrize("factor", [1e-3, 100])
def test_expenditure_in_another_unit_is_refused_though_its_logarithm_looks_plausible(factor):
    frame = INDONESIA.assign(expenditure=INDONESIA["expenditure"] * factor)
    with pytest.raises(InputError, match="another unit"):
        human_development(frame, BPS)


def test_a_missing_column_is_named():
    with pytest.raises(InputError, match="umur"):
        human_development(INDONESIA, BPS, {"life_expectancy": "umur"})


def test_a_value_at_a_bound_is_in_the_upper_category():
    assert list(categories(np.array([59.99, 60, 70, 79.999, 80, np.nan]), BPS)) == [
        "low", "medium", "high", "high", "very_high", None,
    ]  # fmt: skip


def test_what_each_dimension_added_equals_the_reference_and_sums_to_the_change():
    before, after = (human_development(INDONESIA.loc[[year]].set_axis(["ID"]), BPS) for year in (2023, 2024))
    table, breaks = progress(before, after, BPS, (2023, 2024))
    row = table.loc["ID"]
    parts = [row[f"change_{name}"] for name in BPS.dimensions]
    np.testing.assert_allclose(parts, [0.1013756606, 0.16355035, 0.3651532627], rtol=1e-8)
    assert sum(parts) == pytest.approx(row["change"], rel=1e-12)
    assert row["growth"] == pytest.approx(0.85, abs=0.005)  # as BPS printed; from rounded values 0.8468880226
    assert row["growth"] == pytest.approx(100 * row["change"] / row["hdi_before"])
    assert row["shortfall_reduction"] == pytest.approx(100 * row["change"] / (100 - row["hdi_before"]))
    assert breaks == []


def test_a_break_in_the_series_is_told():
    before, after = (human_development(INDONESIA.loc[[year]].set_axis(["ID"]), BPS) for year in (2018, 2023))
    _, breaks = progress(before, after, BPS, (2018, 2023))
    assert "Census 2020" in breaks[0]
    with pytest.raises(InputError, match="after the first"):
        progress(before, after, BPS, (2023, 2018))


def test_ihdi_equals_the_reference():
    indices = dict(zip(BPS.dimensions, (0.8, 0.65, 0.7)))
    inequality = dict(zip(BPS.dimensions, (0.05, 0.0503084764, 0.3025761599)))
    result = adjusted(indices, inequality)
    found = (result.hdi, result.ihdi, result.loss, result.chi)
    np.testing.assert_allclose(found, (0.7140036982, 0.6118356518, 0.1430917608, 0.1342948788), rtol=1e-8)


def test_an_inequality_that_is_missing_is_refused():
    with pytest.raises(InputError, match="income"):
        adjusted({"health": 0.8, "income": 0.7}, {"health": 0.1})


GENDER = pd.DataFrame(
    {
        "maternal_mortality": [60.0, 10],
        "adolescent_births": [59.1, 1.0],
        "seats_female": [0.150, 0.5],
        "seats_male": [0.850, 0.5],
        "secondary_female": [0.610, 0.9],
        "secondary_male": [0.577, 0.9],
        "labour_female": [0.542, 0.7],
        "labour_male": [0.741, 0.7],
    },
    index=["one", "equal"],
)


def test_women_and_men_who_fare_equally_have_no_gender_inequality():
    assert gender_inequality(GENDER)["equal"] == pytest.approx(0, abs=1e-12)


def test_gender_inequality_follows_the_steps_of_the_technical_note():
    row = GENDER.loc["one"]
    health = (10 / 60 / 59.1) ** 0.5
    women = (health * (0.15 * 0.61) ** 0.5 * 0.542) ** (1 / 3)
    men = (1 * (0.85 * 0.577) ** 0.5 * 0.741) ** (1 / 3)
    both = ((health + 1) / 2 * ((0.15 * 0.61) ** 0.5 + (0.85 * 0.577) ** 0.5) / 2 * (0.542 + 0.741) / 2) ** (1 / 3)
    assert gender_inequality(GENDER)["one"] == pytest.approx(1 - 2 / (1 / women + 1 / men) / both)
    assert gender_inequality(row.to_frame().T.astype(float))["one"] == pytest.approx(0.408, abs=0.0015)


def test_percentages_and_rates_of_zero_are_refused():
    with pytest.raises(InputError, match="labour_male must be from 0 to 1 at one"):
        gender_inequality(GENDER.assign(labour_male=[74.1, 0.7]))
    with pytest.raises(InputError, match="adolescent_births must be above 0 at equal"):
        gender_inequality(GENDER.assign(adolescent_births=[59.1, 0]))


def test_presets_that_are_not_understood_are_refused():
    with pytest.raises(InputError, match="not a list of presets"):
        presets_from_dict({"schema": "other"})
    good = {"schema": "sejahtera-hdi-presets", "version": 1, "presets": [{"code": "x"}]}
    with pytest.raises(InputError, match="presets"):
        presets_from_dict(good)


shares = st.floats(0.05, 0.95)


@settings(max_examples=30, deadline=None)
@given(st.lists(shares, min_size=3, max_size=3), st.lists(st.floats(0, 0.9), min_size=3, max_size=3))
def test_inequality_never_raises_human_development(indices, inequality):
    names = list(BPS.dimensions)
    result = adjusted(dict(zip(names, indices)), dict(zip(names, inequality)))
    assert result.ihdi <= result.hdi + 1e-12
    assert 0 <= result.loss <= 1
