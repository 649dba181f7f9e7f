"""Sums over random neighbours, and their counts against the real ones (Anselin 1995).

Four kinds share one protocol, `count(sample, at_least, at_most, progress)`: it adds, for a block of
samples (see `engine`), how many draws gave each unit at least, and at most, what was observed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from ...core.arrays import Floats, Ints
from ...core.messages import Progress

#: Bits of the grid of values: 40 bits and the sum of thousands of neighbours fit into 63.
VALUE_BITS = 40
#: Units in a block of results.
BLOCK = 32
#: Multiplications in one matrix product. OpenBLAS shares out larger ones over threads, which on a busy
#: machine wait for each other many times as long as the product takes.
PRODUCT = 250_000
#: Sums that differ by less than this share of the largest possible one are equal.
TIE = 1e-10


class NeighbourOrder:
    """The neighbours in the order that the computation wants them."""

    def __init__(self, matrix: Any) -> None:
        self.matrix = matrix
        self.n = matrix.shape[0]
        self.card = np.diff(matrix.indptr)
        self.most = int(self.card.max()) if self.n else 0
        self.pattern = matrix.copy()
        self.pattern.data = np.ones_like(matrix.data)
        filled = self.card > 0
        starts = matrix.indptr[:-1][filled]
        self.uniform = not filled.any() or np.array_equal(
            np.maximum.reduceat(matrix.data, starts), np.minimum.reduceat(matrix.data, starts)
        )
        #: units with neighbours, fewest first, so that units with as many are side by side
        self.units = np.flatnonzero(filled)[np.argsort(self.card[filled], kind="stable")]

    def groups(self) -> list[tuple[int, Ints]]:
        """Return (k, units with k neighbours) for each k above 0; units: (m,)."""
        sizes, starts = np.unique(self.card[self.units], return_index=True)
        return list(zip(sizes.tolist(), np.split(self.units, starts[1:])))

    def blocks(self) -> list[tuple[int, Ints]]:
        """Return (largest k, units) in blocks of `BLOCK` units; units: (m,)."""
        parts = [self.units[slice(low, low + BLOCK)] for low in range(0, len(self.units), BLOCK)]
        return [(int(self.card[part[-1]]), part) for part in parts]

    def slots(self, units: Ints, width: int) -> Floats:
        """Return the weights of units as a table (units, width), zero beyond their neighbours."""
        out = np.zeros((len(units), width))
        count = self.card[units]
        row = np.repeat(np.arange(len(units)), count)
        place = np.arange(len(row)) - np.repeat(np.cumsum(count) - count, count)
        out[row, place] = self.matrix.data[np.repeat(self.matrix.indptr[units], count) + place]
        return out


class SharedSums:
    """Sums of the first k values of the samples, sorted once for each k."""

    def __init__(self, plan: NeighbourOrder, values: Floats) -> None:
        self.plan = plan
        self.grid = grid = _on_grid(values, VALUE_BITS)
        observed = np.zeros(plan.n, dtype=np.int64)
        filled = plan.card > 0
        if filled.any():
            observed[filled] = np.add.reduceat(grid[plan.matrix.indices], plan.matrix.indptr[:-1][filled])
        # a value is off its place on the grid by half a step at most, and two sums of k by k steps
        self.bounds = observed - plan.card, observed + plan.card

    def count(self, sample: Ints, at_least: Ints, at_most: Ints, progress: Progress) -> None:
        """Add the counts of a block of samples (size, draws) to at_least and at_most, (n,) each."""
        sums = np.cumsum(self.grid[sample], axis=0)
        progress(0.5)
        draws = sample.shape[1]
        for k, units in self.plan.groups():
            ordered = np.sort(sums[k - 1])
            at_least[units] += draws - np.searchsorted(ordered, self.bounds[0][units], side="left")
            at_most[units] += np.searchsorted(ordered, self.bounds[1][units], side="right")
        unit, draw, _, other = _meetings(self.plan, sample)
        before = sums[self.plan.card[unit] - 1, draw]
        after = before - self.grid[unit] + self.grid[other]
        _correct(unit, before, after, self.bounds, at_least, at_most)


class _Weighted:
    """Sums in which the neighbours' weights differ: one matrix product for each block of units."""

    plan: NeighbourOrder
    bounds: tuple[Floats, Floats]

    def count(self, sample: Ints, at_least: Ints, at_most: Ints, progress: Progress) -> None:
        """Add the counts of a block of samples (size, draws) to at_least and at_most, (n,) each."""
        unit, draw, place, other = _meetings(self.plan, sample)
        order, starts = _by_unit(unit, self.plan)
        product = self.products(sample)
        done = 0
        for width, units in self.plan.blocks():
            slots = self.plan.slots(units, width)
            left, right = product(units, slots)
            _tally(left, right, units, self.bounds, at_least, at_most)
            done += len(units)
            progress(done / len(self.plan.units))
            at = _of_units(units, order, starts)
            met, when = unit[at], draw[at]
            row = _rows_of(units, met, self.plan.n)
            before = (left[row] * right[:, when].T).sum(axis=1)
            after = before + slots[row, place[at]] * self.gain(met, other[at])
            _correct(met, before, after, self.bounds, at_least, at_most)

    def products(self, sample: Ints) -> Callable[[Ints, Floats], tuple[Floats, Floats]]:
        """Return what makes, of units (m,) and their weights (m, width), the two matrices of their sums."""
        raise NotImplementedError

    def gain(self, met: Ints, other: Ints) -> Floats:
        """Return what a weight of 1 adds where `other` stands in the place of a unit that met itself, (m,)."""
        raise NotImplementedError


