"""From numbers to decisions: priorities, who is reached, what people say."""

from __future__ import annotations

from typing import Any

import numpy as np

from ...core.lazy import pd
from ...core.messages import Message, mark
from ...core.registers import Method, Register
from ...programmes.findings.findings import CONVERGENCE
from ...programmes.priorities.need import DECISIONS
from ..parts import Block, Column, Map, ReportSection, Section, Statement, Table, cut_note, share
from ..results import Results

#: A list is cut here; the layer holds all.
_MOST_ROWS = 20
#: What is told of the agreement of numbers and voices.
_AGREEMENT = ("both", "numbers", "voices")


def priorities_section(results: Results) -> Section | None:
    """Return what is recommended where, with reasons."""
    frame = results.table("priorities", "priority", "reason", "name")
    if frame is None:
        return None
    named = frame[frame["priority"].notna() & (frame["priority"].astype(str) != "")]
    statements = []
    if "decision" in frame:
        strong = frame[frame["decision"] == "strong"]
        text = mark("In {count} of {n} kelurahan a recommendation is strong: {names}.")
        none = mark("Nowhere is a recommendation strong by the rule of the study.")
        facts = {"count": len(strong), "n": len(frame), "names": strong["name"].tolist()}
        rule = Message(mark("rule on need and cut-offs, no test; a proposal for discussion"))
        statements.append(Statement(Message(text, facts) if len(strong) else Message(none), rule, key=True))
        order = {code: place for place, code in enumerate(DECISIONS)}
        named = named.assign(order=named["decision"].map(order)).sort_values(["order", "priority", "name"])
    rows = [
        [row["name"], row.get("label", row["priority"]), _label(DECISIONS, row.get("decision")), row["reason"]]
        for row in named.head(_MOST_ROWS).to_dict("records")
    ]
    columns = [
        Column(Message(mark("Kelurahan"))),
        Column(Message(mark("Recommendation"))),
        Column(Message(mark("Decision"))),
        Column(Message(mark("Reason for the recommendation"))),
    ]
    blocks: list[Block] = [
        Map("priorities", Message(mark("Decisions by kelurahan"))),
        Table(Message(mark("Priorities with their reasons")), columns, rows, cut_note(len(named), _MOST_ROWS)),
    ]
    return Section(Message(mark("Priorities")), statements, blocks)


def targeting_section(results: Results) -> Section | None:
    """Return whom a programme reaches."""
    frame = results.table("targeting", "served", "coverage", "name")
    if frame is None:
        return None
    under = frame[frame["served"] == "under"]
    over = frame[frame["served"] == "over"]
    evidence = Message(mark("recipients compared with shares by population times need, no test"))
    known = frame["served"].notna() & ~frame["served"].isin(["", "unknown"])
    statements = [
        Statement(
            Message(
                mark(
                    "{programme}: {under} of {n} kelurahan whose need is known {under:gets less than its|get less "
                    "than their} share "
                    "by need, {over} more."
                ),
                {
                    "programme": results.origin("targeting").title or Message(mark("The programme")),
                    "under": len(under),
                    "over": len(over),
                    "n": int(known.sum()),
                },
            ),
            evidence,
            key=True,
        )
    ]
    if {"eligible", "eligible_recipients", "recipients"} <= set(frame.columns):
        statements.append(_reached(frame))
    blocks: list[Block] = [Map("targeting", Message(mark("Who is served too little and too much")))]
    if "quota_gap" in frame and len(under):
        listed = under.sort_values("quota_gap", ascending=False)
        rows = [
            [row["name"], 100 * row["coverage"], row["quota_gap"]] for row in listed.head(_MOST_ROWS).to_dict("records")
        ]
        columns = [
            Column(Message(mark("Kelurahan"))),
            Column(Message(mark("Coverage (%)")), 1),
            Column(Message(mark("Recipients lacking")), 0),
        ]
        blocks.append(Table(Message(mark("Served too little")), columns, rows, cut_note(len(listed), _MOST_ROWS)))
    return Section(Message(mark("Whom the programme reaches")), statements, blocks)


def findings_section(results: Results) -> Section | None:
    """Return where numbers and voices agree."""
    frame = results.table("findings", "convergence", "name")
    if frame is None:
        return None
    facts: dict[str, Any] = {code: int((frame["convergence"] == code).sum()) for code in _AGREEMENT}
    told = int(frame["convergence"].isin([*_AGREEMENT, "neither"]).sum())
    statements = [
        Statement(
            Message(
                mark(
                    "Of {told} kelurahan with enough notes, numbers and voices are both bad in {both}; only the "
                    "numbers in {numbers}, only the voices in {voices}."
                ),
                {**facts, "told": told},
            ),
            Message(mark("coded notes beside the index; no test, no sample of persons")),
            key=True,
        )
    ]
    rows = [
        [_label(CONVERGENCE, code), ", ".join(frame["name"][frame["convergence"] == code])]
        for code in _AGREEMENT
        if facts[code]
    ]
    columns = [Column(Message(mark("Agreement"))), Column(Message(mark("Kelurahan")))]
    blocks = [Table(Message(mark("Numbers and voices")), columns, rows)] if rows else []
    return Section(Message(mark("What people say")), statements, blocks)


def _label(register: Register[Method], code: str | None) -> Message | str | None:
    """Return the words of a code, the code itself where it is not known."""
    return Message(register[code].label) if code is not None and code in register else code


def _reached(frame: pd.DataFrame) -> Statement:
    eligible, reached, recipients = (
        float(np.nansum(frame[column])) for column in ("eligible", "eligible_recipients", "recipients")
    )
    message = Message(
        mark("Of the eligible {coverage} % are reached; {leakage} % of the recipients are not eligible."),
        {"coverage": share(reached, eligible), "leakage": share(recipients - reached, recipients)},
    )
    return Statement(message, Message(mark("ratios of sums over all kelurahan, no test")), key=True)


SECTIONS = (
    ReportSection("priorities", mark("Priorities"), 110, priorities_section, "priorities"),
    ReportSection("targeting", mark("Whom the programme reaches"), 120, targeting_section, "targeting"),
    ReportSection("findings", mark("What people say"), 140, findings_section, "findings"),
)
