"""Which row of a table belongs to which kelurahan: by code, then by name, never by similarity.

A row is joined only where exactly one kelurahan has its code, or its name within its kecamatan. All
others are listed with the reason and, as a suggestion for a person, the most similar name.
"""

from __future__ import annotations

from typing import Any

from ...core.diagnostics import Diagnostics
from ...core.lazy import pd
from ...core.messages import InputError, Message, Progress, mark, no_progress
from .code_agreement import settle, tell_systems, translated
from .codes import BPS
from .crosswalk import Place
from .keyed_table import KeyedTable, MatchResult
from .match_messages import tell
from .name_matching import NameIndex
from .names import area_keys
from .reasons import REASONS
from .unmatched import list_unmatched


def match(layer: KeyedTable, table: KeyedTable, progress: Progress = no_progress) -> MatchResult:
    """Pair the rows of a table with the units of a layer.

    Both sides need a column of codes, or both a column of names; with all four, rows that no code has
    joined are looked for by name.

    Raises
    ------
    InputError
        If there is nothing to join by, codes of units repeat, or no row can be joined at all.
    """
    by_code = layer.has_codes and table.has_codes
    by_name = layer.has_names and table.has_names
    if not by_code and not by_name:
        raise InputError(
            mark("Choose the fields to join by: the code field of layer and table, or the name field of both.")
        )
    if by_code:
        settle(layer, table)
    _refuse_repeated_codes(layer)
    diagnostics = Diagnostics(n=len(layer.index))
    reasons = pd.Series(None, index=table.index, dtype="object")
    found = pd.DataFrame({"unit": None, "method": None}, index=table.index, dtype="object")
    if by_code:
        _find_by_code(layer, table, found, reasons, diagnostics)
    if by_name:
        _find_by_name(layer, table, found, reasons)
    twice = _drop_repeated(found, reasons)
    progress(0.4)
    pairs, methods = _by_unit(found)
    parents = _parents(layer, set(pairs.index))
    former = _rows_of_parts(table, layer, found)
    reasons[list(former)] = "older_layer"
    unit_reasons = pd.Series("no_row", index=layer.index.difference(pairs.index, sort=False), dtype="object")
    unit_reasons[unit_reasons.index.isin(list(parents))] = "split"
    unit_reasons[unit_reasons.index.isin(list(twice))] = "duplicate"
    unmatched = list_unmatched(
        layer, table, reasons[found["unit"].isna()], unit_reasons, {**former, **parents}, progress
    )
    result = MatchResult(pairs, methods, parents, unmatched, diagnostics)
    _refuse_nothing(result)
    tell(result, layer, table, set(former.values()))
    return result


def _refuse_repeated_codes(layer: KeyedTable) -> None:
    repeated = layer.keys.notna() & layer.keys.duplicated(keep=False)
    if repeated.any():
        raise InputError(
            mark(
                "The code {code} in “{column}” belongs to more than one kelurahan of the layer: {units}. "
                "Each kelurahan needs a code of its own."
            ),
            column=layer.written.name,
            code=str(layer.written[repeated].iloc[0]),
            units=list(layer.index[repeated]),
        )


def _find_by_code(
    layer: KeyedTable, table: KeyedTable, found: pd.DataFrame, reasons: pd.Series, diagnostics: Diagnostics
) -> None:
    unit_of = pd.Series(layer.keys.index, index=layer.keys).loc[lambda s: s.index.notna()]
    unit = table.keys.map(unit_of).astype(object)
    hit = unit.notna()
    found.loc[hit, "unit"] = unit[hit]
    differ = translated(layer, table)
    found.loc[hit, "method"] = "crosswalk" if differ else "code"
    reasons[~hit] = "unknown_code"
    if differ:
        reasons[~hit & ~_in_crosswalk(table)] = "not_in_crosswalk"
    reasons[table.keys.isna()] = "no_code"
    tell_systems(layer, table, diagnostics)
    if differ and hit.any():
        diagnostics.step(
            mark("Codes were translated by the crosswalk; {count} of them end differently in the two systems."),
            count=_ending_differently(layer, table, unit[hit]),
        )
    elif differ:
        diagnostics.step(mark("The crosswalk knows none of these codes, so none was translated."))


