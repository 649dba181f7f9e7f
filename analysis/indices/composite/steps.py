"""The steps before the tree: gaps, outliers and scores of all indicators, each told to the diagnostics."""

from __future__ import annotations

import numpy as np

from ...core.diagnostics import Diagnostics
from ...core.lazy import pd
from ...core.messages import Message, mark
from ..definition.model import Definition
from .missing import MISSING, Gaps
from .normalisation import NORMALISATIONS, Spread
from .outliers import OUTLIERS, has_outliers
from .plan import IndexPlan, Leaf

GROUP_MEAN = mark("Mean of the group (kecamatan)")


def count_units(units: pd.Index) -> int:
    """Return how many units these are: one that stands there for two years counts once."""
    return units.droplevel(0).nunique() if units.nlevels > 1 else len(units)


def impute(gaps: Gaps, definition: Definition, diagnostics: Diagnostics) -> np.ndarray:
    """Return the values with gaps filled or left; the same array where there are none."""
    if not gaps.absent.any():
        return gaps.values
    method = MISSING[definition.missing.method]
    by_group_mean = (method.code, gaps.statistic) == ("group", "mean")
    filled = method.function(gaps)
    diagnostics.step(
        mark("Missing values: {method}; {n} {n:value|values} of {m} kelurahan."),
        method=Message(GROUP_MEAN if by_group_mean else method.label),
        n=int(np.count_nonzero(gaps.absent)),
        m=count_units(gaps.units[gaps.absent.any(axis=0)]),
    )
    return filled


def treat(
    values: np.ndarray, plan: IndexPlan, definition: Definition, diagnostics: Diagnostics
) -> np.ndarray:
    """Return the values with extreme ones treated; the same array where there are none."""
    rule = definition.outliers
    if rule.method == "none":
        return values
    treated, names = values, []
    for row, leaf in enumerate(plan.leaves):
        if not leaf.treatable:
            continue
        known = ~np.isnan(values[row])
        before = values[row] if known.all() else values[row, known]
        after = OUTLIERS[rule.method].function(before, rule)
        if after is before:
            continue
        if treated is values:
            treated = values.copy()
        treated[row, known] = after
        names.append(leaf.indicator.field)
        if has_outliers(after, rule):
            diagnostics.warn(
                mark("The field {column} still has outliers after its treatment."),
                column=leaf.indicator.field,
            )
    diagnostics.step(
        mark("Outliers (|skewness| > {skewness} and kurtosis > {kurtosis}): {method}; fields: {column}."),
        skewness=rule.skewness,
        kurtosis=rule.kurtosis,
        method=Message(OUTLIERS[rule.method].label),
        column=names or "–",
    )
    return treated


def normalise(
    values: np.ndarray, plan: IndexPlan, definition: Definition, diagnostics: Diagnostics
) -> np.ndarray:
    """Return the scores of all indicators, shape (..., indicators, units); NaN where a value is missing."""
    turned = definition.orientation == "deprivation"
    scores = np.empty_like(values)
    kinds: dict[tuple, list[str]] = {}
    for row, leaf in enumerate(plan.leaves):
        scores[..., row, :] = score(values[..., row, :], leaf, turned)
        scale = leaf.scale if leaf.bounded else None
        kinds.setdefault((leaf.method, scale, leaf.hundred_ten), []).append(leaf.indicator.field)
    for (method, scale, hundred_ten), fields in kinds.items():
        facts = {"method": Message(NORMALISATIONS[method].label), "column": fields}
        if scale is not None:
            low, high = scale
            diagnostics.step(
                mark("{method} on a scale of {low} to {high}: {column}."), low=low, high=high, **facts
            )
        elif hundred_ten:
            diagnostics.step(mark("{method} with mean 100 and standard deviation 10: {column}."), **facts)
        else:
            diagnostics.step(mark("{method}: {column}."), **facts)
    if turned:
        diagnostics.step(mark("High scores mean deprivation: all scores were turned round."))
    return scores


def score(values: np.ndarray, leaf: Leaf, turned: bool) -> np.ndarray:
    """Return the scores of one indicator, shape (..., units), high for deprivation where `turned`."""
    indicator = leaf.indicator
    spread = Spread(indicator.goalposts, population=leaf.hundred_ten, field=indicator.field)
    scores = NORMALISATIONS[leaf.method].function(values, indicator.direction, spread)
    if leaf.bounded:
        low, high = leaf.scale[::-1] if turned else leaf.scale
        scores *= high - low
        scores += low
    elif leaf.method == "ampi":
        return 200.0 - scores if turned else scores
    else:
        scores *= (10.0 if leaf.hundred_ten else 1.0) * (-1.0 if turned else 1.0)
        scores += 100.0 if leaf.hundred_ten else 0.0
    return scores
