"""`multidimensionalpoverty`: Alkire–Foster from records, or bounds from rates of areas."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qgis.core import QgsProcessingContext, QgsProcessingOutputNumber

from ...analysis.core.diagnostics import Diagnostics
from ...analysis.core.lazy import pd
from ...analysis.core.messages import InputError, Message, mark
from ...analysis.core.registers import Method, Register
from ...analysis.poverty.alkire_foster import check_cutoff, measure
from ...analysis.poverty.bounds import bounds
from ...analysis.poverty.definition import PovertyDefinition, poverty_to_dict, read_poverty
from ...analysis.poverty.measured import MeasuredPoverty
from ...analysis.poverty.reliability import Least, withhold
from ...analysis.poverty.survey import LONELY, standard_errors
from ...analysis.report.sections.poverty import bounds_section, poverty_sections
from ...language import current_language, tr
from ...resources.presets import load_poverty_presets
from ..base.algorithm import Algorithm
from ..base.codes import check_codes, code_systems
from ..base.groups import INDICES
from ..base.parameters import (
    ANY_GEOMETRY,
    advanced,
    boolean,
    choice,
    code_field,
    extra_table,
    file,
    input_layer,
    name_field,
    number,
    report_file,
    sink,
    whole,
)
from ..indices.presets import poverty_preset, preset_words
from ..io.connections import connection_uri
from ..io.map_of import MapOf
from ..io.results import write_beside, write_rows
from ..report.write import write_report
from .change import change_of_poverty, layer_changes
from .records import earlier_records, placed, read_records, record_parameters, remote_parameter
from .result import layer_flags, poverty_table, tell_few

if TYPE_CHECKING:
    from ..base.run import Run


MODES = Register(
    mark("kind of data"),
    [
        Method("records", mark("Records of households or persons")),
        Method("rates", mark("Rates of areas only: bounds instead of a number")),
    ],
)
PRESETS = Register(mark("definition"), [Method(code, preset.name) for code, preset in load_poverty_presets().items()])
_CHANGE = mark("Change of multidimensional poverty (M0)")
#: What the layer shows when it is opened: a method's `help` is the field.
MAPS = Register(
    mark("map"),
    [
        Method("level", mark("Poverty (M0)"), help="mpi"),
        Method("change", mark("Change of poverty since the earlier year"), help="mpi_change"),
    ],
)


class MultidimensionalPoverty(Algorithm):
    """Layer and records -> headcount, intensity, M0 by kelurahan, with standard errors."""

    ID = "multidimensionalpoverty"
    TITLE = mark("Multidimensional poverty (Alkire–Foster)")
    GROUP = INDICES
    TABLES = ("RECORDS", "RECORDS_BEFORE")
    REQUIRES = ("pandas", "scipy")
    SUMMARY = mark("Measures who is poor in how many ways, from records of households or persons.")
    HELP = mark(
        "<p>A record is deprived in an indicator by the definition's cut-offs, and poor where its weighted "
        "share of deprivations is K or more. Added fields: records, population, headcount (H, share of the "
        "population that is poor), intensity (A, mean share of deprivations of the poor), mpi (M0 = H × A), "
        "standard errors se_…, share (of all M0), contribution_… of each dimension (of the area's M0), "
        "censored_… of each indicator (share of the population that is poor and deprived in it); gap (M1) "
        "and severity (M2) where all indicators are quantities. Where nobody is poor, H and M0 are 0, and "
        "intensity and contributions are empty.</p>"
        "<p>With the records of an earlier year: headcount, intensity and mpi as …_before, …_change and, with "
        "clusters, …_change_p (two-sided, the samples taken as independent), and change_… of each indicator, "
        "which sum to mpi_change.</p>"
        "<p>The last field, reliability, is enough; few, where a kelurahan has fewer records than MIN_RECORDS; "
        "or withheld, where it has fewer than SUPPRESS_RECORDS and so no values. With an earlier year, "
        "records_before and reliability_before too.</p>"
        "<p>A record that lacks an indicator is left out and counted, never taken for not deprived, unless "
        "the definition says that empty means that the question does not apply.</p>"
        "<p>With MODE rates, only the share deprived in each indicator is known for each area, and the layer "
        "has it in fields of the definition's names. Nothing then tells who is deprived in several at once, "
        "so headcount and mpi have sharp bounds: headcount_low to headcount_high, mpi_low to mpi_high.</p>"
        "<p>The definition is a JSON file or a preset: dtsen (a proposal for registers), global_mpi, ikm.</p>"
    )
    TAGS = mark(
        "MPI,Alkire,Foster,poverty,headcount,intensity,censored,DTSEN,IKM,household,register,DuckDB,PostgreSQL,"
        "kemiskinan,rumah tangga"
    )

    def define(self) -> None:
        """Add the parameters."""
        self.add(
            input_layer(ANY_GEOMETRY),
            tr("The kelurahan that the results are joined to."),
            code_field(),
            tr("Official code of each kelurahan; the code of the records is looked up in it."),
            name_field(),
            tr("Name of each kelurahan, used in messages, tables and labels."),
            choice("MODE", tr("Data"), MODES, "records"),
            tr("records, or rates where only the share deprived in each indicator is known by area."),
            choice("PRESET", tr("Definition"), PRESETS, "dtsen"),
            tr("Used where no file is given: {codes}.").format(codes=", ".join(PRESETS.codes)),
            file("DEFINITION", tr("Definition file"), tr("Poverty definitions (*.json);;All files (*)")),
            tr("A JSON file, or the JSON text itself, with dimensions, indicators, cut-offs and weights."),
            number("K", tr("Poverty cut-off k"), None, 0.0, 1.0, optional=True),
            tr("Share of weighted deprivations from which a record is poor; empty: as the definition says."),
            *record_parameters(),
            *earlier_records(),
            advanced(choice("LONELY", tr("Strata with one cluster"), LONELY, "missing")),
            tr("missing (no standard error), certainty (no variance) or centred (from the overall mean)."),
            advanced(boolean("PERCENT", tr("Rates are percentages"), False)),
            tr("With MODE rates: the fields run from 0 to 100 instead of 0 to 1."),
            choice("MAP", tr("Map"), MAPS, "level"),
            tr("level, or change where there are records of an earlier year: what the layer shows."),
            sink("OUTPUT", tr("Multidimensional poverty")),
            tr("The layer with the measures; in a GeoPackage it keeps its style."),
            extra_table("OUTPUT_TABLE", tr("Table of poverty")),
            tr("All measures by area and, in the row “total”, of all areas; also uncensored headcounts."),
            report_file(),
            tr("Report with contributions, k-curve and robustness as HTML, PDF or DOCX."),
            *remote_parameter(),
            *code_systems(),
        )
        for name, label in (
            ("HEADCOUNT", tr("Headcount H of all areas")),
            ("INTENSITY", tr("Intensity A of all areas")),
            ("MPI", tr("M0 of all areas")),
        ):
            self.addOutput(QgsProcessingOutputNumber(name, label))
        self.add(
            advanced(whole("MIN_RECORDS", tr("Records below which values are flagged"), Least.flagged, 0)),
            tr(
                "Kelurahan with fewer records (unweighted) are “few” in the field reliability, hatched on the "
                "map and marked in the report; 0 for none."
            ),
            advanced(whole("SUPPRESS_RECORDS", tr("Records below which values are withheld"), Least.shown, 0)),
            tr(
                "Kelurahan with fewer records have no values; 0 for none. The total counts them, so it may give "
                "away the value of a single one."
            ),
        )

    def prepare(self, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        """Find the stored connection, too, in the main thread."""
        super().prepare(parameters, context)
        self.connection = connection_uri(self.parameterAsConnectionName(parameters, "CONNECTION", context))

    def compute(self, run: Run) -> dict[str, Any]:
        """Measure, then write everything."""
        definition = _definition(run)
        k = check_cutoff(run.number("K") if run.has("K") else definition.k)
        if run.choice("MODE") == "rates":
            return self._bound(run, definition, k)
        return self._measure(run, definition, k)

    def _measure(self, run: Run, definition: PovertyDefinition, k: float) -> dict[str, Any]:
        code, name = run.field("ID_FIELD"), run.field("NAME_FIELD")
        if not code:
            raise InputError(mark("Choose ID_FIELD, the code by which records belong to a kelurahan."))
        frame = run.frame([code, name])
        run.name_units(frame, name, code)
        check_codes(frame, code)
        measured = self._year(run, definition, k, frame[code])
        units, flags = _layer_columns(measured).reindex(frame.index), layer_flags(measured)
        changed = None
        if run.has("RECORDS_BEFORE") or run.has("SOURCE_BEFORE"):
            earlier = self._year(run, definition, k, frame[code], "_BEFORE")
            changed = change_of_poverty(earlier, measured, run.number("YEARS"))
            units = units.join(layer_changes(changed))
            flags = flags.join(layer_flags(earlier, "_before"), how="outer")
        units = units.join(flags)
        run.tell(measured.diagnostics)
        shown = MAPS[run.choice("MAP")].help
        if shown not in units:
            raise InputError(mark("A map of change needs the records of an earlier year: RECORDS_BEFORE."))
        self._write(run, units, shown)
        table = poverty_table(run, measured)
        write_rows(run, "OUTPUT_TABLE", table)
        named_definition = " · ".join(filter(None, (definition.name, definition.source)))
        write_report(
            run,
            lambda: poverty_sections(measured, table, changed),
            lead=named_definition,
            diagnostics=measured.diagnostics,
        )
        total = measured.poverty.total
        found = {one.upper(): float(total[one]) for one in ("headcount", "intensity", "mpi")}
        return {one: value for one, value in found.items() if value == value}

    def _year(
        self, run: Run, definition: PovertyDefinition, k: float, codes: pd.Series, suffix: str = ""
    ) -> MeasuredPoverty:
        """Measure the records of one year; `_BEFORE` is the suffix of the parameters of the earlier one."""
        told = Diagnostics()
        clustered = bool(run.names("CLUSTER_FIELD"))
        # only standard errors and the report look at patterns and other cut-offs
        single = None if clustered or run.outputs.wanted("REPORT") else k
        records = read_records(run, definition, self.connection, told, single, suffix)
        records, unit_of = placed(run, records, codes, told)
        run.progress()(0.7)
        poverty = measure(records, k)
        errors = standard_errors(records, k, run.choice("LONELY")) if clustered else None
        known = _diagnose(records, k, errors, told)
        least = Least(run.integer("MIN_RECORDS"), run.integer("SUPPRESS_RECORDS"))
        codes = least.codes(poverty.areas["records"])
        tell_few(known, least, codes, unit_of)
        poverty = withhold(poverty, codes)
        errors = None if errors is None else withhold(errors, codes)
        return MeasuredPoverty(records, poverty, errors, unit_of, known, least)

    def _bound(self, run: Run, definition: PovertyDefinition, k: float) -> dict[str, Any]:
        code, name = run.field("ID_FIELD"), run.field("NAME_FIELD")
        frame = run.frame([*definition.fields, code, name])
        run.name_units(frame, name, code)
        rates = frame[list(definition.fields)]
        units = bounds(rates / 100.0 if run.boolean("PERCENT") else rates, definition, k)
        diagnostics = Diagnostics(n=int(units["mpi_low"].notna().sum()))
        diagnostics.missing = len(units) - diagnostics.n
        diagnostics.step(mark("Definition: {name}; k = {k}."), name=definition.name, k=round(k, 4))
        diagnostics.step(
            mark("Least and greatest headcount and M0 that are possible with these rates (linear programme).")
        )
        diagnostics.warn(
            mark("Rates do not tell who is deprived in several indicators at once: only bounds can be given.")
        )
        run.tell(diagnostics)
        self._write(run, units, "mpi_high")
        write_report(
            run,
            lambda: [bounds_section(units, run.unit_names(units.index))],
            lead=definition.name,
            diagnostics=diagnostics,
        )
        return {}

    def _write(self, run: Run, units: pd.DataFrame, shown: str) -> None:
        layer = MapOf("poverty", shown, Message(self.TITLE))
        if shown == MAPS["change"].help:  # of poverty a rise is bad
            layer = MapOf("change", shown, Message(_CHANGE), {"higher_is_better": False})
        write_beside(run, "OUTPUT", units, layer, 0.8)


def _definition(run: Run) -> PovertyDefinition:
    given = run.text("DEFINITION").strip()
    if not given:
        code, language = run.choice("PRESET"), current_language()
        run.words.update(preset_words(code, language))
        definition = poverty_preset(code, language)
    else:
        definition = read_poverty(given.encode() if given.startswith("{") else given)
    run.definition = poverty_to_dict(definition)
    return definition


def _diagnose(records: Any, k: float, errors: Any, told: Diagnostics) -> Diagnostics:
    """Return what is to be said of the whole run, in its order."""
    definition = records.definition
    known = Diagnostics(n=records.diagnostics.n, missing=records.diagnostics.missing)
    known.step(
        mark(
            "Definition: {name}; {count} {count:indicator|indicators} in {dimensions} "
            "{dimensions:dimension|dimensions}; k = {k}."
        ),
        name=definition.name or ", ".join(definition.fields),
        count=len(definition.indicators),
        dimensions=len(definition.dimensions),
        k=round(k, 4),
    )
    known.method += told.method
    known.step(
        mark("{count} {count:record was|records were} measured, {missing} left out."),
        count=known.n,
        missing=known.missing,
    )
    if errors is not None:
        known.step(
            mark("Standard errors: linearised, {clusters} clusters in {strata} strata, each area a domain."),
            clusters=errors.clusters,
            strata=errors.strata,
        )
        known.warnings += errors.diagnostics.warnings
    else:
        known.step(mark("No standard errors: no cluster field was given."))
    known.warnings += [*told.warnings, *records.diagnostics.warnings]
    return known


def _layer_columns(measured: MeasuredPoverty) -> pd.DataFrame:
    """Return the columns of the layer by feature id."""
    areas = measured.with_errors
    areas = areas[[name for name in areas.columns if not name.startswith("uncensored_")]]
    indicators = [f"contribution_{name}" for name in measured.records.definition.fields]
    areas = areas.drop(columns=[name for name in indicators if name not in measured.dimension_columns])
    found = areas.loc[measured.unit_of.index].set_axis(measured.unit_of.to_numpy(), axis=0)
    return found.astype({"records": "Int64", "missing": "Int64"})
