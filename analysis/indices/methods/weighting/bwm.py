"""The best–worst method: weights from comparisons with the most and the least important child."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ....core.arrays import Floats
from ....core.messages import InputError, mark
from .task import WeightingTask

#: Above this the comparisons contradict each other more than is usually accepted.
ACCEPTABLE_RATIO = 0.3


@dataclass(frozen=True)
class BestWorst:
    """weights sum to 1; deviation: ξ of the linear model; consistency_ratio: of the input, 0 is perfect."""

    weights: Floats
    deviation: float
    consistency_ratio: float


def ends(best_to_others: Floats, others_to_worst: Floats) -> tuple[int, int]:
    """Return the places of the best and the worst of two or more, (children,): each is 1 in its own list.

    Where several are, it is those on whom both lists agree, and of these the furthest apart.
    """
    bests, worsts = (np.flatnonzero(one == one.min()) for one in (best_to_others, others_to_worst))
    pairs = [(best, worst) for best in bests.tolist() for worst in worsts.tolist() if best != worst]
    if not pairs:  # one is called both
        return int(bests[0]), int(worsts[0])

    def rank(pair: tuple[int, int]) -> tuple[bool, float]:
        there, back = best_to_others[pair[1]], others_to_worst[pair[0]]
        return bool(there == back), float(there + back)

    return max(pairs, key=rank)


def consistency(best_to_others: Floats, others_to_worst: Floats) -> float:
    """Return the consistency ratio of the input: max_j |a_Bj a_jW - a_BW| / (a_BW² - a_BW).

    Liang, Brunelli and Rezaei (2020). It is not defined where the best is said to equal the worst, and 1 here if
    something is said to lie between them all the same. Both comparisons are (children,).
    """
    _, worst = ends(best_to_others, others_to_worst)
    whole = best_to_others[worst]
    apart = float(np.max(np.abs(best_to_others * others_to_worst - whole)))
    return apart / float(whole**2 - whole) if whole > 1 else float(apart > 0)


def best_worst(best_to_others: Floats, others_to_worst: Floats) -> BestWorst:
    """Solve the linear model (Rezaei 2016): the least ξ with |w_B - a_Bj w_j| ≤ ξ, |w_j - a_jW w_W| ≤ ξ.

    Both lists, (children,), are 1 or more. Solved exactly as a linear programme; pyDecision minimises a
    penalty from a random start.
    """
    from scipy.optimize import linprog

    n = best_to_others.size
    best, worst = ends(best_to_others, others_to_worst)
    differences = np.zeros((2 * n, n))
    rows = np.arange(n)
    differences[rows, best] += 1.0
    differences[rows, rows] -= best_to_others
    differences[n + rows, rows] += 1.0
    differences[n + rows, worst] -= others_to_worst
    slack = np.full((2 * n, 1), -1.0)
    solution = linprog(
        np.r_[np.zeros(n), 1.0],
        A_ub=np.block([[differences, slack], [-differences, slack]]),
        b_ub=np.zeros(4 * n),
        A_eq=np.r_[np.ones(n), 0.0][None, :],
        b_eq=[1.0],
        method="highs",
    )
    ratio = consistency(best_to_others, others_to_worst)
    return BestWorst(solution.x[:n], float(solution.x[n]), ratio)


def bwm(task: WeightingTask) -> Floats:
    """Return the weights of the definition's two comparisons, (children,); record ξ and the consistency ratio.

    Raises
    ------
    InputError
        For lists that are too short or below 1, or contradict each other on best and worst.
    """
    best, worst = (
        np.array(list(given), dtype=float) for given in (task.choice.best_to_others, task.choice.others_to_worst)
    )
    n = len(task.labels)
    if best.size != n or worst.size != n:
        raise InputError(
            mark("The best–worst method of {node} needs two lists of {n} comparisons, one each of: {parts}."),
            node=task.node,
            n=n,
            parts=task.labels,
        )
    if best.min() != 1 or worst.min() != 1:
        raise InputError(
            mark("The best–worst method of {node}: comparisons are 1 or more, 1 for the best (worst)."), node=task.node
        )
    first, last = ends(best, worst)
    if first == last:
        raise InputError(
            mark("The best–worst method of {node} calls {part} both the most and the least important."),
            node=task.node,
            part=task.labels[first],
        )
    if best[last] != worst[first]:
        raise InputError(
            mark(
                "The best–worst method of {node} compares {best} with {worst} twice, as {first} and as {second}; "
                "it is one judgement and has one number."
            ),
            node=task.node,
            best=task.labels[first],
            worst=task.labels[last],
            first=best[last],
            second=worst[first],
        )
    found = best_worst(best, worst)
    task.diagnostics.step(
        mark("Best–worst method of {node}: ξ {xi}, consistency ratio {cr}."),
        node=task.node,
        xi=round(found.deviation, 4),
        cr=round(found.consistency_ratio, 4),
    )
    if found.consistency_ratio > ACCEPTABLE_RATIO:
        task.diagnostics.warn(
            mark("The comparisons on {node} contradict each other (consistency ratio {cr}); think again."),
            node=task.node,
            cr=round(found.consistency_ratio, 2),
        )
    return found.weights
