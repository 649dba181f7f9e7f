"""One indicator at a time: its statistics, and the values that deserve a look."""

from __future__ import annotations

from typing import Any

import numpy as np

from ...core.arrays import Bools, Floats
from ...indices.methods.outliers import skewness_kurtosis
from .counts import looks_like_count
from .expectations import Expectation

#: JRC and COINr: an indicator has outliers where both are exceeded.
SKEWNESS_LIMIT, KURTOSIS_LIMIT = 2.0, 3.5
#: Tukey's fences: quartiles ± 1.5 times the distance between them.
FENCE = 1.5
#: Below this coefficient of variation an indicator hardly tells units apart.
NEAR_CONSTANT = 0.02
#: A rate of fewer cases than this says little about a unit.
FEW_CASES = 5


def describe(
    values: Floats, expected: Expectation, population: Floats | None = None, field: str = ""
) -> tuple[dict[str, Any], dict[str, Bools]]:
    """Return the statistics of an indicator and where its remarkable values are.

    Parameters
    ----------
    values : Floats
        Shape (n,), NaN where missing.
    expected : Expectation
        Plausible range and base of the rate.
    population : Floats, optional
        Population of each unit (n,), NaN where unknown.
    field : str, optional
        What the column is called: a name may say that it counts.

    Returns
    -------
    tuple of dict
        Statistics by name (sd with n-1, quartiles by linear interpolation as numpy and Excel's
        QUARTILE.INC, skewness G1 and excess kurtosis G2 adjusted for bias as in Excel, COINr and pandas);
        boolean arrays (n,) by reason: `outlier`, `out_of_range`, `few_cases`.
    """
    here = np.isfinite(values)
    present = values[here]
    n = present.size
    facts: dict[str, Any] = {"n": n, "missing": int((~here).sum())}
    facts["missing_share"] = facts["missing"] / values.size
    facts["zeros"] = int((present == 0).sum())
    facts["unique"] = int(np.unique(present).size)
    facts["constant"] = facts["unique"] == 1
    nothing = np.zeros(values.size, dtype=bool)
    marks = {"outlier": nothing, "out_of_range": nothing, "few_cases": nothing}
    names = ("mean", "sd", "min", "q1", "median", "q3", "max", "cv", "skewness", "kurtosis")
    facts.update(dict.fromkeys(names, np.nan))
    if n:
        mean, sd = float(present.mean()), float(present.std(ddof=1)) if n > 1 else np.nan
        low, q1, median, q3, high = (float(q) for q in np.quantile(present, [0, 0.25, 0.5, 0.75, 1]))
        cv = sd / abs(mean) if mean else np.nan
        facts.update(mean=mean, sd=sd, min=low, q1=q1, median=median, q3=q3, max=high, cv=cv)
        facts["skewness"], facts["kurtosis"] = skewness_kurtosis(present)
        marks["outlier"] = _beyond(values, here, q1 - FENCE * (q3 - q1), q3 + FENCE * (q3 - q1), q3 > q1)
        if expected.plausible is not None:
            marks["out_of_range"] = _beyond(values, here, *expected.plausible)
        if population is not None and expected.per:
            marks["few_cases"] = _few_cases(values, expected.per, population)
    facts["near_constant"] = bool(not facts["constant"] and facts["cv"] < NEAR_CONSTANT)
    facts["skewed"] = bool(abs(facts["skewness"]) > SKEWNESS_LIMIT and facts["kurtosis"] > KURTOSIS_LIMIT)
    facts["like_count"] = looks_like_count(values, field, expected, population)
    return facts, marks


def _beyond(values: Floats, here: Bools, low: float, high: float, wanted: bool = True) -> Bools:
    """Tell which present values lie outside a range."""
    filled = np.where(here, values, low)
    return here & ((filled < low) | (filled > high)) & wanted


def _few_cases(values: Floats, per: float, population: Floats) -> Bools:
    """Tell which rates are of 1 to 4 cases even if the whole population were the denominator."""
    cases = np.nan_to_num(values * population / per)
    return (cases > 0) & (cases < FEW_CASES)
