"""`indexrobustness`: how far the ranks depend on the choices behind an index."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...analysis.core.lazy import pd
from ...analysis.core.messages import Message, mark
from ...analysis.core.registers import Register
from ...analysis.indices.methods.aggregation import MEANS
from ...analysis.indices.methods.missing import MISSING
from ...analysis.indices.methods.normalisation import NORMALISATIONS
from ...analysis.indices.robustness.assumptions import FACTORS, WEIGHT_DRAWS, Assumptions
from ...analysis.report.sections.robustness import robustness_sections
from ...language import tr
from ..base.algorithm import Algorithm
from ..base.groups import INDICES
from ..base.parameters import (
    ANY_GEOMETRY,
    boolean,
    choice,
    extra_table,
    input_layer,
    number,
    report_file,
    seed_number,
    sink,
    text,
    unit_fields,
    whole,
)
from ..io.map_of import MapOf, named
from ..io.results import write_beside, write_rows
from ..report.write import write_report
from .definitions import definition_of, definition_parameters
from .inputs import read_inputs

if TYPE_CHECKING:
    from ...analysis.indices.robustness.result import Robustness
    from ..base.run import Run


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
        self.add(
            input_layer(ANY_GEOMETRY),
            tr("The layer whose fields hold the indicators."),
            *definition_parameters(),
            *unit_fields(),
            choice("WEIGHTS", tr("Variation of weights"), WEIGHT_DRAWS, "dirichlet"),
            tr("How weights are drawn. Codes: {codes}.").format(codes=", ".join(WEIGHT_DRAWS.codes)),
            number("SPREAD", tr("Spread of weights"), 0.25, 0.01, 0.99),
            tr("How far a weight moves, as a share of itself: 0.25 is a quarter up or down."),
            text("NORMALISATIONS", tr("Other normalisations"), "percentile"),
            tr("Codes with semicolons between, tried beside that of the definition: {codes}.").format(
                codes=", ".join(NORMALISATIONS.codes)
            ),
            text("AGGREGATIONS", tr("Other aggregations"), "geometric"),
            tr("Codes with semicolons between, tried beside that of the definition: {codes}.").format(
                codes=", ".join(list(MEANS))
            ),
            text("MISSING_RULES", tr("Other rules for missing values"), ""),
            tr("Codes with semicolons between, tried beside that of the definition: {codes}.").format(
                codes=", ".join(MISSING.codes)
            ),
            boolean("LEAVE_ONE_OUT", tr("Leave out indicators"), True),
            tr("Whether each draw leaves out one indicator, or none."),
            number("ERROR", tr("Error of measurement"), 0.0, 0.0, 1.0),
            tr("Standard deviation of the errors as a share of each indicator's spread; 0: values are exact."),
            whole("DRAWS", tr("Draws"), 10_000, 100, 1_000_000),
            tr("Size of the Monte Carlo sample; the Sobol indices take half as many again for each choice."),
            seed_number(),
            tr("Seed of the random numbers: the same seed gives the same result."),
            sink("OUTPUT", tr("Ranks and their uncertainty")),
            tr("The layer with rank intervals; hatched where a rank is uncertain."),
            extra_table("OUTPUT_SENSITIVITIES", tr("Sensitivities")),
            tr("Table of Sobol indices with intervals: on all ranks together, and on their mean shift."),
            extra_table("OUTPUT_DROPPED", tr("Indicators left out")),
            tr("Table of the mean shift of ranks when one indicator is left out."),
            report_file(),
            tr("Report with rank intervals and sensitivities as HTML, PDF or DOCX."),
        )
        self.add_output_numbers(FAILED=tr("Draws that gave no index"), MEAN_SHIFT=tr("Mean shift of ranks"))

    def compute(self, run: Run) -> dict[str, Any]:
        """Read, draw, then write everything."""
        from ...analysis.indices.robustness.robustness import index_robustness

        definition = definition_of(run)
        assumptions = Assumptions(
            weights=run.choice("WEIGHTS"),
            spread=run.number("SPREAD"),
            normalisations=codes_of(run.text("NORMALISATIONS"), NORMALISATIONS),
            aggregations=codes_of(run.text("AGGREGATIONS"), MEANS),
            missing=codes_of(run.text("MISSING_RULES"), MISSING),
            leave_one_out=run.boolean("LEAVE_ONE_OUT"),
            error=run.number("ERROR"),
        )
        inputs = read_inputs(run, definition, assumptions.missing)
        result = index_robustness(
            inputs.frame,
            definition,
            assumptions,
            draws=run.integer("DRAWS"),
            seed=run.seed(),
            groups=inputs.groups,
            neighbours=inputs.neighbours,
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


def codes_of(text: str, register: Register[Any]) -> tuple[str, ...]:
    """Return the codes of `percentile; zscore`; raises `InputError` for one that the register lacks."""
    cells = (cell.strip() for cell in text.replace(",", ";").split(";"))
    return tuple(dict.fromkeys(register[cell].code for cell in cells if cell))
