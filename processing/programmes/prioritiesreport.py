"""The report of the priorities, made ready for the template."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ...analysis.core.lazy import pd
from ...analysis.core.messages import Message
from ...analysis.programmes.priorities.need import DECISIONS
from ...cartography.base.metadata import says_synthetic
from ...language import tr
from ..report.html import write_report

if TYPE_CHECKING:
    from ...analysis.programmes.priorities.allocation import WhatIf
    from ...analysis.programmes.priorities.priorities import Priorities
    from ..base.run import Run

#: Kelurahan named for each recommendation at most; the table of the list holds all.
_MOST_ROWS = 15


def write_priorities_report(
    run: Run,
    frame: pd.DataFrame,
    result: Priorities,
    reasons: pd.Series,
    amounts: np.ndarray | None,
    what_if: WhatIf | None,
    group: str | None,
    language: str,
) -> None:
    """Write REPORT, where it is wanted."""
    if not run.outputs.wanted("REPORT"):
        return
    groups = frame[group].astype(str) if group else None
    rows = [
        _recommendation(run, result, reasons, one, groups, language)
        for one in result.recommendations.recommendations
        if one.code in result.needs
    ]
    write_report(
        run,
        "priorities.html",
        language,
        synthetic=says_synthetic(run.source()),
        note=result.recommendations.note,
        diagnostics=result.diagnostics,
        n=len(frame),
        recommendations=rows,
        by_unit=_by_unit(run, result, groups),
        groups=_group_table(result, groups),
        codes=[row["code"] for row in rows],
        allocation=_allocation(run, frame, amounts),
        what_if=what_if,
        effect=run.number("EFFECT"),
    )


def _recommendation(run, result, reasons, one, groups, language) -> dict[str, Any]:
    table = result.table[result.table["recommendation"] == one.code].sort_values("need", ascending=False)
    made = table[table["decision"].isin(["strong", "recommended"])]
    listed = made.sort_values(["decision", "need"], ascending=[False, False])
    labels = {code: DECISIONS[code].label for code in DECISIONS}
    counts = table["decision"].value_counts()
    return {
        "code": one.code,
        "name": one.name,
        "content": one.content,
        "evaluation": one.evaluation,
        "agencies": one.agencies,
        "extension": one.extension,
        "signals": [(s.indicator.name, s.weight, s.indicator.cutoff) for s in one.signals],
        "counts": {code: int(counts.get(code, 0)) for code in DECISIONS},
        "left_out": max(len(listed) - _MOST_ROWS, 0),
        "rows": [
            {
                "unit": run.unit_name(row.unit),
                "group": groups[row.unit] if groups is not None else "",
                "need": row.need,
                "decision": tr(labels[row.decision], language),
                "share_same": row.share_same,
                "reason": run.sentence(reasons.get((row.unit, one.code), Message(""))),
                "parts": row.parts,
            }
            for row in listed.head(_MOST_ROWS).itertuples()
        ],
    }


def _by_unit(run: Run, result: Priorities, groups: pd.Series | None) -> list[dict[str, Any]]:
    """Return, for each unit, the recommendations that are made, strongest first."""
    made = result.table[result.table["decision"].isin(["strong", "recommended"])]
    rows = []
    for unit in result.units.index:
        own = made[made["unit"] == unit]
        by_code = {
            decision: [(row.recommendation, row.rank) for row in own.itertuples() if row.decision == decision]
            for decision in ("strong", "recommended")
        }
        rows.append(
            {
                "unit": run.unit_name(unit),
                "group": groups[unit] if groups is not None else "",
                **{
                    key: [code for code, _ in sorted(pairs, key=lambda pair: pair[1])]
                    for key, pairs in by_code.items()
                },
            }
        )
    return sorted(rows, key=lambda row: (-len(row["strong"]), -len(row["recommended"]), row["unit"]))


def _group_table(result: Priorities, groups: pd.Series | None) -> list[dict[str, Any]]:
    """Return, for each group, how many of its kelurahan are strongly recommended each recommendation."""
    if groups is None:
        return []
    strong = result.table[result.table["decision"] == "strong"]
    counts = strong.groupby([strong["unit"].map(groups), "recommendation"]).size().unstack(fill_value=0)
    sizes = groups.value_counts().sort_index()
    counts = counts.reindex(index=sizes.index, fill_value=0)
    return [
        {
            "group": name,
            "n": int(sizes[name]),
            "counts": {code: int(row.get(code, 0)) for code in result.needs},
        }
        for name, row in counts.iterrows()
    ]


def _allocation(run: Run, frame: pd.DataFrame, amounts: np.ndarray | None) -> list[dict[str, Any]]:
    if amounts is None:
        return []
    order = np.argsort(-amounts, kind="stable")
    return [{"unit": run.unit_name(frame.index[i]), "amount": float(amounts[i])} for i in order]
