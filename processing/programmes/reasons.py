"""Why a recommendation is made, in words: the three signals that drive it, beside their means."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...analysis.core.lazy import pd
from ...analysis.core.messages import Message, Number, Words, mark
from ...analysis.programmes.priorities.need import DECISIONS
from ...resources.catalogue import load_catalogue, recognised

if TYPE_CHECKING:
    from ...analysis.programmes.priorities.mapping import Known
    from ...analysis.programmes.priorities.priorities import Priorities
    from ..base.run import Run

#: By whether the mean is weighted by population, and whether the value is beyond the cut-off.
_SIGNALS = {
    (False, False): mark("{signal}: {value} (mean {mean})"),
    (False, True): mark("{signal}: {value} (mean {mean}, beyond the cut-off {cutoff})"),
    (True, False): mark("{signal}: {value} (mean by population {mean})"),
    (True, True): mark("{signal}: {value} (mean by population {mean}, beyond the cut-off {cutoff})"),
}
_MOST_DECIMALS = 4
_YEAR = mark("data of {year}")
#: Decision and stability belong together: how often a need is among the greatest says nothing of the decision.
_REASON = mark("{unit}: {signals}; the decision “{decision}” holds in {share} % of the draws of weights")


def reasons_of(run: Run, result: Priorities, year: str) -> pd.Series:
    """Return a message for each unit and recommendation, indexed by both."""
    drivers = result.drivers.sort_values("place")
    weighted = run.has("POPULATION_FIELD")
    known = {
        (one.code, signal.indicator.field): signal.indicator
        for one in result.recommendations.recommendations
        for signal in one.signals
    }
    parts = [_signal(row, known[row.recommendation, row.field], weighted) for row in drivers.itertuples()]
    signals = drivers.assign(part=parts).groupby(["unit", "recommendation"])["part"].agg(list)
    table = result.table.set_index(["unit", "recommendation"])
    decided = table[["decision", "share_same"]].reindex(signals.index)
    texts = []
    for (unit, _), said, decision, share in zip(signals.index, signals, decided["decision"], decided["share_same"]):
        if year:
            said = [*said, Message(_YEAR, {"year": year})]
        told = _joined(said)
        if share == share:
            facts = {
                "unit": run.unit_name(unit),
                "signals": told,
                "decision": Message(DECISIONS[decision].label),
                "share": Number(100 * share, 0),
            }
            told = Message(_REASON, facts)
        texts.append(told)
    return pd.Series(texts, index=signals.index, dtype=object)


def _joined(parts: list[Message]) -> Message:
    """Return parts of a sentence as one, with semicolons between."""
    names = [f"part{place}" for place in range(len(parts))]
    return Message("; ".join(f"{{{name}}}" for name in names), dict(zip(names, parts)))


def _signal(row: Any, known: Known, weighted: bool) -> Message:
    decimals = _decimals(row)
    value: Any = Number(row.value, decimals)
    scaled = row.unit_of_measure[:1].isdigit()  # 0–100 is a scale, no unit
    if row.unit_of_measure and not scaled:
        value = Message("{value} {unit}", {"value": value, "unit": _words(known, "unit")})
    return Message(
        _SIGNALS[weighted, bool(row.beyond)],
        {
            "signal": Words(known.titles) if known.titles else _words(known, "name"),
            "value": value,
            "mean": Number(row.city, decimals),
            "cutoff": Number(row.cutoff, decimals),
        },
    )


def _words(known: Known, attribute: str) -> Words | str:
    """Return name or unit of an indicator in all languages, where it is that of the catalogue."""
    shipped = load_catalogue().indicator(known.field)
    return recognised(getattr(known, attribute), shipped and getattr(shipped, attribute))


def _decimals(row: Any) -> int:
    """Return so many decimals that a value beyond the cut-off is not written like it."""
    decimals = 0 if abs(row.value) >= 100 else 1
    while row.beyond and decimals < _MOST_DECIMALS and f"{row.value:.{decimals}f}" == f"{row.cutoff:.{decimals}f}":
        decimals += 1
    return decimals
