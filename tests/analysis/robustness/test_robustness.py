"""Draws are exactly what the pipeline would compute, and the ranks say how sure they are."""

import tracemalloc
from dataclasses import replace
from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse
from sejahtera.analysis.composite.aggregation import MEANS
from sejahtera.analysis.composite.normalisation import NORMALISATIONS
from sejahtera.analysis.composite.pipeline import composite_index
from sejahtera.analysis.composite.ranking import ranks
from sejahtera.analysis.definition.flat import definition_from_rows
from sejahtera.analysis.definition.schema import definition_from_dict
from sejahtera.analysis.messages import Cancelled, InputError
from sejahtera.analysis.robustness import sobol
from sejahtera.analysis.robustness.alternatives import alternative
from sejahtera.analysis.robustness.assumptions import Assumptions
from sejahtera.analysis.robustness.ranking import keep_places, mean_shift, rank_matrix, rank_summary
from sejahtera.analysis.robustness.robustness import index_robustness, most_important
from sejahtera.analysis.robustness.sampling import draw, nominal_draws
from sejahtera.analysis.robustness.scenarios import Scenarios
from sejahtera.analysis.robustness.sobol import sobol_index

NAMES = list("abcdefg")
ROWS = [
    (name, f"d{number // 3}", "+" if number % 2 else "-", 1 + number % 2) for number, name in enumerate(NAMES)
]


@pytest.fixture
def city():
    random = np.random.default_rng(3)
    values = random.normal(50, 10, (20, 1)) + random.normal(0, 8, (20, 7))
    return pd.DataFrame(values, columns=NAMES, index=range(100, 120))


def reweighted(definition, weights, left_out):
    """Return the definition with drawn weights, as a user would write it down."""
    index, *inner = weights
    fields = [indicator.field for indicator in definition.indicators]
    gone = fields[left_out] if left_out >= 0 else None
    dimensions = []
    for dimension, own, weight in zip(definition.dimensions, inner, index):
        kept = [
            replace(indicator, weight=float(w))
            for indicator, w in zip(dimension.indicators, own)
            if indicator.field != gone
        ]
        if kept:
            dimensions.append(replace(dimension, weight=float(weight), indicators=tuple(kept)))
    return replace(definition, dimensions=tuple(dimensions))


@pytest.mark.parametrize("gaps", [False, True])
@pytest.mark.parametrize("aggregation", ["arithmetic", "geometric", "harmonic", "power", "mazziotta"])
def test_every_draw_is_the_index_the_pipeline_gives_for_its_choices(city, aggregation, gaps):
    if gaps:
        city.iloc[3, 2] = city.iloc[7, 6] = np.nan
    definition = definition_from_rows(ROWS, missing="drop" if gaps else "refuse")
    assumptions = Assumptions(
        normalisations=("zscore", "percentile") if aggregation == "arithmetic" else ("percentile",),
        aggregations=(aggregation,),
        missing=("mean",) if gaps else (),
    )
    scenarios = Scenarios(city, definition, assumptions, seed=1)
    draws = draw(scenarios.weights(), assumptions, scenarios.alternatives, 7, 12, 1, 0)
    scores = scenarios.evaluate(draws)
    for row in range(12):
        chosen = alternative(
            definition,
            scenarios.normalisations[draws.normalisation[row]],
            scenarios.aggregations[draws.aggregation[row]],
            scenarios.missing[draws.missing[row]],
        )
        own = reweighted(chosen, [weights[row] for weights in draws.weights], draws.left_out[row])
        try:
            expected = composite_index(city, own).units["index"]
        except InputError:  # a penalty larger than the mean
            expected = np.full(20, np.nan)
        np.testing.assert_allclose(scores[row], expected, rtol=1e-9, atol=1e-9)


def test_leaving_out_each_indicator_shifts_the_ranks_as_computed_by_hand():
    cb = pd.DataFrame({"a": [10.0, 20, 30, 40, 50, 60], "b": [6.0, 5, 4, 3, 2, 1], "c": [3.0, 1, 4, 1, 5, 9]})
    definition = definition_from_rows([(name, "all", "+", 1) for name in "abc"])
    result = index_robustness(cb, definition, Assumptions(), draws=200)
    shifts = result.dropped.set_index("field")["shift"]
    assert shifts.to_dict() == pytest.approx({"a": 1.5, "b": 0.5, "c": 2.3333333333})


