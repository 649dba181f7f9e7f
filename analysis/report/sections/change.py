"""Change between two years: the report of `indexchange`, and the section of the policy report."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from ...core.lazy import pd
from ...core.messages import Message, mark
from ..parts import Block, Column, Figure, Map, Paragraph, ReportSection, Section, Statement, Strong, Table
from ..results import Results

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


#: Values of two results that differ by less are the same: those of an index run from 0 to 100.
SAME = 0.05


def change_section(results: Results) -> Section | None:
    """Return who rose and who fell; a move of rank counts where it holds over draws of the indicators."""
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
                mark("The index rose in {up} and fell in {down} of {n} kelurahan; the median change is {median}."),
                {
                    "up": int((values > 0).sum()),
                    "down": int((values < 0).sum()),
                    "n": len(values),
                    "median": round(float(np.median(values)), 2),
                },
            ),
            Message(mark("differences of the values, no test")),
            key=True,
            cautions=_yardsticks(results, known),
        )
    ]
    held = _held(known)
    if held is not None:
        moved = known["name"][held].tolist()
        text = mark("The {count:rank|ranks} of {count} of {n} kelurahan moved whichever indicators are drawn: {names}.")
        none = mark("No rank moved whichever indicators are drawn: each move hangs on a few indicators.")
        facts = {"count": len(moved), "n": len(known), "names": moved}
        evidence = Message(
            mark(
                "a move counts where the 95 % interval of the change of rank over draws of the indicators leaves "
                "out zero; errors of the data are not in it, and no correction for many kelurahan is made"
            )
        )
        statements.append(Statement(Message(text, facts) if moved else Message(none), evidence, key=True))
    blocks: list[Block] = [Map("change", Message(mark("Change of the index")))]
    if {"rank_before", "rank_after"} <= set(known.columns):
        blocks.append(_slopes(known, held))
    return Section(Message(mark("Change since the earlier year")), statements, blocks)


def _held(known: pd.DataFrame) -> np.ndarray | None:
    """Return whose change of rank holds over draws of the indicators; None where none were drawn."""
    if "beyond_noise" not in known:
        return None
    drawn = known["change_rank_low"] if "change_rank_low" in known else known["beyond_noise"]
    return None if drawn.isna().all() else (known["beyond_noise"].fillna(0).astype(float) > 0).to_numpy()


def _yardsticks(results: Results, known: pd.DataFrame) -> list[Message]:
    """Say whether the values of the change are those of the index: both years share a yardstick of their own."""
    index = results.index.dropna(subset=["index"]).drop_duplicates("name", keep=False)
    index = index.set_index("name")["index"].astype(float)
    years = [column for column in ("index_after", "index_before") if column in known]
    shared = known[known["name"].isin(index.index)].drop_duplicates("name", keep=False)
    shared = shared[shared[years].notna().all(axis=1)]
    if not years or shared.empty:
        return []
    ours = index[shared["name"]].to_numpy()
    gaps = {year: np.abs(shared[year].to_numpy(float) - ours) for year in years}
    if any(gap.max() < SAME for gap in gaps.values()):
        return []
    far = int(gaps[years[0]].argmax())
    facts = {
        "name": shared["name"].iloc[far],
        "change": round(float(shared[years[0]].iloc[far]), 1),
        "index": round(float(ours[far]), 1),
    }
    return [
        Message(
            mark(
                "It is measured on a yardstick common to both years, which is not that of the index in this "
                "report: {name} has {change} on the one and {index} on the other."
            ),
            facts,
        )
    ]


def _slopes(known: pd.DataFrame, held: np.ndarray | None) -> Figure:
    """Return the slopes; bold are those, and only those, whose move the sentence beside claims."""
    both = (known["rank_before"].notna() & known["rank_after"].notna()).to_numpy()
    bold = np.zeros(len(known), bool) if held is None else held
    title = (
        mark(
            "Ranks before and after: rising kelurahan in blue, falling ones dashed, bold where the move holds "
            "whichever indicators are drawn"
        )
        if bold[both].any()
        else mark("Ranks before and after: rising kelurahan in blue, falling ones dashed")
    )
    return Figure(
        "slopes",
        Message(title),
        {
            "labels": known["name"][both].tolist(),
            "before": known["rank_before"][both].to_numpy(float),
            "after": known["rank_after"][both].to_numpy(float),
            "marked": np.flatnonzero(bold[both]).tolist(),
        },
    )


SECTIONS = (ReportSection("change", mark("Change since the earlier year"), 80, change_section, "change"),)
