import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sejahtera.analysis.core.messages import InputError
from sejahtera.analysis.inequality.decomposition import decompose, shapley, shapley_values
from sejahtera.analysis.inequality.distribution import distribution
from sejahtera.analysis.inequality.measures import evaluate, setting

I5 = np.array([2, 4, 6, 3, 9, 12], float)
AB = np.array(list("AAABBB"))
WEIGHTS = np.array([10, 20, 10, 30, 20, 10.0])


@pytest.mark.parametrize(
    ("measure", "parameter", "weights", "expected"),
    [
        ("theil_l", None, None, (0.1831020481, 0.1242105303, 0.05889151783)),
        ("theil_l", None, WEIGHTS, (0.161479288, 0.1343302463, 0.02714904165)),
        ("theil_t", None, None, (0.1685673775, 0.1119343652, 0.05663301227)),
        ("theil_t", None, WEIGHTS, (0.158590796, 0.1327753487, 0.02581544734)),
        ("ge", 2.0, None, (0.1712962963, 0.1157407407, 0.05555555556)),
        ("ge", 2.0, WEIGHTS, (0.1694214876, 0.1446280992, 0.02479338843)),
    ],
)
def test_entropy_splits_as_the_reference(measure, parameter, weights, expected):
    split = decompose(I5, AB, weights, measure, parameter)
    np.testing.assert_allclose((split.total, split.within, split.between), expected, rtol=2e-9)
    assert split.groups["within"].sum() == pytest.approx(split.within, rel=1e-14)


def test_gini_splits_into_within_between_and_overlap():
    split = decompose(I5, AB, measure="gini")
    np.testing.assert_allclose(
        (split.total, split.within, split.between, split.overlap),
        (0.3240740741, 0.1203703704, 0.1666666667, 0.0370370370),
        rtol=2e-9,
    )


def test_groups_whose_ranges_do_not_meet_have_no_overlap():
    assert decompose(np.array([1, 2, 3, 7, 8, 9.0]), AB, measure="gini").overlap == pytest.approx(0, abs=1e-15)


def test_a_group_that_holds_nothing_leaves_all_inequality_between():
    split = decompose(np.array([0, 0, 0, 10, 10, 10.0]), AB, measure="theil_t")
    assert split.between == pytest.approx(np.log(2), rel=1e-14)
    assert split.within == 0


def test_an_undefined_measure_has_no_parts_and_says_why():
    split = decompose(np.array([0, 0, 1, 3, 4, 5.0]), AB, measure="theil_l")
    assert np.isnan([split.total, split.within, split.between]).all()
    assert "0 or below" in str(split.reason)


def test_a_unit_without_group_is_named():
    with pytest.raises(InputError, match="NULL at 2"):
        decompose(I5, np.array(["A", "A", None, "B", "B", "B"], dtype=object))


def test_units_without_a_value_leave_their_group():
    split = decompose(np.append(I5, np.nan), np.append(AB, "C"))
    assert list(split.groups.index) == ["A", "B"]
    assert split.diagnostics.missing == 1


def test_shapley_shares_by_group_of_too_many_groups_are_refused():
    with pytest.raises(InputError, match="at most 10"):
        shapley(np.arange(1.0, 13), np.arange(12))


def test_shapley_values_of_an_additive_game_are_its_parts():
    parts = np.array([1.0, 2.0, 4.0])
    worth = np.array([sum(parts[j] for j in range(3) if coalition >> j & 1) for coalition in range(8)])
    np.testing.assert_allclose(shapley_values(worth), parts)


def test_groups_with_equal_values_share_inequality_equally():
    parts = shapley(np.tile([1.0, 5.0], 3), np.repeat(list("ABC"), 2), measure="gini")
    np.testing.assert_allclose(parts, parts.iloc[0])


incomes = st.lists(st.tuples(st.floats(0.1, 1e4), st.sampled_from("ABCD"), st.integers(1, 9)), min_size=2, max_size=30)


@settings(max_examples=40, deadline=None)
@given(incomes)
def test_parts_sum_to_the_whole(rows):
    y, groups, w = (np.array(column) for column in zip(*rows))
    choices = [("theil_t", None), ("theil_l", None), ("ge", -0.7), ("ge", 2.0), ("gini", None), ("hoover", None)]
    for measure, parameter in [*choices, ("atkinson", 1.0)]:
        split = decompose(y, groups, w.astype(float), measure, parameter)
        assert split.within + split.between + split.overlap == pytest.approx(split.total, rel=1e-8, abs=1e-10)


@settings(max_examples=20, deadline=None)
@given(incomes)
def test_shares_by_group_sum_to_the_measure(rows):
    y, groups, w = (np.array(column) for column in zip(*rows))
    total = evaluate(distribution(y, w.astype(float)), *setting("gini"))[0]
    assert shapley(y, groups, w.astype(float)).sum() == pytest.approx(total, rel=1e-9, abs=1e-12)


@settings(max_examples=40, deadline=None)
@given(incomes, st.floats(0.3, 0.99))
def test_less_inequality_in_one_group_is_less_inequality_in_all(rows, shrink):
    """Subgroup consistency of entropy: group means and sizes stay, one group becomes more equal."""
    y, groups, _ = (np.array(column) for column in zip(*rows))
    calmer = y.copy()
    inside = groups == groups[0]
    calmer[inside] = y[inside].mean() + shrink * (y[inside] - y[inside].mean())
    for measure in ("theil_t", "theil_l"):
        assert decompose(calmer, groups, measure=measure).total <= (decompose(y, groups, measure=measure).total + 1e-12)


def test_one_group_has_everything_within_and_single_units_everything_between():
    for measure in ("theil_t", "gini"):
        assert decompose(I5, np.repeat("A", 6), measure=measure).between == pytest.approx(0, abs=1e-15)
        assert decompose(I5, np.arange(6), measure=measure).within == pytest.approx(0, abs=1e-15)
