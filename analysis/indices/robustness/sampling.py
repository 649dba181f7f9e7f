"""Draws of the uncertain choices, so that one choice can be exchanged while the others stay."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from ...core.arrays import Floats, Ints
from .assumptions import WEIGHT_DRAWS, Assumptions

#: How many draws share one stream of errors of measurement.
BLOCK = 200


@dataclass(frozen=True)
class Draws:
    """N draws of all choices.

    weights: for each node of the tree, depth first, the weights of its children, shape (N, children);
    normalisation, aggregation, missing: position among the alternatives, shape (N,); left_out: row of the
    indicator that is left out, -1 for none; errors: number of the stream that gives the errors, -1 for
    none, and errors of draw i are row i % `BLOCK` of the stream's block i // `BLOCK`.
    """

    weights: tuple[Floats, ...]
    normalisation: Ints
    aggregation: Ints
    missing: Ints
    left_out: Ints
    errors: int

    def __len__(self) -> int:
        return len(self.left_out)

    def with_factor(self, factor: str, other: Draws) -> Draws:
        """Return these draws with one factor taken from `other`."""
        return replace(self, **{factor: getattr(other, factor)})

    def rows(self, part: slice | Ints) -> Draws:
        """Return some of the draws.

        Of (draws, ...) each.
        """
        return Draws(
            tuple(weights[part] for weights in self.weights),
            self.normalisation[part],
            self.aggregation[part],
            self.missing[part],
            self.left_out[part],
            self.errors,
        )


def nominal_draws(weights: Sequence[Floats], left_out: Ints) -> Draws:
    """Return draws that differ from the definition only in the indicator left out, shape (draws,)."""
    count = left_out.size
    nothing = np.zeros(count, dtype=int)
    tiled = tuple(np.tile(nominal, (count, 1)) for nominal in weights)
    return Draws(tiled, nothing, nothing, nothing, left_out, -1)


def draw(
    weights: Sequence[Floats],
    assumptions: Assumptions,
    alternatives: Mapping[str, int],
    indicators: int,
    count: int,
    seed: int,
    stream: int,
) -> Draws:
    """Draw `count` times around the weights of each node, (children,); alternatives: how many each choice has.

    Draws of one seed and other streams are independent. Fixed weights stay the nominal ones to the bit.
    """
    random = np.random.default_rng([seed, stream])
    way = WEIGHT_DRAWS[assumptions.weights]
    drawn = []
    for nominal in weights:
        own: Floats = np.ones((count, 1))
        if nominal.size > 1:
            own = way.function(random, nominal, count, assumptions.spread)
        drawn.append(own / own.sum(axis=1, keepdims=True) if way.varies else own)
    choices = {name: random.integers(0, number, count) for name, number in alternatives.items()}
    left_out = np.full(count, -1)
    if assumptions.leave_one_out:
        left_out = random.integers(-1, indicators, count)
    return Draws(tuple(drawn), **choices, left_out=left_out, errors=stream)


def errors_of(seed: int, stream: int, block: int) -> np.random.Generator:
    """Return what gives the standard normal errors of one block of draws, one draw after the other.

    The same numbers for the same seed, stream and block, so that draws that share a stream share errors.
    """
    return np.random.default_rng([seed, stream, 1 + block])
