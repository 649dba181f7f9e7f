"""The report of priorities: by recommendation, by kelurahan, and the budget by need."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ...core.lazy import pd
from ...core.messages import Message, Number, mark
from ...programmes.priorities.need import DECISIONS
from ..parts import Block, Column, Paragraph, Section, Table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ...core.arrays import Floats
    from ...programmes.priorities.allocation import WhatIf
    from ...programmes.priorities.mapping import Recommendation
    from ...programmes.priorities.priorities import Priorities

#: Kelurahan named for each recommendation at most; the table of the list holds all.
_MOST_ROWS = 15
#: The decisions that recommend something, strongest first.
_MADE = ("strong", "recommended")
_KELURAHAN, _GROUP = Column(Message(mark("Kelurahan"))), Column(Message(mark("Group")))
_RULE = mark(
    "The rule compares the kelurahan with each other: about a quarter can be strongly recommended even where all are "
    "well off, so the cut-offs must be passed too."
)
_STAYS = mark("“Stays so” is the share of the draws of weights that give the same decision.")
_WHAT_IF = mark(
    "What-if: if a thousand a head took away {effect} points of need, the Gini coefficient of welfare between "
    "kelurahan would go from {before} to {after}. The effect is an assumption, not an estimate."
)
_NOW = mark(
    "The Gini coefficient of welfare (100 less need) between kelurahan is {before} now. No effect of the money was "
    "assumed, so nothing is said of later."
)


@dataclass(frozen=True)
class Shared:
    """A budget shared by need: the amount of each unit, (n,), and what it would do by an assumed effect."""

    amounts: Floats
    what_if: WhatIf
    effect: float


def priorities_sections(
    result: Priorities, reasons: pd.Series, groups: pd.Series | None, shared: Shared | None, names: Mapping[Any, str]
) -> list[Section]:
    """Return which kelurahan needs which recommendation and why, and what a budget by need would give.

    reasons: messages by unit and recommendation; groups: of all units, where there are any; names: of the units.
    """
    made_with = [one for one in result.recommendations.recommendations if one.code in result.needs]
    sections = [
        Section(Message(mark("Overview")), blocks=_overview(result, made_with, groups)),
        *(_recommendation(result, reasons, one, groups, names) for one in made_with),
        Section(Message(mark("By kelurahan")), blocks=[_by_unit(result, groups, names)]),
    ]
    if shared is not None:
        budget = _budget(result, shared, names)
        sections.append(Section(Message(mark("Budget by need")), blocks=budget))
    return sections


def _overview(result: Priorities, made_with: list[Recommendation], groups: pd.Series | None) -> list[Block]:
    counts = result.table.groupby(["recommendation", "decision"]).size()
    columns = [
        Column(Message(mark("Code"))),
        Column(Message(mark("Recommendation"))),
        *(Column(Message(DECISIONS[code].label), 0) for code in DECISIONS),
    ]
    rows = [[one.code, one.name, *(int(counts.get((one.code, code), 0)) for code in DECISIONS)] for one in made_with]
    blocks: list[Block] = [Table(None, columns, rows), Paragraph(Message(_RULE)), Paragraph(Message(_STAYS))]
    return blocks if groups is None else [*blocks, _by_group(result, groups)]


def _by_group(result: Priorities, groups: pd.Series) -> Table:
    """Return, for each group, how many of its kelurahan are strongly recommended each recommendation."""
    strong = result.table[result.table["decision"] == "strong"]
    counts = strong.groupby([strong["unit"].map(groups), "recommendation"]).size()
    columns = [_GROUP, Column(Message(mark("Kelurahan")), 0), *(Column(code, 0) for code in result.needs)]
    rows = [
        [group, int(size), *(counts.get((group, code)) for code in result.needs)]
        for group, size in groups.value_counts().sort_index().items()
    ]
    return Table(Message(mark("Strongly recommended, by group")), columns, rows)


def _recommendation(
    result: Priorities, reasons: pd.Series, one: Recommendation, groups: pd.Series | None, names: Mapping[Any, str]
) -> Section:
    """Return what a recommendation says, by which signals, for whom, and what would show that it worked."""
    blocks: list[Block] = []
    if one.extension:
        addition = mark("An addition of the system, not a recommendation of the study.")
        blocks.append(Paragraph(Message(addition), warning=True))
    blocks += [Paragraph(f"{one.content} {one.agencies}".strip()), Paragraph(_signals(one))]
    blocks.append(_listed(result, reasons, one.code, groups, names))
    if one.evaluation:
        worked = Message(mark("What would show that it worked:"))
        blocks.append(Paragraph(Message("{head} {text}", {"head": worked, "text": one.evaluation})))
    return Section(f"{one.code} {one.name}", blocks=blocks)


def _signals(one: Recommendation) -> Message:
    signals = "; ".join(f"{signal.indicator.name} ({100 * signal.weight:.0f} %)" for signal in one.signals)
    return Message("{head} {signals}.", {"head": Message(mark("Signals:")), "signals": signals})


def _listed(
    result: Priorities, reasons: pd.Series, code: str, groups: pd.Series | None, names: Mapping[Any, str]
) -> Block:
    """Return for whom a recommendation is made, the strong and the neediest first."""
    made = result.table[(result.table["recommendation"] == code) & result.table["decision"].isin(_MADE)]
    if made.empty:
        return Paragraph(Message(mark("No kelurahan passes the rule.")))
    columns = [
        _KELURAHAN,
        _GROUP,
        Column(Message(mark("Need")), 1),
        Column(Message(mark("Decision"))),
        Column(Message(mark("Stays so")), 0, unit="%"),
        Column(Message(mark("Reason"))),
        Column(Message(mark("Fitting parts"))),
    ]
    shown = made.sort_values(["decision", "need"], ascending=[False, False]).head(_MOST_ROWS)
    rows = [
        [
            names[row["unit"]],
            _group(groups, row["unit"]),
            row["need"],
            Message(DECISIONS[row["decision"]].label),
            100 * row["share_same"],
            reasons.get((row["unit"], code), ""),
            row["parts"],
        ]
        for row in shown.to_dict("records")
    ]
    more = Message(mark("{n} more kelurahan are in the table of priorities."), {"n": len(made) - len(rows)})
    return Table(None, columns, rows, more if len(made) > len(rows) else None)


def _group(groups: pd.Series | None, unit: Any) -> str:
    return "" if groups is None else str(groups[unit])


def _by_unit(result: Priorities, groups: pd.Series | None, names: Mapping[Any, str]) -> Table:
    """Return, for each unit, the recommendations that are made, strongest first."""
    columns = [_KELURAHAN, _GROUP, *(Column(Message(DECISIONS[code].label)) for code in _MADE)]
    made = result.table[result.table["decision"].isin(_MADE)].sort_values("rank", kind="stable")
    codes = made.groupby(["unit", "decision"])["recommendation"].agg(list).to_dict()
    found = [
        (*(codes.get((unit, decision), []) for decision in _MADE), names[unit], _group(groups, unit))
        for unit in result.units.index
    ]
    found.sort(key=lambda row: (-len(row[0]), -len(row[1]), row[2]))
    rows = [
        [unit, group, ", ".join(strong) or None, ", ".join(recommended) or None]
        for strong, recommended, unit, group in found
    ]
    return Table(None, columns, rows)


def _budget(result: Priorities, shared: Shared, names: Mapping[Any, str]) -> list[Block]:
    order = np.argsort(-shared.amounts, kind="stable")
    columns = [_KELURAHAN, Column(Message(mark("Amount")), 0)]
    rows = [[names[result.units.index[place]], shared.amounts[place]] for place in order]
    gini = {name: Number(getattr(shared.what_if, name), 4) for name in ("before", "after")}
    text = _WHAT_IF if shared.effect > 0 else _NOW
    told = Message(text, {**gini, "effect": Number(shared.effect, 2)})
    return [Table(None, columns, rows), Paragraph(told)]
