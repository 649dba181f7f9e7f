"""Results written out: columns beside the features they belong to, and tables of their own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from qgis.core import QgsCoordinateReferenceSystem, QgsFields, QgsWkbTypes

from ...analysis.core.lazy import pd
from ...analysis.core.messages import InputError, mark
from ...analysis.core.registers import Method, Register
from .cards import card_of_run, inheriting
from .frames import columns_of, fields_of, free_names, write_features, write_table
from .map_of import TABLE, MapOf

if TYPE_CHECKING:
    from ...analysis.core.card import Card
    from ...analysis.core.diagnostics import Diagnostics
    from ..base.run import Run
    from .output_checks import Sink


ON_CONFLICT = Register(
    mark("treatment of names that are taken"),
    [
        Method("warn", mark("Keep both: the new column gets a number, and a warning names it")),
        Method("replace", mark("The new column takes the place of the old one")),
        Method("refuse", mark("Stop, and say which names are taken")),
    ],
)


def write_beside(
    run: Run,
    output: str,
    columns: pd.DataFrame,
    result: MapOf = TABLE,
    start: float = 0.6,
    end: float = 0.95,
    on_conflict: str = "warn",
) -> None:
    """Write the input's features with further columns, a row a feature id, behind their own attributes.

    Names are compared without case, as databases do. What happens to a column whose name is taken
    `on_conflict` says; by default it gets a number, of which the log and the report warn. `result` says what
    the layer is shown as; a table without geometry has no style. `start` and `end` are the stretch of progress.
    """
    source = run.source()
    names, dropped = _free(run, source.fields(), columns.columns, on_conflict)
    columns = columns.rename(columns=names)
    fields = QgsFields()
    for index, field in enumerate(source.fields()):
        if index not in dropped:
            fields.append(field)
    for field in fields_of(columns):
        fields.append(field)
    kept = fields.names()[: -len(columns.columns)] if len(columns.columns) else fields.names()
    if source.wkbType() == QgsWkbTypes.Type.NoGeometry:
        result = replace(result, kind="", shown="")

    def card() -> Card:
        own = card_of_run(run, output, result, {name: role for role, name in names.items()})
        return inheriting(run, own, kept)

    known = columns_of(columns) if result.kind and len(columns) == source.featureCount() else None
    sink = run.outputs.layer(output, fields, source.wkbType(), source.sourceCrs(), card, known)
    if sink is not None:
        write_features(sink, source, columns, run.progress(start, end), dropped)


def _free(run: Run, fields: QgsFields, wanted: Iterable[str], on_conflict: str) -> tuple[dict[str, str], list[int]]:
    """Return the name of each new column, and the positions of old ones that make room for them."""
    taken = {name.lower(): index for index, name in enumerate(fields.names())}
    wanted = list(wanted)
    clashing = [column for column in wanted if column.lower() in taken]
    old = [fields.at(taken[column.lower()]).name() for column in clashing]
    if clashing and on_conflict == "refuse":
        raise InputError(
            mark(
                "The layer already has {columns}. Take them out, give the new columns a prefix, or choose "
                "ON_CONFLICT=replace."
            ),
            columns=old,
        )
    if on_conflict == "replace":
        dropped = [taken[column.lower()] for column in clashing]
        kept = [name for index, name in enumerate(fields.names()) if index not in dropped]
        if clashing:
            run.warn(mark("The new columns have replaced those of the layer: {columns}."), columns=old)
        return free_names(kept, wanted), dropped
    names = free_names(fields.names(), wanted)
    for column, there in zip(clashing, old):
        run.warn(
            mark(
                "The layer already has “{old}”, which stays as it was; the new column is “{new}”. Choose “{new}” "
                "in what follows."
            ),
            old=there,
            new=names[column],
        )
    # two new columns that differ by case alone
    for column in wanted:
        if names[column] != column and column not in clashing:
            run.warn(
                mark("Two new columns are called “{column}”; the second is “{new}”."), column=column, new=names[column]
            )
    return names, []


def open_sink(
    run: Run,
    output: str,
    table: pd.DataFrame,
    result: MapOf = TABLE,
    wkb_type: int = QgsWkbTypes.Type.NoGeometry,
    crs: QgsCoordinateReferenceSystem | None = None,
) -> Sink | None:
    """Open the sink of a layer or table of its own, with a field a column; None where it is not wanted."""
    roles = {name: name for name in table.columns}
    return run.outputs.layer(
        output,
        fields_of(table),
        wkb_type,
        crs,
        lambda: card_of_run(run, output, result, roles),
        {result.shown: table[result.shown].tolist()} if result.shown else None,
    )


def write_rows(run: Run, output: str, table: pd.DataFrame, result: MapOf = TABLE) -> None:
    """Write a table without geometry, where it is wanted."""
    sink = open_sink(run, output, table, result)
    if sink is not None:
        write_table(sink, table)


def cautions_text(run: Run, diagnostics: Diagnostics) -> str | None:
    """Return the warnings of a result, a line each, for the column `cautions` of a table; None without any."""
    return "\n".join(map(run.sentence, diagnostics.warnings)) or None
