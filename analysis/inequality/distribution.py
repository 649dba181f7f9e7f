"""A distribution, sorted once: what every measure, curve and bootstrap draw reads.

The weights may have leading axes: a thousand bootstrap draws are a thousand rows of weights beside one
row of sorted values.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ..core.arrays import Array, Floats, Ints
from ..core.diagnostics import Diagnostics
from ..core.lazy import pd
from ..core.messages import InputError, mark, refuse_where

#: Cumulated population shares closer than this to a share asked for are taken as equal to it.
TOLERANCE = 1e-9
#: Below so many units counts of one byte cannot sum to more than 32 bits hold.
SMALL_SUMS = 1 << 23


@dataclass(frozen=True)
class Distribution:
    """Values sorted upwards (n,), their weights (..., n), and what the measures share.

    `factor` is the weight of one unit in the sample and the same for all draws; None where units weigh
    differently. It decides the rule of quantiles and the small-sample correction.
    """

    values: Floats
    weights: Array
    factor: float | None = None

    @cached_property
    def total(self) -> Floats:
        """Sum of weights, shape (...,)."""
        return self.cumulative[..., -1]

    @cached_property
    def sum(self) -> Floats:
        """Weighted sum of values, shape (...,)."""
        result: Floats = self.values[0] * self.total + self.steps.sum(axis=-1)
        return result

    @cached_property
    def mean(self) -> Floats:
        """Weighted mean, shape (...,)."""
        return self.sum / self.total

    @cached_property
    def gaps(self) -> Floats:
        """Steps from each value to the next, (n - 1,)."""
        return np.diff(self.values)

    @cached_property
    def cumulative(self) -> Floats:
        """Cumulated weights, the unit's own included, shape (..., n)."""
        if self.weights.dtype.kind == "f":
            return self.weights.cumsum(axis=-1)
        # counts of one byte: summed as integers, as small ones as hold them, it takes a sixth of the time
        small = self.values.size < SMALL_SUMS
        return self.weights.cumsum(axis=-1, dtype=np.int32 if small else np.int64).astype(float)

    @cached_property
    def steps(self) -> Floats:
        """What each gap adds to the sum: the weight above it times its height, shape (..., n - 1)."""
        above = self.total[..., None] - self.cumulative[..., :-1]
        return np.multiply(above, self.gaps, out=above)

    @cached_property
    def cumulative_values(self) -> Floats:
        """Cumulated weighted values, shape (..., n)."""
        return (self.weights * self.values).cumsum(axis=-1)

    def average(self, of: Floats) -> Floats:
        """Return the weighted mean of another quantity of the sorted units (n,), shape (...,)."""
        return weighted_sum(self.weights, of) / self.total

    def drawn(self, counts: Array) -> Distribution:
        """Return the distribution in which each unit is taken so many times, counts (..., n)."""
        if self.factor is not None:  # units of equal weight are counted and need no multiplication
            of = Distribution(self.values, counts, 1.0)
        else:
            of = Distribution(self.values, counts * self.weights)
        of.__dict__["gaps"] = self.gaps  # the same for all draws: fill the cache
        return of

    def lorenz(self, share: float) -> Floats:
        """Return the share of the total that the poorest `share` hold, by linear interpolation.

        Fractional units: a unit that straddles the cut is divided. Shape (...,).
        """
        return self._each(
            lambda cumulative, values: np.interp(
                share * cumulative[-1], np.append(0.0, cumulative), np.append(0.0, values)
            )
            / values[-1]
        )

    def quantile(self, share: float) -> Floats:
        """Return a quantile, shape (...,).

        Where all units weigh the same it is type 7 of Hyndman and Fan (1996; interpolated; numpy, R, Excel);
        otherwise the smallest value whose cumulated weight reaches the share (inverse of the empirical
        distribution function).
        """
        if self.factor is None:
            return self._each(lambda cumulative, _: self._reaching(cumulative, share * cumulative[-1]))
        factor = self.factor

        def interpolated(cumulative: Floats, _: Floats) -> float:
            count = cumulative / factor
            position = (count[-1] - 1.0) * share + 1.0
            floor = np.floor(position + TOLERANCE)
            low, high = (self._reaching(count, min(place, count[-1])) for place in (floor, floor + 1.0))
            result: float = low + max(position - floor, 0.0) * (high - low)
            return result

        return self._each(interpolated)

    def _reaching(self, cumulative: Floats, least: float) -> float:
        place = np.searchsorted(cumulative, least - TOLERANCE * cumulative[-1] / cumulative.size)
        return float(self.values[min(int(place), self.values.size - 1)])

    def _each(self, function: Callable[[Floats, Floats], float]) -> Floats:
        """Apply a function to every row of weights."""
        n = self.values.size
        rows = zip(self.cumulative.reshape(-1, n), self.cumulative_values.reshape(-1, n))
        with np.errstate(divide="ignore", invalid="ignore"):
            results = [function(*row) for row in rows]
        return np.array(results).reshape(self.weights.shape[:-1])[()]


