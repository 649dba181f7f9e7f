"""What the report says of a programme: no more than its estimates, tests and design allow."""

import numpy as np
import pandas as pd
import pytest
from sejahtera.analysis.programmes.effect.panel import short_periods
from sejahtera.analysis.report.results import Results
from sejahtera.analysis.report.sections.effect import effect_section

INDEX = pd.DataFrame({"name": ["Mekar"], "index": [50.0]})


def section_of(events=None, **estimates):
    """Return the section of estimates given as (effect, p) by code."""
    table = pd.DataFrame(
        [
            {"estimate": code, "effect": effect, "low": effect - 1, "high": effect + 1, "p_permutation": p}
            for code, (effect, p) in estimates.items()
        ]
    ).assign(programme="Kartu", measure="insured (%)", group=6, others=3)
    tables = {"programmes": table} if events is None else {"programmes": table, "events": events}
    return effect_section(Results(INDEX, tables))


def said(section):
    return [str(one.message) for one in section.statements]


def test_an_effect_that_all_tests_bear_out_is_said_with_its_interval():
    section = section_of(did=(7.066, 0.0001), pretrend=(0.3, 0.6), placebo=(0.5, 0.8))
    assert said(section)[0] == "Where Kartu ran, the change of insured (%) was 7.07 higher than elsewhere."
    assert str(section.statements[0].evidence) == (
        "difference in differences, 95 % interval 6.07 to 8.07, two-sided permutation p = 0.0001; trends before p = "
        "0.6, placebo p = 0.8"
    )


def test_a_fall_is_called_lower():
    assert "was 2.0 lower than elsewhere" in said(section_of(did=(-2.0, 0.01), pretrend=(0, 0.9)))[0]


def test_an_effect_that_chance_explains_is_not_claimed():
    section = section_of(did=(2.0, 0.2))
    assert "No effect of Kartu on insured (%) can be told from chance (estimate 2.0)" in said(section)[0]
    assert "permutation p = 0.2; trends before could not be checked" in str(section.statements[0].evidence)


@pytest.mark.parametrize("before", [{"pretrend": (1.0, 0.01)}, {"placebo": (1.0, 0.04)}])
def test_an_effect_is_not_claimed_where_the_groups_differed_before(before):
    text = said(section_of(did=(2.0, 0.001), **before))[0]
    assert "on another path already before, so nothing can be said of its effect (2.0)" in text


def test_the_reader_is_always_told_that_nobody_drew_lots():
    section = section_of(did=(2.0, 0.001))
    assert "not drawn by lot" in said(section)[-1]
    assert section.statements[-1].key


@pytest.mark.parametrize(("p", "words"), [(0.01, "may have spilt over"), (0.5, "No difference in change")])
def test_spillover_is_said_only_where_it_was_found(p, words):
    text = " ".join(said(section_of(did=(2.0, 0.001), spillover=(1.0, p), did_clean=(2.5, 0.002))))
    assert words in text
    assert "Without the neighbours of the treated, 3 kelurahan are left to compare with" in text
    assert "the estimate is 2.5." in text
    assert "6 neighbours of the treated" in text


def test_without_names_the_sentence_is_whole():
    table = pd.DataFrame({"estimate": ["did"], "effect": [2.0], "p_permutation": [0.2]})
    text = said(effect_section(Results(INDEX, {"programmes": table})))[0]
    assert text.startswith("No effect of the programme on the outcome can be told")


def test_the_event_study_is_drawn_from_the_first_treated_period():
    events = pd.DataFrame(
        {
            "period": ["s_2022", "s_2023", "s_2024"],
            "effect": [0.1, 0.0, 5.0],
            "low": [-1.0, 0.0, 4.0],
            "high": [1.0, 0.0, 6.0],
            "treated": ["0", "0", "1"],
        }
    )
    figure = section_of(events, did=(5.0, 0.001)).blocks[1]
    assert figure.kind == "events"
    assert figure.data["start"] == 2
    assert figure.data["periods"] == ["2022", "2023", "2024"]
    np.testing.assert_array_equal(figure.data["effect"], [0.1, 0.0, 5.0])


@pytest.mark.parametrize(
    ("periods", "short"),
    [
        (["spr03_2021", "spr03_2022"], ["2021", "2022"]),
        (["before", "after"], ["before", "after"]),
        (["y1", "y2"], ["y1", "y2"]),
        (["a_b_1", "a_b_2", "a_c_1"], ["b_1", "b_2", "c_1"]),
    ],
)
def test_periods_lose_what_all_of_them_begin_with(periods, short):
    assert short_periods(periods) == short


def _claimed(**columns):
    """Return the cautions behind the sentence on an effect that is claimed."""
    table = pd.DataFrame(
        {
            "estimate": ["did", "pretrend", "placebo"],
            "effect": [2.0, 0.1, 0.1],
            "p_permutation": [0.001, 0.6, 0.7],
            "least_p": [1e-4] * 3,
        }
    ).assign(**columns)
    return [str(one) for one in effect_section(Results(INDEX, {"programmes": table})).statements[0].cautions]


@pytest.mark.defect("A23")
def test_treated_who_started_worse_off_are_said_right_behind_the_effect():
    (caution,) = _claimed(baseline_gap=-1.2, higher_is_better=1)
    assert caution.startswith("The treated started worse off (1.2 standard deviations): the worst tend to improve")
    assert _claimed(baseline_gap=1.2, higher_is_better=0) == [caution]


@pytest.mark.defect("A23")
def test_treated_who_started_better_off_are_said_too_and_like_ones_are_not():
    assert "started better off" in _claimed(baseline_gap=1.2, higher_is_better=1)[0]
    assert _claimed(baseline_gap=0.2, higher_is_better=1) == []


@pytest.mark.defect("A23")
def test_a_table_that_does_not_tell_how_the_treated_started_is_said_not_to():
    assert _claimed() == ["Whether the treated started like the others, the table does not tell."]


@pytest.mark.defect("A23")
def test_an_effect_whose_trends_before_could_not_be_checked_says_what_it_rests_on():
    table = pd.DataFrame({"estimate": ["did"], "effect": [2.0], "p_permutation": [0.01]})
    table = table.assign(baseline_gap=0.0, higher_is_better=1)
    first = effect_section(Results(INDEX, {"programmes": table})).statements[0]
    assert "on the same path already before could not be checked" in str(first.cautions[0])


@pytest.mark.defect("A23")
def test_a_design_that_cannot_tell_is_said():
    cautions = _claimed(p_permutation=0.2, least_p=0.1)
    assert cautions == ["This design cannot tell: with so few kelurahan even the clearest outcome has p = 0.1."]