def test_shifts_and_shares_are_those_of_the_small_example():
    runs = np.array([[1, 3, 2, 4, 5], [2, 1, 3, 5, 4], [1, 2, 4, 3, 5]], dtype=float)
    nominal = np.arange(1.0, 6.0)
    np.testing.assert_allclose(mean_shift(runs, nominal), [0.4, 0.8, 0.4])
    summary = rank_summary(runs, (runs == 5).sum(axis=0), pd.RangeIndex(5))
    np.testing.assert_allclose(summary["rank_share_top"], [2 / 3, 1 / 3, 0, 0, 0])
    np.testing.assert_allclose(summary["rank_share_bottom"], [0, 0, 0, 1 / 3, 2 / 3])


@settings(max_examples=30, deadline=None)
@given(st.lists(st.floats(-50, 50).map(lambda x: round(x, 1)), min_size=3, max_size=12))
def test_ranks_of_many_draws_follow_the_rule_of_the_index(values):
    scores = np.array([values, values[::-1]])
    np.testing.assert_array_equal(rank_matrix(scores)[0], ranks(scores[0]))
    np.testing.assert_array_equal(rank_matrix(scores, False)[1], ranks(scores[1], False))


def test_the_same_seed_gives_the_same_and_another_seed_another_result(city):
    definition = definition_from_rows(ROWS)
    first, again, other = (
        index_robustness(city, definition, Assumptions(error=0.1), draws=300, seed=seed) for seed in (1, 1, 2)
    )
    pd.testing.assert_frame_equal(first.units, again.units)
    assert not first.sensitivities.equals(other.sensitivities)


def test_a_kelurahan_that_leads_in_everything_is_first_in_every_draw(city):
    city.iloc[0] = [0.0 if number % 2 == 0 else 200.0 for number in range(7)]
    result = index_robustness(
        city, definition_from_rows(ROWS), Assumptions(weights="any", aggregations=("geometric",)), draws=400
    )
    best = result.units.loc[100]
    assert (best["rank_low"], best["rank_high"], best["rank_share_top"]) == (1, 1, 1)


def test_more_uncertain_weights_widen_the_rank_intervals(city):
    widths = []
    for spread in (0.05, 0.5):
        assumptions = Assumptions(weights="share", spread=spread, leave_one_out=False)
        units = index_robustness(city, definition_from_rows(ROWS), assumptions, draws=600).units
        widths.append((units["rank_high"] - units["rank_low"]).sum())
    assert widths[0] < widths[1]


def test_a_single_source_of_uncertainty_has_all_the_variance(city):
    result = index_robustness(city, definition_from_rows(ROWS), Assumptions(leave_one_out=False), draws=4000)
    top = most_important(result)
    assert top["factor"] == "weights"
    assert top["first"] == pytest.approx(1, abs=0.1)
    assert top["total"] == pytest.approx(1, abs=0.1)


def test_draws_that_cannot_be_computed_are_counted_and_explained(city):
    assumptions = Assumptions(normalisations=("zscore",), aggregations=("geometric",))
    result = index_robustness(city, definition_from_rows(ROWS), assumptions, draws=2000)
    assert 350 < result.failed < 650
    assert result.failures["draws"].sum() == result.failed
    assert result.failures.loc[0, "normalisation"] == "zscore"
    assert any("do not go together" in str(warning) for warning in result.diagnostics.warnings)


def test_a_kelurahan_without_an_index_has_no_rank_interval(city):
    city.iloc[4, :5] = np.nan
    result = index_robustness(city, definition_from_rows(ROWS, missing="drop"), Assumptions(), draws=200)
    assert result.units.loc[104, ["rank_median", "rank_share_bottom"]].isna().all()
    assert result.units["rank_median"].notna().sum() == 19


