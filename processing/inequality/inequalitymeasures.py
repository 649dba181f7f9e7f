"""`inequalitymeasures`: how unequally a field is spread over the kelurahan."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...analysis.core.lazy import pd
from ...analysis.core.messages import Message, mark
from ...analysis.core.registers import Method, Register
from ...analysis.inequality.distribution import counted
from ...analysis.inequality.inference import INTERVALS
from ...analysis.inequality.spatial_gini import SpatialGini, spatial_gini
from ...analysis.inequality.summary import (
    Sampling,
    Summary,
    concentration_row,
    measure_choices,
    measure_label,
    spatial_rows,
    summarise,
)
from ...analysis.report.sections.inequality import MeasuredField, measures_sections
from ...analysis.spatial.weights.builders import BUILDERS
from ...cartography.base.metadata import CAUTIONS_FIELD
from ...language import tr
from ..base.algorithm import Algorithm
from ..base.groups import INEQUALITY
from ..base.neighbours import NEAREST, NeighbourChoice, neighbours_of
from ..base.parameters import (
    ANY_GEOMETRY,
    NUMERIC,
    advanced,
    choice,
    code_field,
    extra_table,
    field,
    input_layer,
    name_field,
    number,
    report_file,
    seed_number,
    table_sink,
    whole,
)
from ..io.map_of import titled
from ..io.results import cautions_text, write_rows
from ..report.write import write_report

if TYPE_CHECKING:
    from ..base.run import Run


WEIGHTS = Register(
    mark("kind of neighbours"),
    [Method("none", mark("No spatial Gini")), *(BUILDERS[code] for code in ("queen", "rook", "knn"))],
)
_COLUMNS = ("measure", "name", "parameter", "value", "low", "high", "standard_error", "failed")
_LAST = ("p", "reason", CAUTIONS_FIELD)


class InequalityMeasures(Algorithm):
    """Layer -> table of measures of inequality with intervals, parts by group, change."""

    ID = "inequalitymeasures"
    TITLE = mark("Inequality measures")
    GROUP = INEQUALITY
    REQUIRES = ("pandas", "scipy")
    SUMMARY = mark("Measures how unequally a field is spread over the kelurahan, within and between groups.")
    HELP = mark(
        "<p>Gini, Theil T and L, generalised entropy, Atkinson, Palma, 20:20, Hoover, coefficient of "
        "variation, P90/P10 and Wolfson's polarisation, each weighted by population where a field is given, "
        "with an interval by bootstrap and a standard error. An index between 0 and 100 is measured as it "
        "is; measures need a quantity whose zero means nothing, so z-scores are not for them.</p>"
        "<p>Numbers of kelurahan give inequality between kelurahan only: less than that between people.</p>"
        "<p>OUTPUT has a row for each measure: measure, value, low, high, within and between groups (and "
        "overlap for Gini: within + between + overlap = value), and the change from an earlier year with its "
        "p. Where a measure is undefined, value is empty and reason says why: zeros count, Theil L and GE "
        "need values above 0, and all measures need a mean above 0.</p>"
        "<p>The spatial Gini splits Gini into pairs of neighbours and all other pairs (Rey and Smith 2013); "
        "its p is one-sided: small where neighbours are more alike than by chance.</p>"
    )
    TAGS = mark(
        "Gini,Theil,Atkinson,Palma,Hoover,Lorenz,entropy,Wolfson,decomposition,bootstrap,ketimpangan,"
        "pemerataan,dekomposisi,rasio Gini"
    )

    def define(self) -> None:
        """Add the parameters."""
        self.add(
            input_layer(ANY_GEOMETRY),
            tr("Kelurahan, or any other units, with a number."),
            field("FIELD", tr("Field"), NUMERIC),
            tr("What is spread: an index, an income, a rate. Not for z-scores or other signed numbers."),
            field("POPULATION_FIELD", tr("Population field"), NUMERIC, optional=True),
            tr("Weight of each unit; without it every unit counts the same."),
            field("GROUP_FIELD", tr("Group field"), optional=True),
            tr("Groups to tell within from between: the kecamatan, core and periphery, or any other."),
            field("FIELD_BEFORE", tr("Field of an earlier year"), NUMERIC, optional=True),
            tr("The same quantity in an earlier year, on the same scale, to test the change."),
            field("POPULATION_FIELD_BEFORE", tr("Population field of the earlier year"), NUMERIC, optional=True),
            tr("Weight in the earlier year; without it the population field serves both years."),
            field("RANK_FIELD", tr("Field to rank by"), NUMERIC, optional=True),
            tr("For the concentration index: units are ordered by this field, for example income."),
            whole("BOOTSTRAP", tr("Bootstrap draws"), 999, 0, 100000),
            tr("Draws of units with replacement for the intervals; 0 leaves them out."),
            number("CONFIDENCE", tr("Confidence (%)"), 95.0, 50.0, 99.9),
            tr("Level of the intervals in percent."),
            advanced(choice("INTERVAL", tr("Interval"), INTERVALS, "percentile")),
            tr("percentile or bca; bca also corrects for bias and skewness."),
            seed_number(),
            tr("The same seed gives the same intervals and p-values on every computer."),
            advanced(number("ALPHA", tr("α of GE"), 2.0, -10.0, 10.0)),
            tr("Generalised entropy: the larger, the more the top counts; 0 is Theil L, 1 is Theil T."),
            advanced(number("EPSILON", tr("ε of Atkinson"), 0.5, 0.0, 50.0)),
            tr("Aversion to inequality: the larger, the more the poorest count."),
            choice("WEIGHTS", tr("Neighbours for the spatial Gini"), WEIGHTS, "none"),
            tr("none, queen (touching), rook (sharing a stretch of border) or knn (the nearest)."),
            whole("K", tr("Number of nearest neighbours"), NEAREST, 1),
            tr("For knn."),
            advanced(whole("PERMUTATIONS", tr("Permutations"), 999, 0, 99999)),
            tr("Random rearrangements of the values that the p of the spatial Gini is counted from."),
            code_field(),
            tr("Names units in messages."),
            name_field(),
            tr("Names units in messages."),
            table_sink("OUTPUT", tr("Measures")),
            tr("Table with a row for each measure."),
            extra_table("OUTPUT_GROUPS", tr("Groups")),
            tr("Table of the groups: shares of population and of the total, mean, inequality within."),
            extra_table("OUTPUT_CURVE", tr("Lorenz curve")),
            tr("Table of the ordinates of the Lorenz and the generalised Lorenz curve."),
            report_file(),
            tr("Report with Lorenz curves, quantile shares and parts by group as HTML, PDF or DOCX."),
        )
        self.add_output_numbers(GINI=tr("Gini coefficient"), THEIL_T=tr("Theil T"), THEIL_L=tr("Theil L"))

    def compute(self, run: Run) -> dict[str, Any]:
        """Measure, then write everything."""
        names = ("FIELD", "POPULATION_FIELD", "GROUP_FIELD", "FIELD_BEFORE", "POPULATION_FIELD_BEFORE")
        columns = {name: run.field(name) for name in (*names, "RANK_FIELD", "ID_FIELD", "NAME_FIELD")}
        frame = run.frame(list(columns.values()))
        run.name_units(frame, columns["NAME_FIELD"], columns["ID_FIELD"])
        read = {name: frame[column] for name, column in columns.items() if column}
        values, weights = read["FIELD"], read.get("POPULATION_FIELD")
        summary = summarise(
            values,
            weights,
            measure_choices(run.number("ALPHA"), run.number("EPSILON")),
            Sampling(run.integer("BOOTSTRAP"), run.seed(), run.number("CONFIDENCE") / 100.0, run.choice("INTERVAL")),
            read.get("GROUP_FIELD"),
            read.get("FIELD_BEFORE"),
            read.get("POPULATION_FIELD_BEFORE"),
            run.progress(0.1, 0.8),
        )
        spatial = self._space(run, counted(values, weights), summary)
        concentrated = None
        rows = [summary.table]
        if "RANK_FIELD" in read:
            row, concentrated = concentration_row(values, read["RANK_FIELD"], weights)
            rows.append(row)
        if spatial is not None:
            rows.append(spatial_rows(spatial))
        table = pd.concat(rows, ignore_index=True)
        level = run.number("CONFIDENCE")
        measured = MeasuredField(read, table, summary, spatial, concentrated, level)
        run.tell(summary.diagnostics)
        self._write(run, measured)
        values_of = measured.table.set_index("measure")["value"]
        results = {code.upper(): float(values_of[code]) for code in ("gini", "theil_t", "theil_l")}
        return {name: value for name, value in results.items() if value == value}

    def _space(self, run: Run, values: pd.Series, summary: Summary) -> SpatialGini | None:
        """Return the spatial Gini where neighbours were chosen; what it has to say goes to the summary."""
        kind = run.choice("WEIGHTS")
        if kind == "none":
            return None
        weights = neighbours_of(run, values.index, NeighbourChoice(kind, k=run.integer("K")))
        result = spatial_gini(values, weights.pairs, run.integer("PERMUTATIONS"), run.seed(), run.progress(0.8, 0.9))
        summary.diagnostics.step(
            mark(
                "Spatial Gini: {kind}, {pairs} {pairs:pair|pairs} of neighbours; units are not "
                "weighted; p is one-sided "
                "from {permutations} permutations."
            ),
            kind=Message(BUILDERS[kind].label),
            pairs=weights.subset(values.notna().to_numpy()).pair_count,
            permutations=run.integer("PERMUTATIONS"),
        )
        known = summary.diagnostics.warnings
        known += [one for one in (*weights.warnings, *result.diagnostics.warnings) if one not in known]
        return result

    def _write(self, run: Run, measured: MeasuredField) -> None:
        table = measured.table.copy()
        table.insert(1, "name", [run.sentence(measure_label(row)) for row in table.to_dict("records")])
        table["reason"] = [None if reason is None else run.sentence(reason) for reason in table["reason"]]
        table["parameter"] = table["parameter"].astype(float)
        table["failed"] = table["failed"].astype("Int64")
        table[CAUTIONS_FIELD] = cautions_text(run, measured.summary.diagnostics)
        rest = [column for column in table.columns if column not in (*_COLUMNS, *_LAST)]
        tables = {
            "OUTPUT": table[[*_COLUMNS, *rest, *_LAST]],
            "OUTPUT_CURVE": measured.curve,
            "OUTPUT_GROUPS": measured.group_rows,
        }
        for name, one in tables.items():
            if one is not None:
                write_rows(run, name, one)
        write_report(
            run,
            lambda: measures_sections(measured),
            title=titled(self.TITLE, measured.name("FIELD")),
            lead=Message(self.SUMMARY),
            diagnostics=measured.summary.diagnostics,
        )