def _in_crosswalk(table: KeyedTable) -> pd.Series:
    """Tell which codes of the table the crosswalk knows: their keys are those of the home ministry."""
    keys = table.keys.astype(str)
    return table.places.notna() | (table.keys.notna() & ~keys.str.startswith(f"{BPS}:"))


def _ending_differently(layer: KeyedTable, table: KeyedTable, units: pd.Series) -> int:
    """Count the joined rows whose code has other digits at its end than that of their unit."""
    ours, theirs = layer.codes.digits[units.to_numpy()], table.codes.digits[units.index]
    return sum(our[-3:] != their[-3:] for our, their in zip(ours, theirs))


def _find_by_name(layer: KeyedTable, table: KeyedTable, found: pd.DataFrame, reasons: pd.Series) -> None:
    """Look for the rows that have no unit yet; a unit that a code has joined keeps its row.

    A row whose name belongs to another unit than its code is not joined at all.
    """
    index = NameIndex(layer.index, layer.names, layer.groups, layer.places, layer.crosswalk)
    hits = index.find(table.names, table.given_groups)
    by_code = found["unit"].notna()
    contrary = by_code & hits["unit"].notna() & (hits["unit"] != found["unit"])
    contrary &= ~_named_alike(layer, table, found["unit"])
    found.loc[contrary] = None
    reasons[contrary] = "contradiction"
    taken = set(found["unit"].dropna())
    rest = ~by_code
    hits = hits.where(rest)
    again = hits["unit"].isin(taken)
    new = hits["unit"].notna() & ~again
    found.loc[new] = hits.loc[new, ["unit", "method"]]
    reasons[rest] = hits.loc[rest, "reason"]
    reasons[again] = "duplicate"


def _named_alike(layer: KeyedTable, table: KeyedTable, units: pd.Series) -> pd.Series:
    """Tell which rows have the name of their unit but for “Kota”, which the statistics office leaves out."""
    short = table.codes.digits.str.len().le(4).fillna(False).astype(bool) & units.notna()
    alike = pd.Series(False, index=units.index)
    ours = area_keys(layer.names)[units[short].to_numpy()].to_numpy()
    alike[short] = area_keys(table.names)[short].to_numpy() == ours
    return alike


def _drop_repeated(found: pd.DataFrame, reasons: pd.Series) -> set[Any]:
    """Take back the units that several rows belong to, and return them."""
    repeated = found["unit"].notna() & found["unit"].duplicated(keep=False)
    units = set(found.loc[repeated, "unit"])
    reasons[repeated] = "duplicate"
    found.loc[repeated] = None
    return units


def _by_unit(found: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    hits = found[found["unit"].notna()]
    index = pd.Index(hits["unit"].tolist())
    return (
        pd.Series(hits.index.to_numpy(), index=index, name="row"),
        pd.Series(hits["method"].to_numpy(), index=index, name="method"),
    )


def _unit_of_place(layer: KeyedTable) -> dict[Place | None, Any]:
    return {place: unit for unit, place in layer.places.items() if place is not None}


def _parents(layer: KeyedTable, matched: set[Any]) -> dict[Any, Any]:
    """Return the units without a row whose former whole has one: the table is older than the split."""
    unit_of = _unit_of_place(layer)
    parents = {}
    for place, unit in unit_of.items():
        whole = unit_of.get(place and layer.crosswalk.parent(place))
        if unit not in matched and whole in matched:
            parents[unit] = whole
    return parents


def _rows_of_parts(table: KeyedTable, layer: KeyedTable, found: pd.DataFrame) -> dict[Any, Any]:
    """Return the rows of places that the layer does not have, but of which it has the former whole."""
    unit_of, parent = _unit_of_place(layer), layer.crosswalk.parent
    return {
        row: unit_of[parent(place)]
        for row, place in table.places[found["unit"].isna()].items()
        if place is not None and place not in unit_of and parent(place) in unit_of
    }


def _refuse_nothing(result: MatchResult) -> None:
    if len(result.pairs):
        return
    reasons = result.unmatched.loc[result.unmatched["side"] == "table", "reason"]
    raise InputError(
        mark("No row of the table could be joined. Most rows ({count}): {reason}"),
        count=int(reasons.value_counts().iloc[0]),
        reason=Message(REASONS[reasons.value_counts().index[0]].label),
    )
