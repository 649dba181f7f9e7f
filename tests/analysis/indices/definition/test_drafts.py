"""Editing a definition: one weight moves, the locked stay, the rest share; what is left out does not count."""

import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sejahtera.analysis.core.messages import InputError
from sejahtera.analysis.indices.definition.draft import Draft, draft_from_dict, draft_to_dict
from sejahtera.analysis.indices.definition.editing import ROOT, moved, node_at, with_indicator, without
from sejahtera.analysis.indices.definition.flat import definition_from_rows
from sejahtera.analysis.indices.definition.model import Indicator, Weighting
from sejahtera.analysis.indices.definition.problems import data_marks, is_serious, problems
from sejahtera.analysis.indices.methods.weighting.shares import bounds_of_share, shares_of, with_share

ROWS = [("a", "One", "+", 1), ("b", "One", "-", 3), ("c", "Two", "+", 2), ("d", "Two", "+", 2)]


@pytest.fixture
def draft():
    return Draft(definition_from_rows(ROWS))


_weights = st.lists(st.floats(0, 100), min_size=2, max_size=8)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(_weights, st.data())
def test_shares_always_sum_to_one_and_locked_ones_stay(weights, data):
    position = data.draw(st.integers(0, len(weights) - 1))
    locked = data.draw(st.lists(st.booleans(), min_size=len(weights), max_size=len(weights)))
    wanted = data.draw(st.floats(-0.5, 1.5))
    shares = with_share(weights, position, wanted, locked)
    before = shares_of(weights)
    assert shares.sum() == pytest.approx(1)
    assert (shares >= 0).all()
    others = [n for n, fixed in enumerate(locked) if fixed and n != position]
    assert shares[others] == pytest.approx(before[others])
    low, high = bounds_of_share(weights, position, locked)
    assert shares[position] == pytest.approx(min(max(wanted, low), high))


def test_the_rest_keeps_its_proportions():
    assert with_share([1, 1, 2], 0, 0.7, [False] * 3) == pytest.approx([0.7, 0.1, 0.2])
    assert with_share([1, 0, 0], 0, 0.5, [False] * 3) == pytest.approx([0.5, 0.25, 0.25])


def test_a_weight_moves_within_its_own_dimension_only(draft):
    edited = draft.with_share(("field", "a"), 0.6)
    assert edited.share(("field", "a")) == pytest.approx(0.6)
    assert edited.share(("field", "b")) == pytest.approx(0.4)
    assert edited.share(("field", "c")) == draft.share(("field", "c"))
    assert edited.share(("dimension", "one")) == draft.share(("dimension", "one"))


def test_moving_a_weight_makes_the_parent_take_its_weights_as_given(draft):
    one = node_at(draft.definition, ("dimension", "one"))
    assert one.weighting is None
    edited = draft.with_share(("field", "a"), 0.6)
    assert node_at(edited.definition, ("dimension", "one")).weighting == Weighting("given")


def test_an_indicator_left_out_has_no_share_and_comes_back_as_it_was(draft):
    out = draft.with_included("b", False)
    assert out.share(("field", "b")) == 0
    assert out.share(("field", "a")) == 1
    assert "b" not in out.effective.fields
    assert out.with_included("b", True).effective == draft.definition


def test_a_dimension_without_indicators_is_gone_with_its_row_of_judgements(draft):
    judged = Weighting("ahp", pairwise=((1.0, 3.0), (1 / 3, 1.0)))
    definition = Draft(draft.definition).definition
    definition = type(definition)(definition.dimensions, weighting=judged)
    pruned = without(definition, {"c", "d"})
    assert [one.code for one in pruned.dimensions] == ["one"]
    assert pruned.weighting.pairwise == ((1.0,),)


