"""Budgets keep their sum and their bounds and follow need."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sejahtera.analysis.messages import InputError
from sejahtera.analysis.priorities.allocation import Budget, allocate, gini_after

NEED = np.array([80.0, 40.0, 20.0, 60.0])
PEOPLE = np.array([1000.0, 2000.0, 4000.0, 1000.0])


def test_without_bounds_each_gets_its_share_of_need_times_people():
    assert allocate(NEED, PEOPLE, Budget(3000)).tolist() == [800, 800, 800, 600]


def test_a_bound_is_kept_and_the_rest_shared_on():
    amounts = allocate(NEED, PEOPLE, Budget(3000, minimum=700, cap=780))
    assert amounts.sum() == 3000
    assert amounts.tolist() == [767, 767, 766, 700]


def test_the_neediest_are_filled_first():
    amounts = allocate(NEED, np.ones(4), Budget(100, minimum=10, cap=50), "neediest")
    assert amounts.tolist() == [50, 10, 10, 30]


def test_whole_sites_go_where_the_claims_are_greatest():
    assert allocate(NEED, np.ones(4), Budget(250, cap=100), "sites").tolist() == [100, 0, 0, 100]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.floats(0, 100), st.integers(1, 50_000)), min_size=2, max_size=30),
    st.integers(1_000, 100_000),
    st.floats(0, 1),
    st.floats(1, 5),
    st.sampled_from(["proportional", "neediest"]),
)
def test_the_sum_is_the_budget_and_all_bounds_hold(units, total, low, high, method):
    need, people = np.array(units).T
    if need.max() < 1e-3:
        return
    share = total / len(units)
    budget = Budget(total, minimum=np.floor(low * share), cap=np.ceil(high * share))
    amounts = allocate(need, people, budget, method)
    assert amounts.sum() == total
    assert (amounts >= budget.minimum).all()
    assert (amounts <= budget.cap).all()
    assert (amounts == np.round(amounts)).all()


def test_more_need_never_brings_less_money():
    more = NEED.copy()
    more[2] += 30
    assert allocate(more, PEOPLE, Budget(3000))[2] >= allocate(NEED, PEOPLE, Budget(3000))[2]


def test_a_kelurahan_without_data_gets_the_least_amount_alone():
    need = np.array([np.nan, 40.0, 20.0])
    assert allocate(need, np.ones(3), Budget(100, minimum=5))[0] == 5


def test_money_by_need_narrows_the_gap_and_an_even_effect_of_nothing_leaves_it():
    amounts = allocate(NEED, PEOPLE, Budget(3_000_000))
    assert gini_after(NEED, PEOPLE, amounts, 0.0).after == pytest.approx(
        gini_after(NEED, PEOPLE, amounts, 0.0).before
    )
    what_if = gini_after(NEED, PEOPLE, amounts, 10.0)
    assert what_if.after < what_if.before


@pytest.mark.parametrize(
    ("budget", "method", "sentence"),
    [
        (Budget(0), "proportional", "above zero"),
        (Budget(100, minimum=30), "proportional", "below the least"),
        (Budget(100, cap=20), "proportional", "cannot be spent"),
        (Budget(100, minimum=30, cap=20), "proportional", "above the greatest"),
        (Budget(100.5), "proportional", "whole number"),
        (Budget(100), "sites", "price"),
        (Budget(100), "fair", "fair"),
    ],
)
def test_budgets_that_cannot_be_are_refused(budget, method, sentence):
    with pytest.raises(InputError, match=sentence):
        allocate(NEED, PEOPLE, budget, method)


def test_without_any_need_there_is_nothing_to_share_by():
    with pytest.raises(InputError, match="need"):
        allocate(np.zeros(3), np.ones(3), Budget(10))
