"""Pockets and outliers: only what was tested is called significant."""

from __future__ import annotations

from typing import Any

import numpy as np

from ...core.lazy import pd
from ...core.messages import Message, mark
from ...spatial.local.result import CLASSES
from ..parts import Block, Column, Map, Paragraph, ReportSection, Section, Statement, Table, cut_note
from ..results import ALPHA, Results, words_of_test

#: A longer list is cut; the layer holds all.
_MOST_ROWS = 40
_NONE = Message(
    mark("No kelurahan is significant. That is no proof of evenness: few areas or few permutations find little.")
)


def hotspots_section(results: Results) -> Section | None:
    """Return the significant pockets of Gi*, at 95 % after correction."""
    frame = results.table("hotspots", "gi_z", "gi_p", "gi_q")
    if frame is None:
        return None
    q = frame["gi_q"].to_numpy(float)
    origin = results.origin("hotspots")
    test = words_of_test(Message(mark("Gi*")), origin)
    side = pockets_of(frame)
    significant = side != 0
    tested = int(np.isfinite(q).sum())
    worse = -1 if _good(results, origin.column) else 1
    statements = [
        _found(frame, side == worse, tested, test, _LOW, origin.column),
        _found(frame, side == -worse, tested, test, _HIGH, origin.column),
    ]
    shown = (
        frame[significant]
        .assign(side=side[significant], order=side[significant] * -worse)
        .sort_values(["order", "gi_q", "name"])
    )
    columns = [
        Column(Message(mark("Kelurahan"))),
        Column(Message(mark("Pocket"))),
        Column(Message(mark("z")), 2),
        Column(Message(mark("p")), 4),
        Column(Message(mark("q")), 4),
    ]
    words = {-1: Message(mark("low")), 1: Message(mark("high"))}
    rows = [
        [row["name"], words[int(row["side"])], row["gi_z"], row["gi_p"], row["gi_q"]]
        for row in shown.head(_MOST_ROWS).to_dict("records")
    ]
    return _section(
        Message(mark("Pockets of low and high welfare")),
        "hotspots",
        _MAP_OF_POCKETS,
        statements,
        columns,
        rows,
        cut_note(len(shown), _MOST_ROWS),
    )


def pockets_of(frame: pd.DataFrame) -> np.ndarray:
    """Return 1 for each kelurahan in a significant pocket of high values, -1 of low ones, else 0.

    The side is that of the class that the map shows, where there is one, so that both say the same.
    """
    side = frame["gi_class"] if "gi_class" in frame and frame["gi_class"].notna().any() else frame["gi_z"]
    return np.where(frame["gi_q"].to_numpy(float) <= ALPHA, np.sign(np.nan_to_num(side.to_numpy(float))), 0.0)


_MAP_OF_POCKETS = Message(mark("Pockets by Getis–Ord Gi*; the sentences and the table take those of 95 and 99 %"))
_MAP_OF_CLUSTERS = Message(mark("Clusters and outliers (local Moran)"))
_LOW = (
    mark("By Gi*, {count} of {n} kelurahan {count:lies|lie} in a significant pocket of low welfare: {names}."),
    mark(
        "By Gi*, {count} of {n} kelurahan {count:lies|lie} in a significant pocket of bad values of {column}: {names}."
    ),
    mark("By Gi*, no kelurahan lies in a significant pocket of low welfare."),
)
_HIGH = (
    mark("By Gi*, {count} of {n} kelurahan {count:lies|lie} in a significant pocket of high welfare: {names}."),
    mark(
        "By Gi*, {count} of {n} kelurahan {count:lies|lie} in a significant pocket of good values of {column}: {names}."
    ),
    mark("By Gi*, no kelurahan lies in a significant pocket of high welfare."),
)
_CLUSTERS = {
    "LL": (
        mark("By local Moran, {count} of {n} kelurahan {count:is|are} low among low: {names}."),
        mark("By local Moran, {count} of {n} kelurahan {count:has|have} low {column} among low: {names}."),
        mark("By local Moran, no kelurahan is significantly low among low."),
    ),
    "HH": (
        mark("By local Moran, {count} of {n} kelurahan {count:is|are} high among high: {names}."),
        mark("By local Moran, {count} of {n} kelurahan {count:has|have} high {column} among high: {names}."),
        mark("By local Moran, no kelurahan is significantly high among high."),
    ),
    "LH": (
        mark(
            "By local Moran, {count} of {n} kelurahan {count:is low itself|are low themselves} amid high neighbours: "
            "{names}. Averages "
            "of the area hide this."
        ),
        mark("By local Moran, {count} of {n} kelurahan {count:has|have} low {column} amid high neighbours: {names}."),
        mark("By local Moran, no kelurahan is significantly low amid high neighbours."),
    ),
    "HL": (
        mark(
            "By local Moran, {count} of {n} kelurahan {count:is high itself|are high themselves} amid low neighbours: "
            "{names}."
        ),
        mark("By local Moran, {count} of {n} kelurahan {count:has|have} high {column} amid low neighbours: {names}."),
        mark("By local Moran, no kelurahan is significantly high amid low neighbours."),
    ),
}


