"""Standard errors in closed form: the influence of each unit on a measure, as Taylor linearisation.

Influence functions after Deville (1999) and Langel and Tillé (2013, Gini). Every function returns the
influence of each sorted unit (n,), whose weighted mean is 0.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ..core.arrays import Floats
from .distribution import Distribution
from .measures import NEAR, atkinson, coefficient_of_variation, generalised_entropy, gini


def _gini(of: Distribution) -> Floats:
    y, mean = of.values, float(of.mean)
    share = (of.cumulative - of.weights / 2.0) / float(of.total)
    below = (of.cumulative_values - of.weights * y / 2.0) / float(of.total)
    g = float(gini(of))
    # ties take the middle of their run, or their order in the table would matter
    first = np.searchsorted(y, y, "left")
    last = np.searchsorted(y, y, "right") - 1
    share = (share[first] + share[last]) / 2.0
    below = (below[first] + below[last]) / 2.0
    influence = (2.0 * (y * share - below) + mean - y - g * (y + mean)) / mean
    return influence - of.average(influence)


def _entropy(of: Distribution, parameter: float) -> Floats:
    y, mean = of.values, float(of.mean)
    value = float(generalised_entropy(of, parameter))
    ratio = y / mean
    influence: Floats
    if abs(parameter) < NEAR:
        influence = -np.log(ratio) - value + ratio - 1.0
    elif abs(parameter - 1.0) < NEAR:
        logs = np.log(ratio, out=np.zeros_like(ratio), where=ratio > 0)
        influence = ratio * logs - value - (value + 1.0) * (ratio - 1.0)
    else:
        scale = 1.0 / (parameter * (parameter - 1.0))
        power = of.average(ratio**parameter)
        influence = scale * (ratio**parameter - power - parameter * power * (ratio - 1.0))
    return influence


def _atkinson(of: Distribution, parameter: float) -> Floats:
    y, mean = of.values, float(of.mean)
    value = float(atkinson(of, parameter))
    ratio = y / mean
    if parameter >= 1.0 and y[0] == 0.0:
        return np.zeros_like(y)
    if abs(parameter - 1.0) < NEAR:
        relative = np.log(ratio) - of.average(np.log(ratio))
    else:
        power = 1.0 - parameter
        moment = of.average(ratio**power)
        relative = (ratio**power / moment - 1.0) / power
    return (1.0 - value) * (ratio - 1.0 - relative)


def _variation(of: Distribution) -> Floats:
    y, mean = of.values, float(of.mean)
    cv = float(coefficient_of_variation(of))
    if cv == 0.0:
        return np.zeros_like(y)
    squared = ((y - mean) / mean) ** 2
    return (squared - cv**2) / (2.0 * cv) - cv * (y / mean - 1.0)


INFLUENCES: dict[str, Callable[..., Floats]] = {
    "gini": _gini,
    "theil_t": lambda of: _entropy(of, 1.0),
    "theil_l": lambda of: _entropy(of, 0.0),
    "ge": _entropy,
    "atkinson": _atkinson,
    "cv": _variation,
}


def linearised_error(of: Distribution, measure: str, parameter: float | None) -> float:
    """Return the standard error of a measure by linearisation, every unit a cluster of its own.

    NaN for measures without a closed form here (shares, quantiles) and for fewer than two units.
    """
    n = of.values.size
    if measure not in INFLUENCES or n < 2:
        return float("nan")
    given = [] if parameter is None else [parameter]
    parts = of.weights * INFLUENCES[measure](of, *given) / float(of.total)
    return float(np.sqrt(n / (n - 1.0) * ((parts - parts.mean()) ** 2).sum()))
