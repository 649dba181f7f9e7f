"""Two definitions compared, a weight at which two units change places, a profile, and budgets."""

import numpy as np
import pandas as pd
import pytest
from sejahtera.analysis.core.messages import InputError
from sejahtera.analysis.indices.composite.pipeline import composite_index
from sejahtera.analysis.indices.composite.profile import profile
from sejahtera.analysis.indices.composite.scenarios import break_even, rank_shifts, with_value
from sejahtera.analysis.indices.definition.draft import Draft
from sejahtera.analysis.indices.definition.flat import definition_from_rows
from sejahtera.analysis.indices.methods.weighting.participants import budget_allocation

ROWS = [("a", "One", "+", 1), ("b", "One", "+", 1), ("c", "Two", "-", 2)]


@pytest.fixture
def frame():
    generator = np.random.default_rng(3)
    return pd.DataFrame(generator.normal(50, 10, (12, 3)), columns=list("abc"), index=range(101, 113))


@pytest.fixture
def result(frame):
    return composite_index(frame, definition_from_rows(ROWS))


def test_the_shift_is_the_ranks_gained(frame, result):
    other = composite_index(frame, Draft(definition_from_rows(ROWS)).with_share(("field", "a"), 1).definition)
    table = rank_shifts(result, other)
    assert (table["shift"] == table["rank_first"] - table["rank_second"]).all()
    assert table["shift"].abs().is_monotonic_decreasing
    assert set(table.index) == set(frame.index)


def test_the_same_definition_shifts_nobody(result):
    assert (rank_shifts(result, result)["shift"] == 0).all()


def test_at_the_break_even_weight_the_two_are_equal(frame, result):
    draft = Draft(result.definition)
    crossings = 0
    for second in frame.index[1:]:
        for share in break_even(result, ("dimension", "one"), 101, second):
            there = composite_index(frame, draft.with_share(("dimension", "one"), share).definition)
            assert there.units["index"][101] == pytest.approx(there.units["index"][second], abs=1e-6)
            crossings += 1
    assert crossings > 0


def test_a_unit_that_is_better_in_all_is_never_overtaken(frame):
    frame.loc[101] = [99, 99, 1]
    result = composite_index(frame, definition_from_rows(ROWS))
    assert break_even(result, ("dimension", "one"), 101, 102) == []


def test_the_break_even_weight_works_for_geometric_means(frame):
    definition = definition_from_rows(ROWS, aggregation="geometric", aggregation_dimensions="geometric")
    result = composite_index(frame, definition)
    found = [break_even(result, ("dimension", "two"), 101, second) for second in frame.index[1:]]
    assert any(found)


def test_a_lone_child_and_a_unit_against_itself_are_refused(result):
    with pytest.raises(InputError, match="alone"):
        break_even(result, ("field", "c"), 101, 102)
    with pytest.raises(InputError, match="same index"):
        break_even(result, ("field", "a"), 101, 101)


def test_a_what_if_leaves_the_data_alone(frame):
    before = frame.copy()
    changed = with_value(frame, 101, "a", 99.0)
    assert changed.loc[101, "a"] == 99
    pd.testing.assert_frame_equal(frame, before)


def test_gaps_of_a_profile_sum_to_the_distance_from_the_mean(result):
    table = profile(result, 105)
    index = result.units["index"]
    assert table["gap"].sum() == pytest.approx(index[105] - index.mean())
    assert table["gap"].is_monotonic_decreasing


def test_the_group_of_a_profile_is_the_unit_s_own(result, frame):
    groups = pd.Series(["x"] * 4 + ["y"] * 8, index=frame.index)
    table = profile(result, 101, groups).set_index("field")
    assert table["group"]["a"] == pytest.approx(result.contributions["a"].iloc[:4].mean())


def test_under_deprivation_strengths_still_come_first(frame):
    definition = definition_from_rows(ROWS, orientation="deprivation")
    table = profile(composite_index(frame, definition), 101)
    assert table["gap"].is_monotonic_increasing


def test_every_participant_counts_the_same_whatever_the_points():
    found = budget_allocation([[10, 30], [75, 25]])
    assert found.mean == pytest.approx([0.5, 0.5])
    assert found.spread == pytest.approx([np.std([0.25, 0.75], ddof=1)] * 2)
    assert (found.low[0], found.high[0]) == (0.25, 0.75)


def test_participants_who_agree_have_concordance_one_and_opposites_none():
    assert budget_allocation([[1, 2, 3], [10, 20, 90]]).concordance == pytest.approx(1)
    assert budget_allocation([[1, 2, 3], [3, 2, 1]]).concordance == pytest.approx(0)
    assert np.isnan(budget_allocation([[1, 2, 3]]).concordance)
    assert np.isnan(budget_allocation([[1, 1, 1], [1, 1, 1]]).concordance)


@pytest.mark.parametrize("points", [[[0, 0]], [[-1, 2]], np.empty((0, 3))])
def test_points_that_distribute_nothing_are_refused(points):
    with pytest.raises(InputError):
        budget_allocation(points)
