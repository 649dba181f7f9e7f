"""The priorities of a city: who needs which recommendation, why, and how stable that is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from ...core.arrays import Floats
from ...core.diagnostics import Diagnostics
from ...core.lazy import pd
from ...core.messages import InputError, Message, Progress, mark, no_progress
from ...indices.robustness.assumptions import WEIGHT_DRAWS
from ...indices.robustness.ranking import fifth_of
from .mapping import Recommendations, Rule
from .need import DECISIONS, Needs, decide, drivers_of, fitting_parts, needs_of, weighted_need


@dataclass(frozen=True)
class Priorities:
    """The result.

    units: a row a unit: `need_<n>` for the recommendations in order, priority (code of the first
    recommendation to think of), decision (its decision), strong_count (strong decisions).
    table: a row a unit and recommendation with data: unit, recommendation, name, need, rank, decision,
    beyond, coverage, share_top (of the draws of weights in which the unit is in the fifth of greatest
    need), share_same (of the draws that give the same decision), parts (fitting sub-programmes).
    drivers: a row a unit, recommendation and place (1 to 3): field, signal_name, value, city,
    unit_of_measure, cutoff, deprivation, beyond (the cut-off).
    skipped: codes without any data.
    """

    units: pd.DataFrame
    table: pd.DataFrame
    drivers: pd.DataFrame
    needs: dict[str, Needs]
    skipped: list[str]
    recommendations: Recommendations
    diagnostics: Diagnostics


def priorities(
    frame: pd.DataFrame,
    recommendations: Recommendations,
    *,
    population: Floats | None = None,
    weights: str = "dirichlet",
    spread: float = 0.25,
    draws: int = 2000,
    seed: int = 1,
    progress: Progress = no_progress,
) -> Priorities:
    """Score the need for each recommendation in each unit and decide by the rule.

    Parameters
    ----------
    frame
        A row a unit; columns named by the fields of the signals. Those that are not there are missing.
    recommendations
        The mapping of signals to recommendations.
    population
        People of each unit (units,) for the city's values; without it all units count alike.
    weights, spread, draws, seed
        How the weights of the signals are varied to tell how stable the decisions are.

    Raises
    ------
    InputError
        If there are fewer than four units or no signal at all has data.
    """
    if len(frame) < 4:
        raise InputError(
            mark("Priorities compare kelurahan; {n} {n:is|are} too few, at least {least} are needed."),
            n=len(frame),
            least=4,
        )
    rule = recommendations.rule
    found = {one.code: needs_of(frame, one, rule) for one in recommendations.recommendations}
    needs = {code: one for code, one in found.items() if one is not None and not np.isnan(one.need).all()}
    if not needs:
        raise InputError(
            mark("The layer has none of the signals of the recommendations; they are the fields {column}."),
            column=recommendations.fields,
        )
    tables = []
    for number, one in enumerate(needs.values()):
        stability = _stability(one, rule, WEIGHT_DRAWS[weights].function, spread, draws, [seed, number])
        tables.append(_table(frame, one, stability))
        progress((number + 1) / len(needs))
    diagnostics = Diagnostics(n=len(frame), seed=seed)
    result = Priorities(
        units=_units(frame, recommendations, needs),
        table=pd.concat(tables, ignore_index=True),
        drivers=_drivers(frame, needs, population),
        needs=needs,
        skipped=[code for code in found if code not in needs],
        recommendations=recommendations,
        diagnostics=diagnostics,
    )
    _describe(result, weights, spread, draws)
    return result


def _stability(
    needs: Needs, rule: Rule, draw: Callable[..., Floats], spread: float, draws: int, seed: list[int]
) -> tuple[Floats, Floats]:
    """Return the shares of draws with the unit in the fifth of greatest need, and with its decision."""
    drawn = draw(np.random.default_rng(seed), needs.weights, draws, spread)
    if needs.weights.size == 1:
        drawn = np.ones((1, 1))
    drawn = drawn / drawn.sum(axis=1, keepdims=True)
    need, _ = weighted_need(needs.deprivations, drawn)
    judged = np.where(needs.decision == "insufficient", -np.inf, need)
    most = fifth_of(int((needs.decision != "insufficient").sum()))
    bound = np.sort(judged, axis=1)[:, -most][:, None]
    top = (judged >= bound - 1e-9).mean(axis=0)
    rule = replace(rule, strong_signals=min(rule.strong_signals, needs.weights.size))
    same = decide(need, np.broadcast_to(needs.coverage, need.shape), needs.beyond, rule) == needs.decision
    missing = needs.decision == "insufficient"
    return np.where(missing, np.nan, top), np.where(missing, np.nan, same.mean(axis=0))


def _table(frame: pd.DataFrame, needs: Needs, stability: tuple[Floats, Floats]) -> pd.DataFrame:
    one = needs.recommendation
    return pd.DataFrame(
        {
            "unit": frame.index,
            "recommendation": one.code,
            "name": one.name,
            "need": needs.need,
            "rank": needs.rank,
            "decision": needs.decision,
            "beyond": needs.beyond,
            "coverage": needs.coverage,
            "share_top": stability[0],
            "share_same": stability[1],
            "parts": ["; ".join(names) for names in fitting_parts(frame, one)],
        }
    )


def _units(frame: pd.DataFrame, mapping: Recommendations, needs: dict[str, Needs]) -> pd.DataFrame:
    """Return needs and the first recommendation: the strongest decision, then the foremost rank."""
    nothing = np.full(len(frame), np.nan)
    study = [one for one in mapping.recommendations if not one.extension]
    fields = mapping.need_fields.items()
    units = {name: needs[code].need if code in needs else nothing for code, name in fields}
    codes = [one.code for one in study if one.code in needs] or list(needs)
    strength = np.stack([[DECISIONS.codes.index(d) for d in needs[code].decision] for code in codes])
    ranks = np.stack([np.nan_to_num(needs[code].rank, nan=len(frame) + 1) for code in codes])
    first = np.argmin(strength * (len(frame) + 2.0) + ranks, axis=0)
    columns = np.arange(len(frame))
    decision = np.array(DECISIONS.codes, dtype=object)[strength[first, columns]]
    code = np.array(codes, dtype=object)[first]
    none = np.isin(decision.astype(str), ["monitor", "insufficient"])
    units["priority"] = pd.Series(np.where(none, None, code), index=frame.index, dtype=object)
    units["decision"] = decision
    units["strong_count"] = (strength == DECISIONS.codes.index("strong")).sum(axis=0)
    return pd.DataFrame(units, index=frame.index)


def _drivers(frame: pd.DataFrame, needs: dict[str, Needs], population: Floats | None) -> pd.DataFrame:
    people = np.ones(len(frame)) if population is None else population
    tables = []
    for one in needs.values():
        found = drivers_of(frame, one)
        known = [signal.indicator for signal in one.recommendation.signals]
        facts = pd.DataFrame(
            {
                "field": [indicator.field for indicator in known],
                "signal_name": [indicator.name for indicator in known],
                "unit_of_measure": [indicator.unit for indicator in known],
                "cutoff": [np.nan if i.cutoff is None else i.cutoff for i in known],
                "direction": [indicator.direction for indicator in known],
                "city": [_city_value(frame, indicator.field, people) for indicator in known],
            }
        )
        found = found.join(facts, on="signal").drop(columns="signal")
        found["value"] = np.nan
        for field in found["field"].unique():
            rows = found["field"] == field
            found.loc[rows, "value"] = frame[field].reindex(found.loc[rows, "unit"]).to_numpy(dtype=float)
        found["beyond"] = (found["value"] - found["cutoff"]) * found["direction"] < 0
        tables.append(found.drop(columns="direction"))
    return pd.concat(tables, ignore_index=True)


def _city_value(frame: pd.DataFrame, field: str, people: Floats) -> float:
    if field not in frame.columns:
        return np.nan
    numbers = frame[field].to_numpy(dtype=float, na_value=np.nan)
    known = ~np.isnan(numbers) & ~np.isnan(people)
    return float(np.average(numbers[known], weights=people[known])) if people[known].sum() > 0 else np.nan


def _describe(result: Priorities, weights: str, spread: float, draws: int) -> None:
    rule, diagnostics = result.recommendations.rule, result.diagnostics
    diagnostics.step(
        mark(
            "Need is the weighted mean of the deprivations (0 to 100, by fixed goalposts) of the signals that "
            "have data."
        )
    )
    diagnostics.step(
        mark(
            "Strongly recommended: need at or above percentile {p} of all kelurahan and at least {k} signals beyond "
            "their cut-off. Recommended: percentile {p2} and {k2}. Insufficient data: less than {c} % of the "
            "weight has data."
        ),
        p=rule.strong_percentile,
        k=int(rule.strong_signals),
        p2=rule.percentile,
        k2=int(rule.signals),
        c=round(100 * rule.coverage, 1),
    )
    diagnostics.step(
        mark("Stability: {draws} draws of the weights with seed {seed}: {method}, by {spread} of themselves."),
        draws=draws,
        seed=diagnostics.seed,
        method=Message(WEIGHT_DRAWS[weights].label),
        spread=spread,
    )
    if result.skipped:
        diagnostics.warn(
            mark("No data at all for the signals of {codes}: these recommendations are left out."), codes=result.skipped
        )
    lacking = result.table[result.table["decision"] == "insufficient"]
    if len(lacking):
        diagnostics.warn(
            mark("Too little data for a decision on at least one recommendation: {units}."),
            units=list(dict.fromkeys(lacking["unit"])),
        )
