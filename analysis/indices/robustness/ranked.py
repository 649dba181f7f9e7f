"""Draws as ranks: a few indices at a time are held, their ranks are kept."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...core.arrays import Bools, Floats, Ints
from ...core.messages import Progress, no_progress
from ..composite.ranking import rank_matrix, rank_type, ranks
from .ranking import fifth_of, keep_places, mean_shift
from .sampling import Draws
from .scenarios import Scenarios


@dataclass(frozen=True)
class RankedDraws:
    """What is kept of draws, of the units that have an index as defined.

    ranks: shape (draws, units), 0 where a unit has no index in a draw; good: the draws that gave an index;
    shift: mean absolute shift from the nominal ranks, NaN in a draw that failed; in_bottom: in how many
    draws each unit is among the worst-off fifth.
    """

    ranks: Ints
    good: Bools
    shift: Floats
    in_bottom: Ints

    def with_draws_of(self, other: RankedDraws) -> RankedDraws:
        """Return both together."""
        return RankedDraws(
            np.concatenate([self.ranks, other.ranks]),
            np.concatenate([self.good, other.good]),
            np.concatenate([self.shift, other.shift]),
            self.in_bottom + other.in_bottom,
        )


class Ranker:
    """Ranks the units that have an index as defined; `known` tells which."""

    def __init__(self, scenarios: Scenarios) -> None:
        self.scenarios = scenarios
        index = scenarios.nominal.units["index"].to_numpy(float)
        self.known = ~np.isnan(index)
        self.welfare = scenarios.definition.orientation == "welfare"
        self.nominal = ranks(index[self.known], self.welfare)
        self.from_worst = ranks(index[self.known], not self.welfare)

    def ranked(self, draws: Draws, progress: Progress = no_progress) -> RankedDraws:
        """Compute the draws and keep their ranks."""
        n = self.nominal.size
        result = RankedDraws(
            np.empty((len(draws), n), dtype=rank_type(n)),
            np.empty(len(draws), dtype=bool),
            np.empty(len(draws)),
            np.zeros(n, dtype=int),
        )
        most = fifth_of(n)
        for rows, scores in self.scenarios.blocks(draws, progress):
            known = scores[:, self.known]
            best, worst = rank_matrix(known, self.welfare), rank_matrix(known, not self.welfare)
            keep_places(best, self.nominal)
            keep_places(worst, self.from_worst)
            result.ranks[rows] = best
            result.good[rows] = best.any(axis=1)
            result.shift[rows] = mean_shift(best, self.nominal)
            result.in_bottom[:] += ((worst > 0) & (worst <= most)).sum(axis=0)
        return result
