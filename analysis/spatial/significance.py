"""From counts to p-values, and from p-values to what may be called significant."""

from __future__ import annotations

import numpy as np

from ..core.arrays import Bools, Floats, Ints
from ..core.corrections import benjamini_hochberg, bonferroni, uncorrected
from ..core.diagnostics import Diagnostics
from ..core.messages import InputError, Message, mark
from ..core.registers import Function, Register
from .permutation.engine import Counts

#: Confidence levels of hot and cold spots: class 1, 2, 3.
LEVELS = (0.10, 0.05, 0.01)


def one_sided(at_least: Ints | int, at_most: Ints | int, permutations: int) -> Floats:
    """Return (min(#≥, #≤) + 1)/(P + 1): the tail on the side where the observed value lies.

    The folded p of GeoDa and PySAL (`p_sim`); ties count, so it can exceed ½. `Counts.side` tells the tail.

    at_least, at_most: counts of draws, (n,) or numbers.
    """
    return np.minimum((np.minimum(at_least, at_most) + 1) / (permutations + 1), 1.0)


def two_sided(at_least: Ints | int, at_most: Ints | int, permutations: int) -> Floats:
    """Return twice the one-sided p, at most 1; counts (n,) or numbers."""
    return np.minimum(2 * one_sided(at_least, at_most, permutations), 1.0)


SIDES = Register(
    mark("number of sides"),
    [
        Function("one", mark("One-sided: the tail on the side of the observed value"), one_sided),
        Function("two", mark("Two-sided: twice the one-sided value"), two_sided),
    ],
)


def pseudo_p(counts: Counts, islands: Bools, sides: str = "one") -> Floats:
    """Return the p of each unit from counts of draws; NaN for islands, shape (n,)."""
    p = SIDES[sides].function(counts.at_least, counts.at_most, counts.permutations)
    return np.where(islands, np.nan, p)


def analytic_p(z: Floats) -> Floats:
    """Return the two-sided p of standard normal values, (n,)."""
    from scipy.special import ndtr

    result: Floats = 2 * ndtr(-np.abs(z))
    return result


def upper_p(z: Floats) -> Floats:
    """Return the p of the upper tail of standard normal values, (n,)."""
    from scipy.special import ndtr

    result: Floats = ndtr(-z)
    return result


CORRECTIONS = Register(
    mark("correction"),
    [
        Function("none", mark("No correction"), uncorrected),
        Function("fdr", mark("False discovery rate (Benjamini–Hochberg)"), benjamini_hochberg),
        Function("bonferroni", mark("Bonferroni"), bonferroni),
    ],
)


#: How a test by permutation is noted; a report reads the numbers back.
PERMUTED = mark(
    "Pseudo p from {count} conditional permutations, seed {seed}; the smallest possible is "
    "{smallest}. {sides}. Correction: {correction}."
)


def check_seed(seed: int) -> None:
    """Refuse a negative seed.

    Raises
    ------
    InputError
        Where the seed is negative.
    """
    if seed < 0:
        raise InputError(mark("The seed is {seed}; it cannot be negative."), seed=seed)


def check_test(permutations: int, seed: int, alpha: float = 0.05) -> None:
    """Refuse a number of permutations, a seed or a level that make no sense.

    Raises
    ------
    InputError
        Where a number or the seed is negative, or the level is not between 0 and 1.
    """
    if permutations < 0:
        raise InputError(mark("The number of permutations is {count}; it cannot be negative."), count=permutations)
    check_seed(seed)
    if not 0 < alpha < 1:
        raise InputError(mark("The level of significance is {alpha}; it must be between 0 and 1."), alpha=alpha)


def record_test(
    diagnostics: Diagnostics, tests: int, permutations: int, seed: int, correction: str, sides: str, alpha: float
) -> None:
    """Record how significance was decided, and warn where the permutations are too few for it."""
    if not permutations:
        diagnostics.step(
            mark("Analytic two-sided p; correction: {correction}."), correction=Message(CORRECTIONS[correction].label)
        )
        return
    diagnostics.seed = seed
    smallest = (2 if sides == "two" else 1) / (permutations + 1)
    diagnostics.step(
        PERMUTED,
        count=permutations,
        seed=seed,
        smallest=float(f"{smallest:.2g}"),
        sides=Message(SIDES[sides].label),
        correction=Message(CORRECTIONS[correction].label),
    )
    if correction != "none" and tests and alpha / tests < smallest:
        diagnostics.warn(
            mark(
                "With {count} permutations the smallest p is {smallest}, above {alpha} divided by the "
                "{tests} tests: a single significant area cannot be found. "
                "Use at least {needed} permutations."
            ),
            count=permutations,
            smallest=float(f"{smallest:.2g}"),
            alpha=alpha,
            tests=tests,
            needed=int(np.ceil((2 if sides == "two" else 1) * tests / alpha)) - 1,
        )


def spot_classes(side: Floats, q: Floats) -> Floats:
    """Return −3 … 3: cold and hot at 99, 95, 90 % by corrected p; NaN where undefined.

    side, q, and what is returned: (n,). side: the tail that p is of, 1 the upper and −1 the lower, so that
    sign and significance are of one tail.
    """
    bins = np.sum([np.nan_to_num(q, nan=2.0) <= level for level in LEVELS], axis=0)
    # + 0.0 makes no difference but to the sign of zero
    return np.where(np.isnan(q), np.nan, bins * np.nan_to_num(side) + 0.0)
