"""`programmeeffect`: before and after against comparison kelurahan."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from ...analysis.core.card import Test
from ...analysis.core.diagnostics import Diagnostics
from ...analysis.core.lazy import pd
from ...analysis.core.messages import Message, mark
from ...analysis.report.sections.effect import programme_sections
from ...analysis.spatial.weights.builders import BUILDERS
from ...cartography.base.metadata import CAUTIONS_FIELD
from ...language import tr
from ..base.algorithm import Algorithm
from ..base.groups import PROGRAMMES
from ..base.neighbours import neighbours_of
from ..base.parameters import (
    NUMERIC,
    advanced,
    boolean,
    code_field,
    extra_table,
    field,
    input_layer,
    name_field,
    report_file,
    seed_number,
    sink,
    text,
    whole,
)
from ..base.weight_parameters import neighbour_choice, weight_parameters
from ..io.map_of import MapOf
from ..io.results import cautions_text, write_beside, write_rows
from ..report.write import write_report

if TYPE_CHECKING:
    from ...analysis.programmes.effect.effect import Effect
    from ...analysis.programmes.effect.panel import Panel
    from ..base.run import Run


class ProgrammeEffect(Algorithm):
    """Estimate the effect of a programme and say how far the design can tell."""

    ID = "programmeeffect"
    TITLE = mark("Effect of a programme")
    GROUP = PROGRAMMES
    SUMMARY = mark("Compares treated kelurahan with others before and after, and says what that can show.")
    HELP = mark(
        "<p>The difference in differences is the change of the treated less that of the others. Its p-value "
        "comes from all ways in which as many kelurahan could have been treated. With two or more periods "
        "before the programme, trends before it and a placebo are tested. Neighbours of the treated may get "
        "some of the effect: the estimate is repeated without them. Where few are treated, a synthetic control "
        "is built.</p>"
        "<p>Treatment that followed need is not chance. The report says where the design cannot tell.</p>"
        "<p>Added fields: role (treated, ring, control, left_out) and change.</p>"
    )
    TAGS = mark("effect,evaluation,difference in differences,DiD,before and after,event study,synthetic control,impact")
    REQUIRES = ("pandas", "scipy")

    def define(self) -> None:
        """Add the parameters."""
        self.add(
            input_layer(),
            tr("The kelurahan with a field for each period."),
            field("PERIOD_FIELDS", tr("Periods"), NUMERIC, many=True),
            tr("The same measure in two or more periods, in the order of time."),
            field("FIRST_FIELD", tr("First period with the programme"), NUMERIC),
            tr("The field of the first period in which the programme worked."),
            field("TREATED_FIELD", tr("Treated"), NUMERIC),
            tr("1 where the programme was given, else 0."),
            name_field(),
            tr("Name of each kelurahan, used in messages, tables and labels."),
            field("POPULATION_FIELD", tr("Population field"), NUMERIC, optional=True),
            tr("Weighs the kelurahan by people; without it each counts the same."),
            boolean("HIGHER_IS_BETTER", tr("Higher values are better"), True),
            tr("Tells whether a rise of the measure is an improvement."),
            boolean("RING", tr("Look at neighbours"), True),
            tr("Whether to repeat the estimate without the neighbours of the treated."),
            advanced(whole("PERMUTATIONS", tr("Permutations"), 9999, 99, 999_999)),
            tr("Random assignments of treatment where there are too many to go through all."),
            seed_number(),
            tr("Seed of the random numbers: the same seed gives the same result."),
            sink("OUTPUT", tr("Roles and changes")),
            tr("The layer with the role of each kelurahan in the comparison."),
            extra_table("OUTPUT_ESTIMATES", tr("Estimates")),
            tr("Table of the estimates with intervals and p-values."),
            extra_table("OUTPUT_EVENTS", tr("Event study")),
            tr("Table of the difference in each period against the last one before."),
            report_file(),
            tr("Report with event study and what can be said, as HTML, PDF or DOCX."),
            code_field(),
            tr("Code of each kelurahan; needed only where a file names the neighbours."),
            *weight_parameters(styled=False),
            text("PROGRAMME", tr("Name of the programme"), ""),
            tr("Said in the report and written into the tables."),
            text("MEASURE", tr("Name of the measure"), ""),
            tr("What the periods measure, in words or as a code of the catalogue; said in the report."),
        )
        self.add_output_numbers(EFFECT=tr("Difference in differences"), P_VALUE=tr("p-value by permutation"))

    def compute(self, run: Run) -> dict[str, Any]:
        """Read, estimate, then write everything."""
        from ...analysis.programmes.effect.effect import programme_effect
        from ...analysis.programmes.effect.panel import make_panel

        periods = run.fields("PERIOD_FIELDS")
        first, treated = run.field("FIRST_FIELD"), run.field("TREATED_FIELD")
        name, population = run.field("NAME_FIELD"), run.field("POPULATION_FIELD")
        code = run.field("ID_FIELD")
        frame = run.frame(list(dict.fromkeys([*periods, first, treated, name, population, code])))
        run.name_units(frame, name, code)
        diagnostics = Diagnostics()
        panel = make_panel(
            frame, periods, frame[treated], first, diagnostics, frame[population] if population else None
        )
        effect = programme_effect(
            panel,
            frame.index,
            diagnostics,
            neighbours=_neighbours(run, frame.index, frame[code] if code else None, diagnostics),
            permutations=run.integer("PERMUTATIONS"),
            seed=run.seed(),
            higher_is_better=run.boolean("HIGHER_IS_BETTER"),
        )
        run.tell(diagnostics)
        for sentence in effect.verdict:
            run.feedback.pushInfo(run.sentence(sentence))
        run.test = Test(Message(mark("Difference in differences")), run.integer("PERMUTATIONS"), "two")
        self._write(run, panel, effect)
        did = effect.estimates["did"]
        return {"EFFECT": did.effect, "P_VALUE": did.p_permutation}

    def _write(self, run: Run, panel: Panel, effect: Effect) -> None:
        units = pd.DataFrame({"change": pd.Series(panel.changes, index=panel.units), "role": effect.roles})
        write_beside(run, "OUTPUT", units, MapOf("role", "role"), 0.7)
        names = {name.lower(): run.text(name).strip() for name in ("PROGRAMME", "MEASURE")}
        names["weighted"] = int(run.has("POPULATION_FIELD"))
        # what qualifies the estimates goes with them, so that a report of the table alone can say it
        names["baseline_gap"] = effect.baseline_gap
        names["higher_is_better"] = int(run.boolean("HIGHER_IS_BETTER"))
        names[CAUTIONS_FIELD] = cautions_text(run, effect.diagnostics)
        for output, table in (("OUTPUT_ESTIMATES", _estimates(effect)), ("OUTPUT_EVENTS", effect.events)):
            write_rows(run, output, table.assign(**names))
        programme, measure = (run.text(name).strip() for name in ("PROGRAMME", "MEASURE"))
        measure = measure or panel.periods[-1]
        called = run.unit_names(panel.units)
        write_report(
            run,
            lambda: programme_sections(effect, panel, called),
            lead=f"{programme}: {measure}" if programme else measure,
        )


def _neighbours(run: Run, units: pd.Index, codes: pd.Series | None, diagnostics: Diagnostics) -> Any:
    """Return the matrix of neighbours, None where they are not looked at; the method tells which."""
    if not run.boolean("RING"):
        return None
    weights = neighbours_of(run, units, neighbour_choice(run), codes)
    diagnostics.step(mark("Neighbours of the treated: {kind}."), kind=Message(BUILDERS[weights.kind].label))
    diagnostics.warnings.extend(weights.warnings)
    return weights.matrix


def _estimates(effect: Effect) -> pd.DataFrame:
    rows = [{"estimate": code, **asdict(found)} for code, found in effect.estimates.items()]
    return pd.DataFrame(rows).astype({"exact": int})
