"""A budget spread by need, with a least and a greatest amount for each unit, and what it would change."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from ..messages import InputError, mark
from ..registers import Method, Register
from ..targeting.concentration import concentration_index
from ..targeting.quota import largest_remainder


@dataclass(frozen=True)
class Budget:
    """A budget and its bounds.

    total: to be spent to the last unit of account; minimum, cap: for each unit; step: amounts are
    multiples of it; power: 1 shares by people times need, 2 leans to the neediest, 0 ignores need.
    """

    total: float
    minimum: float = 0.0
    cap: float = np.inf
    step: float = 1.0
    power: float = 1.0


def by_need(claims: np.ndarray, budget: Budget) -> np.ndarray:
    """Share in proportion to the claims; who meets a bound keeps it, the rest is shared on."""
    low, high = 0.0, 1.0
    while np.clip(high * claims, budget.minimum, budget.cap).sum() < budget.total:
        high *= 2.0
    for _ in range(200):
        middle = (low + high) / 2.0
        if np.clip(middle * claims, budget.minimum, budget.cap).sum() < budget.total:
            low = middle
        else:
            high = middle
    return np.clip(high * claims, budget.minimum, budget.cap)


def neediest_first(claims: np.ndarray, budget: Budget) -> np.ndarray:
    """Give the minimum to all and fill up to the cap where need is greatest: a linear programme."""
    from scipy.optimize import linprog

    n = claims.size
    cap = min(budget.cap, budget.total)
    solution = linprog(
        -claims,
        A_eq=np.ones((1, n)) / budget.total,
        b_eq=[1.0],
        bounds=[(budget.minimum, cap)] * n,
        method="highs",
    )
    return np.maximum(solution.x, 0.0)


def whole_sites(claims: np.ndarray, budget: Budget) -> np.ndarray:
    """Fund sites of the price `cap` each so that the claims reached are greatest: an integer programme.

    What is left over after whole sites is not spent. Raises `InputError` without a cap, or with scipy
    before 1.9.
    """
    try:
        from scipy.optimize import Bounds, LinearConstraint, milp
    except ImportError:
        raise InputError(mark("Choosing whole sites needs scipy 1.9 or later.")) from None
    if not np.isfinite(budget.cap):
        raise InputError(mark("Choosing whole sites needs the price of a site: give the greatest amount."))
    solution = milp(
        -claims,
        constraints=LinearConstraint(np.ones((1, claims.size)), -np.inf, np.floor(budget.total / budget.cap)),
        integrality=np.ones(claims.size),
        bounds=Bounds(0, 1),
    )
    return np.round(solution.x) * budget.cap


ALLOCATIONS = Register(
    mark("way to share a budget"),
    [
        Method("proportional", mark("In proportion to need and people"), by_need),
        Method("neediest", mark("The neediest first, up to the greatest amount"), neediest_first),
        Method("sites", mark("Whole sites where need is greatest"), whole_sites),
    ],
)


def allocate(
    need: np.ndarray, people: np.ndarray, budget: Budget, method: str = "proportional"
) -> np.ndarray:
    """Share a budget over units.

    Parameters
    ----------
    need
        0 to 100, shape (units,); a unit without need data (NaN) gets the minimum alone.
    people
        People of each unit.
    budget
        Total and bounds.
    method
        Code of `ALLOCATIONS`.

    Returns
    -------
    numpy.ndarray
        Multiples of `budget.step` that sum to the total (largest remainders), within the bounds; whole
        sites may leave some of it.

    Raises
    ------
    InputError
        If the minima exceed the total, the caps cannot hold it, or nobody has need.
    """
    n = need.size
    if not budget.total > 0:
        raise InputError(mark("The budget must be above zero, not {total}."), total=budget.total)
    if abs(budget.total / budget.step - round(budget.total / budget.step)) > 1e-6:
        raise InputError(
            mark("The budget {total} is no whole number of steps of {step}."),
            total=budget.total,
            step=budget.step,
        )
    budget = _in_steps(budget)
    if budget.minimum > budget.cap:
        raise InputError(
            mark("The least amount {low} is above the greatest {high}."), low=budget.minimum, high=budget.cap
        )
    if method != "sites" and budget.minimum * n > budget.total * (1 + 1e-12):
        raise InputError(
            mark("The budget {total} is below the least amounts: {n} kelurahan times {low} is {sum}."),
            total=budget.total,
            n=n,
            low=budget.minimum,
            sum=budget.minimum * n,
        )
    if method != "sites" and budget.cap * n < budget.total * (1 - 1e-12):
        raise InputError(
            mark(
                "The budget {total} cannot be spent: {n} kelurahan times the greatest amount {high} is {sum}."
            ),
            total=budget.total,
            n=n,
            high=budget.cap,
            sum=budget.cap * n,
        )
    claims = people * np.nan_to_num(need / 100.0) ** budget.power if budget.power else people * 1.0
    claims = np.where(np.isnan(need) | np.isnan(people), 0.0, claims)
    if not claims.max() > 1e-9:
        raise InputError(mark("Nobody has any need, so there is nothing to share the budget by."))
    amounts = ALLOCATIONS[method].function(_with_floor(claims / claims.max()), budget)
    if method == "sites":
        return amounts
    return largest_remainder(amounts, budget.total, budget.step, budget.cap)


def _in_steps(budget: Budget) -> Budget:
    """Round the least amount up and the greatest down to whole steps."""
    minimum = np.ceil(budget.minimum / budget.step - 1e-9) * budget.step
    cap = budget.cap if np.isinf(budget.cap) else np.floor(budget.cap / budget.step + 1e-9) * budget.step
    return replace(budget, minimum=float(minimum), cap=float(cap))


def _with_floor(claims: np.ndarray) -> np.ndarray:
    """Give units without a claim a negligible one, so that a budget that caps leave over can reach them."""
    return np.maximum(claims, 1e-9)


@dataclass(frozen=True)
class WhatIf:
    """Gini of the welfare between areas (100 - need, weighted by people) before and after."""

    before: float
    after: float


def gini_after(need: np.ndarray, people: np.ndarray, amounts: np.ndarray, effect: float) -> WhatIf:
    """Return what the Gini between areas would be if money worked as assumed.

    effect: points of need that a thousand of the currency for each person takes away. This is an
    assumption of the user, no estimate; within-area inequality is not in it.
    """
    known = ~np.isnan(need) & (people > 0)
    need, people, amounts = need[known], people[known], amounts[known]
    after = np.maximum(need - effect * amounts / people / 1000.0, 0.0)
    first, second = (concentration_index(100.0 - level, 100.0 - level, people) for level in (need, after))
    return WhatIf(first, second)
