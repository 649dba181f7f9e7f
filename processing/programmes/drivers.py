"""`drivers`: what goes along with welfare, with the diagnostics of a regression on a map."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qgis.core import QgsProcessingOutputNumber

from ...analysis.core.lazy import pd
from ...analysis.core.messages import Message, mark
from ...analysis.indices.definition.schema import definition_from_text
from ...analysis.programmes.drivers.drivers import TESTS
from ...analysis.programmes.drivers.models import MODELS
from ...analysis.report.sections.drivers import regression_sections
from ...analysis.spatial.weights.builders import BUILDERS
from ...language import current_language, tr
from ..base.algorithm import Algorithm
from ..base.groups import PROGRAMMES
from ..base.neighbours import neighbours_of
from ..base.parameters import (
    NUMERIC,
    boolean,
    choice,
    code_field,
    definition_file,
    extra_table,
    field,
    input_layer,
    name_field,
    report_file,
    sink,
)
from ..base.weight_parameters import neighbour_choice, weight_parameters
from ..io.map_of import MapOf
from ..io.results import write_beside, write_rows
from ..report.write import write_report

if TYPE_CHECKING:
    from ...analysis.programmes.drivers.drivers import Drivers as Result
    from ..base.run import Run

#: Bounds of the residuals in standard deviations; the outer classes are open.
_BREAKS = [-3.0, -1.5, -0.5, 0.5, 1.5, 3.0]


class Drivers(Algorithm):
    """Correlate, regress, test the residuals, and say what that shows."""

    ID = "drivers"
    TITLE = mark("Drivers of welfare")
    GROUP = PROGRAMMES
    SUMMARY = mark("Tells which structural factors go along with welfare, and whether the regression holds.")
    HELP = mark(
        "<p>Correlations come with tests that mind that neighbours resemble each other. The regression comes "
        "with collinearity, spread and form of the residuals, Moran's I of the residuals and the Lagrange "
        "multiplier tests, which say whether a spatial model is needed. Spatial lag and error models need "
        "the Python package spreg, geographically weighted ones mgwr.</p>"
        "<p>An index must not be regressed on its own indicators: give its definition, and they are refused. "
        "All of this is association, not proof of cause.</p>"
        "<p>Added fields: fitted, residual, residual_sd, and local_… of geographically weighted models.</p>"
    )
    TAGS = mark("drivers,causes,regression,OLS,correlation,spatial lag,spatial error,GWR,MGWR,residuals,Moran")
    REQUIRES = ("pandas", "scipy")

    def define(self) -> None:
        """Add the parameters."""
        self.add(
            input_layer(),
            tr("The kelurahan with the outcome and the drivers."),
            field("FIELD", tr("Outcome"), NUMERIC),
            tr("What is to be explained, for example the index."),
            field("DRIVERS", tr("Drivers"), NUMERIC, many=True),
            tr("Fields that may go along with the outcome; at least five kelurahan for each."),
            definition_file(tr("Definition of the outcome")),
            tr("Where the outcome is an index: its definition, so that its own indicators are refused."),
            name_field(),
            tr("Name of each kelurahan, used in messages, tables and labels."),
            choice("MODEL", tr("Further model"), MODELS, "ols"),
            tr("Fitted beside ordinary least squares. Codes: {codes}.").format(codes=", ".join(MODELS.codes)),
            boolean("HIGHER_IS_BETTER", tr("Higher values are better"), True),
            tr("Whether a high outcome means better off: colours the residuals."),
            sink("OUTPUT", tr("Residuals")),
            tr("The layer with fitted values and residuals: where the drivers leave something unexplained."),
            extra_table("OUTPUT_COEFFICIENTS", tr("Coefficients")),
            tr("Table of the coefficients of the regression."),
            extra_table("OUTPUT_TESTS", tr("Tests")),
            tr("Table of the tests of the residuals."),
            extra_table("OUTPUT_CORRELATIONS", tr("Correlations")),
            tr("Table of correlations with both p-values."),
            extra_table("OUTPUT_MODEL", tr("Coefficients of the further model")),
            tr("Table of the further model."),
            report_file(),
            tr("Report with reading, coefficients and tests as HTML, PDF or DOCX."),
            code_field(),
            tr("Code of each kelurahan; needed only where a file names the neighbours."),
            *weight_parameters(styled=False),
        )
        self.addOutput(QgsProcessingOutputNumber("R2", tr("Share of variance explained")))
        self.add_output_numbers(MORAN=tr("Moran's I of the residuals"))

    def compute(self, run: Run) -> dict[str, Any]:
        """Read, regress, then write everything."""
        from ...analysis.programmes.drivers.drivers import drivers_of

        outcome, drivers = run.field("FIELD"), run.fields("DRIVERS")
        name, model, code = run.field("NAME_FIELD"), run.choice("MODEL"), run.field("ID_FIELD")
        given = run.text("DEFINITION").strip()
        components = definition_from_text(given).columns if given else []
        frame = run.frame(list(dict.fromkeys([outcome, *drivers, name, code])))
        run.name_units(frame, name, code)
        weights = neighbours_of(run, frame.index, neighbour_choice(run), frame[code] if code else None)
        result = drivers_of(
            frame,
            outcome,
            drivers,
            weights.matrix,
            components=components,
            model=model,
            coordinates=run.points()[0] if model in ("gwr", "mgwr") else None,
        )
        result.diagnostics.step(
            mark("Neighbours: {kind}; each row of the matrix sums to 1."), kind=Message(BUILDERS[weights.kind].label)
        )
        result.diagnostics.warnings.extend(weights.warnings)
        if not given and outcome.lower().startswith("index"):
            result.diagnostics.warn(
                mark("Without the definition of {column} nobody can tell whether a driver is part of it."),
                column=outcome,
            )
        run.tell(result.diagnostics)
        for sentence in result.reading:
            run.feedback.pushInfo(run.sentence(sentence))
        self._write(run, result, outcome)
        return {"R2": result.fit.r2, "MORAN": result.moran.i}

    def _write(self, run: Run, result: Result, outcome: str) -> None:
        language = current_language()
        units = result.residuals
        if result.model is not None and result.model.local is not None:
            units = units.join(result.model.local.add_prefix("local_"))
        title = Message(mark("Residuals of {outcome} in standard deviations"), {"outcome": run.called(outcome)})
        options = {"breaks": _BREAKS, "palette": "diverging", "around_middle": True}
        options["higher_is_better"] = run.boolean("HIGHER_IS_BETTER")
        write_beside(run, "OUTPUT", units, MapOf("dimension", "residual_sd", title, options), 0.7)
        for output, table in _tables(result, language).items():
            write_rows(run, output, table)
        names = run.unit_names(result.residuals.index)
        write_report(run, lambda: regression_sections(result, outcome, run.choice("MODEL"), names), lead=outcome)


def _tables(result: Result, language: str) -> dict[str, pd.DataFrame]:
    labels = [TESTS[code].label for code in result.tests["test"]]
    tables = {
        "OUTPUT_COEFFICIENTS": _constant(result.coefficients, language),
        "OUTPUT_TESTS": result.tests.assign(name=[tr(label, language) for label in labels]),
        "OUTPUT_CORRELATIONS": result.screening,
    }
    if result.model is not None:
        tables["OUTPUT_MODEL"] = _constant(result.model.coefficients, language)
    return tables


def _constant(table: pd.DataFrame, language: str) -> pd.DataFrame:
    """Return the table with the constant named in the language."""
    first = table["name"].iloc[0]
    return table.assign(name=[tr(first, language), *table["name"].iloc[1:]])