def test_an_indicator_moves_to_another_dimension_or_a_new_one(draft):
    there = moved(draft.definition, "a", "Two")
    assert [one.field for one in node_at(there, ("dimension", "two")).indicators] == ["c", "d", "a"]
    new = moved(draft.definition, "a", "Three")
    assert node_at(new, ("dimension", "three")).indicators[0].field == "a"


def test_the_last_indicator_takes_its_dimension_along():
    definition = definition_from_rows(ROWS[:3])
    assert [one.code for one in moved(definition, "c", "One").dimensions] == ["one"]


def test_a_first_indicator_makes_its_dimension():
    definition = with_indicator(Draft().definition, Indicator("x"), "Pendapatan & kemiskinan")
    assert definition.dimensions[0].code == "pendapatan_kemiskina"
    assert definition.fields == ["x"]


def test_a_draft_survives_json(draft):
    worked = draft.with_share(("field", "a"), 1 / 3).with_included("d", False).with_lock(("field", "a"), True)
    assert draft_from_dict(draft_to_dict(worked)) == worked
    assert draft_from_dict(draft_to_dict(Draft())) == Draft()


@pytest.mark.parametrize("content", [None, [], {}, {"definition": 3}, {"definition": {"dimensions": []}}])
def test_a_broken_draft_is_an_input_error(content):
    with pytest.raises(InputError):
        draft_from_dict(content)


def test_problems_stand_at_the_node_they_concern(draft):
    found = problems(draft.definition, {"a": True, "b": False, "c": True, "d": True})
    assert list(found) == [("field", "b")]
    assert "b" in str(found["field", "b"][0])
    assert list(problems(draft.definition, {})) == [("field", one) for one in "abcd"]
    assert list(problems(Draft().definition, {})) == [ROOT]


def test_weights_of_zero_are_a_problem_of_the_node_above():
    rows = [("a", "One", "+", 0), ("b", "One", "+", 0), ("c", "Two", "+", 1)]
    definition = definition_from_rows(rows)
    assert list(problems(definition, dict.fromkeys("abc", True))) == [("dimension", "one")]


def test_goalposts_are_asked_for_where_the_method_needs_them():
    definition = definition_from_rows(ROWS, normalisation="goalposts", goalposts={"a": (0, 1)})
    found = problems(definition, dict.fromkeys("abcd", True))
    assert list(found) == [("field", "b"), ("field", "c"), ("field", "d")]


def test_data_marks_count_gaps_and_values_beyond_the_goalposts():
    definition = definition_from_rows(ROWS, goalposts={"a": (0, 10)})
    values = np.array([[1, np.nan, 11], [1, 1, 1], [1, 2, 3], [4, 5, 6.0]])
    found = data_marks(definition, values)
    assert [str(one) for one in found["field", "a"]] == [
        "1 of 3 values is missing.",
        "1 value lies beyond the goalposts.",
    ]
    assert list(found) == [("field", "a")]
    assert is_serious(found["field", "a"][0])


def test_points_that_people_gave_are_kept_until_their_node_is_gone(draft):
    one = ("dimension", "one")
    points = {("field", "a"): (60.0, 12.5), ("field", "b"): (40.0, 87.5)}
    kept = draft_from_dict(json.loads(json.dumps(draft_to_dict(draft.with_budget(one, points)))))
    assert kept.budgets == {one: points}
    assert draft_from_dict({"definition": None}).budgets == {}
    gone = definition_from_rows([row for row in ROWS if row[1] == "Two"])
    assert replace(kept, definition=gone).tidy().budgets == {}


@pytest.mark.parametrize(
    "budgets",
    [
        [{"node": ["dimension", "one"], "points": [["field", "a", [1]], ["field", "b", [1, 2]]]}],
        [{"node": ["dimension", "one"], "points": [["field", "a", ["many"]]]}],
        [{"points": []}],
        "x",
    ],
)
def test_points_that_are_not_understood_are_refused(budgets):
    with pytest.raises(InputError):
        draft_from_dict({"definition": None, "budgets": budgets})