def test_errors_of_measurement_move_ranks_even_where_weights_are_fixed(city):
    assumptions = Assumptions(weights="fixed", leave_one_out=False, error=0.3)
    result = index_robustness(city, definition_from_rows(ROWS), assumptions, draws=400)
    assert (result.units["rank_high"] > result.units["rank_low"]).any()


def test_three_levels_work_as_two():
    random = np.random.default_rng(1)
    frame = pd.DataFrame(random.random((9, 4)), columns=list("wxyz"))
    leaf = [{"field": name, "direction": "+"} for name in "wxyz"]
    definition = definition_from_dict(
        {
            "dimensions": [
                {
                    "code": "top",
                    "dimensions": [
                        {"code": "p", "indicators": leaf[:2]},
                        {"code": "q", "indicators": leaf[2:3]},
                    ],
                },
                {"code": "r", "indicators": leaf[3:]},
            ]
        }
    )
    scenarios = Scenarios(frame, definition, Assumptions(weights="fixed", leave_one_out=False), seed=1)
    draws = draw(scenarios.weights(), scenarios.assumptions, scenarios.alternatives, 4, 2, 1, 0)
    np.testing.assert_allclose(scenarios.evaluate(draws)[0], scenarios.nominal.units["index"])


@pytest.mark.parametrize(
    ("assumptions", "choices", "sentence"),
    [
        (Assumptions(weights="fixed", leave_one_out=False), {}, "Nothing is uncertain"),
        (Assumptions(weights="often"), {}, "often"),
        (Assumptions(spread=1.0), {}, "less than 1"),
        (Assumptions(error=-0.1), {}, "-0.1"),
        (Assumptions(normalisations=("best",)), {}, "best"),
        (Assumptions(aggregations=("copeland",)), {}, "copeland"),
        (Assumptions(), {"aggregation": "topsis"}, "topsis"),
        (Assumptions(), {"weighting": "bod"}, "benefit of the doubt"),
    ],
)
def test_bad_choices_are_refused_in_a_sentence(city, assumptions, choices, sentence):
    with pytest.raises(InputError, match=sentence):
        index_robustness(city, definition_from_rows(ROWS, **choices), assumptions, draws=200)


def test_too_few_draws_or_units_are_refused(city):
    definition = definition_from_rows(ROWS)
    with pytest.raises(InputError, match="too few"):
        index_robustness(city, definition, Assumptions(), draws=10)
    with pytest.raises(InputError, match="three"):
        index_robustness(city.iloc[:2], definition, Assumptions(), draws=200)
    with pytest.raises(InputError, match="one indicator"):
        index_robustness(city, definition_from_rows(ROWS[:1]), Assumptions(weights="any"), draws=200)


def test_the_user_can_stop_it(city):
    def stop(fraction):
        if fraction > 0.3:
            raise Cancelled

    with pytest.raises(Cancelled):
        index_robustness(city, definition_from_rows(ROWS), Assumptions(), draws=3000, progress=stop)


# No perturbation, no change --------------------------------------------------------------------

WEIGHTINGS = {
    "given": {},
    "equal": {"method": "equal"},
    "pca": {"method": "pca"},
    "entropy": {"method": "entropy"},
    "critic": {"method": "critic"},
    "ahp": {"method": "ahp", "pairwise": [[1, 2, 3], [1 / 2, 1, 2], [1 / 3, 1 / 2, 1]]},
    "bwm": {"method": "bwm", "best_to_others": [1, 2, 3], "others_to_worst": [3, 2, 1]},
}
RULES = [
    {"method": "refuse"},
    {"method": "drop", "coverage": 0.5},
    {"method": "mean"},
    {"method": "median"},
    {"method": "group", "statistic": "median"},
    {"method": "group", "statistic": "mean"},
    {"method": "neighbours"},
]
GOALPOSTS = dict.fromkeys("abcdef", (-40.0, 140.0))


def in_a_ring(units):
    """Return weights in which each unit has the one before and the one behind as neighbours."""
    matrix = (
        np.eye(units, k=1) + np.eye(units, k=-1) + np.eye(units, k=units - 1) + np.eye(units, k=1 - units)
    )
    return sparse.csr_matrix(matrix)


