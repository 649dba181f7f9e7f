"""Why a recommendation is made, in words: the three signals that drive it, beside the city."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...analysis.lazy import pd
from ...analysis.messages import mark
from ...cartography.retelling import facts_in
from ...language import LANGUAGES, locale, number, tr
from ...resources.catalogue import Indicator, load_catalogue

if TYPE_CHECKING:
    from ...analysis.priorities.priorities import Priorities
    from ..run import Run

_SIGNAL = mark("{signal}: {value} (city {city})")
_SIGNAL_BEYOND = mark("{signal}: {value} (city {city}, beyond the cut-off {cutoff})")
_YEAR = mark("data of {year}")
_REASON = mark("{unit}: {signals}; in the fifth of greatest need in {share} % of the draws of weights")


def reasons_of(run: Run, result: Priorities, year: str, language: str) -> pd.Series:
    """Return a sentence for each unit and recommendation, indexed by both."""
    drivers = result.drivers.sort_values("place")
    parts = [_signal(row, language) for row in drivers.itertuples()]
    drivers = drivers.assign(text=parts)
    signals = drivers.groupby(["unit", "recommendation"])["text"].agg("; ".join)
    table = result.table.set_index(["unit", "recommendation"])
    shares = table["share_top"].reindex(signals.index)
    texts = []
    for (unit, _), text, share in zip(signals.index, signals, shares):
        if year:
            text = f"{text}; {tr(_YEAR, language).format(year=year)}"
        if share == share:
            text = tr(_REASON, language).format(
                unit=run.unit_name(unit), signals=text, share=number(100 * share, 0, language)
            )
        texts.append(text)
    return pd.Series(texts, index=signals.index, dtype=object)


def _signal(row: object, language: str) -> str:
    decimals = 0 if abs(row.value) >= 100 else 1
    unit = f" {row.unit_of_measure}" if row.unit_of_measure else ""
    beyond = row.beyond
    template = _SIGNAL_BEYOND if beyond else _SIGNAL
    return tr(template, language).format(
        signal=row.signal_name,
        value=number(row.value, decimals, language) + unit,
        city=number(row.city, decimals, language),
        cutoff=number(row.cutoff, decimals, language),
    )


def retell_reason(text: str, language: str) -> str:
    """Return a reason that a layer holds in a language; what is not found again stays as it is."""
    for source in LANGUAGES:
        found = facts_in(text, tr(_REASON, source))
        rest, year = _split_year(found["signals"] if found else text, source)
        signals = [_retold(one, source, language) for one in rest.split("; ")]
        if None in signals:
            continue
        told = "; ".join(signals)
        if year:
            told = tr(_WITH_YEAR, language).format(signals=told, year=year)
        if found:
            share = number(locale(source).toDouble(found["share"])[0], 0, language)
            told = tr(_REASON, language).format(unit=found["unit"], signals=told, share=share)
        return told
    return text


def _split_year(text: str, source: str) -> tuple[str, str]:
    found = facts_in(text, tr(_WITH_YEAR, source))
    return (found["signals"], found["year"]) if found else (text, "")


def _retold(text: str, source: str, language: str) -> str | None:
    """Return a signal told in another language; None where no indicator of ours begins it."""
    names = {one.name.to(source): one for one in load_catalogue().indicators}
    name = max((name for name in names if text.startswith(f"{name} ")), key=len, default=None)
    if name is None:
        return None
    for template in (_SIGNAL_BEYOND, _SIGNAL):
        found = facts_in(text.removeprefix(name), tr(template, source).replace("{signal}", ""))
        if found:
            return tr(template, language).format(**_retold_facts(found, names[name], source, language))
    return None


def _retold_facts(found: dict[str, str], indicator: Indicator, source: str, language: str) -> dict[str, str]:
    told = {"signal": indicator.name.to(language)}
    for key, text in found.items():
        figure, _, unit = text.strip().partition(" ")
        value, known = locale(source).toDouble(figure)
        decimals = len(figure) - max(figure.rfind("."), figure.rfind(",")) - 1 if abs(value) < 100 else 0
        told[key] = (number(value, decimals, language) if known else figure) + (
            f" {indicator.unit.to(language)}" if unit else ""
        )
    return told