class WeightedSums(_Weighted):
    """Weighted sums of one variable."""

    def __init__(self, plan: NeighbourOrder, values: Floats) -> None:
        self.plan = plan
        centred = np.asarray(values, dtype=float) - np.median(values)
        self.values = centred
        observed = plan.matrix @ centred
        slack = TIE * _reach(plan.matrix) * max(float(np.abs(centred).max()), np.finfo(float).tiny)
        self.bounds = observed - slack, observed + slack

    def products(self, sample: Ints) -> Callable[[Ints, Floats], tuple[Floats, Floats]]:
        """Return what makes the weights (m, width) and the drawn values (width, draws)."""
        drawn = self.values[sample]
        return lambda _, slots: (slots, drawn[: slots.shape[1]])

    def gain(self, met: Ints, other: Ints) -> Floats:
        """Return the difference of the values, (m,)."""
        return self.values[other] - self.values[met]


class SharedSquares:
    """Squared differences where weights are equal: one small matrix product for each block of units."""

    def __init__(self, plan: NeighbourOrder, variables: Floats) -> None:
        self.plan, self.x = plan, variables
        self.squares = (variables**2).sum(axis=1)
        self.bounds = _square_bounds(plan.pattern, variables, self.squares)
        # Σ_j |x_i − x_j|² = k|x_i|² − 2 x_i·Σ x_j + Σ|x_j|²: the first term is the same for all draws
        self.slopes = np.column_stack([-2 * variables, np.ones(plan.n)])

    def count(self, sample: Ints, at_least: Ints, at_most: Ints, progress: Progress) -> None:
        """Add the counts of a block of samples (size, draws) to at_least and at_most, (n,) each."""
        terms = np.cumsum(np.stack([*self.x.T[:, sample], self.squares[sample]]), axis=1)
        done = 0
        for k, units in self.plan.groups():
            table = np.ascontiguousarray(terms[:, k - 1])
            for low in range(0, len(units), BLOCK):
                part = units[slice(low, low + BLOCK)]
                _tally(self.slopes[part], table, part, self.bounds, at_least, at_most)
                done += len(part)
                progress(done / len(self.plan.units))
        unit, draw, _, other = _meetings(self.plan, sample)
        k = self.plan.card[unit]
        before = np.einsum("ij,ji->i", self.slopes[unit], terms[:, k - 1, draw])
        gain = self._term(unit, other) - self._term(unit, unit)
        _correct(unit, before, before + gain, self.bounds, at_least, at_most)

    def _term(self, unit: Ints, other: Ints) -> Floats:
        result: Floats = self.squares[other] - 2 * (self.x[unit] * self.x[other]).sum(axis=1)
        return result