def weighted_sum(weights: Floats, of: Floats) -> Floats:
    """Return the sums of `of` (n,) under every row of weights (..., n).

    Not `@`: threads of a matrix library cost more than they give on a row at a time.
    """
    result: Floats = np.einsum("...i,i->...", weights, of)
    return result


def known(
    values: pd.Series | Floats,
    weights: pd.Series | Floats | None = None,
    diagnostics: Diagnostics | None = None,
    labels: Array | None = None,
) -> tuple[Ints, Floats, Floats]:
    """Return the positions of usable units, their values and their weights (1 where none are given).

    A unit without a value or weight, or with weight 0, is left out, counted and named in the diagnostics.

    values, weights, labels (by default the index of values, or positions): (n,); returns (m,) each.

    Raises
    ------
    InputError
        Where a value is infinite, a weight is negative or infinite, or no unit is left.
    """
    y = np.asarray(values, dtype=float).ravel()
    w = np.ones_like(y) if weights is None else np.asarray(weights, dtype=float).ravel()
    names = np.asarray(getattr(values, "index", np.arange(y.size)) if labels is None else labels)
    refuse_where(np.isinf(y), names, mark("The value is infinite at {units}; correct it or make it NULL."))
    refuse_where(np.isinf(w) | (w < 0), names, mark("The weight is negative or infinite at {units}; correct it."))
    usable = ~np.isnan(y) & (w > 0)
    places = np.flatnonzero(usable)
    if diagnostics is not None:
        diagnostics.n = places.size
        diagnostics.missing = y.size - places.size
        if diagnostics.missing:
            diagnostics.warn(
                mark(
                    "{count} {count:unit|units} without a value or with no weight {count:was|were} left out: {units}."
                ),
                count=diagnostics.missing,
                units=names[~usable].tolist(),
            )
    if not places.size:
        raise InputError(mark("No unit has a value and a weight above 0; there is nothing to measure."))
    return places, y[places], w[places]


def distribution(
    values: pd.Series | Floats, weights: pd.Series | Floats | None = None, diagnostics: Diagnostics | None = None
) -> Distribution:
    """Return the sorted distribution of values (n,) under weights (n,), populations; errors as in `known`."""
    _, y, w = known(values, weights, diagnostics)
    return sorted_distribution(y, w)


def sorted_distribution(values: Floats, weights: Floats) -> Distribution:
    """Return the distribution of clean values and weights, (n,) each."""
    order = np.argsort(values, kind="stable")
    return Distribution(values[order], weights[order], equal_weight(weights))


def equal_weight(weights: Floats) -> float | None:
    """Return the weight that all units have, None where weights (n,) differ."""
    return float(weights[0]) if np.ptp(weights) <= 1e-12 * weights[0] else None


def counted(values: pd.Series, weights: pd.Series | None) -> pd.Series:
    """Return the values of the units that count under weights, by unit: NaN where the weight is missing or 0."""
    return values if weights is None else values.where(weights.notna() & (weights != 0))
