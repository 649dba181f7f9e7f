"""The report of thematic findings: themes, numbers and voices side by side, quotes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...core.lazy import pd
from ...core.messages import Message, Number, mark
from ...programmes.findings.findings import CONVERGENCE
from ..parts import Block, Column, Figure, Paragraph, Section, Steps, Table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ...programmes.findings.findings import Findings

#: Quotes printed for each kelurahan and theme at most.
_MOST_QUOTES = 3
_COUNTS = mark(
    "Numbers and voices are both bad in {both} kelurahan, only the numbers in {numbers}, only the voices in {voices}, "
    "neither in {neither}; in {few} there are too few notes and {unknown} have no index."
)
_AGREEMENT = mark("Over the {n} kelurahan with both, the rank correlation of voices with the index is {rho}.")
_LAST = mark("The last theme to be raised for the first time came with note {last} of {n}.")
_OUTSIDE = mark("That no further theme of the code book came up does not show that there are none outside it.")
_READ = mark("Names that stand alone in a quote cannot be found by a program: read the quotes before you publish them.")
_THEME = Column(Message(mark("Theme")))
_NOTES = Column(Message(mark("Notes")), 0)
_KELURAHAN = mark("Kelurahan")


def findings_sections(
    result: Findings,
    index: pd.Series,
    groups: pd.Series | None,
    least: int,
    names: Mapping[Any, str],
    *,
    higher_is_better: bool,
) -> list[Section]:
    """Return how often themes are raised, where they agree with the index, and quotes.

    index, groups: of all units, (n,), the groups where there are any; least: the number of notes below which nothing
    is shown; names: of the units.
    """
    themes = dict(zip(result.themes["theme"], result.themes["name"]))
    joint = [
        _joint(result, index[result.units["convergence"] == code], code, themes, least, names, higher_is_better)
        for code in ("both", "voices", "numbers", "neither")
    ]
    counts = {code: int((result.units["convergence"] == code).sum()) for code in CONVERGENCE}
    told = [Paragraph(Message(_COUNTS, counts))]
    n, rho = result.agreement["n"], result.agreement["rho"]
    if rho == rho:
        told.append(Paragraph(Message(_AGREEMENT, {"n": int(n), "rho": Number(rho, 2)})))
    return [
        Section("", blocks=told),
        Section(Message(mark("Themes")), blocks=_themes(result, themes, least)),
        Section(Message(mark("Numbers and voices side by side")), blocks=joint),
        Section(Message(mark("Quotes by theme")), blocks=_quotes(result, groups, names)),
    ]


def _themes(result: Findings, names: Mapping[str, str], least: int) -> list[Block]:
    columns = [
        Column(Message(mark("Code"))),
        _THEME,
        _NOTES,
        Column(Message(mark("Raised")), 0),
        Column(Message(_KELURAHAN), 0),
        Column(Message(mark("Intensity")), 1),
        Column(Message(mark("Index where raised")), 1),
        Column(Message(mark("Index elsewhere")), 1),
    ]
    fields = ("theme", "name", "notes", "raised", "units", "intensity", "index", "index_others")
    rows = [[row[name] for name in fields] for row in result.themes.to_dict("records")]
    sources = result.by_source.set_axis([f"{one} {names[one]}" for one in result.by_source.index])
    together = Message(mark("Number of kelurahan in which both themes are raised."))
    return [
        _bars(result.themes),
        Table(None, columns, rows),
        _crossed(Message(mark("By source")), sources, least),
        _crossed(Message(mark("Raised together")), result.pairs, least, together),
        *_saturation(result),
    ]


def _bars(themes: pd.DataFrame) -> Figure:
    words = (mark("Notes"), mark("Raised"), mark("Asked about"))
    drawing = {
        "labels": [f"{code} {name}" for code, name in zip(themes["theme"], themes["name"])],
        "raised": themes["raised"].tolist(),
        "asked": themes["notes"].tolist(),
        "words": tuple(Message(one) for one in words),
    }
    return Figure("theme_bars", None, drawing, Message(mark("Notes on each theme, and those that raise it.")))


def _crossed(title: Message, table: pd.DataFrame, least: int, note: Message | None = None) -> Table:
    """Return a table of counts by theme; a cell that rests on too few notes says no more than that."""
    columns = [_THEME, *(Column(str(name), 0) for name in table.columns)]
    rows = [
        [theme, *(f"< {least}" if count != count else count for count in counts)]
        for theme, counts in zip(table.index, table.to_numpy(float))
    ]
    return Table(title, columns, rows, note)


def _saturation(result: Findings) -> list[Block]:
    """Return with which note the last new theme came."""
    themes = result.saturation["themes"]
    if themes.empty:
        return []
    facts = {"last": int(result.saturation.loc[themes.idxmax(), "note"]), "n": len(themes)}
    words = (mark("Notes in the order of their dates"), mark("Different themes"))
    drawing = {"themes": themes.tolist(), "total": len(result.themes), "words": tuple(Message(one) for one in words)}
    told = Steps(Message(mark("Saturation")), [Message(_LAST, facts), Message(_OUTSIDE)])
    return [told, Figure("saturation_steps", None, drawing)]


def _joint(
    result: Findings,
    index: pd.Series,
    code: str,
    themes: Mapping[str, str],
    least: int,
    names: Mapping[Any, str],
    higher_is_better: bool,
) -> Block:
    """Return the kelurahan of one kind of agreement, the worst-off first, with themes and quotes."""
    title = Message("{label} ({n})", {"label": Message(CONVERGENCE[code].label), "n": len(index)})
    if index.empty:
        return Paragraph(title)
    columns = [
        Column(Message(_KELURAHAN)),
        Column(Message(mark("Index")), 1),
        _NOTES,
        Column(Message(mark("Intensity")), 1),
        Column(Message(mark("Themes"))),
        Column(Message(mark("Quotes"))),
    ]
    shown = result.quotes[result.quotes["shown"] & (result.quotes["intensity"] > 0)]
    rows = []
    for unit, value in index.sort_values(ascending=higher_is_better).items():
        own, row = shown[shown["unit"] == unit], result.units.loc[unit]
        notes = int(row["notes"])
        raised = "; ".join(themes[theme] for theme in dict.fromkeys(own["theme"]))
        quotes = " ".join(f"“{quote}”" for quote in own["quote"].head(_MOST_QUOTES))
        rows.append([names[unit], value, notes if notes >= least else None, row["voices"], raised, quotes])
    return Table(title, columns, rows)


def _quotes(result: Findings, groups: pd.Series | None, names: Mapping[Any, str]) -> list[Block]:
    """Return quotes by theme; where a kelurahan must not be named, its group stands beside them."""
    found: list[Block] = []
    for theme, name in zip(result.themes["theme"], result.themes["name"]):
        own = result.quotes[(result.quotes["theme"] == theme) & (result.quotes["intensity"] > 0)]
        told = []
        for row in own.head(_MOST_QUOTES).to_dict("records"):
            unit, date = row["unit"], row["date"]
            place = names[unit] if row["shown"] else "" if groups is None else str(groups[unit])
            year = str(date.year) if date == date else ""
            origin = ", ".join(filter(None, (place, row["source"], year)))
            told.append(f"“{row['quote']}”" + (f" ({origin})" if origin else ""))
        if told:
            found.append(Steps(Message("{code} {name}", {"code": theme, "name": name}), told))
    return [*found, Paragraph(Message(_READ))]