@pytest.fixture
def town():
    """Twelve units of skewed indicators, which stay apart in their groups and among their neighbours."""
    random = np.random.default_rng(11)
    values = random.gamma(2.0, 15.0, (12, 1)) + random.gamma(2.0, 8.0, (12, 6))
    return pd.DataFrame(values, columns=list("abcdef"))


def two_dimensions(rule, normalisation, aggregation, weighting):
    """Return a definition of three indicators in each of two dimensions, weighted by a method below."""
    choice = {"weighting": WEIGHTINGS[weighting]} if WEIGHTINGS[weighting] else {}
    indicators = [
        {"field": name, "direction": "+-"[number % 2], "weight": 1 + number % 3, "goalposts": GOALPOSTS[name]}
        for number, name in enumerate("abcdef")
    ]
    return definition_from_dict(
        {
            "normalisation": {"method": normalisation},
            "missing": rule,
            "aggregation": {"within": {"method": aggregation}, "across": {"method": aggregation}},
            "dimensions": [
                {"code": code, "weight": weight, "indicators": part, **choice}
                for code, weight, part in (("p", 1, indicators[:3]), ("q", 2, indicators[3:]))
            ],
        }
    )


@pytest.mark.defect("A2")
@pytest.mark.parametrize("weighting", WEIGHTINGS)
@pytest.mark.parametrize("rule", RULES, ids=lambda rule: "-".join(map(str, rule.values())))
def test_a_draw_of_the_definition_itself_is_the_index_to_the_bit(town, rule, weighting):
    if rule["method"] != "refuse":
        town.iloc[1, 0] = town.iloc[5, 4] = town.iloc[8, 2] = town.iloc[8, 5] = np.nan
    groups, neighbours = pd.Series(list("xyz") * 4), in_a_ring(12)
    computed = 0
    for normalisation, aggregation in product(NORMALISATIONS, MEANS):
        definition = two_dimensions(rule, normalisation, aggregation, weighting)
        try:
            index = composite_index(town, definition, groups=groups, neighbours=neighbours).units["index"]
        except InputError:  # a geometric mean of z-scores
            continue
        assumptions = Assumptions(weights="fixed", leave_one_out=False)
        scenarios = Scenarios(town, definition, assumptions, 1, groups, neighbours)
        fixed = draw(scenarios.weights(), assumptions, scenarios.alternatives, 6, 2, 1, 0)
        # beside draws that do without an indicator
        left_out = np.array([-1, 0, 3, -1])
        for scores in (
            scenarios.evaluate(fixed),
            scenarios.evaluate(nominal_draws(scenarios.weights(), left_out))[left_out < 0],
        ):
            np.testing.assert_array_equal(scores, [index, index])
        computed += 1
    assert computed >= (12 if weighting == "entropy" else 24)


@pytest.mark.defect("A2")
@pytest.mark.parametrize("statistic", ["median", "mean"])
def test_other_rules_for_gaps_keep_what_the_definition_takes_of_the_group(town, statistic):
    definition = two_dimensions({"method": "drop", "statistic": statistic}, "minmax", "arithmetic", "given")
    assert alternative(definition, None, None, "group").missing == replace(definition.missing, method="group")


@pytest.mark.defect("A2")
def test_weights_that_hardly_move_leave_the_median_ranks_where_they_are(city):
    random = np.random.default_rng(8)
    city = city.mask(random.random(city.shape) < 0.15)
    city["a"] = random.normal(50, 10, 20) ** 3  # skewed, so that mean and median of a group differ
    city.loc[[103, 108, 113], "a"] = np.nan
    groups = pd.Series([number % 4 for number in range(20)], index=city.index)
    definition = definition_from_rows(ROWS, missing={"method": "group", "statistic": "mean"})
    assumptions = Assumptions(weights="share", spread=0.01, leave_one_out=False)
    units = index_robustness(city, definition, assumptions, draws=400, groups=groups).units
    index = np.sort(units["index"])
    near = pd.Series(units["index"]).apply(lambda one: np.sort(np.abs(index - one))[1] < 0.5)
    assert near.sum() < 15
    assert (units["rank_median"] == units["rank"])[~near].all()


