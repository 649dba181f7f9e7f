import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sejahtera.analysis.core.messages import InputError
from sejahtera.analysis.spatial.emerging import PATTERNS, _patterns, emerging_hotspots
from sejahtera.analysis.spatial.local.result import Inference
from sejahtera.analysis.spatial.trend import mann_kendall

from .maps import rook_lattice


def test_mann_kendall_by_hand():
    # 5 7 6 6 9: pairs +1 +1 +1 +1, -1 -1 +1, 0 +1, +1 = 5; one tie of two
    score, z, p = mann_kendall(np.array([[5.0, 7, 6, 6, 9]]))
    variance = (5 * 4 * 15 - 2 * 1 * 9) / 18
    assert score[0] == 5
    assert z[0] == pytest.approx(4 / np.sqrt(variance))
    assert 0 < p[0] < 1


def test_a_steady_rise_of_ten_years_is_significant_and_a_constant_is_not():
    _, z, p = mann_kendall(np.array([np.arange(10.0), np.ones(10), -np.arange(10.0)]))
    assert z[0] == pytest.approx(44 / np.sqrt(125)) == pytest.approx(-z[2])
    assert p[0] < 1e-4
    assert z[1] == 0
    assert p[1] == 1


def test_missing_years_are_skipped_and_one_value_has_no_trend():
    _, z, p = mann_kendall(np.array([[1, np.nan, 2, 3], [np.nan, np.nan, np.nan, 1], [1, 2, 3, np.nan]]))
    assert z[0] == z[2]
    assert np.isnan(z[1])
    assert np.isnan(p[1])


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(-3, 3), min_size=3, max_size=12))
def test_the_score_has_the_sign_of_kendall_s_tau_and_turns_with_time(values):
    from scipy.stats import kendalltau

    series = np.array([values], float)
    score, z, _ = mann_kendall(series)
    if len(set(values)) > 1:
        tau = kendalltau(np.arange(len(values)), values).statistic
        assert np.sign(score[0]) == np.sign(round(tau, 9))
    reversed_score, reversed_z, _ = mann_kendall(series[:, ::-1])
    assert reversed_score[0] == -score[0]
    assert reversed_z[0] == -z[0]


HISTORIES = {
    "none": ([0, 0, 0, 0], 0),
    "new": ([0, 0, 0, 1], 0),
    "consecutive": ([0, 0, 1, 1], 0),
    "intensifying": ([1, 1, 1, 1], 1),
    "persistent": ([1, 1, 1, 1], 0),
    "diminishing": ([1, 1, 1, 1], -1),
    "sporadic": ([1, 0, 1, 1], 0),
    "oscillating": ([1, -1, 1, 1], 0),
    "historical": ([1] * 9 + [0], 0),
}


@pytest.mark.parametrize("code", HISTORIES)
@pytest.mark.parametrize(("sign", "kind"), [(1, "hot"), (-1, "cold")])
def test_each_pattern_by_its_rule(code, sign, kind):
    history, trend = HISTORIES[code]
    found = _patterns(np.array([history], float) * sign, np.array([trend * sign]))[0]
    assert found == ("none" if code == "none" else f"{code}_{kind}")


def test_on_and_off_without_the_last_year_is_no_pattern():
    assert _patterns(np.array([[1.0, 0, 1, 0]]), np.zeros(1))[0] == "none"


@pytest.mark.parametrize("sign", [1, -1])
def test_what_turns_in_the_last_year_is_new_though_it_was_the_other_for_long(sign):
    """It is historical of the other kind as well; the rule that comes first holds, for hot as for cold."""
    history = np.array([[1.0] * 9 + [-1.0]]) * sign
    assert _patterns(history, np.zeros(1))[0] == ("new_cold" if sign > 0 else "new_hot")


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from([-1.0, 0.0, 1.0, np.nan]), min_size=2, max_size=12), st.sampled_from([-1.0, 0.0, 1.0]))
def test_every_history_has_one_known_pattern_and_cold_mirrors_hot(history, trend):
    row = np.array([history])
    (found,) = _patterns(row, np.array([trend]))
    (mirror,) = _patterns(-row, np.array([-trend]))
    assert found in PATTERNS
    swap = {"hot": "cold", "cold": "hot"}
    assert mirror == "_".join(swap.get(word, word) for word in found.split("_"))


def history_of_a_corner():
    """Return 12 years in which the corner of a board of 8 by 8 becomes hot."""
    rng = np.random.default_rng(2)
    years = {}
    for year in range(2012, 2024):
        values = rng.normal(0, 0.3, (8, 8))
        values[:3, :3] += 5 if year >= 2022 else 0
        years[year] = values.ravel()
    return pd.DataFrame(years)


def test_a_corner_that_turns_hot_is_consecutive():
    result = emerging_hotspots(history_of_a_corner(), rook_lattice(8, 8), Inference(permutations=999))
    assert result.frame["pattern"].iloc[9] == "consecutive_hot"
    assert result.classes.loc[9, [2022, 2023]].tolist() == [1, 1]
    assert result.z.shape == (64, 12)
    assert not any("few" in str(warning) for warning in result.diagnostics.warnings)


def test_units_without_the_last_year_have_no_pattern_and_few_years_are_warned_of():
    values = history_of_a_corner().iloc[:, -3:]
    values.iloc[5, 2] = np.nan
    result = emerging_hotspots(values, rook_lattice(8, 8), Inference(permutations=99))
    assert result.frame["pattern"].iloc[5] == "nodata"
    assert any("3 years are few" in str(warning) for warning in result.diagnostics.warnings)


def test_one_year_is_no_history():
    with pytest.raises(InputError, match="two years"):
        emerging_hotspots(history_of_a_corner().iloc[:, :1], rook_lattice(8, 8))
