"""A budget spread by need, with a least and a greatest amount for each unit, and what it would change."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from ...core.arrays import Floats
from ...core.lazy import pd
from ...core.messages import InputError, Message, mark
from ...core.registers import Function, Register
from ..targeting.concentration import concentration_index
from ..targeting.quota import largest_remainder

if TYPE_CHECKING:
    from ...core.diagnostics import Diagnostics


@dataclass(frozen=True)
class Budget:
    """A budget and its bounds.

    total: to be spent to the last unit of account; minimum, cap: for each unit; step: amounts are
    multiples of it; power: of need in the claims, people times need: 1 shares by them, 2 leans to the
    neediest, 0 ignores need. Of whole sites `cap` is the price, as it is, and `step` has no say.
    """

    total: float
    minimum: float = 0.0
    cap: float = np.inf
    step: float = 1.0
    power: float = 1.0


def by_need(need: Floats, people: Floats, budget: Budget) -> Floats:
    """Share in proportion to the claims; who meets a bound keeps it, the rest is shared on.

    need, people: (units,); returns amounts (units,).
    """
    # a negligible claim of those without one, so that a budget that caps leave over can reach them
    claims = _claims(need, people, budget.power)
    claims = np.maximum(claims / claims.max(), 1e-9)
    low, high = 0.0, 1.0
    while np.clip(high * claims, budget.minimum, budget.cap).sum() < budget.total:
        high *= 2.0
    for _ in range(200):
        middle = (low + high) / 2.0
        if np.clip(middle * claims, budget.minimum, budget.cap).sum() < budget.total:
            low = middle
        else:
            high = middle
    amounts = np.clip(high * claims, budget.minimum, budget.cap)
    return largest_remainder(amounts, budget.total, budget.step, budget.cap)


def neediest_first(need: Floats, people: Floats, budget: Budget) -> Floats:
    """Give the minimum to all and fill up to the cap in the order of need, of equals the most people first.

    Those whose need is not known come last.

    need, people: (units,); returns amounts (units,).
    """
    order = np.lexsort((-people, -np.where(np.isnan(need), -np.inf, need)))
    steps = np.full(need.size, round(budget.minimum / budget.step))
    left = round(budget.total / budget.step) - steps.sum()
    room = left if np.isinf(budget.cap) else round(budget.cap / budget.step) - steps[0]
    filled = np.minimum(np.arange(1, need.size + 1) * room, left)
    steps[order] += np.diff(filled, prepend=0)
    return steps * budget.step


def whole_sites(need: Floats, people: Floats, budget: Budget) -> Floats:
    """Fund sites of the price `cap`, one a unit, where the claims are greatest: their sum is the greatest.

    What does not pay a whole site is not spent, and nobody gets a site without a claim.

    need, people: (units,); returns amounts (units,).
    """
    claims = _claims(need, people, budget.power)
    count = min(int(budget.total / budget.cap + 1e-9), int((claims > 0).sum()))
    amounts = np.zeros(need.size)
    amounts[np.argsort(-claims, kind="stable")[:count]] = budget.cap
    return amounts


ALLOCATIONS = Register(
    mark("way to share a budget"),
    [
        Function("proportional", mark("In proportion to need and people"), by_need),
        Function("neediest", mark("The neediest first, up to the greatest amount"), neediest_first),
        Function("sites", mark("Whole sites where people times need is greatest"), whole_sites),
    ],
)


def allocate(need: Floats, people: Floats, budget: Budget, method: str = "proportional") -> Floats:
    """Share a budget over units.

    Parameters
    ----------
    need
        0 to 100, shape (units,); a unit without need data (NaN) gets the minimum, and more only where the
        others are at the cap.
    people
        People of each unit.
    budget
        Total and bounds.
    method
        Code of `ALLOCATIONS`.

    Returns
    -------
    numpy.ndarray
        Multiples of `budget.step` that sum to the total (largest remainders), within the bounds; of whole
        sites 0 or the price, which may leave some of the total.

    Raises
    ------
    InputError
        If the minima exceed the total, the caps cannot hold it, a cap is below the step, a site has no
        price, a minimum or no money, or nobody has need.
    """
    function = ALLOCATIONS[method].function
    if not budget.total > 0:
        raise InputError(mark("The budget must be above zero, not {total}."), total=_money(budget.total))
    if method == "sites":
        _check_sites(budget)
    else:
        budget = _in_steps(budget)
        _check_bounds(budget, need.size)
    if not _claims(need, people, budget.power).max() > 1e-9:
        raise InputError(mark("Nobody has any need, so there is nothing to share the budget by."))
    return function(need, people, budget)


def describe(
    diagnostics: Diagnostics, units: pd.Index, need: Floats, amounts: Floats, budget: Budget, method: str
) -> None:
    """Tell how a budget was shared, whom it reaches and what is left.

    need, amounts: (units,).
    """
    diagnostics.step(
        mark("Budget: {method}. {reached} of {n} kelurahan get {spent} of {total}; {left} is left over."),
        method=Message(ALLOCATIONS[method].label),
        reached=int((amounts > 0).sum()),
        n=len(amounts),
        spent=_money(amounts.sum()),
        total=_money(budget.total),
        left=_money(max(budget.total - amounts.sum(), 0.0)),
    )
    unknown = units[np.isnan(need)]
    diagnostics.warn_of(
        unknown,
        mark("The need of {units} is not known, so they get no site.")
        if method == "sites"
        else mark(
            "The need of {units} is not known: {units:it gets|they get} the least amount, and more only where all "
            "others have "
            "the greatest."
        ),
    )


def _money(amount: float) -> float | int:
    """Return an amount to be written out, to the last unit where it is whole."""
    return int(amount) if float(amount).is_integer() else float(amount)


def _claims(need: Floats, people: Floats, power: float) -> Floats:
    """Return people times need; 0 where either is not known."""
    claims = people * np.nan_to_num(need / 100.0) ** power if power else people * 1.0
    return np.where(np.isnan(need) | np.isnan(people), 0.0, claims)


def _check_sites(budget: Budget) -> None:
    if not np.isfinite(budget.cap):
        raise InputError(mark("Choosing whole sites needs the price of a site: give the greatest amount."))
    if not budget.cap > 0:
        raise InputError(mark("The price of a site (the greatest amount) must be above zero."))
    if budget.minimum > 0:
        raise InputError(mark("Whole sites have no least amount: who has no site gets nothing. Set it to 0."))
    if budget.cap > budget.total:
        raise InputError(
            mark("The budget {total} does not pay one site of {price}."),
            total=_money(budget.total),
            price=_money(budget.cap),
        )


def _check_bounds(budget: Budget, n: int) -> None:
    """Check bounds that are whole steps."""
    if budget.minimum > budget.cap:
        raise InputError(
            mark("The least amount {low} is above the greatest {high}."),
            low=_money(budget.minimum),
            high=_money(budget.cap),
        )
    if budget.minimum * n > budget.total * (1 + 1e-12):
        raise InputError(
            mark(
                "The budget {total} is below the least amounts: {n} kelurahan times {low}, in steps of {step}, is "
                "{sum}."
            ),
            total=_money(budget.total),
            n=n,
            low=_money(budget.minimum),
            step=_money(budget.step),
            sum=_money(budget.minimum * n),
        )
    if budget.cap * n < budget.total * (1 - 1e-12):
        raise InputError(
            mark(
                "The budget {total} cannot be spent: {n} kelurahan times the greatest amount {high}, in steps of "
                "{step}, is {sum}."
            ),
            total=_money(budget.total),
            n=n,
            high=_money(budget.cap),
            step=_money(budget.step),
            sum=_money(budget.cap * n),
        )


def _in_steps(budget: Budget) -> Budget:
    """Round the least amount up and the greatest down to whole steps."""
    steps = budget.total / budget.step
    if abs(steps - round(steps)) > 1e-6:
        raise InputError(
            mark("The budget {total} is no whole number of steps of {step}."),
            total=_money(budget.total),
            step=_money(budget.step),
        )
    if budget.cap < budget.step * (1 - 1e-9):
        raise InputError(
            mark("The greatest amount {high} is below the step of amounts {step}; give a smaller step."),
            high=_money(budget.cap),
            step=_money(budget.step),
        )
    minimum = np.ceil(budget.minimum / budget.step - 1e-9) * budget.step
    cap = budget.cap if np.isinf(budget.cap) else np.floor(budget.cap / budget.step + 1e-9) * budget.step
    return replace(budget, minimum=float(minimum), cap=float(cap))


@dataclass(frozen=True)
class WhatIf:
    """Gini of the welfare between areas (100 - need, weighted by people) before and after."""

    before: float
    after: float


def gini_after(need: Floats, people: Floats, amounts: Floats, effect: float) -> WhatIf:
    """Return what the Gini between areas would be if money worked as assumed.

    need, people, amounts: (units,). effect: points of need that a thousand of the currency for each person
    takes away. This is an assumption of the user, no estimate; within-area inequality is not in it.
    """
    known = ~np.isnan(need) & (people > 0)
    need, people, amounts = need[known], people[known], amounts[known]
    after = np.maximum(need - effect * amounts / people / 1000.0, 0.0)
    first, second = (concentration_index(100.0 - level, 100.0 - level, people) for level in (need, after))
    return WhatIf(first, second)