class WeightedSquares(_Weighted):
    """Weighted sums of squared differences."""

    def __init__(self, plan: NeighbourOrder, variables: Floats) -> None:
        self.plan, self.x = plan, variables
        self.squares = (variables**2).sum(axis=1)
        self.bounds = _square_bounds(plan.matrix, variables, self.squares)

    def products(self, sample: Ints) -> Callable[[Ints, Floats], tuple[Floats, Floats]]:
        """Return what makes Σ w |x_j|² − 2 Σ_v x_iv Σ w x_jv as one product (m, draws)."""
        drawn, squares = self.x[sample], self.squares[sample]

        def product(units: Ints, slots: Floats) -> tuple[Floats, Floats]:
            width = slots.shape[1]
            left = np.hstack([slots, *(-2 * x[:, None] * slots for x in self.x[units].T)])
            return left, np.concatenate([squares[:width], *drawn[:width].transpose(2, 0, 1)])

        return product

    def gain(self, met: Ints, other: Ints) -> Floats:
        """Return the difference of the squared differences, less what no draw changes, (m,)."""
        gain: Floats = self.squares[other] - 2 * (self.x[met] * self.x[other]).sum(axis=1)
        gain -= self.squares[met] - 2 * (self.x[met] * self.x[met]).sum(axis=1)
        return gain


def _square_bounds(matrix: Any, x: Floats, squares: Floats) -> tuple[Floats, Floats]:
    """Return the bounds within which Σ w (|x_j|² − 2 x_i·x_j) ties with the observed."""
    observed = matrix @ squares - 2 * (x * (matrix @ x)).sum(axis=1)
    slack = TIE * _reach(matrix) * max(4 * float(squares.max()), np.finfo(float).tiny)
    return observed - slack, observed + slack


def _tally(
    left: Floats, right: Floats, units: Ints, observed: tuple[Floats, Floats], at_least: Ints, at_most: Ints
) -> None:
    """Count the products left @ right, a row for each unit and a column for each draw, against the bounds."""
    lower, upper = observed[0][units, None], observed[1][units, None]
    width = max(PRODUCT // left.size, 64)
    for low in range(0, right.shape[1], width):
        sums = left @ right[:, slice(low, low + width)]
        at_least[units] += np.count_nonzero(sums >= lower, axis=1)
        at_most[units] += np.count_nonzero(sums <= upper, axis=1)


def _reach(matrix: Any) -> Floats:
    """Return the sum of the absolute weights of each row."""
    return np.asarray(abs(matrix).sum(axis=1)).ravel()


def _meetings(plan: NeighbourOrder, sample: Ints) -> tuple[Ints, Ints, Ints, Ints]:
    """Return (unit, draw, place, substitute) wherever a unit is among the units drawn for it."""
    place, draw = np.nonzero(plan.card[sample] > np.arange(len(sample))[:, None])
    unit = sample[place, draw]
    return unit, draw, place, sample[plan.card[unit], draw]


def _correct(
    unit: Ints, before: Floats, after: Floats, observed: tuple[Floats, Floats], at_least: Ints, at_most: Ints
) -> None:
    """Replace draws in which units met themselves by what they are with the substitute.

    `observed` are the bounds (lower, upper) within which a sum ties with what was observed.
    """
    n = len(at_least)
    lower, upper = observed[0][unit], observed[1][unit]
    more = (after >= lower).astype(np.int8) - (before >= lower)
    less = (after <= upper).astype(np.int8) - (before <= upper)
    at_least += np.bincount(unit, more, n).astype(np.int64)
    at_most += np.bincount(unit, less, n).astype(np.int64)


def _by_unit(unit: Ints, plan: NeighbourOrder) -> tuple[Ints, Ints]:
    """Return meetings in the order of their units, and where each unit's begin."""
    return np.argsort(unit, kind="stable"), np.r_[0, np.cumsum(np.bincount(unit, minlength=plan.n))]


def _of_units(units: Ints, order: Ints, starts: Ints) -> Ints:
    """Return the meetings of these units."""
    size = starts[units + 1] - starts[units]
    ends = np.cumsum(size)
    place = np.arange(ends[-1]) - np.repeat(ends - size, size)
    result: Ints = order[np.repeat(starts[units], size) + place]
    return result


def _rows_of(units: Ints, wanted: Ints, n: int) -> Ints:
    """Return the row in `units` of each wanted unit."""
    row = np.empty(n, dtype=np.int64)
    row[units] = np.arange(len(units))
    return row[wanted]


def _on_grid(values: Floats, bits: int) -> Ints:
    """Return the values as whole numbers of about `bits` bits, centred on the median."""
    centred = np.asarray(values, dtype=float) - np.median(values)
    largest = float(np.abs(centred).max()) if len(centred) else 0.0
    if largest == 0:
        return np.zeros(len(centred), dtype=np.int64)
    # scaling by a power of two leaves whole numbers exactly as they are
    scale = 2.0 ** (bits - np.ceil(np.log2(largest)))
    result: Ints = np.rint(centred * scale).astype(np.int64)
    return result
