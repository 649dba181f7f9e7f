"""Extreme values: the JRC's rule for finding them, and winsorising or a logarithm against them."""

from __future__ import annotations

import numpy as np

from ..definition.model import Outliers
from ..messages import mark
from ..registers import Method, Register

#: Fewer values than this have no kurtosis.
FEWEST_VALUES = 4


def skewness_kurtosis(values: np.ndarray) -> tuple[float, float]:
    """Return the sample skewness G1 and excess kurtosis G2 of values without NaN.

    These are the bias-adjusted forms of spreadsheets (SKEW, KURT), COINr and pandas, not the moment
    ratios that scipy gives by default. NaN for fewer than four values or a constant.
    """
    n = values.size
    if n < FEWEST_VALUES:
        return np.nan, np.nan
    deviations = values - values.mean()
    squares = deviations * deviations
    m2 = squares.mean()
    if m2 == 0:
        return np.nan, np.nan
    m3 = (squares @ deviations) / n
    m4 = (squares @ squares) / n
    skew = np.sqrt(n * (n - 1.0)) / (n - 2.0) * m3 / m2**1.5
    kurt = (n - 1.0) / ((n - 2.0) * (n - 3.0)) * ((n + 1.0) * (m4 / m2**2 - 3.0) + 6.0)
    return float(skew), float(kurt)


def has_outliers(values: np.ndarray, rule: Outliers) -> bool:
    """Tell whether |G1| and G2 both exceed the limits; two equal extremes can hide each other."""
    skew, kurt = skewness_kurtosis(values)
    return abs(skew) > rule.skewness and kurt > rule.kurtosis


def keep(values: np.ndarray, rule: Outliers) -> np.ndarray:
    """Return the values as they are."""
    del rule
    return values


def winsorise(values: np.ndarray, rule: Outliers) -> np.ndarray:
    """Move the most extreme value to the next one, on the skewed side, until the rule is satisfied.

    At most `rule.limit` values are moved; where that is not enough the logarithm is taken of the original
    values, as the JRC does. Tied extremes move together and count each, so that the limit holds (COINr
    1.1.14 counts them as one step and can overshoot it).
    """
    result = values
    ordered = np.sort(values)
    while has_outliers(result, rule):
        high = skewness_kurtosis(result)[0] > 0
        extreme = result.max() if high else result.min()
        moved = np.count_nonzero(result >= extreme) if high else np.count_nonzero(result <= extreme)
        if moved > rule.limit:
            return log(values, rule)
        bound = ordered[-moved - 1] if high else ordered[moved]
        result = np.minimum(result, bound) if high else np.maximum(result, bound)
    return result


def log(values: np.ndarray, rule: Outliers) -> np.ndarray:
    """Return ln(x - min + 0.01 (max - min)), mirrored where the tail is on the low side, if the rule asks.

    The order of the units stays. COINr's `log_GII` returns untransformed values; this is its `log_CT`.
    """
    if not has_outliers(values, rule):
        return values
    low, high = values.min(), values.max()
    shift = 0.01 * (high - low)
    if skewness_kurtosis(values)[0] > 0:
        return np.log(values - low + shift)
    return -np.log(high - values + shift)


OUTLIERS = Register(
    "treatment of outliers",
    [
        Method("none", mark("None"), keep),
        Method("winsorise", mark("Winsorise, else logarithm"), winsorise),
        Method("log", mark("Logarithm"), log),
    ],
)