@pytest.mark.defect("A2")
def test_a_kelurahan_short_of_the_coverage_has_no_index_in_the_draws_that_leave_gaps(city):
    city.iloc[4, :5] = np.nan
    definition = definition_from_rows(ROWS, missing="mean")
    scenarios = Scenarios(city, definition, Assumptions(missing=("drop",)), seed=1)
    draws = nominal_draws(scenarios.weights(), np.full(2, -1))
    scores = scenarios.evaluate(replace(draws, missing=np.array([0, 1])))
    assert not np.isnan(scores[0]).any()
    np.testing.assert_array_equal(np.flatnonzero(np.isnan(scores[1])), [4])


# Units that rank in some draws -----------------------------------------------------------------


@pytest.fixture
def one_indicator(city):
    """The city where one kelurahan has a single indicator, and what ranks it all the same."""
    city.iloc[4, 1:] = np.nan
    return city, definition_from_rows(ROWS, missing={"method": "drop", "coverage": 0.0})


@pytest.mark.defect("A3")
@pytest.mark.parametrize("seed", range(6))
def test_a_kelurahan_with_one_indicator_has_an_interval_over_the_draws_that_rank_it(one_indicator, seed):
    result = index_robustness(*one_indicator, Assumptions(), draws=400, seed=seed)
    row = result.units.loc[104]
    assert 300 < row["rank_draws"] < 400
    assert (result.units["rank_draws"].drop(104) == 400).all()
    assert row.notna().all()
    assert np.isfinite(result.shift)
    assert result.dropped["shift"].notna().all()
    assert result.failed == 0
    warning = str(result.diagnostics.warnings[0])
    assert "In some draws these lack the indicators for an index" in warning
    assert "104" in warning


@pytest.mark.defect("A3")
def test_all_runs_give_the_sobol_indices_over_the_kelurahan_that_every_draw_ranks(one_indicator):
    result = index_robustness(*one_indicator, Assumptions(), draws=1000)
    assert (result.sensitivities["runs"] == 500).all()
    assert dict(result.sensitivities.groupby("output")["units"].max()) == {"ranks": 19, "shift": 20}
    assert any("19 of 20 kelurahan" in str(step) for step in result.diagnostics.method)


@pytest.mark.defect("A3")
def test_a_kelurahan_that_few_draws_rank_has_no_interval_and_is_named(city):
    # of all the weights there are four in ten give a, which it has, at least 0.6
    city.loc[104, "b"] = np.nan
    definition = definition_from_rows(
        [("a", "x", "+", 0.6), ("b", "x", "+", 0.4)], missing={"method": "drop", "coverage": 0.6}
    )
    result = index_robustness(city, definition, Assumptions(weights="any", leave_one_out=False), draws=1000)
    row = result.units.loc[104]
    assert row["rank_draws"] == pytest.approx(400, abs=60)
    assert row[["rank_median", "rank_low", "rank_high", "rank_share_top", "rank_share_bottom"]].isna().all()
    assert result.units["rank_median"].notna().sum() == 19
    warning = str(result.diagnostics.warnings[0])
    assert "In fewer than half of the draws" in warning
    assert "104" in warning


@pytest.mark.defect("A3")
def test_nobody_moves_up_where_another_has_no_index_in_a_draw():
    ranks_of_draws = np.array([[1, 0, 2, 3], [2, 1, 4, 3], [0, 0, 0, 0], [2, 1, 0, 2]], dtype=np.uint16)
    keep_places(ranks_of_draws, np.array([1.0, 2.0, 3.0, 4.0]))
    assert ranks_of_draws.tolist() == [[1, 0, 3, 4], [2, 1, 4, 3], [0, 0, 0, 0], [2, 1, 0, 2]]


