"""The report of emerging hotspots: patterns, their areas, pockets by year."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...core.messages import Message, mark
from ...spatial.emerging import PATTERNS
from ..parts import Block, Column, Figure, Paragraph, Section, Strong, Table
from .local import CUT, MOST_AREAS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ...spatial.emerging import EmergingResult

_CAPTION = mark("Areas in a high pocket (above the line) and in a low pocket (below), by year.")
_TAKING = mark("{n} areas, of which {taking} take part in the last year; {found} have a pattern.")
_SCORES = mark(
    "The standard score of Gi* in each year; bold where the corrected p is at most the level that the method below "
    "names."
)
_AREAS = Column(Message(mark("Areas")), 0)
_PATTERN = Column(Message(mark("Pattern")))


def emerging_sections(result: EmergingResult, words: Mapping[str, str], names: Mapping[Any, str]) -> list[Section]:
    """Return how many areas have which pattern, and the scores of those with one.

    words: of the codes of the patterns, in the order of the legend; names: of the areas.
    """
    found = result.frame[~result.frame["pattern"].isin(["none", "island", "nodata"])]
    facts = {"n": len(result.frame), "taking": result.diagnostics.n, "found": len(found)}
    counts = result.frame["pattern"].value_counts()
    patterns = [
        [Message(told), int(counts[code]), Message(PATTERNS[code].help)]
        for code, told in words.items()
        if code in counts
    ]
    columns = [_PATTERN, _AREAS, Column(Message(mark("Rule")))]
    sections = [
        Section("", blocks=[Paragraph(Message(_TAKING, facts))]),
        Section(Message(mark("Patterns")), blocks=[Table(None, columns, patterns), _pockets(result)]),
    ]
    if len(found):
        order = {code: place for place, code in enumerate(words)}
        keys = {unit: (order[code], names[unit]) for unit, code in found["pattern"].items()}
        shown = _scores(result, sorted(keys, key=keys.__getitem__), words, names)
        blocks: list[Block] = [Paragraph(Message(_SCORES)), shown]
        sections.append(Section(Message(mark("Areas with a pattern")), blocks=blocks))
    return sections


def _pockets(result: EmergingResult) -> Figure:
    hot, cold = ((result.classes == sign).sum().to_numpy() for sign in (1, -1))
    years = [str(year) for year in result.classes.columns]
    drawing = {"years": years, "hot": hot, "cold": cold, "y_label": Message(mark("Areas"))}
    return Figure("pockets_by_year", None, drawing, Message(_CAPTION))


def _scores(result: EmergingResult, units: list[Any], words: Mapping[str, str], names: Mapping[Any, str]) -> Table:
    """Return the areas with a pattern, their scores by year and their trend."""
    columns = [
        Column(Message(mark("Area"))),
        _PATTERN,
        *(Column(str(year), 2) for year in result.z.columns),
        Column(Message(mark("Trend z")), 2),
        Column(Message(mark("Trend p")), 4, 0.0001),
    ]
    rows = []
    for unit in units[:MOST_AREAS]:
        row = result.frame.loc[unit]
        scores = zip(result.z.loc[unit], result.classes.loc[unit])
        # NaN is no pocket
        told = [Strong(score) if spot in (1, -1) else score for score, spot in scores]
        trend = [row["trend_z"], row["trend_p"]]
        rows.append([names[unit], Message(words[row["pattern"]]), *told, *trend])
    return Table(None, columns, rows, CUT if len(units) > MOST_AREAS else None)
