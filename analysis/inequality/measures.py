"""Measures of inequality of one distribution, weighted by population.

Every function takes a `Distribution` (values sorted, weights with any leading axes) and the measure's
parameter, and returns one number a row of weights; NaN where the measure has no value. The domain says
which values a measure can be asked about, so that a number is never given where none is defined:

* the mean must be above 0 for all of them;
* zeros count (0 ln 0 = 0, and n keeps them); where the logarithm or a negative power of 0 would be
  needed the measure is undefined, except Atkinson's index with ε ≥ 1, whose limit is 1;
* negative values are possible for Gini, Hoover and the coefficient of variation only, and are warned of:
  Gini and Hoover may then exceed 1;
* ties need no rule, except in quantiles, whose rule `Distribution.quantile` states.

All use n, not n - 1. Sources: Cowell (2011), Measuring Inequality; Atkinson (1970); Wolfson (1994).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ..core.arrays import Floats, ratio
from ..core.messages import InputError, Message, mark
from ..core.registers import Function, Register
from .distribution import Distribution

#: A parameter this close to 0 or 1 is taken as the limit, which the general formula only approaches.
NEAR = 1e-6


def gini(of: Distribution) -> Floats:
    """Gini coefficient (...,): half the mean absolute difference over the mean (no n/(n-1) correction).

    As ∫ F (1 - F) dy / μ: a sum of positive terms, exactly 0 where all are equal.
    """
    result: Floats = np.einsum("...i,...i->...", of.steps, of.cumulative[..., :-1]) / (of.total * of.sum)
    return result


def gini_corrected(of: Distribution) -> Floats:
    """Gini coefficient times n/(n - 1), (...,), where all units weigh the same; else NaN."""
    if of.factor is None:
        return np.full(of.weights.shape[:-1], np.nan)[()]
    n = of.total / of.factor
    return gini(of) * n / np.where(n > 1, n - 1.0, np.nan)


def generalised_entropy(of: Distribution, parameter: float) -> Floats:
    """GE(α) = Σ p ((y/μ)^α - 1) / (α (α - 1)), (...,); its limits at 0 and 1 are Theil's L and T."""
    y, mean = _scaled(of)
    if abs(parameter) < NEAR:
        return np.maximum(np.log(mean) - of.average(np.log(y)), 0.0)
    if abs(parameter - 1.0) < NEAR:
        return np.maximum(of.average(_x_log_x(y)) / mean - np.log(mean), 0.0)
    ratio = of.average(y**parameter) / mean**parameter
    return np.maximum((ratio - 1.0) / (parameter * (parameter - 1.0)), 0.0)


def theil_t(of: Distribution) -> Floats:
    """Theil's T = GE(1) = Σ p (y/μ) ln(y/μ), with 0 ln 0 = 0, (...,)."""
    return generalised_entropy(of, 1.0)


def theil_l(of: Distribution) -> Floats:
    """Theil's L = GE(0), the mean logarithmic deviation -Σ p ln(y/μ), (...,)."""
    return generalised_entropy(of, 0.0)


def atkinson(of: Distribution, parameter: float) -> Floats:
    """Atkinson's index, (...,): 1 - (equally distributed equivalent) / mean; 1 where ε ≥ 1 and a value is 0."""
    y, mean = _scaled(of)
    if parameter >= 1.0 and y[0] == 0.0:
        return np.ones(of.weights.shape[:-1])[()]
    if abs(parameter - 1.0) < NEAR:
        equivalent = np.exp(of.average(np.log(y)))
    else:
        power = 1.0 - parameter
        equivalent = of.average(y**power) ** (1.0 / power)
    return np.maximum(1.0 - equivalent / mean, 0.0)


def hoover(of: Distribution) -> Floats:
    """Hoover (Robin Hood) index, (...,): the share that would have to move for equality, ½ Σ p |y/μ - 1|."""
    distance = np.abs(of.values - np.asarray(of.mean)[..., None])
    result: Floats = (of.weights * distance).sum(axis=-1) / (2.0 * of.sum)
    return result


def coefficient_of_variation(of: Distribution) -> Floats:
    """Return the standard deviation (with n) over the mean, (...,)."""
    middle = float(of.values.mean())  # centred first: no cancellation where values are nearly equal
    variance = of.average((of.values - middle) ** 2) - (of.mean - middle) ** 2
    return np.sqrt(np.maximum(variance, 0.0)) / of.mean


def palma(of: Distribution) -> Floats:
    """Share of the richest 10 % over that of the poorest 40 %, interpolated on the Lorenz curve, (...,)."""
    return ratio(1.0 - of.lorenz(0.9), of.lorenz(0.4))


def ratio_20_20(of: Distribution) -> Floats:
    """Share of the richest 20 % over that of the poorest 20 %, interpolated on the Lorenz curve, (...,).

    laeken's `qsr` cuts at quantile values instead, which at 10 units gives 1.67 for 4.44.
    """
    return ratio(1.0 - of.lorenz(0.8), of.lorenz(0.2))


