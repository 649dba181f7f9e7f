"""Rows joined to the features of a layer by official codes, for every algorithm alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...analysis.core.lazy import pd
from ...analysis.core.messages import InputError, mark
from ...analysis.data.join.code_agreement import settle, tell_systems, translated
from ...analysis.data.join.codes import CODE_SYSTEMS
from ...analysis.data.join.keyed_table import KeyedTable
from ...language import tr
from ...resources.crosswalk import load_crosswalk
from .parameters import Declared, advanced, choice

if TYPE_CHECKING:
    from ...analysis.core.diagnostics import Diagnostics
    from .run import Run

SYSTEM_PARAMETERS = ("CODE_SYSTEM", "TABLE_CODE_SYSTEM")


def code_systems() -> Declared:
    """Return the code systems of layer and table."""
    layer, table = SYSTEM_PARAMETERS
    return [
        advanced(choice(layer, tr("Code system of the layer"), CODE_SYSTEMS, "auto", True)),
        tr(
            "auto, bps, kemendagri or own. “auto” tells it by dots, names and codes that only one system has, "
            "and asks where the same code means different areas, as 1101 does."
        ),
        advanced(choice(table, tr("Code system of the table"), CODE_SYSTEMS, "auto", True)),
        tr("The same for the codes in the table: auto, bps, kemendagri or own."),
    ]


def units_by_code(
    run: Run, units: pd.Series, codes: pd.Series, diagnostics: Diagnostics, *, ask: bool = True
) -> pd.Series:
    """Return the feature id of each row, None for codes that the layer lacks.

    units: the codes of the layer by feature id. Codes of the two systems are translated
    by the crosswalk. Where it cannot be told which system is meant, the user is asked for it, or, where the
    algorithm has no parameter for that, warned that both sides are taken to have the same.
    """
    distinct = pd.DataFrame({codes.name or "code": pd.Series(codes.dropna().unique(), dtype=object)})
    layer_codes = units.name or "code"
    names = run.units if run.units is not None and run.units.name != layer_codes else None
    frame = pd.DataFrame({layer_codes: units, "name of the unit": names})
    systems = [run.choice(name) if ask else "auto" for name in SYSTEM_PARAMETERS]
    crosswalk = load_crosswalk()
    layer = KeyedTable(frame, crosswalk, layer_codes, None if names is None else "name of the unit", system=systems[0])
    table = KeyedTable(distinct, crosswalk, distinct.columns[0], system=systems[1])
    try:
        settle(layer, table)
    except InputError as error:
        if ask:
            raise
        diagnostics.warn(
            mark(
                "The codes in “{column}” may be those of the statistics office or of the home ministry; both "
                "sides are taken to have the same system."
            ),
            column=error.message.facts["column"],
        )
    if translated(layer, table):
        tell_systems(layer, table, diagnostics)
    unit_of = {key: unit for unit, key in layer.keys.items() if key is not None}
    found = [unit_of.get(key) for key in table.keys]
    by_code = dict(zip(distinct.iloc[:, 0], found))
    return pd.Series([by_code.get(code) for code in codes], index=codes.index, dtype=object)


def check_codes(frame: pd.DataFrame, column: str | None) -> None:
    """Refuse codes that repeat or are missing: rows could then not be told apart."""
    if column is None:
        return
    codes = frame[column]
    if codes.isna().any():
        raise InputError(
            mark("The code field “{column}” is empty in {units}; fill it or choose another field."),
            column=column,
            units=list(frame.index[codes.isna()]),
        )
    if codes.duplicated().any():
        raise InputError(
            mark("The code field “{column}” repeats: {codes}. Each kelurahan needs a code of its own."),
            column=column,
            codes=sorted({str(code) for code in codes[codes.duplicated()]}),
        )
