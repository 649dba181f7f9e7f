"""Join a table of indicators to the kelurahan."""

from __future__ import annotations

from typing import Any

from ...analysis.core.diagnostics import Diagnostics
from ...analysis.core.lazy import pd
from ...analysis.core.messages import mark
from ...analysis.data.join.keyed_table import KeyedTable, MatchResult
from ...analysis.data.join.matching import match
from ...analysis.data.join.reasons import REASONS
from ...analysis.data.join.splits import SPLITS, inherit_rates
from ...analysis.data.tables.numbers import read_numbers
from ...analysis.data.tables.privacy import without_personal_numbers
from ...language import tr
from ...resources.crosswalk import load_crosswalk
from ..base.algorithm import Algorithm
from ..base.codes import SYSTEM_PARAMETERS, code_systems
from ..base.groups import DATA
from ..base.parameters import (
    ANY_GEOMETRY,
    advanced,
    choice,
    code_field,
    field,
    input_layer,
    name_field,
    number_style,
    sink,
    source,
    table_sink,
    text,
)
from ..base.run import Run
from ..io.frames import free_names
from ..io.results import ON_CONFLICT, write_beside, write_rows
from ..io.tables import read_table

#: Parameter of the layer and of the table for each role that a field has in matching.
ROLES = {
    "code": ("ID_FIELD", "TABLE_CODE_FIELD"),
    "name": ("NAME_FIELD", "TABLE_NAME_FIELD"),
    "group": ("GROUP_FIELD", "TABLE_GROUP_FIELD"),
}
METHOD_FIELD = "join_method"
#: Row numbers of databases, which mean nothing in another table.
_ROW_NUMBERS = ("fid", "ogc_fid")


