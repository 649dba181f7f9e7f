"""Budgets keep their sum and their bounds and follow need."""

import re
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sejahtera.analysis.core.diagnostics import Diagnostics
from sejahtera.analysis.core.messages import InputError
from sejahtera.analysis.programmes.priorities.allocation import Budget, allocate, describe, gini_after

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


UNITS = st.lists(st.tuples(st.floats(0, 100), st.integers(1, 50_000)), min_size=2, max_size=9).filter(
    lambda units: max(need for need, _ in units) > 1e-3
)


@pytest.mark.defect("A12")
@settings(max_examples=100, deadline=None)
@given(UNITS, st.floats(1, 1e9), st.floats(0.1, 1.0), st.sampled_from([1.0, 7.0, 1e6]), st.floats(0.5, 2))
def test_no_other_choice_of_whole_sites_reaches_more(units, total, share, step, power):
    need, people = np.array(units).T
    price = total * share
    amounts = allocate(need, people, Budget(total, cap=price, step=step, power=power), "sites")
    assert set(amounts) <= {0.0, price}
    assert amounts.sum() <= total * (1 + 1e-9)
    claims = people * (need / 100) ** power
    most = max(
        sum(claims[list(chosen)])
        for count in range(len(units) + 1)
        if count * price <= total * (1 + 1e-9)
        for chosen in combinations(range(len(units)), count)
    )
    assert claims[amounts > 0].sum() == pytest.approx(most)


@pytest.mark.defect("A12")
def test_a_site_costs_its_price_whatever_the_step():
    need, people = np.linspace(10, 90, 54), np.full(54, 1000.0)
    amounts = allocate(need, people, Budget(10_000_000, cap=1_500_000, step=1_000_000), "sites")
    assert sorted(amounts)[-7:] == [0.0, *[1_500_000.0] * 6]
    assert allocate(need, people, Budget(9_999_999, cap=400, step=1e6), "sites").sum() == 54 * 400


@pytest.mark.defect("A12")
@pytest.mark.parametrize("method", ["proportional", "neediest"])
def test_a_greatest_amount_below_the_step_is_refused(method):
    with pytest.raises(InputError, match=r"greatest amount 400.*below the step of amounts 1000"):
        allocate(NEED, PEOPLE, Budget(3000, cap=400, step=1000), method)


@pytest.mark.defect("A12")
def test_the_neediest_first_are_the_neediest_however_few_live_there():
    need = np.linspace(1, 99, 54)
    people = np.linspace(50_000, 500, 54)
    amounts = allocate(need, people, Budget(13_000, cap=1000), "neediest")
    assert set(np.flatnonzero(amounts)) == set(np.argsort(need)[-13:])


@pytest.mark.defect("A12")
@settings(max_examples=100, deadline=None)
@given(UNITS, st.integers(1, 500), st.floats(0, 1), st.floats(1, 9), st.sampled_from([1.0, 25.0]))
def test_nobody_less_needy_gets_more_than_the_least_before_the_neediest_are_full(units, steps, low, high, step):
    need, people = np.array(units).T
    total = steps * step
    share = total / len(units)
    budget = Budget(total, minimum=round(low, 3) * np.floor(share / step) * step, cap=high * share + step, step=step)
    least, most = np.ceil(budget.minimum / step) * step, np.floor(budget.cap / step) * step
    if least * len(units) > total:
        return
    amounts = allocate(need, people, budget, "neediest")
    assert amounts.sum() == pytest.approx(total)
    assert (amounts >= least - 1e-6).all()
    assert (amounts <= most + 1e-6).all()
    for one in range(len(units)):
        poorer = need > need[one]
        if amounts[one] > least + 1e-6:
            assert (amounts[poorer] >= most - 1e-6).all()


@settings(max_examples=60, deadline=None)
@given(UNITS, st.integers(10, 10_000))
def test_of_two_who_has_more_claim_gets_no_less(units, total):
    need, people = np.array(units).T
    amounts = allocate(need, people, Budget(total), "proportional")
    order = np.argsort(need * people, kind="stable")
    for less, more in zip(order[:-1], order[1:]):
        if need[less] * people[less] < need[more] * people[more] * (1 - 1e-9):
            assert amounts[less] <= amounts[more]


@pytest.mark.parametrize("method", ["neediest", "sites"])
@settings(max_examples=60, deadline=None)
@given(units=UNITS, total=st.integers(100, 400), more=st.integers(0, 200))
def test_a_larger_budget_takes_nothing_from_anybody(method, units, total, more):
    need, people = np.array(units).T
    cap = 300 if method == "neediest" else 60
    first, second = (allocate(need, people, Budget(one, cap=cap), method) for one in (total, total + more))
    assert (second >= first).all()


def test_whom_a_budget_reaches_and_what_is_left_is_told():
    need = np.array([np.nan, 40.0, 20.0])
    units = np.array(["x", "y", "z"])
    for method, budget, step, warning in (
        ("sites", Budget(250, cap=100), "2 of 3 kelurahan get 200 of 250; 50 is left over", "x.*no site"),
        ("neediest", Budget(250, cap=150), "2 of 3 kelurahan get 250 of 250; 0 is left", "x.*least amount"),
    ):
        told = Diagnostics()
        amounts = allocate(need, np.ones(3), budget, method)
        describe(told, units, need, amounts, budget, method)
        assert step in str(told.method[0])
        assert re.search(warning, str(told.warnings[0]))


def test_more_need_never_brings_less_money():
    more = NEED.copy()
    more[2] += 30
    assert allocate(more, PEOPLE, Budget(3000))[2] >= allocate(NEED, PEOPLE, Budget(3000))[2]


def test_a_kelurahan_without_data_gets_the_least_amount_alone():
    need = np.array([np.nan, 40.0, 20.0])
    assert allocate(need, np.ones(3), Budget(100, minimum=5))[0] == 5


def test_money_by_need_narrows_the_gap_and_an_even_effect_of_nothing_leaves_it():
    amounts = allocate(NEED, PEOPLE, Budget(3_000_000))
    assert gini_after(NEED, PEOPLE, amounts, 0.0).after == pytest.approx(gini_after(NEED, PEOPLE, amounts, 0.0).before)
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
        (Budget(100, cap=0), "sites", "price of a site"),
        (Budget(100, cap=101), "sites", "does not pay one site"),
        (Budget(100, minimum=1, cap=10), "sites", "no least amount"),
        (Budget(100), "fair", "fair"),
    ],
)
def test_budgets_that_cannot_be_are_refused(budget, method, sentence):
    with pytest.raises(InputError, match=sentence):
        allocate(NEED, PEOPLE, budget, method)


def test_without_any_need_there_is_nothing_to_share_by():
    with pytest.raises(InputError, match="need"):
        allocate(np.zeros(3), np.ones(3), Budget(10))
