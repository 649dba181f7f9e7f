"""What a match of rows and kelurahan has to say about itself."""

from __future__ import annotations

from typing import Any

from ...core.lazy import pd
from ...core.messages import Message, mark
from .keyed_table import KeyedTable, MatchResult
from .names import name_keys
from .reasons import METHODS


def tell(result: MatchResult, layer: KeyedTable, table: KeyedTable, wholes: set[Any]) -> None:
    """Record how many kelurahan were joined in which way, and what deserves a look.

    `wholes` are the units that the table has in parts.
    """
    diagnostics = result.diagnostics
    diagnostics.missing = diagnostics.n - len(result.pairs)
    for code, count in result.methods.value_counts(sort=False).items():
        diagnostics.step(mark("{way}: {count} kelurahan."), way=Message(METHODS[code].label), count=int(count))
    left = result.unmatched["side"].value_counts()
    if left.get("table", 0):
        diagnostics.warn(
            mark("{count} {count:row|rows} of the table {count:was|were} not joined; OUTPUT_UNMATCHED says why."),
            count=int(left["table"]),
        )
    if left.get("layer", 0):
        diagnostics.warn(
            mark("{count} kelurahan {count:has|have} no row in the table: {units}."),
            count=int(left["layer"]),
            units=result.unmatched.loc[result.unmatched["side"] == "layer", "row"].tolist(),
        )
    disagree = _disagreeing_names(result, layer, table)
    if disagree:
        diagnostics.warn(
            mark(
                "The table has another name for the code of {units}. Check that its codes are of the system "
                "that the layer uses."
            ),
            units=disagree,
        )
    if result.parents:
        diagnostics.warn(
            mark(
                "The table is older than the split of {units}: "
                "{units:its row describes|their rows describe} the undivided kelurahan, so "
                "counts there are too high for today's borders."
            ),
            units=list(dict.fromkeys(result.parents.values())),
        )
    diagnostics.warn_of(
        wholes,
        mark(
            "The layer is older than the table: {units} {units:was|were} split since, and "
            "{units:its row describes|their rows describe} only a "
            "part. Add up the parts in the table."
        ),
    )


def _disagreeing_names(result: MatchResult, layer: KeyedTable, table: KeyedTable) -> list[Any]:
    """Return the units that were joined by code although the row has another name."""
    by_code = result.methods.isin(["code", "crosswalk"])
    paired = result.pairs[by_code]
    ours, theirs = name_keys(layer.names[paired.index]), name_keys(table.names[paired.to_numpy()])
    known = {
        unit: set(name_keys(pd.Series([*place.aliases, place.name], dtype="object")))
        for unit, place in layer.places[paired.index].items()
        if place is not None
    }
    return [
        unit
        for unit, our, their in zip(paired.index, ours, theirs)
        if our and their and our != their and their not in known.get(unit, ()) and f"kota{their}" != our
    ]