class JoinIndicators(Algorithm):
    """Table -> the layer with the table's columns, and the list of what did not match."""

    ID = "joinindicators"
    TITLE = mark("Join indicators to kelurahan")
    GROUP = DATA
    TABLES = ("TABLE",)
    SUMMARY = mark(
        "Joins a table (CSV, XLSX, ODS, database) to the kelurahan by code or by name, and lists what did not match."
    )
    HELP = mark(
        "<p>Codes of the home ministry (33.72.01.1001) and of the statistics office (3372010001) are "
        "translated: kelurahan by the crosswalk of Surakarta, kabupaten and kota by a table of all 514, since "
        "1101 is Simeulue for one office and Aceh Selatan for the other. Where nothing tells which office a "
        "code is of, it is asked for and nothing is joined. Rows without a known code are looked for by name, "
        "within their kecamatan: capitals, spaces, “Kel.” and known other spellings do not matter. Similar names "
        "are only suggested in OUTPUT_UNMATCHED, never joined.</p>"
        "<p>Numbers such as 1.234 are read only where their column shows which mark is decimal, or where "
        "NUMBERS says so. Columns that look like personal numbers (NIK) are left out. The field "
        "join_method says how each kelurahan was joined: code, crosswalk, name, spelling, alias or "
        "inherited.</p>"
    )
    TAGS = mark("table,attribute,code,name,crosswalk,csv,excel,spreadsheet,match")

    def define(self) -> None:
        """Add the parameters."""
        self.add(
            input_layer(ANY_GEOMETRY),
            tr("The layer of kelurahan that receives the columns."),
            source("TABLE", tr("Table")),
            tr("The table with one row for each kelurahan: CSV, XLSX, ODS, a database table or a layer."),
            code_field(),
            tr("Official code of each kelurahan; must not repeat. It is used to name units in tables."),
            field("TABLE_CODE_FIELD", tr("Code field of the table"), optional=True, parent="TABLE"),
            tr("Code of the kelurahan."),
            name_field(),
            tr("Name of each kelurahan, used in messages, tables and labels."),
            field("TABLE_NAME_FIELD", tr("Name field of the table"), optional=True, parent="TABLE"),
            tr("Name of the kelurahan, for rows that have no known code."),
            field("GROUP_FIELD", tr("Group field"), optional=True),
            tr("A grouping of the kelurahan, for example the kecamatan."),
            field("TABLE_GROUP_FIELD", tr("Kecamatan field of the table"), optional=True, parent="TABLE"),
            tr("Name of the kecamatan: needed where names repeat or a kecamatan has the same name."),
            field("FIELDS", tr("Columns to join"), many=True, optional=True, parent="TABLE"),
            tr("The columns of the table that are joined; all others than code, name and kecamatan if empty."),
            *number_style(hidden=False),
            choice("SPLIT", tr("Kelurahan that were split off"), SPLITS, "leave"),
            tr(
                "leave or inherit: what Mojo, Banjarsari and Joglo get from a table of the 51 kelurahan before "
                "the split. Columns of whole numbers may be counts and are never inherited."
            ),
            advanced(text("PREFIX", tr("Prefix of joined columns"), "")),
            tr("Text put before the names of the joined columns."),
            sink("OUTPUT", tr("Joined layer")),
            tr("The layer with the columns of the table and join_method. A Shapefile cuts names to 10 letters."),
            table_sink("OUTPUT_UNMATCHED", tr("Not joined"), optional=True),
            tr("Rows and kelurahan that were not joined, with the reason and the most similar name."),
            *code_systems(),
            choice("ON_CONFLICT", tr("Columns that the layer already has"), ON_CONFLICT, "warn", True),
            tr(
                "warn, replace or refuse. By default both stay and a warning names the new one (sarjana_2); "
                "“replace” leaves out the layer's own. Capitals do not matter."
            ),
        )
        self.add_output_numbers(MATCHED=tr("Kelurahan joined"), UNMATCHED=tr("Rows and kelurahan not joined"))

    def compute(self, run: Run) -> dict[str, Any]:
        """Match, convert, write."""
        reading = Diagnostics()
        table = read_table(run, "TABLE", reading)
        ours = {role: run.field(names[0]) for role, names in ROLES.items()}
        theirs = {role: next(iter(table.check(run.names(names[1]))), None) for role, names in ROLES.items()}
        columns = table.check(list(dict.fromkeys(run.names("FIELDS")))) or [
            column
            for column in table.frame.columns
            if column not in theirs.values() and column.lower() not in _ROW_NUMBERS
        ]
        units = run.frame(list(ours.values()))
        run.name_units(units, ours["name"], ours["code"])
        crosswalk = load_crosswalk()
        systems = [run.choice(name) for name in SYSTEM_PARAMETERS]
        result = match(
            KeyedTable(units, crosswalk, **ours, system=systems[0]),
            KeyedTable(table.frame, crosswalk, **theirs, system=systems[1]),
            run.progress(0.1, 0.6),
        )
        wanted = without_personal_numbers(table.frame[columns], reading)
        measured = wanted.columns.difference(list(theirs.values()), sort=False)
        wanted = wanted.assign(**read_numbers(wanted[measured], run.choice("NUMBERS"), reading))
        prefixed = [run.text("PREFIX") + name for name in wanted.columns]
        wanted = wanted.set_axis(list(free_names([METHOD_FIELD], prefixed).values()), axis=1)
        joined = _joined(units.index, wanted, result, run.choice("SPLIT"), reading)
        run.tell(reading)
        run.tell(result.diagnostics)
        write_beside(run, "OUTPUT", joined, start=0.6, end=0.9, on_conflict=run.choice("ON_CONFLICT"))
        unmatched = result.unmatched.assign(
            explanation=[tr(REASONS[code].label) for code in result.unmatched["reason"]]
        )
        write_rows(run, "OUTPUT_UNMATCHED", unmatched)
        return {"MATCHED": len(result.pairs), "UNMATCHED": len(unmatched)}


def _joined(
    units: pd.Index, wanted: pd.DataFrame, result: MatchResult, split: str, diagnostics: Diagnostics
) -> pd.DataFrame:
    """Return the wanted columns by unit with the method in the last column."""
    joined = wanted.loc[result.pairs.to_numpy()].set_axis(result.pairs.index, axis=0).reindex(units)
    methods = result.methods.astype(object).reindex(units)
    if split == "inherit" and result.parents:
        joined, inherited, left = inherit_rates(joined, result.parents)
        if inherited:
            methods[list(result.parents)] = "inherited"
            diagnostics.warn(
                mark("{units} {units:has|have} the rates of the undivided kelurahan: {columns}."),
                units=list(result.parents),
                columns=inherited,
            )
        if left:
            diagnostics.warn(
                mark("Not given to kelurahan that were split off, since they may be counts: {columns}."), columns=left
            )
    return joined.assign(**{METHOD_FIELD: methods})
