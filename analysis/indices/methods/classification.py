"""Classes of an index: inner bounds by five methods, and the class of each unit, 1 being the lowest.

A value equal to a bound belongs to the class below it, as in the ranges of a QGIS legend, and equal
values always share a class, so that heavy ties give fewer classes than asked for. Values have shape (units,).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ...core.arrays import Floats, Ints
from ...core.messages import mark
from ...core.registers import Register
from .choices import Classes


@dataclass(frozen=True)
class Classification:
    """classes: 1 to k as floats, NaN where there is no value; breaks: the k + 1 bounds, lowest first."""

    classes: Floats
    breaks: Floats


@dataclass(frozen=True)
class ClassificationMethod:
    """A way to cut values without NaN, shape (units,), into classes: it returns rising inner bounds.

    open_above: a bound may lie at or above the largest value; own_bounds: they are those of the definition.
    """

    code: str
    label: str
    function: Callable[[Floats, Classes], Floats]
    open_above: bool = False
    own_bounds: bool = False


def quantile(values: Floats, choice: Classes) -> Floats:
    """Cut so that the classes hold as equal numbers of units as ties allow (linear interpolation).

    Values are (units,), the inner bounds (classes - 1,).
    """
    return np.quantile(values, np.arange(1, choice.count) / choice.count)


def equal(values: Floats, choice: Classes) -> Floats:
    """Cut the range into intervals of equal width.

    Values are (units,), the inner bounds (classes - 1,).
    """
    return np.linspace(values.min(), values.max(), choice.count + 1)[1:-1]


def stddev(values: Floats, choice: Classes) -> Floats:
    """Cut at whole standard deviations (n - 1) around the mean, at half ones where the count is odd.

    Values are (units,), the inner bounds (classes - 1,).
    """
    if values.size < 2:
        return values[:0]
    steps = np.arange(1, choice.count) - choice.count / 2.0
    bounds: Floats = values.mean() + steps * values.std(ddof=1)
    return bounds


def fixed(values: Floats, choice: Classes) -> Floats:
    """Cut at the bounds of the definition.

    Values are (units,), the inner bounds (classes - 1,).
    """
    del values
    return np.asarray(choice.breaks, dtype=float)


def natural(values: Floats, choice: Classes) -> Floats:
    """Cut so that the squared deviations within classes are least (Fisher 1958, Jenks 1977): exact.

    Dynamic programming over the distinct values. The best cut of a longer stretch never lies before that
    of a shorter one, so each class costs n log n instead of n², and nothing is sampled. Of equally good
    cuts the lowest is taken. QGIS samples large layers; mapclassify's `NaturalBreaks` is a k-means.
    Values are (units,), the inner bounds (classes - 1,).
    """
    distinct, counts = np.unique(values, return_counts=True)
    classes = min(choice.count, distinct.size)
    sums = _Sums(distinct, counts)
    best = np.r_[0.0, sums.deviation(np.zeros(distinct.size, dtype=int), np.arange(1, distinct.size + 1))]
    best[0] = np.inf
    cuts = []
    for _ in range(classes - 1):
        best, cut = _next_class(best, sums)
        cuts.append(cut)
    end, bounds = distinct.size, []
    for cut in reversed(cuts):
        end = cut[end]
        bounds.append(distinct[end - 1])
    return np.array(bounds[::-1], dtype=float)


class _Sums:
    """Running sums, from which the squared deviations within any stretch of values follow at once."""

    def __init__(self, values: Floats, counts: Ints) -> None:
        centred = values - values.mean()
        self.n = np.r_[0, np.cumsum(counts)]
        self.x = np.r_[0.0, np.cumsum(counts * centred)]
        self.xx = np.r_[0.0, np.cumsum(counts * centred**2)]

    def deviation(self, start: Ints, end: Ints) -> Floats:
        total = self.x[end] - self.x[start]
        within: Floats = self.xx[end] - self.xx[start] - total**2 / (self.n[end] - self.n[start])
        return within


def _next_class(best: Floats, sums: _Sums) -> tuple[Floats, Ints]:
    """Add a class: return the least deviation of the first j values and where its last class starts.

    All stretches of one level of a divide-and-conquer are evaluated together: `low` and `high` bound the
    ends j still open, `first` and `last` where their last class may start.
    """
    size = best.size
    result, cut = np.full(size, np.inf), np.zeros(size, dtype=int)
    low, high, first, last = (np.array([bound]) for bound in (2, size - 1, 1, size - 2))
    while low.size:
        middle = (low + high) // 2
        lengths = np.minimum(last, middle - 1) - first + 1
        offsets = np.cumsum(lengths) - lengths
        starts = np.arange(lengths.sum()) - np.repeat(offsets - first, lengths)
        cost = best[starts] + sums.deviation(starts, np.repeat(middle, lengths))
        least = np.minimum.reduceat(cost, offsets)
        hits = np.flatnonzero(cost == np.repeat(least, lengths))
        where = starts[hits[np.searchsorted(hits, offsets)]]
        result[middle], cut[middle] = least, where
        left, right = low < middle, middle < high
        low, high, first, last = (
            np.r_[below[left], above[right]]
            for below, above in ((low, middle + 1), (middle - 1, high), (first, where), (where, last))
        )
    return result, cut


CLASSIFICATIONS = Register(
    mark("classification"),
    [
        ClassificationMethod("quantile", mark("Quantiles (equal count)"), quantile),
        ClassificationMethod("natural", mark("Natural breaks (Fisher–Jenks)"), natural),
        ClassificationMethod("equal", mark("Equal intervals"), equal),
        ClassificationMethod("stddev", mark("Standard deviation"), stddev, open_above=True),
        ClassificationMethod("fixed", mark("Fixed bounds"), fixed, open_above=True, own_bounds=True),
    ],
)


def classify(values: Floats, choice: Classes) -> Classification:
    """Return the classes and bounds of `values`, shape (units,); NaN has no class.

    The first and last bound are the lowest and highest value, or the outermost inner bound where that
    lies beyond.
    """
    known = ~np.isnan(values)
    present = values[known]
    classes = np.full(values.size, np.nan)
    if not present.size:
        return Classification(classes, np.array([]))
    method = CLASSIFICATIONS[choice.method]
    inner = np.unique(method.function(present, choice))
    if not method.open_above:
        inner = inner[inner < present.max()]
    classes[known] = np.searchsorted(inner, present, side="left") + 1.0
    outer = np.r_[inner, present]
    return Classification(classes, np.r_[outer.min(), inner, outer.max()])
