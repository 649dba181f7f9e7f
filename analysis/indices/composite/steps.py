"""The steps before the tree: gaps, outliers and scores of all indicators, each told to the diagnostics."""

from __future__ import annotations

from typing import Any

import numpy as np

from ...core.arrays import Floats
from ...core.diagnostics import Diagnostics
from ...core.lazy import pd
from ...core.messages import Message, mark
from ..definition.model import Definition
from ..methods.missing import MISSING, Gaps
from ..methods.normalisation import Spread
from ..methods.outliers import OUTLIERS, has_outliers
from .plan import IndexPlan, Leaf


def count_units(units: pd.Index) -> int:
    """Return how many units these are: one that stands there for two years counts once.

    units: the labels of the rows.
    """
    return units.droplevel(0).nunique() if units.nlevels > 1 else len(units)


def impute(gaps: Gaps, definition: Definition, diagnostics: Diagnostics) -> Floats:
    """Return the values, shape (indicators, units), with gaps filled or left; the same array where none are.

    Raises
    ------
    InputError
        Where the rule refuses them or has nothing to fill them from.
    """
    if not gaps.absent.any():
        return gaps.values
    method = MISSING[definition.missing.method]
    filled = method.filled(gaps)
    diagnostics.step(
        mark("Missing values: {method}; {n} {n:value|values} of {m} kelurahan."),
        method=Message(method.label_for(gaps.statistic)),
        n=int(np.count_nonzero(gaps.absent)),
        m=count_units(gaps.units[gaps.absent.any(axis=0)]),
    )
    return filled


def treat(values: Floats, plan: IndexPlan, definition: Definition, diagnostics: Diagnostics) -> Floats:
    """Return the values, shape (indicators, units), with extreme ones treated; the same array where none are."""
    rule = definition.outliers
    method = OUTLIERS[rule.method]
    if method.function is None:
        return values
    treated, names = values, []
    for row, leaf in enumerate(plan.leaves):
        if not leaf.treatable:
            continue
        known = ~np.isnan(values[row])
        before = values[row] if known.all() else values[row, known]
        after = method.function(before, rule)
        if after is before:
            continue
        if treated is values:
            treated = values.copy()
        treated[row, known] = after
        names.append(leaf.indicator.field)
        if has_outliers(after, rule):
            diagnostics.warn(
                mark("The field {column} still has outliers after its treatment."), column=leaf.indicator.field
            )
    diagnostics.step(
        mark("Outliers (|skewness| > {skewness} and kurtosis > {kurtosis}): {method}; fields: {column}."),
        skewness=rule.skewness,
        kurtosis=rule.kurtosis,
        method=Message(method.label),
        column=names or "–",
    )
    return treated


def normalise(values: Floats, plan: IndexPlan, definition: Definition, diagnostics: Diagnostics) -> Floats:
    """Return the scores of all indicators, shape (..., indicators, units); NaN where a value is missing.

    Raises
    ------
    InputError
        Where a normalisation is not defined for an indicator.
    """
    turned = definition.orientation == "deprivation"
    scores = np.empty_like(values)
    alike: dict[tuple[Any, ...], list[str]] = {}
    for row, leaf in enumerate(plan.leaves):
        scores[..., row, :] = score(values[..., row, :], leaf, turned)
        scale = leaf.scale if leaf.method.bounded else None
        alike.setdefault((leaf.method, scale, leaf.hundred_ten), []).append(leaf.indicator.field)
    for (method, scale, hundred_ten), fields in alike.items():
        template, facts = mark("{method}: {column}."), {"method": Message(method.label), "column": fields}
        if scale is not None:
            template = mark("{method} on a scale of {low} to {high}: {column}.")
            facts.update(low=scale[0], high=scale[1])
        elif hundred_ten:
            template = mark("{method} with mean 100 and standard deviation 10: {column}.")
        diagnostics.step(template, **facts)
    if turned:
        diagnostics.step(mark("High scores mean deprivation: all scores were turned round."))
    return scores


def score(values: Floats, leaf: Leaf, turned: bool) -> Floats:
    """Return the scores of one indicator, shape (..., units), high for deprivation where `turned`."""
    indicator, method = leaf.indicator, leaf.method
    spread = Spread(indicator.goalposts, population=leaf.hundred_ten, field=indicator.field)
    scores = method.function(values, indicator.direction, spread)
    if method.bounded:
        low, high = leaf.scale[::-1] if turned else leaf.scale
        factor, start = high - low, low
    elif leaf.hundred_ten:
        factor, start = -10.0 if turned else 10.0, 100.0
    else:
        factor, start = (-1.0, 2.0 * method.mean) if turned else (1.0, 0.0)
    scores *= factor
    scores += start
    return scores
