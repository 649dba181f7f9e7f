"""Extreme values: the JRC's rule for finding them, and winsorising or a logarithm against them.

Values are those of one indicator, shape (units,), in its own unit and without NaN.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ...core.arrays import Floats
from ...core.messages import mark
from ...core.registers import Register
from .choices import Outliers

#: Fewer values than this have no kurtosis.
FEWEST_VALUES = 4


@dataclass(frozen=True)
class OutlierTreatment:
    """A treatment of values of one indicator without NaN, shape (units,); none where there is no function."""

    code: str
    label: str
    function: Callable[[Floats, Outliers], Floats] | None = None


def skewness_kurtosis(values: Floats) -> tuple[float, float]:
    """Return the sample skewness G1 and excess kurtosis G2 of values without NaN.

    These are the bias-adjusted forms of spreadsheets (SKEW, KURT), COINr and pandas, not the moment
    ratios that scipy gives by default. NaN for fewer than four values or a constant.
    """
    if values.size < FEWEST_VALUES:
        return np.nan, np.nan
    return _shape(values.size, _power_sums(values - values.mean()))


def _power_sums(deviations: Floats) -> Floats:
    """Return the sums of the first four powers."""
    squares = deviations * deviations
    return np.array([deviations.sum(), squares.sum(), squares @ deviations, squares @ squares])


def _shape(n: int, sums: Floats) -> tuple[float, float]:
    """Return G1 and G2 from the sums of powers of the deviations from any value near the mean."""
    m, p2, p3, p4 = sums / n
    m2 = p2 - m**2
    if m2 <= 0:
        return np.nan, np.nan
    m3 = p3 - 3 * m * p2 + 2 * m**3
    m4 = p4 - 4 * m * p3 + 6 * m**2 * p2 - 3 * m**4
    skew = np.sqrt(n * (n - 1.0)) / (n - 2.0) * m3 / m2**1.5
    kurt = (n - 1.0) / ((n - 2.0) * (n - 3.0)) * ((n + 1.0) * (m4 / m2**2 - 3.0) + 6.0)
    return float(skew), float(kurt)


def has_outliers(values: Floats, rule: Outliers) -> bool:
    """Tell whether |G1| and G2 both exceed the limits; two equal extremes can hide each other.

    Values are (units,).
    """
    return skewed_side(values, rule) != 0


def skewed_side(values: Floats, rule: Outliers) -> int:
    """Return +1 or -1, the side of the long tail, where the rule finds outliers, else 0.

    Values are (units,).
    """
    return _side(skewness_kurtosis(values), rule)


def _side(shape: tuple[float, float], rule: Outliers) -> int:
    skew, kurt = shape
    return int(np.sign(skew)) if abs(skew) > rule.skewness and kurt > rule.kurtosis else 0


def winsorise(values: Floats, rule: Outliers) -> Floats:
    """Move the most extreme value to the next one, on the skewed side, until the rule is satisfied.

    At most `rule.limit` values are moved; where that is not enough the logarithm is taken of the original
    values, as the JRC does. Tied extremes move together and count each, so that the limit holds (COINr
    1.1.14 counts them as one step and can overshoot it). Values without outliers come back as they are.
    Values are (units,).
    """
    side = skewed_side(values, rule)
    if not side:
        return values
    # the mirror image turns a low tail into a high one; sums of powers are brought up to date, not taken anew
    mirrored = values * side
    middle = mirrored.mean()
    sums, n = _power_sums(mirrored - middle), mirrored.size
    first = n - min(n, rule.limit + 2)
    levels = np.unique(np.partition(mirrored, first)[first:])
    for most, bound in zip(levels[:0:-1], levels[-2::-1]):
        moved = np.count_nonzero(mirrored >= most)
        if moved > rule.limit:
            break
        powers = np.arange(1, 5)
        sums += moved * ((bound - middle) ** powers - (most - middle) ** powers)
        if _side(_shape(n, sums), rule) <= 0:  # satisfied, or the tail is now on the other side
            return winsorise(side * np.minimum(mirrored, bound), rule)
    return _logarithm(values, side)


def log(values: Floats, rule: Outliers) -> Floats:
    """Return ln(x - min + 0.01 (max - min)), mirrored where the tail is on the low side, if the rule asks.

    The order of the units stays. COINr's `log_GII` returns untransformed values; this is its `log_CT`.
    Values are (units,).
    """
    side = skewed_side(values, rule)
    return _logarithm(values, side) if side else values


def _logarithm(values: Floats, side: int) -> Floats:
    mirrored = values * side
    low = mirrored.min()
    logarithms: Floats = side * np.log(mirrored - low + 0.01 * (mirrored.max() - low))
    return logarithms


OUTLIERS = Register(
    mark("treatment of outliers"),
    [
        OutlierTreatment("none", mark("None")),
        OutlierTreatment("winsorise", mark("Winsorise, else logarithm"), winsorise),
        OutlierTreatment("log", mark("Logarithm"), log),
    ],
)
