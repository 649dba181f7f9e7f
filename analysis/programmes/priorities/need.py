"""The need for a recommendation: a weighted mean of deprivations, the decision, and what drives it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from ...core.arrays import Bools, Floats, Ints, Objects
from ...core.lazy import pd
from ...core.messages import mark
from ...core.registers import Method, Register
from .mapping import Known, Recommendation, Rule

DECISIONS = Register(
    mark("decision"),
    [
        Method("strong", mark("Strongly recommended")),
        Method("recommended", mark("Recommended")),
        Method("monitor", mark("Monitor")),
        Method("insufficient", mark("Insufficient data")),
    ],
)

#: How many signals are named as the drivers of a need.
NAMED_SIGNALS = 3


@dataclass(frozen=True)
class Needs:
    """The need for one recommendation.

    need: 0 to 100, 100 is worst; coverage: share of the weight of signals with data, 0 to 1; beyond:
    number of signals beyond their cut-off; decision: code of `DECISIONS`; rank: 1 has the greatest need;
    all of shape (units,). deprivations: shape (signals, units), NaN where missing; weights: (signals,),
    summing to 1.
    """

    recommendation: Recommendation
    need: Floats
    coverage: Floats
    beyond: Ints
    decision: Objects
    rank: Floats
    deprivations: Floats
    weights: Floats


def deprivation(values: Floats, indicator: Known) -> Floats:
    """Return, for values (units,), 0 at the better goalpost and 100 at the worse one, clipped; NaN stays NaN."""
    low, high = indicator.goalposts or (np.nan, np.nan)
    share = (values - low) / (high - low)
    return 100.0 * np.clip(1.0 - share if indicator.direction > 0 else share, 0.0, 1.0)


def beyond_cutoff(values: Floats, indicator: Known) -> Bools:
    """Say where a value (units,) is worse than the cut-off; nowhere where there is none or no value."""
    if indicator.cutoff is None:
        return np.zeros(values.shape, dtype=bool)
    return (values - indicator.cutoff) * indicator.direction < 0


def weighted_need(deprivations: Floats, weights: Floats) -> tuple[Floats, Floats]:
    """Return need and coverage for weights of shape (signals,) or (draws, signals).

    The weighted mean is over the signals that a unit has; a unit without any has NaN.
    """
    present = ~np.isnan(deprivations)
    coverage = weights @ present
    sums = weights @ np.where(present, deprivations, 0.0)
    return np.divide(sums, coverage, out=np.full(sums.shape, np.nan), where=coverage > 0), coverage


def decide(need: Floats, coverage: Floats, beyond: Ints, rule: Rule) -> Objects:
    """Return the code of the decision for each unit (units,); `need` may be (draws, units).

    Percentiles are those of the units with enough data (linear interpolation), so the decision is
    relative to this city.

    coverage, beyond: (units,).
    """
    enough = (coverage >= rule.coverage - 1e-9) & ~np.isnan(need)
    judged = np.where(enough, need, np.nan)
    decisions = np.full(need.shape, "insufficient", dtype=object)
    if not enough.any():
        return decisions
    bounds = np.nanpercentile(judged, [rule.percentile, rule.strong_percentile], axis=-1, keepdims=True)
    decisions[enough] = "monitor"
    with np.errstate(invalid="ignore"):
        decisions[(judged >= bounds[0] - 1e-9) & (beyond >= rule.signals)] = "recommended"
        decisions[(judged >= bounds[1] - 1e-9) & (beyond >= rule.strong_signals)] = "strong"
    return decisions


def needs_of(frame: pd.DataFrame, recommendation: Recommendation, rule: Rule) -> Needs | None:
    """Return the need for a recommendation; None where the frame has none of its columns."""
    columns = [signal.indicator.field for signal in recommendation.signals]
    if not any(column in frame.columns for column in columns):
        return None
    nothing = np.full(len(frame), np.nan)
    values = [
        frame[column].to_numpy(dtype=float, na_value=np.nan) if column in frame.columns else nothing
        for column in columns
    ]
    signals = recommendation.signals
    deprivations = np.stack([deprivation(row, signal.indicator) for row, signal in zip(values, signals)])
    weights = np.array([signal.weight for signal in signals])
    weights /= weights.sum()
    need, coverage = weighted_need(deprivations, weights)
    beyond = np.sum([beyond_cutoff(row, signal.indicator) for row, signal in zip(values, signals)], axis=0)
    # a recommendation of one signal can have no second one beyond its cut-off
    rule = replace(rule, strong_signals=min(rule.strong_signals, len(signals)))
    decision = decide(need, coverage, beyond, rule)
    judged = pd.Series(np.where(decision == "insufficient", np.nan, need))
    rank = judged.rank(method="min", ascending=False).to_numpy()
    return Needs(recommendation, need, coverage, beyond, decision, rank, deprivations, weights)


def drivers_of(frame: pd.DataFrame, needs: Needs) -> pd.DataFrame:
    """Return the signals that add most to the need of each unit, place 1 to 3.

    A row a unit and place: unit, recommendation, place, signal (its position), deprivation.
    """
    parts = np.nan_to_num(needs.weights[:, None] * needs.deprivations)
    order = np.argsort(-parts, axis=0, kind="stable")[:NAMED_SIGNALS]
    columns = np.arange(len(frame))
    places = []
    for place, signal in enumerate(order, 1):
        kept = parts[signal, columns] > 0
        places.append(
            pd.DataFrame(
                {
                    "unit": frame.index[kept],
                    "recommendation": needs.recommendation.code,
                    "place": place,
                    "signal": signal[kept],
                    "deprivation": needs.deprivations[signal, columns][kept],
                }
            )
        )
    return pd.concat(places, ignore_index=True)


def fitting_parts(frame: pd.DataFrame, recommendation: Recommendation) -> list[list[str]]:
    """Return, for each unit, the names of the sub-programmes whose conditions all hold.

    A level on the bad side of an indicator means beyond its cut-off; on the good side, or without a
    cut-off, the upper or lower quarter of the city. A condition without data does not hold.
    """
    fits: list[list[str]] = [[] for _ in range(len(frame))]
    for part in recommendation.sub_programmes:
        holds = np.ones(len(frame), dtype=bool)
        for indicator, level in part.conditions:
            holds &= _at_level(frame, indicator, level)
        for unit in np.flatnonzero(holds):
            fits[unit].append(part.name)
    return fits


def _at_level(frame: pd.DataFrame, indicator: Known, level: str) -> Bools:
    if indicator.field not in frame.columns or frame[indicator.field].isna().all():
        return np.zeros(len(frame), dtype=bool)
    values = frame[indicator.field].to_numpy(dtype=float, na_value=np.nan)
    bad_side = "low" if indicator.direction > 0 else "high"
    if indicator.cutoff is not None and level == bad_side and indicator.direction:
        return beyond_cutoff(values, indicator)
    with np.errstate(invalid="ignore"):
        result: Bools = (
            values >= np.nanpercentile(values, 75) if level == "high" else values <= np.nanpercentile(values, 25)
        )
        return result
