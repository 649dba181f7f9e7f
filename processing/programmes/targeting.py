"""`targeting`: whether a programme reaches those it is for, by kelurahan and as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...analysis.core.diagnostics import Diagnostics
from ...analysis.core.lazy import pd
from ...analysis.core.messages import InputError, Message, mark
from ...analysis.core.registers import Method, Register
from ...analysis.programmes.targeting.errors import MEASURES
from ...analysis.report.sections.targeting import targeting_sections
from ...language import tr
from ..base.algorithm import Algorithm
from ..base.codes import check_codes, code_systems
from ..base.groups import PROGRAMMES
from ..base.parameters import (
    NUMERIC,
    advanced,
    boolean,
    choice,
    extra_table,
    field,
    input_layer,
    name_field,
    number,
    number_style,
    report_file,
    sink,
    source,
    text,
)
from ..io.map_of import MapOf
from ..io.results import write_beside, write_rows
from ..report.write import write_report
from .tables import by_unit, needs_one, only, rows_of_table, table_field

if TYPE_CHECKING:
    from ...analysis.programmes.targeting.targeting import Targeting as Result
    from ..base.run import Run

_KINDS = Register(
    mark("kind of table"),
    [Method("counts", mark("Counts by kelurahan")), Method("records", mark("A row a household or person"))],
)
_COUNT_FIELDS = {
    "eligible": "ELIGIBLE_FIELD",
    "recipients": "RECIPIENTS_FIELD",
    "eligible_recipients": "ELIGIBLE_RECIPIENTS_FIELD",
    "budget": "BUDGET_FIELD",
    "spent": "SPENT_FIELD",
}
_RECORD_FIELDS = {
    "eligible": "ELIGIBLE_FIELD",
    "receives": "RECIPIENTS_FIELD",
    "amount": "AMOUNT_FIELD",
    "weight": "WEIGHT_FIELD",
    "welfare": "WELFARE_FIELD",
}


class Targeting(Algorithm):
    """Measure coverage, errors, concentration and quotas of a programme."""

    ID = "targeting"
    TITLE = mark("Targeting of a programme")
    GROUP = PROGRAMMES
    TABLES = ("TABLE",)
    SUMMARY = mark("Tells whether a programme reaches those it is for, and which kelurahan it serves too little.")
    HELP = mark(
        "<p>Coverage is the share of the eligible who receive; the exclusion error is the rest. The inclusion "
        "error is the share of recipients who are not eligible. Values of all kelurahan together are ratios of sums. "
        "The "
        "concentration index is negative where the worst-off get more than their share; the "
        "Coady–Grosh–Hoddinott ratio is above 1 then. Records are compared among themselves: all of whom the "
        "recipients are a share are then the households or persons of the records.</p>"
        "<p>The quota shares as many recipients by population times need. Under-served kelurahan have less "
        "than four fifths of that. A kelurahan without counts is in no value, and named.</p>"
        "<p>Added fields: eligible, recipients, eligible_recipients, coverage, exclusion, inclusion (0 to 1), "
        "cost, absorption, quota, quota_gap, served.</p>"
    )
    TAGS = mark(
        "targeting,coverage,leakage,exclusion error,inclusion error,social aid,programme,quota,CGH,evaluation,bantuan"
    )

    def define(self) -> None:
        """Add the parameters."""
        self.add(
            input_layer(),
            tr("The kelurahan."),
            field("ID_FIELD", tr("Code field")),
            tr("Code of each kelurahan, as in the table."),
            name_field(),
            tr("Name of each kelurahan, used in messages, tables and labels."),
            field("POPULATION_FIELD", tr("Population field"), NUMERIC),
            tr(
                "Population of each kelurahan; the number of households where the table counts households. With "
                "records it shares out the quota alone."
            ),
            field("NEED_FIELD", tr("Need field"), NUMERIC),
            tr("How needy each kelurahan is: a need of the priorities, a poverty rate, or an index."),
            boolean("HIGH_IS_NEED", tr("High values mean need"), True),
            tr("Switch off where the need field is an index of welfare from 0 to 100."),
        )
        self._define_table()
        self.add(
            advanced(number("POOREST", tr("Worst-off share"), 0.4, 0.01, 0.99)),
            tr("Share of the people, from the worst-off, that the Coady–Grosh–Hoddinott ratio looks at."),
            sink("OUTPUT", tr("Targeting by kelurahan")),
            tr("The layer with coverage, errors, quota and class of service."),
            extra_table("OUTPUT_SUMMARY", tr("Summary")),
            tr("Table of the measures of the whole programme."),
            report_file(),
            tr("Report on the targeting as HTML, PDF or DOCX."),
            *number_style(),
            *code_systems(),
        )
        self.add_output_numbers(COVERAGE=tr("Coverage of the eligible"), INCLUSION=tr("Inclusion error (leakage)"))

    def _define_table(self) -> None:
        self.add(
            source("TABLE", tr("Table of the programme")),
            tr("A table with the kelurahan's code in each row; rows of one kelurahan are summed."),
            choice("KIND", tr("Kind of table"), _KINDS, "counts"),
            tr("Codes: {codes}.").format(codes=", ".join(_KINDS.codes)),
            table_field("TABLE_CODE_FIELD", tr("Code in the table")),
            tr("The field with the kelurahan's code."),
            table_field("ELIGIBLE_FIELD", tr("Eligible")),
            tr("Number of people the programme is for; in records 1 or 0."),
            table_field("RECIPIENTS_FIELD", tr("Recipients")),
            tr("Number of recipients; in records 1 or 0."),
            table_field("ELIGIBLE_RECIPIENTS_FIELD", tr("Eligible recipients"), optional=True),
            tr("Number of recipients who are eligible; needed for counts."),
            table_field("BUDGET_FIELD", tr("Budget"), optional=True),
            tr("Money planned; for counts."),
            table_field("SPENT_FIELD", tr("Spent"), optional=True),
            tr("Money spent; for counts."),
            table_field("AMOUNT_FIELD", tr("Amount received"), optional=True),
            tr("What a record receives; for records."),
            table_field("WEIGHT_FIELD", tr("Weight"), optional=True),
            tr("Households or people a record stands for; for records, and needed of a sample."),
            table_field("WELFARE_FIELD", tr("Welfare"), optional=True),
            tr("Welfare of a record, low is poor, for example expenditure; for records."),
            table_field("PROGRAMME_FIELD", tr("Programme field"), optional=True),
            tr("The field that names the programme."),
            table_field("YEAR_FIELD", tr("Year field"), optional=True),
            tr("The field that holds the year."),
            text("PROGRAMME", tr("Programme"), ""),
            tr("Only rows of this programme; may stay empty where the table holds a single one."),
            text("YEAR", tr("Year"), ""),
            tr("Only rows of this year; may stay empty where the table holds a single one."),
        )

    def compute(self, run: Run) -> dict[str, Any]:
        """Read, measure, then write everything."""
        from ...analysis.programmes.targeting.targeting import targeting

        code, name = run.field("ID_FIELD"), run.field("NAME_FIELD")
        population, need_field = run.field("POPULATION_FIELD"), run.field("NEED_FIELD")
        frame = run.frame([code, name, population, need_field])
        run.name_units(frame, name, code)
        check_codes(frame, code)
        told = Diagnostics()
        counts, records = _counts(run, frame[code], told)
        need = frame[need_field].to_numpy(float)
        if not run.boolean("HIGH_IS_NEED"):
            need = 100.0 - need
        if (need < 0).any():
            raise InputError(
                mark("The need in {column} must not be negative, but is in {units}; is it a welfare index?"),
                column=need_field,
                units=list(frame.index[need < 0]),
            )
        result = targeting(
            counts.reindex(frame.index),
            need,
            frame[population].to_numpy(float),
            poorest=run.number("POOREST"),
            records=records,
        )
        result.diagnostics.warnings[:0] = told.warnings
        run.tell(result.diagnostics)
        self._write(run, result)
        measures = result.summary.set_index("measure")["value"]
        return {"COVERAGE": float(measures["coverage"]), "INCLUSION": float(measures["inclusion"])}

    def _write(self, run: Run, result: Result) -> None:
        title = run.text("PROGRAMME") or Message(mark("Targeting of a programme"))
        write_beside(run, "OUTPUT", result.units, MapOf("service", "served", title))
        labels = [MEASURES[code].label for code in result.summary["measure"]]
        summary = result.summary.assign(name=[tr(label) for label in labels])
        write_rows(run, "OUTPUT_SUMMARY", summary)
        named = f"{run.text('PROGRAMME')} {run.text('YEAR')}".strip()
        titles = {"title": Message(self.TITLE), "programme": named}
        names = run.unit_names(result.units.index)
        write_report(
            run,
            lambda: targeting_sections(result, names),
            title=Message("{title}: {programme}", titles) if named else "",
        )


def _counts(run: Run, codes: pd.Series, diagnostics: Diagnostics) -> tuple[pd.DataFrame, pd.DataFrame | None]:
    """Return counts by feature id, and the records where the table holds them."""
    from ...analysis.programmes.targeting.records import counts_of_records

    counting = run.choice("KIND") == "counts"
    wanted = _COUNT_FIELDS if counting else _RECORD_FIELDS
    columns = {key: run.field(parameter, "TABLE") for key, parameter in wanted.items()}
    columns = {key: column for key, column in columns.items() if column}
    needs_one(run, "ELIGIBLE_RECIPIENTS_FIELD" if counting else "WELFARE_FIELD")
    code = run.field("TABLE_CODE_FIELD", "TABLE")
    keys = [run.field(name, "TABLE") for name in ("PROGRAMME_FIELD", "YEAR_FIELD")]
    rows = rows_of_table(run, [code, *keys], list(columns.values()))
    for parameter in ("PROGRAMME", "YEAR"):
        rows = only(run, rows, parameter, f"{parameter}_FIELD", diagnostics)
    rows = rows.reset_index(drop=True)
    units = by_unit(run, codes, rows[code])
    table = rows[list(columns.values())].set_axis(list(columns), axis=1)
    if counting:
        return _summed(table, units, diagnostics), None
    counts, records = counts_of_records(table.assign(code=units), columns)
    if records["welfare"].isna().any():
        raise InputError(mark("The welfare of some records is empty; fill it or leave those records out."))
    return counts.drop(columns="people"), records


def _summed(table: pd.DataFrame, units: pd.Series, diagnostics: Diagnostics) -> pd.DataFrame:
    """Return the counts of each kelurahan; what is empty in one of its rows is not known of it."""
    several = units[units.duplicated()].unique()
    if len(several):
        diagnostics.warn(
            mark(
                "The rows of {units} were added up. If they are of several programmes or years, whoever is in two "
                "counts twice: choose PROGRAMME_FIELD and YEAR_FIELD."
            ),
            units=list(several),
        )
    return table.groupby(units).sum().mask(table.isna().groupby(units).any())
