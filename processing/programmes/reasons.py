"""Why a recommendation is made, in words: the three signals that drive it, beside the city."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...analysis.lazy import pd
from ...analysis.messages import mark
from ...analysis.priorities.need import DECISIONS
from ...language import number, tr

if TYPE_CHECKING:
    from ...analysis.priorities.priorities import Priorities
    from ..run import Run

_SIGNAL = mark("{signal}: {value} (city {city})")
_SIGNAL_BEYOND = mark("{signal}: {value} (city {city}, beyond the cut-off {cutoff})")
_YEAR = mark("data of {year}")
#: Decision and stability belong together: how often a need is among the greatest says nothing of the decision.
_REASON = mark("{unit}: {signals}; the decision “{decision}” holds in {share} % of the draws of weights")


def reasons_of(run: Run, result: Priorities, year: str, language: str) -> pd.Series:
    """Return a sentence for each unit and recommendation, indexed by both."""
    drivers = result.drivers.sort_values("place")
    parts = [_signal(row, language) for row in drivers.itertuples()]
    drivers = drivers.assign(text=parts)
    signals = drivers.groupby(["unit", "recommendation"])["text"].agg("; ".join)
    table = result.table.set_index(["unit", "recommendation"])
    decided = table[["decision", "share_same"]].reindex(signals.index)
    texts = []
    for (unit, _), text, decision, share in zip(
        signals.index, signals, decided["decision"], decided["share_same"]
    ):
        if year:
            text = f"{text}; {tr(_YEAR, language).format(year=year)}"
        if share == share:
            text = tr(_REASON, language).format(
                unit=run.unit_name(unit),
                signals=text,
                decision=tr(DECISIONS[decision].label, language),
                share=number(100 * share, 0, language),
            )
        texts.append(text)
    return pd.Series(texts, index=signals.index, dtype=object)


def _signal(row: object, language: str) -> str:
    decimals = 0 if abs(row.value) >= 100 else 1
    scaled = row.unit_of_measure[:1].isdigit()  # 0–100 is a scale, no unit
    unit = f" {row.unit_of_measure}" if row.unit_of_measure and not scaled else ""
    beyond = row.beyond
    template = _SIGNAL_BEYOND if beyond else _SIGNAL
    return tr(template, language).format(
        signal=row.signal_name,
        value=number(row.value, decimals, language) + unit,
        city=number(row.city, decimals, language),
        cutoff=number(row.cutoff, decimals, language),
    )
