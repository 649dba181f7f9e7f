"""Scores on a common scale: each function takes the values of one indicator, shape (..., units).

Leading axes are alternative versions of the same indicator, as in draws with errors of measurement.
`direction` is +1 where a higher value is to give a higher score, else -1. NaN stays NaN and enters no
statistic. Goalposts are always (low, high) in natural units with low < high, whatever the direction; COINr
1.1.14 passes sign-flipped values to its normalisers, so that plain goalposts or targets fail there.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ...core.arrays import Floats, Ints
from ...core.messages import InputError, mark
from ...core.registers import Register

#: Makes the median absolute deviation of a normal variable equal to its standard deviation.
MAD_TO_SD = 1.482602218505602


@dataclass(frozen=True)
class Spread:
    """What the functions need to know beside the values.

    goalposts: (low, high) in natural units or None; population: standard deviation with n, not n - 1;
    field: the name of the column, for messages.
    """

    goalposts: tuple[float, float] | None = None
    population: bool = False
    field: str = ""


@dataclass(frozen=True)
class NormalisationMethod:
    """A normalisation, and all that the steps, the dock and the reader of a definition must know of it.

    bounded: scores are 0 to 1, to be stretched to the scale of the definition; reaches_zero: the worst unit
    gets the foot of the scale, so that a geometric mean above needs one without 0; ordinal: only the order of
    the values counts; standardised: scores are in standard deviations; mean: of unbounded scores, about which
    they are turned; takes_goalposts, needs_goalposts: whether they set the scale where given, or must be.
    """

    code: str
    label: str
    function: Callable[[Floats, int, Spread], Floats]
    bounded: bool = False
    reaches_zero: bool = False
    ordinal: bool = False
    standardised: bool = False
    mean: float = 0.0
    takes_goalposts: bool = False
    needs_goalposts: bool = False


def minmax(values: Floats, direction: int, _: Spread) -> Floats:
    """Place the lowest value at 0 and the highest at 1 (reversed where direction is -1).

    Values and scores are (..., units).
    """
    low, high = _extremes(values)
    return _between(values, low, high, direction)


def goalposts(values: Floats, direction: int, spread: Spread) -> Floats:
    """Place fixed goalposts at 0 and 1 and clip what lies outside, as the UNDP does for its HDI.

    Values and scores are (..., units).

    Raises
    ------
    InputError
        Where there are none.
    """
    if spread.goalposts is None:
        raise InputError(
            mark("The field {column} has no goalposts; give its lowest and highest value, or use min–max."),
            column=spread.field,
        )
    scores = _between(values, *spread.goalposts, direction)
    return np.clip(scores, 0.0, 1.0, out=scores)


def zscore(values: Floats, direction: int, spread: Spread) -> Floats:
    """Standardise to mean 0 and standard deviation 1 (divisor n - 1, or n where `spread.population`).

    Values and scores are (..., units).
    """
    scores: Floats = values - np.nanmean(values, axis=-1, keepdims=True)
    scores *= direction / np.nanstd(values, axis=-1, keepdims=True, ddof=0 if spread.population else 1)
    return scores


def robustz(values: Floats, direction: int, spread: Spread) -> Floats:
    """Standardise with the median and the median absolute deviation times 1.4826.

    Values and scores are (..., units).

    Raises
    ------
    InputError
        Where the deviation is 0: more than half of the values are equal.
    """
    scores: Floats = values - np.nanmedian(values, axis=-1, keepdims=True)
    deviation = np.nanmedian(np.abs(scores), axis=-1, keepdims=True) * MAD_TO_SD
    if (deviation == 0).any():
        raise InputError(
            mark("More than half of the values of {column} are equal: no robust z-score; use the z-score."),
            column=spread.field,
        )
    scores *= direction / deviation
    return scores


def rank(values: Floats, direction: int, _: Spread) -> Floats:
    """Return (r - 1) / (n - 1), r the rank from the worst, ties with their mean rank.

    Values and scores are (..., units).
    """
    ranks, n = _mean_ranks(values, direction)
    return (ranks - 1.0) / (n - 1.0)


def percentile(values: Floats, direction: int, _: Spread) -> Floats:
    """Return (r - 0.5) / n (Hazen), the only one of the four usual percentile ranks that mirrors itself.

    Not r / n, which never reaches 0, nor scipy's `percentileofscore` variants.
    Values and scores are (..., units).
    """
    ranks, n = _mean_ranks(values, direction)
    return (ranks - 0.5) / n


def distance(values: Floats, direction: int, spread: Spread) -> Floats:
    """Return the way from the worst observed value to the target: 1 where it is reached or passed.

    The target is the better goalpost; without goalposts it is the best observed value, which makes the
    method equal to min–max. COINr's `n_dist2targ` needs sign-flipped targets where direction is -1.
    Values and scores are (..., units).

    Raises
    ------
    InputError
        Where every value is at or beyond the target.
    """
    low, high = _extremes(values)
    if spread.goalposts is not None:
        target = np.asarray(spread.goalposts[direction > 0])
        low, high = (low, target) if direction > 0 else (target, high)
    if not np.less(low, high).all():
        raise InputError(
            mark("Every value of {column} is at or beyond its target; set a better target."), column=spread.field
        )
    scores = _between(values, low, high, direction)
    return np.clip(scores, 0.0, 1.0, out=scores)


def ampi(values: Floats, direction: int, spread: Spread) -> Floats:
    """Return 100 at the mean of the units and a range of 60 from worst to best (Mazziotta & Pareto 2016).

    The range is that of the goalposts (all years), else of the data. Compind's `ci_ampi` rounds to three
    decimals; here nothing is rounded. Values and scores are (..., units).
    """
    low, high = spread.goalposts or _extremes(values)
    scores: Floats = values - np.nanmean(values, axis=-1, keepdims=True)
    scores *= direction * 60.0 / (high - low)
    scores += 100.0
    return scores


def _extremes(values: Floats) -> tuple[Floats, Floats]:
    return np.nanmin(values, axis=-1, keepdims=True), np.nanmax(values, axis=-1, keepdims=True)


def _between(values: Floats, low: float | Floats, high: float | Floats, direction: int) -> Floats:
    start = low if direction > 0 else high
    scores: Floats = values - start
    scores /= direction * (high - low)
    return scores


def _mean_ranks(values: Floats, direction: int) -> tuple[Floats, Ints]:
    """Return ranks from the worst (ties share their mean, NaN stays NaN) and the number of values."""
    order = np.argsort(direction * values, axis=-1, kind="stable")
    in_order = np.take_along_axis(values, order, axis=-1)
    size = values.shape[-1]
    places = np.arange(size)
    new = np.ones(values.shape, dtype=bool)
    new[..., 1:] = in_order[..., 1:] != in_order[..., :-1]
    first = np.maximum.accumulate(np.where(new, places, 0), axis=-1)
    closing = np.ones(values.shape, dtype=bool)
    closing[..., :-1] = new[..., 1:]
    last = np.where(closing, places, size)
    last = np.minimum.accumulate(last[..., ::-1], axis=-1)[..., ::-1]
    ranks = np.empty(values.shape)
    np.put_along_axis(ranks, order, (first + last) / 2.0 + 1.0, axis=-1)
    absent = np.isnan(values)
    ranks[absent] = np.nan
    return ranks, np.asarray(size - np.count_nonzero(absent, axis=-1, keepdims=True))


NORMALISATIONS = Register(
    mark("normalisation"),
    [
        NormalisationMethod("minmax", mark("Min–max (0–100)"), minmax, bounded=True, reaches_zero=True),
        NormalisationMethod(
            "goalposts",
            mark("Goalposts (fixed minimum and maximum)"),
            goalposts,
            bounded=True,
            takes_goalposts=True,
            needs_goalposts=True,
        ),
        NormalisationMethod("zscore", mark("z-score"), zscore, standardised=True),
        NormalisationMethod("robustz", mark("Robust z-score (median)"), robustz, standardised=True),
        NormalisationMethod("rank", mark("Rank"), rank, bounded=True, reaches_zero=True, ordinal=True),
        NormalisationMethod(
            "percentile", mark("Percentile rank"), percentile, bounded=True, reaches_zero=True, ordinal=True
        ),
        NormalisationMethod(
            "distance", mark("Distance to the best"), distance, bounded=True, reaches_zero=True, takes_goalposts=True
        ),
        NormalisationMethod(
            "ampi", mark("Adjusted Mazziotta–Pareto scale (70–130)"), ampi, mean=100.0, takes_goalposts=True
        ),
    ],
)
