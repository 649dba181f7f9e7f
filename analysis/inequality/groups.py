"""Groups of units compared over many indicators: core against periphery, or kecamatan among each other."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np

from ..core.arrays import Bools, Floats, Ints, Objects
from ..core.corrections import CORRECTIONS
from ..core.diagnostics import Diagnostics
from ..core.lazy import pd
from ..core.messages import InputError, Progress, mark, no_progress, refuse_where
from ..spatial.permutation.draws import Draws
from .effects import cliffs_delta, hedges_g

#: Differences of means this close to the observed one (relative) are ties and count as extreme.
TIE = 1e-9


@dataclass
class Comparison:
    """Indicators compared between groups.

    table: one row an indicator. Between two groups: n_one, n_other, mean_one, mean_other, gap (one less
    other, in the indicator's unit), ratio, hedges_g, cliffs_delta, p_permutation, p_rank (Mann–Whitney)
    and the adjusted q_permutation, q_rank. Among more groups: n, groups, low, high (the least and
    greatest mean), low_group, high_group, epsilon_squared, p_rank (Kruskal–Wallis), q_rank.
    """

    table: pd.DataFrame
    diagnostics: Diagnostics


def compare_two(
    frame: pd.DataFrame,
    columns: Sequence[str],
    groups: pd.Series,
    one: Hashable,
    other: Hashable | None = None,
    weights: pd.Series | None = None,
    draws: int = 9999,
    seed: int = 1,
    correction: str = "holm",
    progress: Progress = no_progress,
) -> Comparison:
    """Return the gaps between group `one` and group `other` (all other units where None).

    Means and the permutation test are weighted (population); Hedges' g, Cliff's δ and the rank test count
    units. The permutation test deals the labels out anew among the units that belong to either group, the
    same deals for all indicators: two-sided p = (draws with a gap as wide, ties included, + 1)/(draws + 1).
    Units without a group, or without a weight above 0, are left out, counted and the latter named; n is what
    entered. Without the indicator a unit is left out of that indicator alone.

    Raises
    ------
    InputError
        Where a group has no unit with a weight, and for negative weights.
    """
    labels = np.asarray(groups, dtype=object)
    first = labels == one
    second = ~first & ~pd.isna(labels) if other is None else labels == other
    population = _weights(weights, frame)
    for name, inside in ((one, first), (other, second)):
        if not inside.any():
            raise InputError(mark("No unit belongs to the group “{group}”; choose another."), group=name)
        if not (population[inside] > 0).any():
            raise InputError(
                mark("No unit of the group “{group}” has a population above 0; choose another field."), group=name
            )
    inside, diagnostics = _entering(first | second, population, frame)
    diagnostics.seed = seed
    values, population = frame.loc[inside, list(columns)].to_numpy(dtype=float), population[inside]
    is_one = first[inside]
    rows = [_gap(column, population, is_one) for column in values.T]
    table = pd.DataFrame(rows, index=pd.Index(list(columns), name="indicator"))
    table["p_permutation"] = _permutation_p(values, population, is_one, draws, seed, progress)
    adjust = CORRECTIONS[correction].function
    table["q_permutation"] = adjust(table["p_permutation"])
    table["q_rank"] = adjust(table["p_rank"])
    return Comparison(table, diagnostics)


def compare_many(
    frame: pd.DataFrame,
    columns: Sequence[str],
    groups: pd.Series,
    weights: pd.Series | None = None,
    correction: str = "holm",
) -> Comparison:
    """Return how the indicators differ among three or more groups (Kruskal and Wallis 1952).

    frame, groups, weights: a row or value a unit. Means are weighted; the test counts units. ε² = H/(n - 1)
    is the share of the ranks' variance between groups. Units without a group or a weight above 0 are left out
    and counted, the latter named.

    Raises
    ------
    InputError
        Where fewer than two groups have units, and for negative weights.
    """
    labels, population = np.asarray(groups, dtype=object), _weights(weights, frame)
    inside, diagnostics = _entering(~pd.isna(labels), population, frame)
    population = population[inside]
    codes, names = pd.factorize(labels[inside], sort=True)
    if len(names) < 2:
        raise InputError(mark("A comparison needs at least two groups; the field holds {count}."), count=len(names))
    rows = [_spread(frame.loc[inside, column].to_numpy(dtype=float), population, codes, names) for column in columns]
    table = pd.DataFrame(rows, index=pd.Index(list(columns), name="indicator"))
    table["q_rank"] = CORRECTIONS[correction].function(table["p_rank"])
    return Comparison(table, diagnostics)


def _entering(grouped: Bools, population: Floats, frame: pd.DataFrame) -> tuple[Bools, Diagnostics]:
    """Return which units enter, those of a group with a weight above 0, and the diagnostics that count them."""
    inside = grouped & (population > 0)
    diagnostics = Diagnostics(n=int(inside.sum()), missing=int((~inside).sum()))
    weightless = grouped & ~inside
    diagnostics.warn_of(
        frame.index[weightless],
        mark("{count} units without a population above 0 were left out: {units}."),
        count=int(weightless.sum()),
    )
    return inside, diagnostics


def _weights(weights: pd.Series | None, frame: pd.DataFrame) -> Floats:
    if weights is None:
        return np.ones(len(frame))
    population = np.asarray(weights, dtype=float)
    wrong = (population < 0) | np.isinf(population)
    refuse_where(wrong, frame.index, mark("The weight is negative or infinite at {units}; correct it."))
    result: Floats = np.nan_to_num(population)
    return result


def _gap(values: Floats, weights: Floats, is_one: Bools) -> dict[str, float]:
    from scipy.stats import mannwhitneyu

    has = ~np.isnan(values) & (weights > 0)
    one, other = values[has & is_one], values[has & ~is_one]
    mean_one, mean_other = (
        float(np.average(values[part], weights=weights[part])) if part.any() else np.nan
        for part in (has & is_one, has & ~is_one)
    )
    tested = one.size and other.size
    return {
        "n_one": one.size,
        "n_other": other.size,
        "mean_one": mean_one,
        "mean_other": mean_other,
        "gap": mean_one - mean_other,
        "ratio": mean_one / mean_other if mean_other else np.nan,
        "hedges_g": hedges_g(one, other),
        "cliffs_delta": cliffs_delta(one, other),
        "p_rank": float(mannwhitneyu(one, other).pvalue) if tested else np.nan,
    }


def _permutation_p(values: Floats, weights: Floats, is_one: Bools, draws: int, seed: int, progress: Progress) -> Floats:
    """Return the two-sided p of each indicator (k,); NaN where a group lacks it altogether."""
    w = weights[:, None] * ~np.isnan(values)
    wx = w * np.nan_to_num(values)
    # around the mean, where the difference of two large sums would lose digits
    wx -= w * np.divide(wx.sum(axis=0), w.sum(axis=0), out=np.zeros(w.shape[1]), where=w.sum(axis=0) > 0)

    def gaps(members: Floats) -> Floats:
        with np.errstate(divide="ignore", invalid="ignore"):
            inside = (members @ wx) / (members @ w)
            result: Floats = inside - (wx.sum(axis=0) - members @ wx) / (w.sum(axis=0) - members @ w)
            return result

    observed = np.abs(gaps(is_one.astype(float)))
    extreme, usable, size = np.zeros(values.shape[1]), np.zeros(values.shape[1]), int(is_one.sum())
    for orders in Draws(seed).orders(draws, len(values)) if draws else ():
        drawn = np.abs(gaps((size > orders.T).astype(float)))
        extreme += (drawn >= observed * (1.0 - TIE)).sum(axis=0)
        usable += np.isfinite(drawn).sum(axis=0)
        progress(min(1.0, usable.max() / draws))
    return np.where(np.isfinite(observed), (extreme + 1.0) / (usable + 1.0), np.nan)


def _spread(values: Floats, weights: Floats, codes: Ints, names: Objects) -> dict[str, object]:
    from scipy.stats import kruskal

    has = ~np.isnan(values) & (weights > 0)
    population = np.bincount(codes[has], weights[has], minlength=len(names))
    sums = np.bincount(codes[has], weights[has] * values[has], minlength=len(names))
    present = np.flatnonzero(population > 0)
    means = sums[present] / population[present]
    parts = [values[has & (codes == code)] for code in present]
    varies = len(parts) > 1 and np.ptp(values[has]) > 0
    statistic, p = kruskal(*parts) if varies else (np.nan, np.nan)
    low, high = (means.argmin(), means.argmax()) if means.size else (None, None)
    return {
        "n": int(has.sum()),
        "groups": present.size,
        "low": means[low] if means.size else np.nan,
        "high": means[high] if means.size else np.nan,
        "low_group": names[present[low]] if means.size else None,
        "high_group": names[present[high]] if means.size else None,
        "epsilon_squared": statistic / (has.sum() - 1) if has.sum() > 1 else np.nan,
        "p_rank": p,
    }
