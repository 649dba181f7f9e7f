"""Formulas of the global statistics: value, expectation, variance.

Sources: Cliff and Ord (1981) for Moran's I, Geary's C and join counts (sampled without replacement),
Getis and Ord (1992) for G. Under randomisation each variance equals that over all n! permutations.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ..core.arrays import Floats
from ..core.messages import mark
from ..core.registers import Register
from .moments import Sums


@dataclass(frozen=True)
class Terms:
    """What all global statistics are made of; only the first three change when values are shuffled.

    cross : Σ w_ij z_i z_j; first : Σ d_i z_i; second : Σ d_i z_i², d the row and column sums of weights.
    """

    cross: Any
    first: Any
    second: Any
    sums: Sums
    x: Floats

    @property
    def n(self) -> int:
        """Number of units."""
        return len(self.x)

    @property
    def z(self) -> Floats:
        """The observed values less their mean, (n,)."""
        result: Floats = self.x - self.x.mean()
        return result

    @property
    def product(self) -> Any:
        """Σ w_ij x_i x_j."""
        mean = self.x.mean()
        return self.cross + mean * self.first + self.sums.s0 * mean**2

    @property
    def kurtosis(self) -> float:
        """The fourth moment over the squared second, b2."""
        z = self.z
        return self.n * float((z**4).sum()) / float((z**2).sum()) ** 2


@dataclass(frozen=True)
class Statistic:
    """A statistic: its value, expectation, and variances under randomisation and normality."""

    code: str
    label: str
    value: Callable[[Terms], Any]
    expected: Callable[[Terms], float]
    randomisation: Callable[[Terms], float]
    normality: Callable[[Terms], float] | None = None


def _moran(t: Terms) -> Any:
    return t.n / t.sums.s0 * t.cross / (t.z @ t.z)


def _moran_normality(t: Terms) -> float:
    n, s = t.n, t.sums
    return (n**2 * s.s1 - n * s.s2 + 3 * s.s0**2) / ((n**2 - 1) * s.s0**2) - 1 / (n - 1) ** 2


def _moran_randomisation(t: Terms) -> float:
    n, s, b = t.n, t.sums, t.kurtosis
    above = n * ((n**2 - 3 * n + 3) * s.s1 - n * s.s2 + 3 * s.s0**2)
    above -= b * ((n**2 - n) * s.s1 - 2 * n * s.s2 + 6 * s.s0**2)
    return above / ((n - 1) * (n - 2) * (n - 3) * s.s0**2) - 1 / (n - 1) ** 2


def _geary(t: Terms) -> Any:
    # Σ w (x_i − x_j)² = Σ (row + column sum) z² − 2 Σ w z_i z_j
    return (t.n - 1) / (2 * t.sums.s0) * (t.second - 2 * t.cross) / (t.z @ t.z)


def _geary_normality(t: Terms) -> float:
    n, s = t.n, t.sums
    return ((2 * s.s1 + s.s2) * (n - 1) - 4 * s.s0**2) / (2 * (n + 1) * s.s0**2)


def _geary_randomisation(t: Terms) -> float:
    n, s, b = t.n, t.sums, t.kurtosis
    above = (n - 1) * s.s1 * (n**2 - 3 * n + 3 - (n - 1) * b)
    above -= (n - 1) * s.s2 * (n**2 + 3 * n - 6 - (n**2 - n + 2) * b) / 4
    above += s.s0**2 * (n**2 - 3 - (n - 1) ** 2 * b)
    return above / (n * (n - 2) * (n - 3) * s.s0**2)


def _getis(t: Terms) -> Any:
    return t.product / (t.x.sum() ** 2 - t.x @ t.x)


def _getis_expected(t: Terms) -> float:
    return t.sums.s0 / (t.n * (t.n - 1))


def _getis_randomisation(t: Terms) -> float:
    """Getis and Ord (1992), eq. 6 and 7."""
    n, s, m = t.n, t.sums, [float((t.x**power).sum()) for power in range(5)]
    b0 = (n**2 - 3 * n + 3) * s.s1 - n * s.s2 + 3 * s.s0**2
    b1 = -((n**2 - n) * s.s1 - 2 * n * s.s2 + 6 * s.s0**2)
    b2 = -(2 * n * s.s1 - (n + 3) * s.s2 + 6 * s.s0**2)
    b3 = 4 * (n - 1) * s.s1 - 2 * (n + 1) * s.s2 + 8 * s.s0**2
    b4 = s.s1 - s.s2 + s.s0**2
    square = b0 * m[2] ** 2 + b1 * m[4] + b2 * m[1] ** 2 * m[2] + b3 * m[1] * m[3] + b4 * m[1] ** 4
    square /= (m[1] ** 2 - m[2]) ** 2 * n * (n - 1) * (n - 2) * (n - 3)
    return square - _getis_expected(t) ** 2


def _black(t: Terms) -> Any:
    return t.product / 2


def _mixed(t: Terms) -> Any:
    return (t.second - 2 * t.cross) / 2


def _white(t: Terms) -> Any:
    return t.sums.s0 / 2 - _black(t) - _mixed(t)


def _same_expected(t: Terms, count: float) -> float:
    return t.sums.s0 * count * (count - 1) / (2 * t.n * (t.n - 1))


def _same_randomisation(t: Terms, count: float) -> float:
    """Return the variance of joins of one colour, sampled without replacement (Cliff and Ord 1981)."""
    n, s = t.n, t.sums
    two = count * (count - 1) / (n * (n - 1))
    three = two * (count - 2) / (n - 2)
    four = three * (count - 3) / (n - 3)
    square = s.s1 * two + (s.s2 - 2 * s.s1) * three + (s.s0**2 + s.s1 - s.s2) * four
    return square / 4 - _same_expected(t, count) ** 2


def _mixed_expected(t: Terms) -> float:
    count = t.x.sum()
    result: float = t.sums.s0 * count * (t.n - count) / (t.n * (t.n - 1))
    return result


def _mixed_randomisation(t: Terms) -> float:
    n, s, count = t.n, t.sums, t.x.sum()
    other = n - count
    two = count * other / (n * (n - 1))
    four = two * (count - 1) * (other - 1) / ((n - 2) * (n - 3))
    square = 2 * s.s1 * two + (s.s2 - 2 * s.s1) * two + 4 * (s.s0**2 + s.s1 - s.s2) * four
    result: float = square / 4 - _mixed_expected(t) ** 2
    return result


#: Moran's I, Geary's C and Getis–Ord G of a measured variable.
MEASURED = ("moran", "geary", "getis_ord")
#: Join counts of a 0/1 variable.
JOINS = ("join_bb", "join_bw", "join_ww")

STATISTICS = Register(
    mark("statistic"),
    [
        Statistic("moran", mark("Moran's I"), _moran, lambda t: -1 / (t.n - 1), _moran_randomisation, _moran_normality),
        Statistic("geary", mark("Geary's C"), _geary, lambda _: 1.0, _geary_randomisation, _geary_normality),
        Statistic("getis_ord", mark("Getis–Ord G"), _getis, _getis_expected, _getis_randomisation),
        Statistic(
            "join_bb",
            mark("Joins of two areas that have it (BB)"),
            _black,
            lambda t: _same_expected(t, t.x.sum()),
            lambda t: _same_randomisation(t, t.x.sum()),
        ),
        Statistic(
            "join_bw",
            mark("Joins of an area that has it and one that has not (BW)"),
            _mixed,
            _mixed_expected,
            _mixed_randomisation,
        ),
        Statistic(
            "join_ww",
            mark("Joins of two areas that do not have it (WW)"),
            _white,
            lambda t: _same_expected(t, t.n - t.x.sum()),
            lambda t: _same_randomisation(t, t.n - t.x.sum()),
        ),
    ],
)
