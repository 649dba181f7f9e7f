"""How far ranks move by chance alone: the indicators are one sample of those that could have been taken."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...core.arrays import Floats, Ints
from ...core.lazy import pd
from ...inequality.resampling import Bootstrap

#: Draws ranked at once.
BLOCK = 64


@dataclass(frozen=True)
class RankNoise:
    """low, high: bounds of the change of rank of each unit, (units,); NaN where a unit has no index."""

    low: Floats
    high: Floats


def rank_noise(
    before: pd.DataFrame, after: pd.DataFrame, best_is_high: bool, draws: int, seed: int, level: float
) -> RankNoise:
    """Return the interval of each unit's change of rank when indicators are drawn anew with replacement.

    before, after: contributions of indicators to the index, (units, indicators), NaN where missing. The
    same indicators are drawn in both years. An interval that leaves out 0 is a change that does not hang on
    a few indicators. Positive: places won. With draws = 0 all is NaN.
    """
    known = before.notna().any(axis=1).to_numpy() & after.notna().any(axis=1).to_numpy()
    low, high = np.full(len(before), np.nan), np.full(len(before), np.nan)
    if not draws or not known.any():
        return RankNoise(low, high)
    years = [frame.fillna(0.0).to_numpy()[known] for frame in (before, after)]

    def moved(counts: Ints) -> Floats:
        parts = []
        for start in range(0, len(counts), BLOCK):
            drawn = counts[slice(start, start + BLOCK)].astype(float)
            first, second = (_places(drawn @ year.T, best_is_high) for year in years)
            parts.append(first - second)
        return np.concatenate(parts).T

    changes = np.concatenate(list(Bootstrap(before.shape[1], draws, seed).measured(moved)), axis=-1)
    tail = (1.0 - level) / 2.0
    low[known], high[known] = np.quantile(changes, [tail, 1.0 - tail], axis=-1)
    return RankNoise(low, high)


def _places(scores: Floats, best_is_high: bool) -> Ints:
    """Return the place of each unit in each draw, (draws, units); ties keep the order of the table."""
    order = np.argsort(-scores if best_is_high else scores, axis=1, kind="stable")
    places = np.empty_like(order)
    np.put_along_axis(places, order, np.arange(scores.shape[1])[None, :], axis=1)
    return places
