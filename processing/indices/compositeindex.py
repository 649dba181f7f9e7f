"""`compositeindex`: the whole chain from indicators to a styled index."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...analysis.core.lazy import pd
from ...analysis.core.messages import Message, mark
from ...analysis.report.sections.composite import composite_sections, recipe_section
from ...language import current_language, tr
from ..base.algorithm import Algorithm
from ..base.groups import INDICES
from ..base.parameters import ANY_GEOMETRY, extra_table, input_layer, report_file, sink, unit_fields
from ..io.frames import beside
from ..io.map_of import MapOf, named
from ..io.results import write_beside, write_rows
from ..report.write import write_report
from .definitions import definition_of, definition_parameters, titles_of
from .expectations import expectations_of
from .inputs import read_inputs

if TYPE_CHECKING:
    from ...analysis.indices.composite.pipeline import IndexResult
    from ...analysis.indices.definition.model import Definition
    from ..base.run import Run


class CompositeIndex(Algorithm):
    """Compute a composite welfare index from indicators, by the steps of the OECD/JRC handbook."""

    ID = "compositeindex"
    TITLE = mark("Composite welfare index")
    GROUP = INDICES
    SUMMARY = mark("Computes a multidimensional index of kelurahan from indicators, with ranks and classes.")
    HELP = mark(
        "<p>The steps are those of the OECD/JRC handbook on composite indicators: missing values, outliers, "
        "normalisation, weights, aggregation within and across dimensions. Every choice is written into the "
        "report, and the contributions of the indicators sum to the index.</p>"
        "<p>The index runs from 0 to 100 and higher is better off, unless the definition says deprivation; "
        "z-scores and the Mazziotta–Pareto scales keep their own range. Rank 1 is the best-off kelurahan, "
        "ties share the smaller rank. Class 1 is the lowest.</p>"
        "<p>Added fields: index, rank, class, coverage, and dim_… for each dimension.</p>"
    )
    TAGS = mark(
        "welfare,index,composite,indicator,weights,ranking,OECD,JRC,AHP,PCA,MPI,inequality,kesejahteraan,"
        "indeks komposit,bobot,peringkat"
    )

    def define(self) -> None:
        """Add the parameters."""
        self.add(
            input_layer(ANY_GEOMETRY),
            tr("The layer whose fields hold the indicators."),
            *definition_parameters(),
            *unit_fields(),
            sink("OUTPUT", tr("Index")),
            tr("The layer with the index; in a GeoPackage it keeps its style."),
            extra_table("OUTPUT_WEIGHTS", tr("Weights")),
            tr("Table of nominal and effective weights."),
            extra_table("OUTPUT_CONTRIBUTIONS", tr("Contributions")),
            tr("Table of what each indicator adds to the index of each kelurahan."),
            report_file(),
            tr("Report of method, ranking, weights and data quality as HTML, PDF or DOCX."),
        )
        self.add_output_numbers(COUNT=tr("Kelurahan with an index"), MISSING_COUNT=tr("Kelurahan without an index"))

    def compute(self, run: Run) -> dict[str, Any]:
        """Read, compute, then write everything."""
        from ...analysis.data.audit.counts import count_cautions
        from ...analysis.indices.composite.pipeline import composite_index

        definition = definition_of(run)
        inputs = read_inputs(run, definition)
        frame, columns = inputs.frame, inputs.columns
        result = composite_index(
            frame, definition, groups=inputs.groups, neighbours=inputs.neighbours, progress=run.progress(0.1, 0.6)
        )
        expected = expectations_of(definition.fields, definition, current_language())
        result.diagnostics.warnings += count_cautions(frame, definition, expected)
        run.tell(result.diagnostics)
        self._write(run, frame, definition, result, columns)
        counted = int(result.units["index"].notna().sum())
        return {"COUNT": counted, "MISSING_COUNT": len(frame) - counted}

    def _write(
        self, run: Run, frame: pd.DataFrame, definition: Definition, result: IndexResult, columns: dict[str, str | None]
    ) -> None:
        title = named(definition.name, mark("Composite welfare index"))
        options = {"breaks": result.breaks.tolist(), "higher_is_better": definition.orientation == "welfare"}
        titles = titles_of(definition)
        write_beside(run, "OUTPUT", result.units, MapOf("index", "class", title, options, titles), end=0.9)
        write_index_tables(run, frame, result, list(dict.fromkeys(filter(None, columns.values()))))
        group = columns["GROUP_FIELD"]
        write_report(
            run,
            lambda: composite_sections(
                definition, result, run.unit_names(frame.index), frame[group] if group else None
            ),
            title=definition.name or Message(mark("Composite welfare index")),
            lead=definition.description,
            diagnostics=result.diagnostics,
            closing=[recipe_section(definition)],
        )


def write_index_tables(run: Run, frame: pd.DataFrame, result: IndexResult, keys: list[str]) -> None:
    """Write the weights, and the contributions with the keys of the kelurahan before them."""
    tables = {
        "OUTPUT_WEIGHTS": result.weights.reset_index(drop=True),
        "OUTPUT_CONTRIBUTIONS": beside(frame[keys], result.contributions, "_contribution"),
    }
    for name, table in tables.items():
        write_rows(run, name, table)