def p90_p10(of: Distribution) -> Floats:
    """Return the 90th over the 10th percentile, by the rule of `Distribution.quantile`, (...,)."""
    return ratio(of.quantile(0.9), of.quantile(0.1))


def wolfson(of: Distribution) -> Floats:
    """Wolfson's polarisation 2 (2 (½ - L(½)) - G) μ / median, (...,).

    PySAL leaves the factor 2 of Wolfson (1994) out, dineq takes a step for the Lorenz curve.
    """
    spread = 2.0 * (0.5 - of.lorenz(0.5)) - gini(of)
    return 2.0 * ratio(spread * of.mean, of.quantile(0.5))


#: What a measure can be asked about, beside a mean above 0.
ANY, NON_NEGATIVE, POSITIVE = "any", "non_negative", "positive"


@dataclass(frozen=True)
class Measure(Function[Callable[..., Floats]]):
    """A measure: its domain, why it may still be undefined, and its parameter where it has one.

    With a parameter under `positive_below` zeros are outside the domain too.
    """

    domain: str = ANY
    positive_below: float = -math.inf
    undefined: str = ""
    parameter: float | None = None
    bounds: tuple[float, float] | None = None

    def of(self, distribution: Distribution, parameter: float | None) -> Floats:
        """Return the measure under every row of weights, (...,)."""
        return self.function(distribution, *([] if parameter is None else [parameter]))


_BOTTOM = mark("undefined because the poorest have nothing, so there is nothing to divide by")

MEASURES = Register(
    mark("measure of inequality"),
    [
        Measure("gini", mark("Gini coefficient"), gini),
        Measure(
            "gini_corrected",
            mark("Gini coefficient, corrected n/(n−1)"),
            gini_corrected,
            undefined=mark("defined only for two or more units of equal weight"),
        ),
        Measure("theil_t", mark("Theil T"), theil_t, domain=NON_NEGATIVE),
        Measure("theil_l", mark("Theil L (mean logarithmic deviation)"), theil_l, domain=POSITIVE),
        Measure(
            "ge",
            mark("Generalised entropy GE(α)"),
            generalised_entropy,
            domain=NON_NEGATIVE,
            positive_below=NEAR,
            parameter=2.0,
            bounds=(-10.0, 10.0),
        ),
        Measure(
            "atkinson", mark("Atkinson index A(ε)"), atkinson, domain=NON_NEGATIVE, parameter=0.5, bounds=(0.0, 50.0)
        ),
        Measure("palma", mark("Palma ratio"), palma, domain=NON_NEGATIVE, undefined=_BOTTOM),
        Measure("ratio_20_20", mark("20:20 ratio"), ratio_20_20, domain=NON_NEGATIVE, undefined=_BOTTOM),
        Measure("hoover", mark("Hoover index"), hoover),
        Measure("cv", mark("Coefficient of variation"), coefficient_of_variation),
        Measure("p90_p10", mark("P90/P10 ratio"), p90_p10, domain=NON_NEGATIVE, undefined=_BOTTOM),
        Measure(
            "wolfson",
            mark("Wolfson polarisation index"),
            wolfson,
            domain=NON_NEGATIVE,
            undefined=mark("undefined because the median is 0"),
        ),
    ],
)


def setting(code: str, parameter: float | None = None) -> tuple[Measure, float | None]:
    """Return a measure and its parameter, the usual one where none is given.

    Raises
    ------
    InputError
        For an unknown measure or a parameter out of its bounds.
    """
    measure = MEASURES[code]
    if measure.bounds is None or measure.parameter is None:
        return measure, None
    value = measure.parameter if parameter is None else float(parameter)
    low, high = measure.bounds
    if not low <= value <= high:
        raise InputError(
            mark("The parameter of “{measure}” must be from {low} to {high}, not {value}."),
            measure=Message(measure.label),
            low=low,
            high=high,
            value=value,
        )
    return measure, value


def reason_undefined(of: Distribution, measure: Measure, parameter: float | None) -> Message | None:
    """Return why a measure has no value on a distribution, None where its domain allows one."""
    if not of.sum > 0:
        return Message(mark("undefined because the mean is 0 or below"))
    least = of.values[0]
    if measure.domain == ANY:
        return None
    if least <= 0 and (measure.domain == POSITIVE or (parameter or 0.0) < measure.positive_below):
        return Message(mark("undefined where a value is 0 or below"))
    return Message(mark("undefined where a value is below 0")) if least < 0 else None


def evaluate(of: Distribution, measure: Measure, parameter: float | None) -> tuple[float, Message | None]:
    """Return the measure of one distribution and None, or NaN and the reason."""
    reason = reason_undefined(of, measure, parameter)
    if reason is not None:
        return float("nan"), reason
    value = float(measure.of(of, parameter))
    return (value, None) if np.isfinite(value) else (float("nan"), Message(measure.undefined))


def _scaled(of: Distribution) -> tuple[Floats, Floats]:
    """Return values over the plain mean, so that no power overflows, and the means on that scale."""
    scale = float(of.values.mean())
    return of.values / scale, of.mean / scale


def _x_log_x(y: Floats) -> Floats:
    return y * np.log(y, out=np.zeros_like(y), where=y > 0)
