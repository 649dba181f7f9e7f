"""Inequality between and within groups; the parts sum to the whole exactly.

A remark for every reader of the parts: the between part depends on how many groups there are.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from math import factorial
from typing import Any

import numpy as np

from ..core.arrays import Array, Floats, Ints, Objects, group_sums
from ..core.diagnostics import Diagnostics
from ..core.lazy import pd
from ..core.messages import InputError, Message, mark
from .distribution import Distribution, known, sorted_distribution
from .measures import Measure, evaluate, generalised_entropy, gini, reason_undefined, setting

#: 2^groups distributions are evaluated for Shapley's value.
MOST_GROUPS = 10

_NO_GROUP = mark("The group is NULL at {units}; fill it in or leave these units out.")


@dataclass
class Decomposition:
    """Parts of one measure.

    total, within, between: sum as total = within + between + overlap; overlap is 0 except for Gini.
    groups: one row a group: n, population_share, mean, value_share, value (the group's own inequality),
    within (its part of the within sum).
    reason: why everything is NaN, where the measure is undefined.
    """

    total: float
    within: float
    between: float
    overlap: float
    groups: pd.DataFrame
    reason: Message | None
    diagnostics: Diagnostics


@dataclass(frozen=True)
class _Parted:
    """Clean values with the number of their group, and every group's totals."""

    values: Floats
    weights: Floats
    codes: Ints
    names: list[Any]
    whole: Distribution

    @property
    def parts(self) -> list[Distribution]:
        """The distribution of each group."""
        return [
            sorted_distribution(self.values[self.codes == code], self.weights[self.codes == code])
            for code in range(len(self.names))
        ]

    @property
    def population(self) -> Floats:
        """Weight of each group."""
        return group_sums(self.codes, self.weights)

    @property
    def means(self) -> Floats:
        """Mean of each group."""
        return group_sums(self.codes, self.weights * self.values) / self.population


def _parted(
    values: pd.Series | Floats, groups: pd.Series | Array, weights: pd.Series | Floats | None, diagnostics: Diagnostics
) -> _Parted:
    places, y, w = known(values, weights, diagnostics)
    codes, names = pd.factorize(np.asarray(groups, dtype=object)[places], sort=True)
    if (codes < 0).any():
        labels = getattr(values, "index", np.arange(len(values)))[places]
        raise InputError(_NO_GROUP, units=list(labels[codes < 0]))
    return _Parted(y, w, codes, list(names), sorted_distribution(y, w))


def decompose(
    values: pd.Series | Floats,
    groups: pd.Series | Objects,
    weights: pd.Series | Floats | None = None,
    measure: str = "theil_l",
    parameter: float | None = None,
) -> Decomposition:
    """Return a measure's parts within and between groups.

    Theil T, Theil L and GE(α) split exactly (within Σ f^(1-α) v^α GE_k, f population and v value share;
    between: the inequality of the group means). Gini splits after Bhattacharya and Mahalanobis into within
    Σ f v G_k, between and overlap, what the groups' ranges share. Every other measure splits by Shapley's
    value of two factors (Shorrocks 2013): the average effect of removing the differences between the
    means, and of removing those within.

    values, groups, weights: (n,); weights are populations, 1 by default.

    Raises
    ------
    InputError
        For a NULL group, as `distribution.known`, and for an unknown measure.
    """
    chosen, parameter = setting(measure, parameter)
    diagnostics = Diagnostics()
    parted = _parted(values, groups, weights, diagnostics)
    total, reason = evaluate(parted.whole, chosen, parameter)
    own = np.array([evaluate(part, chosen, parameter)[0] for part in parted.parts])
    population = parted.population / parted.population.sum()
    value_share = population * parted.means / parted.whole.mean if parted.whole.mean else np.nan * population
    table = pd.DataFrame(
        {
            "n": np.bincount(parted.codes),
            "population_share": population,
            "mean": parted.means,
            "value_share": value_share,
            "value": own,
        },
        index=pd.Index(parted.names, name="group"),
    )
    if reason is not None:
        table["within"] = np.nan
        return Decomposition(total, np.nan, np.nan, np.nan, table, reason, diagnostics)
    within, between, overlap = _split(parted, chosen, parameter, total, table)
    table["within"] = within if np.ndim(within) else np.nan
    return Decomposition(total, float(np.sum(within)), between, overlap, table, None, diagnostics)


#: Measures of the entropy family and their α, where the measure has no parameter.
_ENTROPY = {"theil_t": 1.0, "theil_l": 0.0, "ge": math.nan}


def _split(
    parted: _Parted, measure: Measure, parameter: float | None, total: float, table: pd.DataFrame
) -> tuple[Floats | float, float, float]:
    """Return within (by group where it splits so), between and overlap."""
    between_groups = sorted_distribution(parted.means, parted.population)
    if measure.code in _ENTROPY:
        alpha = _ENTROPY[measure.code] if parameter is None else parameter
        # a group that holds nothing has no inequality of its own and weighs nothing either
        own = table["value"].fillna(0.0).to_numpy()
        shares = table["population_share"].to_numpy()
        within = shares * (table["mean"].to_numpy() / float(parted.whole.mean)) ** alpha * own
        return within, float(generalised_entropy(between_groups, alpha)), 0.0
    if measure.code == "gini":
        within = (table["population_share"] * table["value_share"] * table["value"].fillna(0.0)).to_numpy()
        between = float(gini(between_groups))
        return within, between, max(total - float(within.sum()) - between, 0.0)
    means = parted.means[parted.codes]
    if not (means > 0).all():
        return np.nan, np.nan, np.nan
    levelled = sorted_distribution(parted.values * float(parted.whole.mean) / means, parted.weights)
    smoothed = sorted_distribution(means, parted.weights)
    of_smoothed, of_levelled = (evaluate(one, measure, parameter)[0] for one in (smoothed, levelled))
    half = (total - of_smoothed + of_levelled) / 2
    return half, total - half, 0.0


def shapley(
    values: pd.Series | Floats,
    groups: pd.Series | Array,
    weights: pd.Series | Floats | None = None,
    measure: str = "gini",
    parameter: float | None = None,
) -> pd.Series:
    """Return what each group adds to a measure; the parts sum to the measure.

    Shapley's value of the game in which a group that is not in gets the overall mean for each of its
    units (Shorrocks 2013, equalisation), averaged over all orders of entering.

    values, groups, weights: (n,). Returns a value a group.

    Raises
    ------
    InputError
        Above `MOST_GROUPS` groups, where the measure is undefined, and as `decompose`.
    """
    chosen, parameter = setting(measure, parameter)
    parted = _parted(values, groups, weights, Diagnostics())
    count = len(parted.names)
    if count > MOST_GROUPS:
        raise InputError(
            mark("Shares by group can be computed for at most {most} groups, not {count}; use larger groups."),
            most=MOST_GROUPS,
            count=count,
        )
    reason = reason_undefined(parted.whole, chosen, parameter)
    if reason is not None:
        raise InputError(mark("“{measure}” is {why}"), measure=Message(chosen.label), why=reason)
    members = (np.arange(2**count)[:, None] >> np.arange(count)) & 1 == 1
    mean = float(parted.whole.mean)
    worth = np.array(
        [
            evaluate(
                sorted_distribution(np.where(inside[parted.codes], parted.values, mean), parted.weights),
                chosen,
                parameter,
            )[0]
            for inside in members
        ]
    )
    return pd.Series(shapley_values(worth), index=pd.Index(parted.names, name="group"), name=measure)


def shapley_values(worth: Floats) -> Floats:
    """Return Shapley's value of each player from the worth of all 2^m coalitions.

    worth: (2^m, ...); bit j of the first index tells whether player j is in. Returns (m, ...), whose sum
    over players is worth[all] - worth[none].
    """
    count = int(worth.shape[0]).bit_length() - 1
    coalitions = np.arange(worth.shape[0])
    size = ((coalitions[:, None] >> np.arange(count)) & 1).sum(axis=1)
    chance = np.array([factorial(k) * factorial(count - k - 1) / factorial(count) for k in range(count)])
    values = []
    for player in range(count):
        without = coalitions[(coalitions >> player) & 1 == 0]
        gain = worth[without | (1 << player)] - worth[without]
        values.append(np.tensordot(chance[size[without]], gain, axes=1))
    return np.array(values)
