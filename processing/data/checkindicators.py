"""`checkindicators`: the audit of indicators before any index."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...analysis.core.diagnostics import Diagnostics
from ...analysis.core.lazy import pd
from ...analysis.core.messages import Message, mark
from ...analysis.data.audit.audit import Audit, check_indicators
from ...analysis.data.audit.findings import FINDINGS
from ...analysis.indices.definition.schema import definition_from_text, definition_to_dict
from ...analysis.report.sections.audit import audit_sections, audited
from ...cartography.base.metadata import CAUTIONS_FIELD
from ...language import current_language, tr
from ..base.algorithm import Algorithm
from ..base.groups import DATA
from ..base.parameters import (
    ANY_GEOMETRY,
    NUMERIC,
    definition_file,
    extra_table,
    field,
    input_layer,
    report_file,
    table_sink,
    unit_fields,
)
from ..indices.definitions import words_of
from ..indices.expectations import divided, expectations_of
from ..io.frames import beside
from ..io.results import cautions_text, write_rows
from ..report.write import write_report

if TYPE_CHECKING:
    from ...analysis.indices.definition.model import Definition
    from ..base.run import Run


class CheckIndicators(Algorithm):
    """Layer -> tables of what is wrong with its indicators, by indicator and by kelurahan."""

    ID = "checkindicators"
    TITLE = mark("Check indicators")
    GROUP = DATA
    SUMMARY = mark("Audits indicators before an index is made: gaps, extremes, ranges, redundancy, reliability.")
    HELP = mark(
        "<p>Nothing is changed. For each indicator: missing values, zeros, spread, skewness and kurtosis with the "
        "rule of the JRC (|skewness| above 2 and kurtosis above 3.5), values beyond 1.5 quartile distances, "
        "values outside the plausible range of the catalogue, signs that it is a count instead of a rate, rates "
        "of fewer than five cases, variance inflation, and Cronbach's alpha of its dimension without it.</p>"
        "<p>Together: pairs correlated above 0.9, Cronbach's alpha by dimension, KMO, Bartlett's test and "
        "principal components. What cannot be computed, for example with a singular correlation matrix, is "
        "said.</p>"
        "<p>Fields that have the codes of the catalogue (inc01, wsh02, …) are known with name, direction, "
        "dimension and plausible range; DEFINITION says it for others.</p>"
    )
    TAGS = mark("quality,audit,missing,outlier,correlation,reliability,Cronbach,KMO,PCA,data check")
    REQUIRES = ("pandas", "scipy")
    REPORT_REQUIRES = ("jinja2",)

    def define(self) -> None:
        """Add the parameters."""
        self.add(
            input_layer(ANY_GEOMETRY),
            tr("The layer whose fields hold the indicators."),
            field("FIELDS", tr("Indicators"), NUMERIC, many=True, optional=True),
            tr("The numeric fields to check; those of the definition if empty."),
            definition_file(),
            tr("A JSON file or text that says directions and dimensions of the indicators."),
            *unit_fields(),
            field("POPULATION_FIELD", tr("Population field"), NUMERIC, optional=True),
            tr("Population of each kelurahan: finds counts and rates of few cases."),
            table_sink("OUTPUT", tr("Indicators checked")),
            tr("Table with a row for each indicator: statistics, findings and what to do."),
            extra_table("OUTPUT_UNITS", tr("Kelurahan checked")),
            tr("Table with a row for each kelurahan: missing and remarkable values."),
            report_file(),
            tr("Report of the whole audit as HTML, PDF or DOCX."),
        )
        self.add_output_numbers(FINDINGS=tr("Indicators with a finding"))

    def compute(self, run: Run) -> dict[str, Any]:
        """Read, audit, write."""
        given = run.text("DEFINITION").strip()
        definition = definition_from_text(given) if given else None
        fields = run.fields("FIELDS") or (definition.fields if definition else [])
        if definition is not None:
            fields = list(dict.fromkeys([*fields, *definition.fields]))
        columns = {name: run.field(name) for name in ("ID_FIELD", "NAME_FIELD", "GROUP_FIELD")}
        population = run.field("POPULATION_FIELD")
        denominators = definition.columns if definition else []
        frame = run.frame([*fields, *denominators, *columns.values(), population])
        run.name_units(frame, columns["NAME_FIELD"], columns["ID_FIELD"])
        language = current_language()
        known = expectations_of(fields, definition, language)
        if definition is not None:
            run.definition = definition_to_dict(definition)
            run.words.update(words_of(definition))
        audit = check_indicators(divided(frame, definition), fields, known, population, run.progress(0.1, 0.8))
        _warn_of_codes(frame, columns["ID_FIELD"], audit.diagnostics)
        _warn_of_denominators(frame, definition, audit.diagnostics)
        run.tell(audit.diagnostics)
        self._write(run, frame, audit, list(dict.fromkeys(filter(None, columns.values()))))
        write_report(
            run,
            lambda: audit_sections(audit, run.unit_names(audit.units.index)),
            title=Message(mark("Check of indicators")),
            lead=audited(audit),
            diagnostics=audit.diagnostics,
        )
        return {"FINDINGS": int((audit.indicators["gravest"] != "none").sum())}

    def _write(self, run: Run, frame: pd.DataFrame, audit: Audit, keys: list[str]) -> None:
        indicators = audit.indicators.rename_axis("field").reset_index()
        indicators["outlier_units"] = _named(run, audit, indicators["field"], "outlier")
        indicators["out_of_range_units"] = _named(run, audit, indicators["field"], "out_of_range")
        indicators["suggestion"] = [tr(FINDINGS[code].label) for code in indicators["gravest"]]
        indicators[CAUTIONS_FIELD] = cautions_text(run, audit.diagnostics)
        units = beside(frame[list(dict.fromkeys(keys))], audit.units, "_check")
        for name, table in (("OUTPUT", indicators), ("OUTPUT_UNITS", units)):
            write_rows(run, name, table)


def _named(run: Run, audit: Audit, fields: pd.Series, reason: str) -> list[str | None]:
    """Return, for each field, the names of the kelurahan with values flagged for a reason."""
    flagged = audit.values[audit.values["reason"] == reason]
    names = {
        field: ", ".join(run.unit_name(unit) for unit in units) for field, units in flagged.groupby("field")["unit"]
    }
    return [names.get(field) for field in fields]


def _warn_of_denominators(frame: pd.DataFrame, definition: Definition | None, diagnostics: Diagnostics) -> None:
    """Say where a rate is missing for want of its denominator, not of the indicator."""
    for leaf in definition.indicators if definition else ():
        if leaf.denominator is None:
            continue
        unknown = frame.index[frame[leaf.denominator].isna() & frame[leaf.field].notna()]
        if len(unknown):
            diagnostics.warn(
                mark("The denominator {column} of {indicator} has no value in {units}; the rate is missing."),
                column=leaf.denominator,
                indicator=leaf.field,
                units=list(unknown),
            )


def _warn_of_codes(frame: pd.DataFrame, column: str | None, diagnostics: Diagnostics) -> None:
    """Warn of codes that repeat: this is an audit, the index itself will refuse them."""
    if column is None:
        return
    repeated = frame[column].notna() & frame[column].duplicated(keep=False)
    if repeated.any():
        diagnostics.warn(
            mark("The code field “{column}” repeats in {units}; a kelurahan may be counted twice."),
            column=column,
            units=list(frame.index[repeated]),
        )
    if frame[column].isna().any():
        diagnostics.warn(
            mark("The code field “{column}” is empty in {units}."),
            column=column,
            units=list(frame.index[frame[column].isna()]),
        )
