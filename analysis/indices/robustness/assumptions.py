"""What is uncertain about an index, and by how much."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from ...core.arrays import Floats
from ...core.messages import InputError, mark
from ...core.registers import Method, Register
from ..methods.aggregation import MEANS
from ..methods.missing import MISSING
from ..methods.normalisation import NORMALISATIONS


@dataclass(frozen=True)
class WeightDraw:
    """A way to draw weights around `nominal` (summing to 1), shape (draws, children); a weight of 0 stays 0."""

    code: str
    label: str
    function: Callable[[np.random.Generator, Floats, int, float], Floats]
    varies: bool = True


def _fixed(generator: np.random.Generator, nominal: Floats, count: int, spread: float) -> Floats:
    del generator, spread
    return np.tile(nominal, (count, 1))


def _share(generator: np.random.Generator, nominal: Floats, count: int, spread: float) -> Floats:
    """Move every weight within ± `spread` of itself, evenly."""
    return nominal * generator.uniform(1.0 - spread, 1.0 + spread, (count, nominal.size))


def _dirichlet(generator: np.random.Generator, nominal: Floats, count: int, spread: float) -> Floats:
    """Draw around the nominal weights; a weight of average size has the relative deviation `spread`."""
    concentration = (nominal.size - 1) / spread**2 - 1.0
    return generator.standard_gamma(nominal * max(concentration, 1e-6), (count, nominal.size))


def _any(generator: np.random.Generator, nominal: Floats, count: int, spread: float) -> Floats:
    """Draw evenly from all weights there are: no knowledge but that the weights sum to 1."""
    del spread
    return generator.standard_exponential((count, nominal.size)) * (nominal > 0)


WEIGHT_DRAWS = Register(
    mark("way to vary weights"),
    [
        WeightDraw("fixed", mark("Fixed weights"), _fixed, varies=False),
        WeightDraw("share", mark("Each within ± a share of itself"), _share),
        WeightDraw("dirichlet", mark("Around the given weights (Dirichlet)"), _dirichlet),
        WeightDraw("any", mark("Any weights at all"), _any),
    ],
)

#: What can move the ranks; the label says it in a sentence.
FACTORS = Register(
    mark("source of uncertainty"),
    [
        Method("weights", mark("the weights")),
        Method("normalisation", mark("the normalisation")),
        Method("aggregation", mark("the aggregation")),
        Method("missing", mark("the rule for missing values")),
        Method("left_out", mark("leaving out one indicator")),
        Method("errors", mark("errors of measurement")),
    ],
)


@dataclass(frozen=True)
class Assumptions:
    """What may be otherwise than the definition says.

    weights: a code of `WEIGHT_DRAWS`; spread: how far weights move, relative to themselves, above 0 and
    below 1; normalisations, aggregations, missing: further methods, drawn as often as the definition's
    own; leave_one_out: each draw leaves out one indicator, or none; error: standard deviation of the
    errors of measurement as a share of each indicator's own standard deviation over the units.
    """

    weights: str = "dirichlet"
    spread: float = 0.25
    normalisations: tuple[str, ...] = ()
    aggregations: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    leave_one_out: bool = True
    error: float = 0.0

    def check(self) -> None:
        """Check what is assumed.

        Raises
        ------
        InputError
            For an unknown code, a spread outside 0 to 1, a negative error.
        """
        known: tuple[tuple[Register[Any], tuple[str, ...]], ...] = (
            (WEIGHT_DRAWS, (self.weights,)),
            (NORMALISATIONS, self.normalisations),
            (MEANS, self.aggregations),
            (MISSING, self.missing),
        )
        for register, codes in known:
            for code in codes:
                register[code]
        if not 0 < self.spread < 1:
            raise InputError(
                mark("Weights can vary by more than 0 and less than 1 of themselves, not by {spread}."),
                spread=self.spread,
            )
        if not 0 <= self.error <= 1:
            raise InputError(
                mark("The error of measurement is a share from 0 to 1 of an indicator's spread, not {error}."),
                error=self.error,
            )
