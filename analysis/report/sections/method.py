"""Quality of the data, method, limits."""

from __future__ import annotations

from dataclasses import replace
from itertools import takewhile
from typing import TYPE_CHECKING

from ...core.lazy import pd
from ...core.messages import Message, mark
from ..parts import Block, Column, Paragraph, ReportSection, Section, Statement, Steps, Table, cut_note, share
from ..results import Results

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...core.diagnostics import Diagnostics

#: Indicators listed with a finding at most.
_MOST_ROWS = 30

#: What each result is called, in the order of the report.
RESULTS = {
    "index": mark("Index"),
    "robustness": mark("Robustness"),
    "hotspots": mark("Hotspots"),
    "clusters": mark("Clusters and outliers"),
    "change": mark("Change"),
    "poverty": mark("Poverty"),
    "drivers": mark("Regression on drivers"),
    "priorities": mark("Priorities"),
    "targeting": mark("Targeting"),
    "findings": mark("Findings"),
}
_CAUTIONS = (
    mark("The values describe areas, not the people who live in them."),
    mark("The values are relative: they compare these kelurahan in this year by these indicators."),
    mark("The indicators stand for welfare; they are not welfare itself."),
    mark("A simple number hides choices: weights, normalisation and aggregation change ranks."),
    mark("Years can be compared only on the same indicators, goalposts and boundaries."),
)


def quality_section(results: Results) -> Section | None:
    """Return completeness and what the audit found."""
    statements = []
    coverage = results.index["coverage"].dropna()
    if len(coverage):
        statements.append(
            Statement(
                Message(
                    mark(
                        "{full} of {n} kelurahan {full:has|have} all indicators; the least has {least} % of their "
                        "weight."
                    ),
                    {
                        "full": int((coverage >= 1 - 1e-9).sum()),
                        "n": len(results.index),
                        "least": share(float(coverage.min()), 1.0),
                    },
                ),
                Message(mark("share of the weight that was measured")),
            )
        )
    audit = results.table("check", "field", "gravest")
    blocks = []
    if audit is not None:
        flagged = audit[~audit["gravest"].isin(["none", ""]) & audit["gravest"].notna()]
        statements.append(
            Statement(
                Message(
                    mark("The audit has a remark on {count} of {n} {n:indicator|indicators}."),
                    {"count": len(flagged), "n": len(audit)},
                ),
                Message(mark("audit of the indicators before the index")),
            )
        )
        if len(flagged):
            blocks.append(_remarks(flagged))
    if not statements:
        return None
    return Section(Message(mark("Quality of the data")), statements, blocks)


def method_section(results: Results) -> Section | None:
    """Return the steps that the layers tell."""
    blocks: list[Block] = [
        Steps(Message(words), results.origin(name).notes)
        for name, words in RESULTS.items()
        if results.origin(name).notes
    ]
    if not blocks:
        blocks = [
            Paragraph(Message(mark("The layers do not tell how they were made; keep the reports of the algorithms.")))
        ]
    return Section(Message(mark("Method")), blocks=blocks)


def limits_section(results: Results) -> Section:  # noqa: ARG001 - the cautions hold for every study
    """Return the five cautions."""
    steps = Steps(Message(mark("Five cautions")), [Message(one) for one in _CAUTIONS])
    return Section(Message(mark("Limits")), blocks=[steps])


def reading_section() -> Section:
    """Return how any report is to be read: the five cautions."""
    steps = Steps(None, [Message(one) for one in _CAUTIONS])
    return Section(Message(mark("How to read this")), blocks=[steps])


def told_section(told: Diagnostics) -> list[Section]:
    """Return the steps of a method, with seeds and permutations, as a section; none where none are told."""
    return [Section(Message(mark("Method")), blocks=[Steps(None, told.method)])] if told.method else []


def warned(sections: Sequence[Section], warnings: Sequence[Message]) -> list[Section]:
    """Return the sections with the warnings behind the paragraphs that the first one begins with, if untitled."""
    first, *others = sections
    if first.title:
        return [Section("", blocks=warning_blocks(warnings)), *sections] if warnings else [*sections]
    lead = list(takewhile(lambda one: isinstance(one, Paragraph), first.blocks))
    blocks = [*lead, *warning_blocks(warnings), *first.blocks[slice(len(lead), None)]]
    return [replace(first, blocks=blocks), *others]


def warning_blocks(warnings: Sequence[Message]) -> list[Paragraph]:
    """Return warnings as blocks."""
    return [Paragraph(one, warning=True) for one in warnings]


def _remarks(flagged: pd.DataFrame) -> Table:
    columns = [
        Column(Message(mark("Indicator"))),
        Column(Message(mark("Field"))),
        Column(Message(mark("Missing")), 0),
        Column(Message(mark("What to do"))),
    ]
    rows = [
        [row.get("name") or row["field"], row["field"], row.get("missing"), row.get("suggestion")]
        for row in flagged.head(_MOST_ROWS).to_dict("records")
    ]
    note = cut_note(len(flagged), _MOST_ROWS)
    return Table(Message(mark("Remarks of the audit")), columns, rows, note)


SECTIONS = (
    ReportSection("quality", mark("Quality of the data"), 160, quality_section, "check"),
    ReportSection("method", mark("Method"), 170, method_section),
    ReportSection("limits", mark("Limits"), 180, limits_section),
)
