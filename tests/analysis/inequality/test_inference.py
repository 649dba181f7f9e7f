from math import comb

import numpy as np
import pandas as pd
import pytest
from sejahtera.analysis.core.messages import Cancelled, InputError
from sejahtera.analysis.inequality import inference
from sejahtera.analysis.inequality.distribution import distribution
from sejahtera.analysis.inequality.inference import bca_interval, changes, estimate, percentile_interval
from sejahtera.analysis.inequality.measures import evaluate, setting
from sejahtera.analysis.inequality.resampling import Bootstrap

I1 = np.arange(1.0, 6)
I3 = np.array([20, 25, 27, 30, 35, 45, 60, 75, 80, 120.0])
I5 = np.array([2, 4, 6, 3, 9, 12.0])
ALL = [("gini", None), ("theil_t", None), ("theil_l", None), ("ge", 2.0), ("atkinson", 0.5), ("atkinson", 1.0)]
ALL += [("cv", None), ("hoover", None), ("palma", None), ("p90_p10", None), ("wolfson", None)]


def all_draws(n, draws, seed):
    return np.concatenate(list(Bootstrap(n, draws, seed).measured(np.transpose)), axis=-1).T


def one(table, measure):
    return table.set_index("measure").loc[measure]


@pytest.mark.parametrize(
    ("values", "measure", "expected"),
    [
        (I1, "gini", 0.08416657691),
        (I5, "gini", 0.06332991144),
        (I3, "gini", 0.05609620011),
        (I1, "theil_t", 0.07006608363),
        (I5, "theil_t", 0.07076708447),
    ],
)
def test_the_jackknife_error_equals_its_reference_value(values, measure, expected):
    table = estimate(values, measures=[(measure, None)]).table
    assert one(table, measure)["se_jackknife"] == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize("weighted", [False, True])
def test_every_closed_form_agrees_with_the_jackknife_on_a_large_sample(weighted):
    generator = np.random.default_rng(3)
    y = np.exp(generator.normal(0, 0.6, 900)).round(1) + 0.1
    w = generator.integers(1, 6, 900).astype(float) if weighted else None
    table = estimate(y, w, measures=ALL).table
    closed = table[table["se_linearised"].notna()]
    assert set(closed["measure"]) == {"gini", "theil_t", "theil_l", "ge", "atkinson", "cv"}
    np.testing.assert_allclose(closed["se_linearised"], closed["se_jackknife"], rtol=0.02)


def test_a_draw_by_counts_is_the_measure_of_the_drawn_units():
    counts = all_draws(10, 50, 7)
    of = distribution(I3)
    for code, parameter in ALL:
        measure, parameter = setting(code, parameter)
        by_counts = measure.of(of.drawn(counts), parameter)
        by_units = [evaluate(distribution(np.repeat(I3, row)), measure, parameter)[0] for row in counts]
        np.testing.assert_allclose(by_counts, by_units, rtol=1e-12, err_msg=code)


def test_the_same_seed_draws_the_same_and_another_seed_another():
    first, again, other = (estimate(I3, measures=[("gini", None)], draws=200, seed=seed).table for seed in (5, 5, 6))
    pd.testing.assert_frame_equal(first, again)
    assert first["low"][0] != other["low"][0]


def test_the_stream_of_draws_is_written_out_and_stays():
    assert all_draws(5, 2, 1).tolist() == [[2, 1, 0, 1, 1], [1, 2, 1, 0, 1]]


def test_every_draw_takes_n_units_evenly():
    counts = all_draws(54, 2000, 1)
    assert counts.shape == (2000, 54)
    assert (counts.sum(axis=1) == 54).all()
    np.testing.assert_allclose(counts.mean(axis=0), 1, atol=5 / np.sqrt(2000))


def test_counts_are_multinomial():
    """Chance of each count of one unit, and the correlation of two units, over many draws."""
    n, draws = 30, 40_000
    counts = all_draws(n, draws, 3)
    for count in range(4):
        chance = comb(n, count) * (1 / n) ** count * (1 - 1 / n) ** (n - count)
        assert (counts == count).mean() == pytest.approx(chance, abs=4 * np.sqrt(chance / draws / n) + 1e-3)
    assert np.corrcoef(counts[:, 0], counts[:, 1])[0, 1] == pytest.approx(-1 / (n - 1), abs=4 / np.sqrt(draws))


def test_blocks_cover_all_draws_of_a_large_sample():
    assert len(all_draws(200_000, 3, 1)) == 3


def test_bootstrap_and_jackknife_errors_agree():
    y = np.exp(np.random.default_rng(4).normal(0, 0.5, 400))
    row = one(estimate(y, draws=1500).table, "gini")
    assert row["se_bootstrap"] == pytest.approx(row["se_jackknife"], rel=0.1)
    assert row["low"] < row["value"] < row["high"]


def test_bca_without_bias_and_skewness_is_the_percentile_interval():
    draws = np.linspace(-1, 1, 2001)
    assert bca_interval(draws, 0.9, 0.0, np.array([-1.0, 1.0])) == pytest.approx(percentile_interval(draws, 0.9))


def test_bca_follows_the_formula_of_efron():
    from scipy.special import ndtr, ndtri

    draws = np.sort(np.random.default_rng(1).gamma(2, size=1000))
    jackknife = np.random.default_rng(2).gamma(2, size=30)
    value = 1.5
    z0 = ndtri(np.mean(draws < value))
    d = jackknife.mean() - jackknife
    a = (d**3).sum() / (6 * (d**2).sum() ** 1.5)
    z = ndtri(0.025)
    expected = [np.quantile(draws, ndtr(z0 + (z0 + s * z) / (1 - a * (z0 + s * z)))) for s in (1, -1)]
    assert bca_interval(draws, 0.95, value, jackknife) == pytest.approx(tuple(expected))