@pytest.mark.defect("A3")
@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 4), min_size=2, max_size=9), st.data())
def test_whoever_has_no_index_the_others_have_their_nominal_ranks_where_nothing_else_moves(values, data):
    index = np.array(values, dtype=float)
    gone = data.draw(st.lists(st.booleans(), min_size=index.size, max_size=index.size).map(np.array))
    drawn = rank_matrix(np.where(gone, np.nan, index)[None])
    keep_places(drawn, ranks(index))
    np.testing.assert_array_equal(drawn[0], np.where(gone, 0, ranks(index)))


@pytest.mark.defect("A3")
def test_draws_that_leave_everybody_short_of_the_coverage_have_failed_and_say_why(city):
    city.loc[:110, "b"] = np.nan
    city.loc[111:, "a"] = np.nan
    definition = definition_from_rows(
        [("a", "x", "+", 0.5), ("b", "x", "+", 0.5)], missing={"method": "drop", "coverage": 0.5}
    )
    assumptions = Assumptions(weights="any", leave_one_out=False, missing=("mean",))
    definition = replace(definition, missing=replace(definition.missing, coverage=0.5))
    result = index_robustness(city, definition, assumptions, draws=400)
    assert result.failed == 0  # one of the two always weighs half or more
    assert (result.units["rank_draws"] < 400).all()
    assert np.isnan(result.sensitivities.query("output == 'ranks'")["total"]).all()
    harder = replace(definition, missing=replace(definition.missing, method="mean", coverage=0.7))
    result = index_robustness(city, harder, replace(assumptions, missing=("drop",)), draws=400)
    assert result.failed == result.failures["draws"].sum() > 40
    assert "lower the required coverage" in str(result.failures.loc[0, "why"])


@pytest.mark.defect("A3")
def test_an_error_that_no_method_takes_costs_its_own_draw_alone(city):
    rows = [{"field": name, "direction": "+"} for name in "ab"]
    rows[0]["goalposts"] = [0, float(city["a"].min()) + 0.5]
    definition = definition_from_dict(
        {"normalisation": {"method": "distance"}, "dimensions": [{"code": "x", "indicators": rows}]}
    )
    result = index_robustness(
        city, definition, Assumptions(weights="share", leave_one_out=False, error=0.1), draws=200
    )
    assert 0 < result.failed < 150
    assert "at or beyond its target" in str(result.failures.loc[0, "why"])


# Many units ------------------------------------------------------------------------------------


def test_medians_intervals_and_shares_are_those_of_the_draws_that_rank_the_unit():
    drawn = np.random.default_rng(2).integers(0, 30, (101, 30)).astype(np.uint16)
    bottom = (drawn == 29).sum(axis=0)
    table = rank_summary(drawn, bottom, pd.RangeIndex(30))
    for unit, row in table.iterrows():
        own = drawn[:, unit][drawn[:, unit] > 0]
        expected = [
            np.median(own),
            np.percentile(own, 5, method="lower"),
            np.percentile(own, 95, method="higher"),
            (own <= 6).mean(),
            bottom[unit] / own.size,
            own.size,
        ]
        np.testing.assert_allclose(row, expected)


def test_draws_of_thousands_of_units_need_the_memory_of_their_ranks_alone():
    random = np.random.default_rng(4)
    frame = pd.DataFrame(random.normal(size=(4000, 6)), columns=list("abcdef"))
    definition = definition_from_rows([(name, f"d{name in 'abc'}", "+", 1) for name in frame.columns])
    tracemalloc.start()
    index_robustness(frame, definition, Assumptions(), draws=1000)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    # the indices of two samples and one exchanged choice would alone be 48 MB a choice, here four times over
    assert peak < 200e6


def test_the_sobol_indices_of_many_outputs_do_not_depend_on_how_they_are_cut(monkeypatch):
    a, b, mixed = np.random.default_rng(9).integers(1, 400, (3, 50, 400)).astype(np.uint16)
    whole = sobol_index(a, b, mixed)
    monkeypatch.setattr(sobol, "MOST_NUMBERS", 700)
    cut = sobol_index(a, b, mixed)
    assert [cut.first, cut.total, cut.total_high] == pytest.approx(
        [whole.first, whole.total, whole.total_high], abs=1e-12
    )