def clusters_section(results: Results) -> Section | None:
    """Return clusters and outliers of local Moran."""
    frame = results.table("clusters", "lisa", "lisa_p", "lisa_q", "lisa_class")
    if frame is None:
        return None
    q = frame["lisa_q"].to_numpy(float)
    origin = results.origin("clusters")
    test = words_of_test(Message(mark("local Moran")), origin)
    tested = int(np.isfinite(q).sum())
    classes = frame["lisa_class"].to_numpy(object)
    statements = [
        _found(frame, (classes == code) & (q <= ALPHA), tested, test, words, origin.column)
        for code, words in _CLUSTERS.items()
    ]
    statements += _both_ways(results, frame[q <= ALPHA], test)
    columns = [
        Column(Message(mark("Kelurahan"))),
        Column(Message(mark("Class"))),
        Column(Message(mark("Local Moran")), 2),
        Column(Message(mark("p")), 4),
        Column(Message(mark("q")), 4),
    ]
    shown = frame[q <= ALPHA].sort_values(["lisa_class", "lisa_q", "name"])
    rows = [
        [row["name"], _class(row["lisa_class"]), row["lisa"], row["lisa_p"], row["lisa_q"]]
        for row in shown.head(_MOST_ROWS).to_dict("records")
    ]
    note = cut_note(len(shown), _MOST_ROWS)
    return _section(
        Message(mark("Clusters and outliers")), "clusters", _MAP_OF_CLUSTERS, statements, columns, rows, note
    )


#: What is an outlier by local Moran and lies in a pocket by Gi*: the class, the side of the pocket, the words.
_BOTH_WAYS = (
    (
        "LH",
        1,
        mark(
            "In a pocket of high values by Gi*, yet low {names:itself|themselves} amid high neighbours by local "
            "Moran: {names}. "
            "Both hold: Gi* takes a kelurahan together with its neighbours, local Moran sets it against them."
        ),
    ),
    (
        "HL",
        -1,
        mark(
            "In a pocket of low values by Gi*, yet high {names:itself|themselves} amid low neighbours by local Moran: "
            "{names}. "
            "Both hold: Gi* takes a kelurahan together with its neighbours, local Moran sets it against them."
        ),
    ),
)


def _both_ways(results: Results, outliers: pd.DataFrame, test: Message) -> list[Statement]:
    """Say which kelurahan the two statistics put on different sides, where both looked at the same field."""
    spots = results.table("hotspots", "gi_z", "gi_q", "name")
    columns = {results.origin(name).column for name in ("hotspots", "clusters")}
    if spots is None or not spots["name"].is_unique or (len(columns) > 1 and not all(map(_is_index, columns))):
        return []
    side = dict(zip(spots["name"], pockets_of(spots)))
    found = []
    for code, pocket, text in _BOTH_WAYS:
        names = [
            name
            for name, its in zip(outliers["name"], outliers["lisa_class"])
            if its == code and side.get(name) == pocket
        ]
        if names:
            found.append(Statement(Message(text, {"names": names}), test, key=True))
    return found


def _good(results: Results, column: str) -> bool:
    """Say whether high values are good: those of the index by its definition, of other columns as welfare."""
    return results.higher_is_better or not _is_index(column)


def _class(code: str) -> Message | str:
    return Message(CLASSES[code].label) if code in CLASSES else code


def _is_index(column: str) -> bool:
    return column in ("", "index") or column.startswith("index_")


def _found(
    frame: pd.DataFrame, chosen: np.ndarray, tested: int, test: Message, words: tuple[str, str, str], column: str
) -> Statement:
    some, of_column, none = words
    if not chosen.any():
        return Statement(Message(none), test, key=False)
    names = frame["name"][chosen].tolist()
    facts = {"count": len(names), "n": tested, "names": names}
    if _is_index(column):
        return Statement(Message(some, facts), test, key=True)
    return Statement(Message(of_column, {**facts, "column": column}), test, key=True)


def _section(
    title: Message,
    result: str,
    map_title: Message,
    statements: list[Statement],
    columns: list[Column],
    rows: list[list[Any]],
    note: Message | None,
) -> Section:
    blocks: list[Block] = [Map(result, map_title)]
    if rows:
        blocks.append(Table(Message(mark("Significant kelurahan")), columns, rows, note))
    else:
        blocks.append(Paragraph(_NONE))
    return Section(title, statements, blocks)


SECTIONS = (
    ReportSection("hotspots", mark("Pockets of low and high welfare"), 50, hotspots_section, "hotspots"),
    ReportSection("clusters", mark("Clusters and outliers"), 60, clusters_section, "clusters"),
)