def change(before, after, before_weights=None, after_weights=None, measure=("gini", None), **options):
    """Return the test of one measure."""
    (test,) = changes((before, after), (before_weights, after_weights), [measure], **options)
    return test


YEARS = pd.Series([1.0, 2, 4, 8, 16, 3]), pd.Series([2.0, 2, 5, 7, 20, 4])


@pytest.mark.defect("B10")
@pytest.mark.parametrize("lacking", [0.0, np.nan])
@pytest.mark.parametrize("year", [0, 1])
def test_an_area_without_population_in_a_year_leaves_both_years_and_is_named(lacking, year):
    people = [pd.Series([5.0, 4, 3, 6, 2, 7]) for _ in range(2)]
    people[year][4] = lacking
    test = change(*YEARS, *people, draws=199)
    without = [series.drop(index=4) for series in (*YEARS, *people)]
    expected = change(*without, draws=199)
    assert (test.before, test.after, test.p) == (expected.before, expected.after, expected.p)
    assert (test.diagnostics.n, test.diagnostics.missing) == (5, 1)
    (told,) = map(str, test.diagnostics.warnings)
    assert "1 unit has" in told
    assert told.endswith("both: 4.")


def test_a_negative_population_is_refused_in_a_change_too():
    people = pd.Series([5.0, 4, 3, 6, -2, 7])
    with pytest.raises(InputError, match="negative or infinite at 4"):
        change(*YEARS, people, people, draws=9)


@pytest.mark.defect("B10")
def test_what_is_left_out_of_a_measure_is_named():
    result = estimate(pd.Series([1.0, 2, np.nan, 4], index=list("abcd")), pd.Series([1.0, 0, 1, 1], index=list("abcd")))
    assert (result.diagnostics.n, result.diagnostics.missing) == (2, 2)
    assert str(result.diagnostics.warnings[0]) == "2 units without a value or with no weight were left out: b, c."


def test_draws_without_a_value_are_counted():
    row = one(estimate(np.array([0, 0, 0, 0, 7.0]), measures=[("theil_t", None)], draws=300).table, "theil_t")
    assert 0 < row["failed"] < 300
    assert np.isfinite([row["low"], row["high"]]).all()


def test_an_undefined_measure_stands_in_the_table_with_its_reason():
    table = estimate(np.array([0, 1, 2.0]), measures=[("theil_l", None), ("gini", None)], draws=10).table
    assert np.isnan(table["value"][0])
    assert "0 or below" in str(table["reason"][0])
    assert np.isfinite(table["low"][1])


def test_negative_values_are_warned_of():
    assert "below 0" in str(estimate(np.array([-2, 1, 3, 6.0])).diagnostics.warnings[0])


def test_a_jackknife_by_groups_serves_a_large_sample():
    y = np.exp(np.random.default_rng(4).normal(0, 0.5, 5000))
    row = one(estimate(y, draws=9, interval="bca").table, "gini")
    assert row["se_jackknife"] == pytest.approx(row["se_linearised"], rel=0.15)


years = pd.Series(np.exp(np.random.default_rng(8).normal(0, 0.5, 54)), index=[f"k{i}" for i in range(54)])


def test_no_change_is_not_significant():
    test = change(years, years * 1.1, draws=199)
    assert test.change == pytest.approx(0, abs=1e-12)
    assert test.p > 0.5


def test_a_change_shared_by_all_is_found_only_where_the_same_units_are_paired():
    wider = years**1.15
    paired = change(years, wider, draws=499)
    unpaired = change(years, wider, draws=499, paired=False)
    assert paired.low > 0
    assert paired.p < 0.05 < unpaired.p
    assert paired.change == pytest.approx(unpaired.change)


def test_paired_units_are_joined_by_their_label_and_not_by_their_place():
    shuffled = (years**1.15).sample(frac=1, random_state=1)
    assert change(years, shuffled, draws=99).p == change(years, years**1.15, draws=99).p


def test_years_without_a_common_unit_cannot_be_paired():
    with pytest.raises(InputError, match="nothing to measure"):
        change(years, years.rename(lambda label: label + "x"))


@pytest.mark.parametrize("paired", [True, False])
def test_many_measures_share_the_draws_and_change_as_each_alone(paired, monkeypatch):
    times = []
    monkeypatch.setattr(inference, "Bootstrap", lambda *given: times.append(given) or Bootstrap(*given))
    after = years**1.15
    together = changes((years, after), (None, None), ALL, draws=199, paired=paired)
    assert len(times) == (1 if paired else 2)
    for (measure, parameter), test in zip(ALL, together):
        alone = change(years, after, measure=(measure, parameter), draws=199, paired=paired)
        assert (test.change, test.low, test.high, test.p) == (alone.change, alone.low, alone.high, alone.p)


def test_a_measure_without_a_value_in_a_year_has_its_reason_among_the_others():
    zeros = years * 0 + [0, *[1] * 53]
    gini, theil = changes((zeros, years), (None, None), [("gini", None), ("theil_l", None)], draws=9)
    assert np.isfinite(gini.change)
    assert isinstance(theil, InputError)
    assert "Theil L" in str(theil)


def test_the_change_stops_when_asked_to():
    def stop(_):
        raise Cancelled

    with pytest.raises(Cancelled):
        changes((years, years), (None, None), [("gini", None)], draws=99, progress=stop)
