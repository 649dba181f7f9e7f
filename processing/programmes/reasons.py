"""Why a recommendation is made, in words: the three signals that drive it, beside their means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...analysis.core.lazy import pd
from ...analysis.core.messages import mark
from ...analysis.programmes.priorities.need import DECISIONS
from ...language import number, tr

if TYPE_CHECKING:
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


def reasons_of(run: Run, result: Priorities, year: str, language: str) -> pd.Series:
    """Return a sentence for each unit and recommendation, indexed by both."""
    drivers = result.drivers.sort_values("place")
    weighted = run.has("POPULATION_FIELD")
    parts = [_signal(row, weighted, language) for row in drivers.itertuples()]
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


def _signal(row: object, weighted: bool, language: str) -> str:
    decimals = _decimals(row)
    scaled = row.unit_of_measure[:1].isdigit()  # 0–100 is a scale, no unit
    unit = f" {row.unit_of_measure}" if row.unit_of_measure and not scaled else ""
    return tr(_SIGNALS[weighted, bool(row.beyond)], language).format(
        signal=row.signal_name,
        value=number(row.value, decimals, language) + unit,
        mean=number(row.city, decimals, language),
        cutoff=number(row.cutoff, decimals, language),
    )


def _decimals(row: object) -> int:
    """Return so many decimals that a value beyond the cut-off is not written like it."""
    decimals = 0 if abs(row.value) >= 100 else 1
    while (
        row.beyond
        and decimals < _MOST_DECIMALS
        and f"{row.value:.{decimals}f}" == f"{row.cutoff:.{decimals}f}"
    ):
        decimals += 1
    return decimals
