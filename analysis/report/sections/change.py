"""The report of a change between two years: the areas, and what each indicator adds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ...core.lazy import pd
from ...core.messages import Message, mark
from ..parts import Block, Column, Figure, Paragraph, Section, Strong, Table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ...indices.change.index_change import IndexChange
    from ...indices.definition.model import Definition

_MOST_BARS = 120
_MOST_ROWS = 300
#: A list that is cut.
CUT = Message(mark("The list is cut here; the layer holds all areas."))
_CAPTION = Message(
    mark(
        "What each dimension adds to the change of the index (point); parts that raise it lie right of 0, parts "
        "that lower it left."
    )
)
_BOLD = mark(
    "Bold: the 95 % interval of the change of rank over draws of the indicators leaves out 0. Errors of the data "
    "are not in it."
)
_LEVEL = mark("{known} of {n} areas have an index in both years: {risen} rose, {fallen} fell, by {mean} on average.")


def change_sections(
    definition: Definition, result: IndexChange, years: tuple[str, str], names: Mapping[Any, str]
) -> list[Section]:
    """Return level, indicators and areas; `names` are those of the units."""
    units = result.units.sort_values("change", ascending=False, na_position="last")
    known = units[units["change"].notna()]
    drawn = bool(known["change_rank_low"].notna().any())
    facts = {
        "known": result.diagnostics.n,
        "n": len(units),
        "risen": int((known["change"] > 0).sum()),
        "fallen": int((known["change"] < 0).sum()),
        "mean": round(float(known["change"].mean()), 2),
    }
    blocks: list[Block] = [Paragraph(Message(_LEVEL, facts))]
    if drawn:
        sure = mark("In {sure} the change of rank holds whichever indicators are drawn.")
        blocks.append(Paragraph(Message(sure, {"sure": int(known["beyond_noise"].sum())})))
    if 0 < len(known) <= _MOST_BARS:
        parts = known[[f"contribution_{node.code}" for node in definition.dimensions]]
        drawing = {
            "labels": [names[unit] for unit in known.index],
            "parts": parts.to_numpy(float),
            "part_labels": [node.label for node in definition.dimensions],
            "value_label": Message(mark("Change of the index")),
        }
        blocks.append(Figure("part_changes", None, drawing, _CAPTION))
    return [
        Section("", blocks=blocks),
        _indicators(definition, result),
        Section(Message(mark("Areas")), blocks=_areas(units, years, names, drawn)),
    ]


def _indicators(definition: Definition, result: IndexChange) -> Section:
    labels = {leaf.field: leaf.label for leaf in definition.indicators}
    added = result.contributions.mean().sort_values()
    columns = [
        Column(Message(mark("Indicator"))),
        Column(Message(mark("Field"))),
        Column(Message(mark("Adds to the change")), 3),
    ]
    lead = mark("What each indicator adds to the change, on average over the areas.")
    rows = [[labels[column], column, value] for column, value in added.items()]
    return Section(Message(mark("Indicators")), blocks=[Paragraph(Message(lead)), Table(None, columns, rows)])


def _areas(units: pd.DataFrame, years: Sequence[str], names: Mapping[Any, str], drawn: bool) -> list[Block]:
    rank = [Message(mark("Rank {year}"), {"year": year}) for year in years]
    columns = [
        Column(Message(mark("Kelurahan"))),
        *(Column(year, 2) for year in years),
        Column(Message(mark("Change")), 2),
        *(Column(title, 0) for title in rank),
        Column(Message(mark("Places won")), 0),
        Column(Message(mark("Change of rank over draws of indicators")), 0),
    ]
    rows = []
    for unit, row in units.head(_MOST_ROWS).iterrows():
        known = row["change"] == row["change"]
        won = Strong(row["change_rank"]) if known and row["beyond_noise"] == 1 else row["change_rank"]
        levels = [row[name] for name in ("index_before", "index_after", "change", "rank_before", "rank_after")]
        rows.append([names[unit], *levels, won, _interval(row)])
    if not drawn:
        columns, rows = columns[:-1], [row[:-1] for row in rows]
    blocks: list[Block] = [Table(None, columns, rows, CUT if len(units) > _MOST_ROWS else None)]
    return [*blocks, Paragraph(Message(_BOLD))] if drawn else blocks


def _interval(row: pd.Series) -> Message | None:
    low, high = row["change_rank_low"], row["change_rank_high"]
    if low != low:
        return None
    return Message(mark("{low} … {high}"), {"low": round(low), "high": round(high)})
