"""The difference between two groups: with its standard error, and by exact permutation."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from math import comb

import numpy as np

from ...core.arrays import Bools, Floats, Ints

#: Up to so many ways to choose the treated, all are gone through.
MOST_ASSIGNMENTS = 100_000
#: Values closer than this, relative to the spread, count as equal.
TIE = 1e-9


@dataclass(frozen=True)
class Difference:
    """A difference in means.

    error: standard error (Welch), NaN where a group has one unit; low, high: 95 % interval; t, p: by
    Welch's approximation; p_permutation: share of the assignments of treatment with a difference at least
    as large either way; assignments: how many there were; least_p: the smallest p that so many assignments
    can give; exact: whether all were gone through; group, others: how many units each side has.
    """

    effect: float
    error: float
    low: float
    high: float
    t: float
    p: float
    df: float
    p_permutation: float
    least_p: float
    assignments: int
    exact: bool
    group: int
    others: int


def group_difference(values: Floats, treated: Bools, weights: Floats) -> float:
    """Return the weighted mean of the treated less that of the others; values, treated and weights: (n,)."""
    return float(
        np.average(values[treated], weights=weights[treated]) - np.average(values[~treated], weights=weights[~treated])
    )


def compare(values: Floats, treated: Bools, weights: Floats, *, permutations: int = 9999, seed: int = 1) -> Difference:
    """Compare values (n,) between treated and others, with weights (n,): people, or ones.

    Of the changes over time this is the difference in differences; the standard error then comes from the
    units' own changes. A regression on the pooled levels without unit effects gives another, wrong one.

    The standard error is Welch's (1947) for two variances, with the weights as given.
    """
    from scipy.stats import t as student

    effect = group_difference(values, treated, weights)
    variances = [_mean_variance(values[group], weights[group]) for group in (treated, ~treated)]
    sizes = treated.sum(), (~treated).sum()
    error = float(np.sqrt(sum(variances)))
    t = p = df = half = np.nan
    if error > 0:
        df = float(sum(variances) ** 2 / sum(variance**2 / (size - 1) for variance, size in zip(variances, sizes)))
        t = effect / error
        p = float(2 * student.sf(abs(t), df))
        half = float(student.ppf(0.975, df) * error)
    p_permutation, count, exact = permutation_p(values, treated, weights, permutations, seed)
    least = 1.0 / count if exact else 1.0 / (count + 1)
    interval = (effect - half, effect + half)
    return Difference(effect, error, *interval, t, p, df, p_permutation, least, count, exact, *map(int, sizes))


def _mean_variance(values: Floats, weights: Floats) -> float:
    """Return the variance of a weighted mean of independent values, n - 1; NaN of a single value."""
    n = values.size
    if n < 2:
        return np.nan
    shares = weights / weights.sum()
    return float(n / (n - 1) * (shares**2 @ (values - shares @ values) ** 2))


def permutation_p(
    values: Floats, treated: Bools, weights: Floats, permutations: int, seed: int
) -> tuple[float, int, bool]:
    """Return the two-sided p, the number of assignments and whether they are all there are.

    The observed assignment is among all; a random sample adds it: (hits + 1) / (R + 1).

    values, treated, weights: (n,).
    """
    n, chosen = treated.size, int(treated.sum())
    observed = abs(group_difference(values, treated, weights))
    bound = observed - TIE * max(float(np.ptp(values)), 1e-300)
    if comb(n, chosen) <= MOST_ASSIGNMENTS:
        picks = np.array(list(combinations(range(n), chosen)))
        hits = np.count_nonzero(np.abs(_differences(values, weights, picks)) >= bound)
        return hits / len(picks), len(picks), True
    generator = np.random.default_rng(seed)
    picks = np.argsort(generator.random((permutations, n)), axis=1)[:, :chosen]
    hits = np.count_nonzero(np.abs(_differences(values, weights, picks)) >= bound)
    return (hits + 1) / (permutations + 1), permutations, False


def _differences(values: Floats, weights: Floats, picks: Ints) -> Floats:
    products = values * weights
    sums, people = products[picks].sum(axis=1), weights[picks].sum(axis=1)
    result: Floats = sums / people - (products.sum() - sums) / (weights.sum() - people)
    return result
