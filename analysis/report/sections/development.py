"""The report of human development: ranking, components, change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ...core.lazy import pd
from ...core.messages import Message, mark
from ..parts import Block, Column, Figure, Paragraph, Section, Table
from .change import CUT

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ...core.diagnostics import Diagnostics
    from ...development.presets import Preset

#: Bars are drawn for so many units at most; a longer chart cannot be read.
_MOST_BARS = 120
#: A table longer than this is cut; the layer holds all.
_MOST_ROWS = 300
DIMENSIONS = {"health": mark("Health"), "education": mark("Education"), "income": mark("Standard of living")}
_INDICES = mark("Index of each dimension, 0 to 100, lowest human development at the bottom.")
_CHANGES = mark("What each dimension adds to the change; the parts sum to it (Shapley's value).")


@dataclass(frozen=True)
class Developed:
    """Results by unit in `table`, the preset they were measured by, and what is to be said of them."""

    table: pd.DataFrame
    preset: Preset
    diagnostics: Diagnostics


def development_section(developed: Developed, categories: Mapping[str, str], names: Mapping[Any, str]) -> Section:
    """Return ranking and charts; `categories` are the words of the codes, `names` those of the units."""
    table = developed.table.sort_values("hdi", ascending=False, na_position="last")
    words = {code: Message(text) for code, text in categories.items()}
    known = mark("{known} of {n} areas have an index.")
    count = mark("{category}: {count}")
    counts = [
        Message(count, {"category": word, "count": int((table["category"] == code).sum())})
        for code, word in words.items()
    ]
    together = Message(", ".join(f"{{part_{place}}}" for place in range(len(counts))) + ".")
    facts = {f"part_{place}": one for place, one in enumerate(counts)}
    blocks: list[Block] = [
        Paragraph(Message(known, {"known": developed.diagnostics.n, "n": len(table)})),
        Paragraph(Message(together.template, facts)),
        _table(developed, table, words, names),
        *_charts(developed, table[table["hdi"].notna()], names),
    ]
    return Section("", blocks=blocks)


def _table(developed: Developed, table: pd.DataFrame, words: Mapping[str, Message], names: Mapping[Any, str]) -> Table:
    decimals = 2 if developed.preset.scale > 1 else 3
    parts = [(f"{code}_index", Column(Message(DIMENSIONS[code]), 3)) for code in developed.preset.dimensions]
    further = {
        "ihdi": Column(Message(mark("Adjusted for inequality")), decimals),
        "loss": Column(Message(mark("Loss (%)")), 1),
        "gii": Column(Message(mark("Gender inequality")), 3),
        "change": Column(Message(mark("Change")), decimals),
        "growth": Column(Message(mark("Growth (% a year)")), 2),
        "shortfall_reduction": Column(Message(mark("Shortfall reduction (% a year)")), 2),
    }
    there = [(name, column) for name, column in further.items() if name in table]
    columns = [
        Column(Message(mark("Rank")), 0),
        Column(Message(mark("Kelurahan"))),
        *(column for _, column in parts),
        Column(Message(mark("Index")), decimals),
        Column(Message(mark("Category"))),
        *(column for _, column in there),
    ]
    shown = table.head(_MOST_ROWS)
    rows = [
        [
            place if row["hdi"] == row["hdi"] else None,
            names[unit],
            *(row[name] for name, _ in parts),
            row["hdi"],
            words.get(row["category"]),
            *(100 * row[name] if name == "loss" else row[name] for name, _ in there),
        ]
        for place, (unit, row) in enumerate(zip(shown.index, shown.to_dict("records")), 1)
    ]
    return Table(None, columns, rows, CUT if len(table) > _MOST_ROWS else None)


def _charts(developed: Developed, known: pd.DataFrame, names: Mapping[Any, str]) -> list[Figure]:
    if not 0 < len(known) <= _MOST_BARS:
        return []
    codes = list(developed.preset.dimensions)
    labels = [Message(DIMENSIONS[code]) for code in codes]
    drawing = {
        "labels": [names[unit] for unit in known.index],
        "values": 100 * known[[f"{code}_index" for code in codes]].to_numpy(float),
        "dimension_labels": labels,
        "x_label": Message(mark("Index of the dimension")),
    }
    figures = [Figure("dimension_dots", None, drawing, Message(_INDICES))]
    if "change" in known and known["change"].notna().any():
        changed = known[known["change"].notna()].sort_values("change", ascending=False)
        drawing = {
            "labels": [names[unit] for unit in changed.index],
            "parts": np.column_stack([changed[f"change_{code}"] for code in codes]),
            "part_labels": labels,
            "value_label": Message(mark("Change")),
        }
        figures.append(Figure("part_changes", None, drawing, Message(_CHANGES)))
    return figures
