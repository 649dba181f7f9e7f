"""`indexrobustness`: how far the ranks depend on the choices behind an index."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qgis.core import (
    QgsProcessingOutputNumber,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
)

from ...analysis.core.messages import InputError, Message, mark
from ...analysis.core.registers import Register
from ...analysis.indices.composite.aggregation import MEANS
from ...analysis.indices.composite.missing import MISSING
from ...analysis.indices.composite.needs import needs
from ...analysis.indices.composite.normalisation import NORMALISATIONS
from ...analysis.indices.robustness.assumptions import FACTORS, WEIGHT_DRAWS, Assumptions
from ...analysis.report.sections.robustness import robustness_sections
from ...language import tr
from ..base.algorithm import Algorithm
from ..base.groups import INDICES
from ..base.parameters import (
    ANY_GEOMETRY,
    ChoiceParameter,
    extra_table,
    input_layer,
    report_file,
    seed_number,
    unit_fields,
)
from ..io.map_of import MapOf, named
from ..io.results import write_beside, write_rows
from ..report.write import write_report
from .compositeindex import check_codes
from .definitions import add_definition_parameters, definition_of

if TYPE_CHECKING:
    import pandas as pd

    from ...analysis.indices.robustness.result import Robustness
    from ..base.run import Run

_WHOLE = QgsProcessingParameterNumber.Type.Integer
_DOUBLE = QgsProcessingParameterNumber.Type.Double


class IndexRobustness(Algorithm):
    """Draw the choices behind an index many times and see how the ranks move."""

    ID = "indexrobustness"
    TITLE = mark("Robustness of the index")
    GROUP = INDICES
    SUMMARY = mark("Tells how far the ranks depend on weights, methods and single indicators.")
    HELP = mark(
        "<p>The index is computed thousands of times with other weights, methods and indicators, all of "
        "them drawn together. Each kelurahan gets the interval in which its rank lies, and how often it is "
        "among the worst-off fifth. Sobol indices say which choice moves the ranks most: the first-order "
        "index is what a choice does alone, the total index what it has part in.</p>"
        "<p>Added fields: rank_median, rank_low and rank_high (5th and 95th percentile), rank_share_top and "
        "rank_share_bottom (share of the draws among the best-off and the worst-off fifth), and rank_draws, in how "
        "many draws the kelurahan has an index. Where it lacks the indicators for one, the others keep their "
        "places; who has an index in fewer than half of the draws gets no interval. Draws whose methods do not go "
        "together are counted and reported.</p>"
    )
    TAGS = mark("robustness,uncertainty,sensitivity,Monte Carlo,Sobol,rank interval,weights,index,audit")
    REQUIRES = ("pandas", "scipy")

    def define(self) -> None:
        """Add the parameters."""
        self.add(input_layer(ANY_GEOMETRY), tr("The layer whose fields hold the indicators."))
        add_definition_parameters(self.add)
        for parameter, explanation in unit_fields():
            self.add(parameter, explanation)
        self.add(
            ChoiceParameter("WEIGHTS", tr("Variation of weights"), WEIGHT_DRAWS, "dirichlet"),
            tr("How weights are drawn. Codes: {codes}.").format(codes=", ".join(WEIGHT_DRAWS.codes)),
        )
        self.add(
            QgsProcessingParameterNumber("SPREAD", tr("Spread of weights"), _DOUBLE, 0.25, False, 0.01, 0.99),
            tr("How far a weight moves, as a share of itself: 0.25 is a quarter up or down."),
        )
        for name, label, known, default in (
            ("NORMALISATIONS", tr("Other normalisations"), NORMALISATIONS.codes, "percentile"),
            ("AGGREGATIONS", tr("Other aggregations"), list(MEANS), "geometric"),
            ("MISSING_RULES", tr("Other rules for missing values"), MISSING.codes, ""),
        ):
            self.add(
                QgsProcessingParameterString(name, label, default, False, True),
                tr("Codes with semicolons between, tried beside that of the definition: {codes}.").format(
                    codes=", ".join(known)
                ),
            )
        self.add(
            QgsProcessingParameterBoolean("LEAVE_ONE_OUT", tr("Leave out indicators"), True),
            tr("Whether each draw leaves out one indicator, or none."),
        )
        self.add(
            QgsProcessingParameterNumber("ERROR", tr("Error of measurement"), _DOUBLE, 0.0, False, 0.0, 1.0),
            tr(
                "Standard deviation of the errors as a share of each indicator's spread; 0: values are exact."
            ),
        )
        self.add(
            QgsProcessingParameterNumber("DRAWS", tr("Draws"), _WHOLE, 10_000, False, 100, 1_000_000),
            tr("Size of the Monte Carlo sample; the Sobol indices take half as many again for each choice."),
        )
        self.add(
            seed_number(),
            tr("Seed of the random numbers: the same seed gives the same result."),
        )
        self.add(
            QgsProcessingParameterFeatureSink("OUTPUT", tr("Ranks and their uncertainty")),
            tr("The layer with rank intervals; hatched where a rank is uncertain."),
        )
        self.add(
            extra_table("OUTPUT_SENSITIVITIES", tr("Sensitivities")),
            tr("Table of Sobol indices with intervals: on all ranks together, and on their mean shift."),
        )
        self.add(
            extra_table("OUTPUT_DROPPED", tr("Indicators left out")),
            tr("Table of the mean shift of ranks when one indicator is left out."),
        )
        self.add(
            report_file(),
            tr("Report with rank intervals and sensitivities as HTML, PDF or DOCX."),
        )
        self.addOutput(QgsProcessingOutputNumber("FAILED", tr("Draws that gave no index")))
        self.addOutput(QgsProcessingOutputNumber("MEAN_SHIFT", tr("Mean shift of ranks")))

    def compute(self, run: Run) -> dict[str, Any]:
        """Read, draw, then write everything."""
        from ...analysis.indices.robustness.robustness import index_robustness

        definition = definition_of(run)
        assumptions = Assumptions(
            weights=run.choice("WEIGHTS"),
            spread=run.number("SPREAD"),
            normalisations=codes_of(run.text("NORMALISATIONS"), NORMALISATIONS),
            aggregations=codes_of(run.text("AGGREGATIONS")),
            missing=codes_of(run.text("MISSING_RULES"), MISSING),
            leave_one_out=run.boolean("LEAVE_ONE_OUT"),
            error=run.number("ERROR"),
        )
        columns = {name: run.field(name) for name in ("ID_FIELD", "NAME_FIELD", "GROUP_FIELD")}
        frame = run.frame([*definition.columns, *columns.values()])
        run.name_units(frame, columns["NAME_FIELD"], columns["ID_FIELD"])
        check_codes(frame, columns["ID_FIELD"])
        near = needs(definition, rules=assumptions.missing).neighbours
        result = index_robustness(
            frame,
            definition,
            assumptions,
            draws=run.integer("DRAWS"),
            seed=run.seed(),
            groups=frame[columns["GROUP_FIELD"]] if columns["GROUP_FIELD"] else None,
            neighbours=run.neighbours(frame.index).matrix if near else None,
            progress=run.progress(0.1, 0.8),
        )
        run.tell(result.diagnostics)
        self._write(run, result, definition.name)
        return {"FAILED": result.failed, "MEAN_SHIFT": result.shift}

    def _write(self, run: Run, result: Robustness, title: str) -> None:
        layer = MapOf("uncertainty", "rank_median", named(title, mark("Robustness of the index")))
        write_beside(run, "OUTPUT", result.units, layer, 0.8)
        for name, table in (
            ("OUTPUT_SENSITIVITIES", _worded(result.sensitivities)),
            ("OUTPUT_DROPPED", result.dropped),
        ):
            write_rows(run, name, table)
        write_report(
            run,
            lambda: robustness_sections(result, run.unit_names(result.units.index)),
            title=Message(mark("Robustness of the index")),
            lead=title or Message(mark("Robustness of the index")),
            diagnostics=result.diagnostics,
        )


def _worded(sensitivities: pd.DataFrame) -> pd.DataFrame:
    """Return the table with the words of each factor behind its code."""
    labels = [FACTORS[code].label for code in sensitivities["factor"]]
    table = sensitivities.copy()
    table.insert(2, "name", [tr(label) for label in labels])
    return table


def codes_of(text: str, register: Register | None = None) -> tuple[str, ...]:
    """Return the codes of `percentile; zscore`; without a register those of the means."""
    codes = tuple(dict.fromkeys(code.strip() for code in text.replace(",", ";").split(";") if code.strip()))
    for code in codes:
        if register is not None:
            register[code]
        elif code not in MEANS:
            raise InputError(
                mark("AGGREGATIONS names “{code}”; the robustness knows: {known}."),
                code=code,
                known=list(MEANS),
            )
    return codes
