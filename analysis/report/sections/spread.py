"""Inequality between kelurahan, and change since an earlier year."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ...messages import Message, mark
from ..parts import Block, Column, Figure, Map, Section, Statement, Table
from ..results import ALPHA, Results

if TYPE_CHECKING:
    import pandas as pd

#: So many risers and fallers stand out in the chart, on each side.
_NAMED = 4


def inequality_section(results: Results) -> Section | None:
    """Return the measures with their intervals."""
    table = results.table("inequality", "measure", "value")
    if table is None:
        return None
    name = "name" if "name" in table else "measure"
    rows = [
        [row[name], row["value"], row.get("low"), row.get("high"), row.get("between"), row.get("within")]
        for row in table.to_dict("records")
    ]
    columns = [
        Column(Message(mark("Measure")), told=True),
        Column(Message(mark("Value")), 4),
        Column(Message(mark("Low")), 4),
        Column(Message(mark("High")), 4),
        Column(Message(mark("Between groups")), 4),
        Column(Message(mark("Within groups")), 4),
    ]
    kept = [place for place in range(len(columns)) if place < 2 or any(_is(row[place]) for row in rows)]
    shown = Table(
        Message(mark("Measures of inequality between kelurahan")),
        [columns[place] for place in kept],
        [[row[place] for place in kept] for row in rows],
        Message(mark("Measured between kelurahan: inequality between persons is greater.")),
    )
    return Section(Message(mark("Inequality")), _gini(table), [shown])


def change_section(results: Results) -> Section | None:
    """Return who rose and who fell; movements within the noise are not called changes."""
    frame = results.table("change", "change", "name")
    if frame is None:
        return None
    known = frame[frame["change"].notna()]
    if known.empty:
        return None
    values = known["change"].to_numpy(float)
    statements = [
        Statement(
            Message(
                mark(
                    "The index rose in {up} and fell in {down} of {n} kelurahan; the median change is {median}."
                ),
                {
                    "up": int((values > 0).sum()),
                    "down": int((values < 0).sum()),
                    "n": len(values),
                    "median": round(float(np.median(values)), 2),
                },
            ),
            Message(mark("differences of the values, no test")),
            key=True,
        )
    ]
    if "beyond_noise" in known:
        beyond = known[known["beyond_noise"].fillna(0).astype(float) > 0]
        text = mark("The rank of {count} kelurahan moved more than the noise of the index explains: {names}.")
        none = mark("No rank moved more than the noise of the index explains.")
        facts = {"count": len(beyond), "names": beyond["name"].tolist()}
        evidence = Message(
            mark("a rank moved where the interval of its change over draws of the indicators leaves out zero")
        )
        statements.append(
            Statement(Message(text, facts) if len(beyond) else Message(none), evidence, key=True)
        )
    blocks: list[Block] = [Map("change", Message(mark("Change of the index")))]
    if {"rank_before", "rank_after"} <= set(known.columns):
        blocks.append(_slopes(known))
    return Section(Message(mark("Change since the earlier year")), statements, blocks)


def _is(value: Any) -> bool:
    return value is not None and value == value


def _gini(table: pd.DataFrame) -> list[Statement]:
    """Return the sentence on Gini, with its interval, its parts and its change where they were measured."""
    row = next(iter(table[table["measure"] == "gini"].to_dict("records")), None)
    if row is None or not _is(row["value"]):
        return []
    value, low, high = (row.get(name) for name in ("value", "low", "high"))
    plain = Message(
        mark("The Gini coefficient between kelurahan is {value}."), {"value": round(float(value), 3)}
    )
    found = [
        Statement(plain, Message(mark("a measure of these kelurahan, no interval was computed")), key=True)
    ]
    if _is(low) and _is(high):
        facts = {"value": round(float(value), 3), "low": round(float(low), 3), "high": round(float(high), 3)}
        message = Message(
            mark("The Gini coefficient between kelurahan is {value} (interval {low} to {high})."), facts
        )
        found = [Statement(message, Message(mark("interval by bootstrap of the kelurahan")), key=True)]
    change, p = row.get("change"), row.get("change_p")
    if _is(change) and _is(p):
        if p <= ALPHA:
            text = mark("Inequality changed by {change} since the earlier year.")
        else:
            text = mark("No change of inequality since the earlier year can be told from chance ({change}).")
        evidence = Message(mark("test of the change of Gini, p = {p}"), {"p": round(float(p), 4)})
        found.append(Statement(Message(text, {"change": round(float(change), 3)}), evidence, key=True))
    return found


def _slopes(known: pd.DataFrame) -> Figure:
    both = known[known["rank_before"].notna() & known["rank_after"].notna()]
    moved = (both["rank_after"] - both["rank_before"]).to_numpy(float)
    order = moved.argsort(kind="stable")
    return Figure(
        "slopes",
        Message(mark("Ranks before and after: rising kelurahan in blue, falling ones dashed")),
        {
            "labels": both["name"].tolist(),
            "before": both["rank_before"].to_numpy(float),
            "after": both["rank_after"].to_numpy(float),
            "marked": list(dict.fromkeys([*order[:_NAMED].tolist(), *order[::-1][:_NAMED].tolist()])),
        },
    )
