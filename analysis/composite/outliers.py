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
    return skewed_side(values, rule) != 0


def skewed_side(values: np.ndarray, rule: Outliers) -> int:
    """Return +1 or -1, the side of the long tail, where the rule finds outliers, else 0."""
    skew, kurt = skewness_kurtosis(values)
    return int(np.sign(skew)) if abs(skew) > rule.skewness and kurt > rule.kurtosis else 0


def keep(values: np.ndarray, rule: Outliers) -> np.ndarray:
    """Return the values as they are."""
    del rule
    return values


def winsorise(values: np.ndarray, rule: Outliers) -> np.ndarray:
    """Move the most extreme value to the next one, on the skewed side, until the rule is satisfied.

    At most `rule.limit` values are moved; where that is not enough the logarithm is taken of the original
    values, as the JRC does. Tied extremes move together and count each, so that the limit holds (COINr
    1.1.14 counts them as one step and can overshoot it). Values without outliers come back as they are.
    """
    result = values
    first_side = side = skewed_side(values, rule)
    while side:
        # the mirror image turns a low tail into a high one
        mirrored = result * side
        most = mirrored.max()
        moved = np.count_nonzero(mirrored == most)
        if moved > rule.limit:
            return _logarithm(values, first_side)
        bound = np.max(mirrored, where=mirrored < most, initial=-np.inf)
        result = side * np.minimum(mirrored, bound)
        side = skewed_side(result, rule)
    return result


def log(values: np.ndarray, rule: Outliers) -> np.ndarray:
    """Return ln(x - min + 0.01 (max - min)), mirrored where the tail is on the low side, if the rule asks.

    The order of the units stays. COINr's `log_GII` returns untransformed values; this is its `log_CT`.
    """
    side = skewed_side(values, rule)
    return _logarithm(values, side) if side else values


def _logarithm(values: np.ndarray, side: int) -> np.ndarray:
    mirrored = values * side
    low = mirrored.min()
    return side * np.log(mirrored - low + 0.01 * (mirrored.max() - low))


OUTLIERS = Register(
    "treatment of outliers",
    [
        Method("none", mark("None"), keep),
        Method("winsorise", mark("Winsorise, else logarithm"), winsorise),
        Method("log", mark("Logarithm"), log),
    ],
)
