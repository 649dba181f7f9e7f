"""Whether the codes of two sides may be compared: their systems are known, or names say that they agree."""

from __future__ import annotations

from ...core.diagnostics import Diagnostics
from ...core.lazy import pd
from ...core.messages import InputError, Message, mark
from .codes import BPS, KEMENDAGRI, SYSTEMS, UNKNOWN
from .keyed_table import KeyedTable
from .names import name_keys

#: So many of the pairs of equal codes must have equal names where the codes alone do not tell.
_AGREEING = 0.8


def settle(layer: KeyedTable, table: KeyedTable) -> None:
    """Make codes of both sides comparable.

    Codes of the user's own on both sides are compared as they are written.

    Raises
    ------
    InputError
        If a side may be of either system, and names on both sides do not tell either.
    """
    if layer.is_chosen or table.is_chosen or not (layer.is_official or table.is_official):
        layer.compare_as_written()
        table.compare_as_written()
        return
    unsure = [
        (side, parameter)
        for side, parameter in ((layer, "CODE_SYSTEM"), (table, "TABLE_CODE_SYSTEM"))
        if not side.codes.sure
    ]
    if unsure and not _names_agree(layer, table):
        side, parameter = unsure[0]
        raise InputError(
            mark(
                "The codes in “{column}” are used by the statistics office and by the home ministry for "
                "different areas ({example}), and nothing beside them tells which is meant: choose "
                "{parameter} (bps, kemendagri or own), or give the fields of names."
            ),
            column=side.written.name,
            example=_example(side),
            parameter=parameter,
        )


def tell_systems(layer: KeyedTable, table: KeyedTable, diagnostics: Diagnostics) -> None:
    """Record which system each side has and how that was found."""
    for side, sentence, alike in (
        (layer, mark("The layer has {system} ({why})."), mark("The layer has {system}.")),
        (table, mark("The table has {system} ({why})."), mark("The table has {system}.")),
    ):
        system, why = Message(SYSTEMS[side.codes.system]), Message(side.codes.why)
        if side.codes.system == UNKNOWN:
            diagnostics.step(alike, system=system)
        else:
            diagnostics.step(sentence, system=system, why=why)


def translated(layer: KeyedTable, table: KeyedTable) -> bool:
    """Tell whether the two sides have different systems, so that codes go through the crosswalk."""
    return {layer.codes.system, table.codes.system} == {KEMENDAGRI, BPS}


def _names_agree(layer: KeyedTable, table: KeyedTable) -> bool:
    if not (layer.has_names and table.has_names):
        return False
    unit_of = pd.Series(layer.keys.index, index=layer.keys)
    unit_of = unit_of[unit_of.index.notna() & ~unit_of.index.duplicated(keep=False)]
    units = table.keys.map(unit_of).dropna()
    ours = name_keys(layer.names)[units.to_numpy()].to_numpy()
    theirs = name_keys(table.names[units.index]).to_numpy()
    pairs = [our == their for our, their in zip(ours, theirs) if our and their]
    return bool(pairs) and sum(pairs) / len(pairs) >= _AGREEING


def _example(side: KeyedTable) -> Message | str:
    """Return a code with what it means in either system."""
    areas = side.crosswalk.areas
    for code in side.codes.digits.dropna():
        ministry, office = (areas.find(code, system) for system in (KEMENDAGRI, BPS))
        if ministry and office and ministry is not office:
            return Message(
                mark("{code} may be {office} or {ministry}"),
                {"code": code, "office": office.name, "ministry": ministry.name},
            )
    return str(side.written[side.codes.digits.notna()].iloc[0])
