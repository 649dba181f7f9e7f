"""Draws are exactly what the pipeline would compute, and the ranks say how sure they are."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sejahtera.analysis.core.messages import Cancelled, InputError
from sejahtera.analysis.indices.composite.pipeline import composite_index
from sejahtera.analysis.indices.composite.ranking import rank_matrix, ranks
from sejahtera.analysis.indices.definition.flat import definition_from_rows
from sejahtera.analysis.indices.definition.schema import definition_from_dict
from sejahtera.analysis.indices.robustness.alternatives import alternative
from sejahtera.analysis.indices.robustness.assumptions import Assumptions
from sejahtera.analysis.indices.robustness.description import most_important
from sejahtera.analysis.indices.robustness.ranking import mean_shift, rank_summary
from sejahtera.analysis.indices.robustness.robustness import index_robustness
from sejahtera.analysis.indices.robustness.sampling import draw
from sejahtera.analysis.indices.robustness.scenarios import Scenarios

from .city import ROWS


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
                    "dimensions": [{"code": "p", "indicators": leaf[:2]}, {"code": "q", "indicators": leaf[2:3]}],
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
