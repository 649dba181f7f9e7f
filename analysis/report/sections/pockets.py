"""Pockets and outliers: only what was tested is called significant."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ...messages import Message, mark
from ...spatial.local.result import CLASSES
from ..parts import Column, Map, Paragraph, Section, Statement, Table
from ..results import ALPHA, Results, words_of_test

if TYPE_CHECKING:
    import pandas as pd

#: A longer list is cut; the layer holds all.
_MOST_ROWS = 40
_NONE = Message(
    mark(
        "No kelurahan is significant. That is no proof of evenness: few areas or few permutations find little."
    )
)


def hotspots_section(results: Results) -> Section | None:
    """Return the significant pockets of Gi*, at 95 % after correction."""
    frame = results.table("hotspots", "gi_z", "gi_p", "gi_q")
    if frame is None:
        return None
    z, p, q = (frame[column].to_numpy(float) for column in ("gi_z", "gi_p", "gi_q"))
    # z may lie on the other side than the tail that p is of, as where the area itself is unlike its neighbours
    side = np.sign(frame["gi_class"].to_numpy(float)) if "gi_class" in frame else np.sign(z)
    origin = results.origin("hotspots")
    test = words_of_test(Message(mark("Gi*")), p, q, origin)
    significant = q <= ALPHA
    tested = int(np.isfinite(q).sum())
    worse = -1 if _good(results, origin.column) else 1
    statements = [
        _found(frame, significant & (side == worse), tested, test, _LOW, origin.column),
        _found(frame, significant & (side == -worse), tested, test, _HIGH, origin.column),
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
    )


_MAP_OF_POCKETS = Message(mark("Significant pockets (Getis–Ord Gi*)"))
_MAP_OF_CLUSTERS = Message(mark("Clusters and outliers (local Moran)"))
_LOW = (
    mark("{count} of {n} kelurahan lie in a significant pocket of low welfare: {names}."),
    mark("{count} of {n} kelurahan lie in a significant pocket of bad values of {column}: {names}."),
    mark("No kelurahan lies in a significant pocket of low welfare."),
)
_HIGH = (
    mark("{count} of {n} kelurahan lie in a significant pocket of high welfare: {names}."),
    mark("{count} of {n} kelurahan lie in a significant pocket of good values of {column}: {names}."),
    mark("No kelurahan lies in a significant pocket of high welfare."),
)
_CLUSTERS = {
    "LL": (
        mark("{count} of {n} kelurahan are low among low: {names}."),
        mark("{count} of {n} kelurahan have low {column} among low: {names}."),
        mark("No kelurahan is significantly low among low."),
    ),
    "HH": (
        mark("{count} of {n} kelurahan are high among high: {names}."),
        mark("{count} of {n} kelurahan have high {column} among high: {names}."),
        mark("No kelurahan is significantly high among high."),
    ),
    "LH": (
        mark("Low amid high neighbours: {count} of {n} kelurahan ({names}). Averages of the area hide this."),
        mark("{count} of {n} kelurahan have low {column} amid high neighbours: {names}."),
        mark("No kelurahan is significantly low amid high neighbours."),
    ),
    "HL": (
        mark("High amid low neighbours: {count} of {n} kelurahan ({names})."),
        mark("{count} of {n} kelurahan have high {column} amid low neighbours: {names}."),
        mark("No kelurahan is significantly high amid low neighbours."),
    ),
}


def clusters_section(results: Results) -> Section | None:
    """Return clusters and outliers of local Moran."""
    frame = results.table("clusters", "lisa", "lisa_p", "lisa_q", "lisa_class")
    if frame is None:
        return None
    p, q = (frame[column].to_numpy(float) for column in ("lisa_p", "lisa_q"))
    origin = results.origin("clusters")
    test = words_of_test(Message(mark("local Moran")), p, q, origin)
    tested = int(np.isfinite(q).sum())
    classes = frame["lisa_class"].to_numpy(object)
    statements = [
        _found(frame, (classes == code) & (q <= ALPHA), tested, test, words, origin.column)
        for code, words in _CLUSTERS.items()
    ]
    columns = [
        Column(Message(mark("Kelurahan"))),
        Column(Message(mark("Class"))),
        Column(Message(mark("Local Moran")), 2),
        Column(Message(mark("p")), 4),
        Column(Message(mark("q")), 4),
    ]
    shown = frame[q <= ALPHA].sort_values(["lisa_class", "lisa_q", "name"]).head(_MOST_ROWS)
    rows = [
        [row["name"], _class(row["lisa_class"]), row["lisa"], row["lisa_p"], row["lisa_q"]]
        for row in shown.to_dict("records")
    ]
    return _section(
        Message(mark("Clusters and outliers")), "clusters", _MAP_OF_CLUSTERS, statements, columns, rows
    )


def _good(results: Results, column: str) -> bool:
    """Say whether high values are good: those of the index by its definition, of other columns as welfare."""
    return results.higher_is_better or not _is_index(column)


def _class(code: str) -> Message | str:
    return Message(CLASSES[code].label) if code in CLASSES else code


def _is_index(column: str) -> bool:
    return column in ("", "index") or column.startswith("index_")


def _found(
    frame: pd.DataFrame,
    chosen: np.ndarray,
    tested: int,
    test: Message,
    words: tuple[str, str, str],
    column: str,
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
    rows: list,
) -> Section:
    blocks = [Map(result, map_title)]
    if rows:
        blocks.append(Table(Message(mark("Significant kelurahan")), columns, rows))
    else:
        blocks.append(Paragraph(_NONE))
    return Section(title, statements, blocks)
