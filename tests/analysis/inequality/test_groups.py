from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sejahtera.analysis.core.messages import InputError
from sejahtera.analysis.inequality.effects import cliffs_delta, dominance, hedges_g
from sejahtera.analysis.inequality.groups import compare_many, compare_two

FRAME = pd.DataFrame(
    {"income": [9, 8, 7, 6, 2, 3, 1, 4.0], "noise": [1, 2, 1, 2, 1, 2, 1, 2.0], "same": 5.0},
    index=[f"k{i}" for i in range(8)],
)
CORE = pd.Series(["core"] * 4 + ["periphery"] * 4, index=FRAME.index)


def test_the_gap_is_in_the_unit_of_the_indicator():
    row = compare_two(FRAME, ["income"], CORE, "core", draws=99).table.loc["income"]
    assert (row["mean_one"], row["mean_other"], row["gap"], row["ratio"]) == (7.5, 2.5, 5.0, 3.0)


def test_means_are_weighted_by_population():
    population = pd.Series([1, 1, 1, 5, 1, 1, 1, 1.0], index=FRAME.index)
    row = compare_two(FRAME, ["income"], CORE, "core", weights=population, draws=9).table.loc["income"]
    assert row["mean_one"] == pytest.approx((9 + 8 + 7 + 30) / 8)


def test_the_permutation_p_approaches_that_of_all_deals():
    y = FRAME["income"].to_numpy()
    gaps = [abs(y[list(c)].mean() - np.delete(y, c).mean()) for c in combinations(range(8), 4)]
    exact = np.mean(np.array(gaps) >= 5 - 1e-9)
    found = compare_two(FRAME, ["income"], CORE, "core", draws=9999).table.loc["income", "p_permutation"]
    assert found == pytest.approx(exact, abs=0.01)


def test_an_indicator_that_does_not_vary_shows_no_difference():
    row = compare_two(FRAME, ["same"], CORE, "core", draws=99).table.loc["same"]
    assert row["p_permutation"] == 1
    assert row["cliffs_delta"] == 0
    assert np.isnan(row["hedges_g"])


def test_the_rank_test_equals_scipy():
    from scipy.stats import kruskal, mannwhitneyu

    found = compare_two(FRAME, ["income"], CORE, "core", draws=9).table.loc["income", "p_rank"]
    assert found == mannwhitneyu(FRAME["income"][:4], FRAME["income"][4:]).pvalue
    three = pd.Series(list("aaabbbcc"), index=FRAME.index)
    many = compare_many(FRAME, ["income"], three).table.loc["income"]
    statistic, p = kruskal(*(FRAME["income"][three == g] for g in "abc"))
    assert (many["p_rank"], many["epsilon_squared"]) == pytest.approx((p, statistic / 7))
    assert (many["high_group"], many["low_group"]) == ("a", "c")


def test_many_indicators_are_corrected_together():
    table = compare_two(FRAME, ["income", "noise", "same"], CORE, "core", draws=999).table
    assert table.loc["income", "q_permutation"] == pytest.approx(3 * table.loc["income", "p_permutation"])


def test_units_without_the_indicator_or_a_group_are_left_out():
    frame = FRAME.copy()
    frame.loc["k0", "income"] = np.nan
    groups = CORE.copy()
    groups["k7"] = None
    result = compare_two(frame, ["income"], groups, "core", draws=99)
    assert tuple(result.table.loc["income", ["n_one", "n_other"]]) == (3, 3)
    assert result.diagnostics.missing == 1


@pytest.mark.defect("B10")
@pytest.mark.parametrize("lacking", [0.0, np.nan])
def test_units_without_population_are_left_out_named_and_not_in_n(lacking):
    people = pd.Series(np.arange(1.0, 9.0), index=FRAME.index)
    people[["k1", "k6"]] = lacking
    rest = FRAME.index.drop(["k1", "k6"])
    result = compare_two(FRAME, ["income"], CORE, "core", weights=people, draws=199)
    expected = compare_two(FRAME.loc[rest], ["income"], CORE[rest], "core", weights=people[rest], draws=199)
    pd.testing.assert_frame_equal(result.table, expected.table)
    assert (result.diagnostics.n, result.diagnostics.missing) == (6, 2)
    assert result.diagnostics.n == result.table.loc["income", ["n_one", "n_other"]].sum()
    assert str(result.diagnostics.warnings[0]) == "2 units without a population above 0 were left out: k1, k6."


@pytest.mark.defect("B10")
def test_units_without_population_are_left_out_among_many_groups_too():
    three, people = pd.Series(list("aaabbbcc"), index=FRAME.index), pd.Series(1.0, index=FRAME.index)
    people[["k0", "k7"]] = np.nan
    result = compare_many(FRAME, ["income"], three, people)
    assert (result.diagnostics.n, result.diagnostics.missing, result.table.loc["income", "n"]) == (6, 2, 6)
    assert "k0, k7" in str(result.diagnostics.warnings[0])


@pytest.mark.defect("B10")
def test_a_group_without_any_population_is_refused():
    with pytest.raises(InputError, match="No unit of the group “core” has a population above 0"):
        compare_two(FRAME, ["income"], CORE, "core", weights=(CORE != "core").astype(float))


def test_an_indicator_that_is_missing_everywhere_has_no_result():
    frame = FRAME.assign(income=np.nan)
    row = compare_two(frame, ["income"], CORE, "core", draws=9).table.loc["income"]
    assert row.drop(["n_one", "n_other"]).isna().all()
    assert np.isnan(compare_many(frame, ["income"], CORE).table.loc["income", "p_rank"])


def test_a_group_without_units_is_refused():
    with pytest.raises(InputError, match="Utara"):
        compare_two(FRAME, ["income"], CORE, "Utara")
    with pytest.raises(InputError, match="at least two groups"):
        compare_many(FRAME, ["income"], CORE.where(CORE == "core"))


def test_hedges_g_equals_a_worked_example():
    one, other = np.array([2, 4, 6.0]), np.array([3, 9, 12.0])
    pooled = np.sqrt((4 + 21) / 2)
    assert hedges_g(one, other) == pytest.approx(-4 / pooled * (1 - 3 / 15))


def test_a_group_better_at_every_line_dominates():
    _, answer = dominance(np.array([3, 4, 5.0]), np.array([1, 2, 3.0]))
    assert answer == "dominates"
    _, answer = dominance(np.array([1, 2, 3.0]), np.array([3, 4, 5.0]), order=2)
    assert answer == "dominated"
    _, answer = dominance(np.array([1, 5.0]), np.array([2, 4.0]))
    assert answer == "crosses"
    assert dominance(np.array([1, 5.0]), np.array([2, 4.0]), order=2)[1] == "dominated"
    assert dominance(np.array([1, 2.0]), np.array([2, 1.0]))[1] == "equal"


samples = st.lists(st.integers(-5, 5), min_size=1, max_size=15).map(lambda x: np.array(x, float))


@settings(max_examples=40, deadline=None)
@given(samples, samples)
def test_cliffs_delta_counts_pairs(one, other):
    signs = np.sign(np.subtract.outer(one, other))
    assert cliffs_delta(one, other) == pytest.approx(signs.mean())
    assert cliffs_delta(other, one) == pytest.approx(-signs.mean())
