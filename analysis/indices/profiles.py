"""How units stand out: what lifts each above the mean of all, and what holds it back."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..core.arrays import Floats


def column_means(values: Floats) -> Floats:
    """Return the mean of each column, (columns,), over its finite values, NaN where there is none."""
    there = np.isfinite(values)
    counts, sums = there.sum(axis=0), np.where(there, values, 0.0).sum(axis=0)
    means: Floats = np.divide(sums, counts, out=np.full(values.shape[1], np.nan), where=counts > 0)
    return means


def mean_gaps(values: Floats) -> Floats:
    """Return the distance of each value from the unweighted mean of its column, shape (units, columns).

    Of contributions that sum to an index, the gaps of a unit sum to the gap of its index. NaN stays NaN
    and is left out of the mean.
    """
    values = np.asarray(values, dtype=float)
    return values - column_means(values)


def standard_gaps(values: Floats, directions: Sequence[int]) -> Floats:
    """Return gaps, (units, columns), in standard deviations of the column (divisor n), positive where better off.

    directions: +1 where more is better, -1 where more is worse. A column without spread has gaps of 0.
    """
    gaps = mean_gaps(values)
    counted = np.maximum(np.isfinite(gaps).sum(axis=0), 1)
    spread = np.sqrt((np.where(np.isfinite(gaps), gaps, 0.0) ** 2).sum(axis=0) / counted)
    scaled = np.divide(gaps, spread, out=np.zeros_like(gaps), where=spread > 0)
    result: Floats = np.where(np.isfinite(gaps), scaled, np.nan) * np.asarray(directions, dtype=float)
    return result


def sides_of(values: Floats, means: Floats, directions: Sequence[int], decimals: Sequence[int]) -> Floats:
    """Return 1 where a value is better than the mean of its column, -1 where worse, 0 where neither.

    values: (units, columns). Both are compared as they are printed, with so many decimals (at least one of
    the mean): what reads as equal is neither, and so are NaN and a column whose direction is 0.
    """
    values, means = np.asarray(values, dtype=float), np.asarray(means, dtype=float)
    sides = np.zeros(values.shape)
    for column, (direction, places) in enumerate(zip(directions, decimals)):
        exact = np.sign(values[:, column] - means[column])
        printed = np.sign(np.round(values[:, column], places) - np.round(means[column], max(places, 1)))
        sides[:, column] = np.where(exact == printed, np.nan_to_num(exact), 0.0) * np.sign(direction)
    return sides


def standing_out(gaps: Floats, count: int, sides: Floats | None = None) -> tuple[list[int], list[int]]:
    """Return the columns in which one unit is better, and those in which it is worse, at most `count` each.

    gaps: of the unit, (columns,); sides: of `sides_of`, by default the sign of the gap. In the order of the
    gaps, the farthest to their side first, the earlier column first where two are equal, NaN last.
    """
    gaps = np.asarray(gaps, dtype=float)
    known = np.isfinite(gaps)
    sides = np.sign(np.where(known, gaps, 0.0)) if sides is None else np.asarray(sides)
    order = np.argsort(np.where(known, -gaps, np.inf), kind="stable")
    above = [int(column) for column in order if sides[column] > 0]
    order = np.argsort(np.where(known, gaps, np.inf), kind="stable")
    below = [int(column) for column in order if sides[column] < 0]
    return above[:count], below[:count]


def group_means(values: Floats, groups: Sequence[object]) -> Floats:
    """Return, for each unit, the unweighted means of its group, shape of `values`; NaN is left out.

    Values are (units, fields).
    """
    values = np.asarray(values, dtype=float)
    codes = {group: code for code, group in enumerate(dict.fromkeys(groups))}
    member = np.array([codes[group] for group in groups], dtype=int)
    there = np.isfinite(values)
    sums, counts = np.zeros((2, len(codes), values.shape[1]))
    np.add.at(sums, member, np.where(there, values, 0.0))
    np.add.at(counts, member, there)
    means: Floats = np.divide(sums, counts, out=np.full(sums.shape, np.nan), where=counts > 0)[member]
    return means
