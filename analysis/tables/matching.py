"""Which row of a table belongs to which kelurahan: by code, then by name, never by similarity.

A row is joined only where exactly one kelurahan has its code, or its name within its kecamatan. All
others are listed with the reason and, as a suggestion for a person, the most similar name.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..diagnostics import Diagnostics
from ..lazy import pd
from ..messages import InputError, Progress, mark, no_progress
from .codes import BPS, KEMENDAGRI, UNKNOWN, Codes, read_codes
from .crosswalk import Crosswalk, Place
from .name_matching import NameIndex
from .names import name_keys
from .reasons import METHODS, REASONS
from .unmatched import list_unmatched

if TYPE_CHECKING:
    import pandas

_SYSTEMS = {
    KEMENDAGRI: mark("codes of the home ministry (Kemendagri)"),
    BPS: mark("codes of the statistics office (BPS)"),
    UNKNOWN: mark("codes of a system that cannot be told"),
}


@dataclass
class MatchResult:
    """Which row belongs to which unit.

    pairs: row label by unit; methods: code of `METHODS` by unit; parents: unit split off -> unit it was
    split from, where the table has a row for the latter alone; unmatched: side (table, layer), row, code,
    name, reason (code of `REASONS`), suggestion, score.
    """

    pairs: pandas.Series
    methods: pandas.Series
    parents: dict
    unmatched: pandas.DataFrame
    diagnostics: Diagnostics = field(default_factory=Diagnostics)


class Side:
    """The layer or the table: its codes, names and groups, and the places that they stand for."""

    def __init__(self, frame: pandas.DataFrame, crosswalk: Crosswalk) -> None:
        self.frame = frame
        nothing = pd.Series(None, index=frame.index, dtype="object")
        self.codes = read_codes(frame["code"], crosswalk) if "code" in frame else Codes(nothing, UNKNOWN)
        self.keys = crosswalk.keys(self.codes) if "code" in frame else nothing
        self.names = frame["name"] if "name" in frame else nothing
        by_key = {"kemendagri:" + place.code: place for place in crosswalk.places}
        self.places: pandas.Series = self.keys.map(lambda key: by_key.get(key))
        groups = frame["group"] if "group" in frame else nothing
        known = self.places.map(lambda place: place.group if place is not None else None)
        self.groups = groups.where(groups.notna(), known)


def match(
    units: pandas.DataFrame,
    rows: pandas.DataFrame,
    crosswalk: Crosswalk | None = None,
    progress: Progress = no_progress,
) -> MatchResult:
    """Pair the rows of a table with the units of a layer.

    Parameters
    ----------
    units, rows : pandas.DataFrame
        Columns `code`, `name`, `group` (kecamatan), as far as they are known. Both need `code`, or both
        need `name`.
    crosswalk : Crosswalk, optional
        Pairs the two code systems and knows other names and splits.

    Returns
    -------
    MatchResult

    Raises
    ------
    InputError
        If codes of units repeat, codes are damaged, or no row can be joined at all.
    """
    crosswalk = crosswalk or Crosswalk(())
    layer, table = Side(units, crosswalk), Side(rows, crosswalk)
    _refuse_repeated_codes(layer, units)
    diagnostics = Diagnostics(n=len(units))
    reasons = pd.Series(None, index=rows.index, dtype="object")
    found = pd.DataFrame({"unit": None, "method": None}, index=rows.index, dtype="object")
    usable = False
    if "code" in units and "code" in rows:
        usable = True
        _by_code(layer, table, found, reasons, diagnostics)
    if "name" in units and "name" in rows:
        usable = True
        index = NameIndex(units.index, layer.names, layer.groups, layer.places, crosswalk)
        taken = set(found["unit"].dropna())
        by_name = index.find(rows["name"], rows.get("group"), found["unit"].isna())
        found.update(by_name[["unit", "method"]])
        reasons = reasons.where(reasons.notna() & by_name["reason"].isna(), by_name["reason"])
        again = by_name["unit"].isin(taken)
        found.loc[again] = None
        reasons[again] = "duplicate"
    if not usable:
        raise InputError(
            mark(
                "Choose the fields to join by: the code field of layer and table, or the name field of both."
            )
        )
    repeated = found["unit"].notna() & found["unit"].duplicated(keep=False)
    reasons[repeated] = "duplicate"
    duplicated_units = set(found["unit"][repeated])
    found.loc[repeated] = None
    progress(0.4)
    pairs, methods = _by_unit(found)
    parents = _parents(layer, set(pairs.index), crosswalk)
    former = _rows_of_parts(table, layer, found, crosswalk)
    reasons[list(former)] = "older_layer"
    unit_reasons = pd.Series("no_row", index=units.index.difference(pairs.index, sort=False), dtype="object")
    unit_reasons[[unit for unit in unit_reasons.index if unit in parents]] = "split"
    unit_reasons[[unit for unit in unit_reasons.index if unit in duplicated_units]] = "duplicate"
    unmatched = list_unmatched(
        layer, table, reasons[found["unit"].isna()], unit_reasons, {**former, **parents}, progress
    )
    result = MatchResult(pairs, methods, parents, unmatched, diagnostics)
    _refuse_nothing(result)
    _tell(result, layer, table, set(former.values()))
    return result


def _refuse_repeated_codes(layer: Side, units: pandas.DataFrame) -> None:
    repeated = layer.keys.notna() & layer.keys.duplicated(keep=False)
    if repeated.any():
        raise InputError(
            mark(
                "The code {code} in “{column}” belongs to more than one kelurahan of the layer: {units}. "
                "Each kelurahan needs a code of its own."
            ),
            column=units["code"].name,
            code=str(units["code"][repeated].iloc[0]),
            units=list(units.index[repeated]),
        )


def _by_code(layer: Side, table: Side, found, reasons, diagnostics: Diagnostics) -> None:
    unit_of = pd.Series(layer.keys.index, index=layer.keys).loc[lambda s: s.index.notna()]
    unit = table.keys.map(unit_of).astype(object)
    hit = unit.notna()
    found.loc[hit, "unit"] = unit[hit]
    translated = {layer.codes.system, table.codes.system} == {KEMENDAGRI, BPS}
    found.loc[hit, "method"] = "crosswalk" if translated else "code"
    reasons[~hit] = "unknown_code"
    if translated:
        reasons[~hit & table.places.isna()] = "not_in_crosswalk"
    reasons[table.keys.isna()] = "no_code"
    for side, sentence in (
        (layer, mark("The layer has {system}.")),
        (table, mark("The table has {system}.")),
    ):
        diagnostics.step(sentence, system=_SYSTEMS[side.codes.system])
    if translated:
        differ = sum(
            bps[7:] != place.code[7:]
            for bps, place in zip(table.codes.digits[hit], table.places[hit])
            if table.codes.system == BPS
        )
        diagnostics.step(
            mark(
                "Codes were translated by the crosswalk; {count} of them end differently in the two systems."
            ),
            count=int(differ),
        )


def _by_unit(found: pandas.DataFrame) -> tuple[pandas.Series, pandas.Series]:
    hits = found[found["unit"].notna()]
    index = pd.Index(hits["unit"].tolist())
    return (
        pd.Series(hits.index.to_numpy(), index=index, name="row"),
        pd.Series(hits["method"].to_numpy(), index=index, name="method"),
    )


def _unit_of_place(layer: Side) -> dict[Place, object]:
    return {place: unit for unit, place in layer.places.items() if place is not None}


def _parents(layer: Side, matched: set, crosswalk: Crosswalk) -> dict:
    """Return the units without a row whose former whole has one: the table is older than the split."""
    unit_of = _unit_of_place(layer)
    parents = {}
    for place, unit in unit_of.items():
        whole = unit_of.get(crosswalk.parent(place))
        if unit not in matched and whole in matched:
            parents[unit] = whole
    return parents


def _rows_of_parts(table: Side, layer: Side, found: pandas.DataFrame, crosswalk: Crosswalk) -> dict:
    """Return the rows of places that the layer does not have, but of which it has the former whole."""
    unit_of = _unit_of_place(layer)
    return {
        row: unit_of[crosswalk.parent(place)]
        for row, place in table.places[found["unit"].isna()].items()
        if place is not None and place not in unit_of and crosswalk.parent(place) in unit_of
    }


def _refuse_nothing(result: MatchResult) -> None:
    if len(result.pairs):
        return
    reasons = result.unmatched.loc[result.unmatched["side"] == "table", "reason"]
    raise InputError(
        mark("No row of the table could be joined. Most rows ({count}): {reason}"),
        count=int(reasons.value_counts().iloc[0]),
        reason=REASONS[reasons.value_counts().index[0]].label,
    )


def _tell(result: MatchResult, layer: Side, table: Side, wholes: set) -> None:
    diagnostics = result.diagnostics
    diagnostics.missing = diagnostics.n - len(result.pairs)
    for code, count in result.methods.value_counts(sort=False).items():
        diagnostics.step(mark("{way}: {count} kelurahan."), way=METHODS[code].label, count=int(count))
    left = result.unmatched["side"].value_counts()
    if left.get("table", 0):
        diagnostics.warn(
            mark("{count} rows of the table were not joined; OUTPUT_UNMATCHED says why."),
            count=int(left["table"]),
        )
    if left.get("layer", 0):
        diagnostics.warn(
            mark("{count} kelurahan have no row in the table: {units}."),
            count=int(left["layer"]),
            units=result.unmatched.loc[result.unmatched["side"] == "layer", "row"].tolist(),
        )
    by_code = result.methods.isin(["code", "crosswalk"])
    paired = result.pairs[by_code]
    ours, theirs = name_keys(layer.names[paired.index]), name_keys(table.names[paired.to_numpy()])
    known = {
        unit: set(name_keys(pd.Series([*place.aliases, place.name], dtype="object")))
        for unit, place in layer.places[paired.index].items()
        if place is not None
    }
    disagree = [
        unit
        for unit, our, their in zip(paired.index, ours, theirs)
        if our and their and our != their and their not in known.get(unit, ())
    ]
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
                "The table is older than the split of {units}: their rows describe the undivided kelurahan, so "
                "counts there are too high for today's borders."
            ),
            units=list(dict.fromkeys(result.parents.values())),
        )
    if wholes:
        diagnostics.warn(
            mark(
                "The layer is older than the table: {units} were split since, and their rows describe only a "
                "part. Add up the parts in the table."
            ),
            units=list(wholes),
        )
