"""`indexchange`: how a composite index changed between two years, and through which indicators."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...analysis.core.diagnostics import Diagnostics
from ...analysis.core.lazy import pd
from ...analysis.core.messages import InputError, Message, mark
from ...analysis.indices.change.index_change import IndexChange as Result
from ...analysis.indices.change.index_change import index_change
from ...analysis.report.sections.change import change_sections
from ...language import tr
from ..base.algorithm import Algorithm
from ..base.codes import check_codes, units_by_code
from ..base.groups import INDICES
from ..base.neighbours import code_texts
from ..base.parameters import (
    ANY_GEOMETRY,
    advanced,
    extra_table,
    field,
    input_layer,
    number_style,
    report_file,
    seed_number,
    sink,
    source,
    text,
    unit_fields,
    whole,
)
from ..io.frames import beside
from ..io.map_of import MapOf, titled
from ..io.results import write_beside, write_rows
from ..io.tables import read_table
from ..report.write import write_report
from .definitions import definition_of, definition_parameters
from .inputs import read_inputs

if TYPE_CHECKING:
    from ...analysis.indices.definition.model import Definition
    from ..base.run import Run

#: What the title of the report names.
_HEAD = ("title", "before", "after")
_RANKS = ("rank_before", "rank_after", "change_rank", "beyond_noise")


class IndexChange(Algorithm):
    """Indicators of two years -> change of the index, of ranks, and its parts."""

    ID = "indexchange"
    TITLE = mark("Change of the index")
    GROUP = INDICES
    TABLES = ("INPUT_BEFORE",)
    REQUIRES = ("pandas",)
    SUMMARY = mark("Computes a composite index of two years on one yardstick and splits its change.")
    HELP = mark(
        "<p>Both years go through the index together, so goalposts, outliers, weights from the data and "
        "ranks have one yardstick; an index of each year by itself invents or hides change.</p>"
        "<p>Added fields: index_before, index_after, change, rank_before, rank_after, change_rank (positive: "
        "places won), contribution_… of each dimension, which sum to change, and the noise of ranks: "
        "change_rank_low to change_rank_high is where the change of rank lies in 95 of 100 draws of "
        "indicators, and beyond_noise is 1 where that interval leaves out 0; indicators_compared is how many "
        "indicators have a value in both years.</p>"
        "<p>Only what both years have is compared. A value that one year lacks is left out of the other year "
        "too (or filled in both, where missing values are filled), an indicator without any value in a year is "
        "left out of both, and kelurahan without an index in both years have no change and no rank; each is "
        "told in the log. So index_before and index_after can differ from the index of a year by itself.</p>"
        "<p>Suspected breaks of the series are warned of: an indicator missing in one year, copied from the "
        "other, in another unit, or moved the same way nearly everywhere.</p>"
    )
    TAGS = mark(
        "change,difference,trend,decomposition,contribution,two years,before and after,perubahan,tahun,peringkat"
    )

    def define(self) -> None:
        """Add the parameters."""
        self.add(
            input_layer(ANY_GEOMETRY),
            tr("The layer with the indicators of the later year."),
            source("INPUT_BEFORE", tr("Layer of the earlier year"), optional=True),
            tr("A layer or table with the same fields, joined by the code field."),
            text("SUFFIX_BEFORE", tr("Ending of earlier fields")),
            tr(
                "Where both years are in one layer: what the fields of the earlier year end in, for example "
                "_2024 for inc01_2024 beside inc01."
            ),
            text("YEAR", tr("Later year")),
            tr("How the year is called in messages and the report, for example {year}.").format(year="2025"),
            text("YEAR_BEFORE", tr("Earlier year")),
            tr("How the year is called in messages and the report, for example {year}.").format(year="2024"),
            *definition_parameters(),
            *unit_fields(),
            advanced(field("ID_FIELD_BEFORE", tr("Code field, earlier year"), optional=True, parent="INPUT_BEFORE")),
            tr("Where the code field of the earlier layer has another name."),
            advanced(whole("DRAWS", tr("Draws of indicators"), 999, 0, 99999)),
            tr("For the noise of the ranks; 0 leaves it out."),
            seed_number(),
            tr("The same seed gives the same intervals on every computer."),
            sink("OUTPUT", tr("Change of the index")),
            tr("The layer with the change; in a GeoPackage it keeps its style."),
            extra_table("OUTPUT_CONTRIBUTIONS", tr("Contributions to the change")),
            tr("Table of what each indicator adds to the change of each kelurahan."),
            report_file(),
            tr("Report of the change and its parts as HTML, PDF or DOCX."),
            *number_style(),
        )
        self.add_output_numbers(MEAN_CHANGE=tr("Mean change"), BREAKS=tr("Suspected breaks of the series"))

    def compute(self, run: Run) -> dict[str, Any]:
        """Read both years, compute, then write everything."""
        definition = definition_of(run)
        inputs = read_inputs(run, definition)
        frame = inputs.frame
        before = _earlier(run, frame, definition, inputs.columns["ID_FIELD"])
        years = run.text("YEAR_BEFORE") or tr("before"), run.text("YEAR") or tr("after")
        run.words.update({tr(word): Message(word) for word in ("before", "after")})
        try:
            result = index_change(
                before,
                frame[definition.columns],
                definition,
                groups=inputs.groups,
                neighbours=inputs.neighbours,
                years=years,
                draws=run.integer("DRAWS"),
                seed=run.seed(),
                progress=run.progress(0.1, 0.7),
            )
        except InputError as error:
            told = _with_years(run, error.message)
            raise InputError(told.template, **told.facts) from error
        told = result.diagnostics
        told.warnings = [_with_years(run, warning) for warning in told.warnings]
        told.method += [_with_years(run, step) for step in result.pooled.diagnostics.method]
        told.step(mark("Both years share goalposts, outliers and weights: {years}."), years=list(years))
        if run.integer("DRAWS"):
            told.step(
                mark("Noise of ranks: {draws} draws of the indicators with replacement, seed {seed}."),
                draws=run.integer("DRAWS"),
                seed=run.seed(),
            )
        run.tell(told)
        units = _whole(result.units).reindex(frame.index)
        title = titled(self.TITLE, definition.name) if definition.name else ""
        options = {"higher_is_better": definition.orientation == "welfare"}
        write_beside(run, "OUTPUT", units, MapOf("change", "change", title, options), 0.7)
        _write_contributions(run, frame[inputs.keys], result)
        write_report(
            run,
            lambda: change_sections(definition, result, years, run.unit_names(frame.index)),
            title=Message("{title}: {before} – {after}", dict(zip(_HEAD, (Message(self.TITLE), *years)))),
            lead=definition.name,
            diagnostics=told,
        )
        return {"MEAN_CHANGE": float(units["change"].mean()), "BREAKS": len(result.breaks)}


def _whole(units: pd.DataFrame) -> pd.DataFrame:
    """Return the units with ranks and counts as whole numbers, ranks empty where there is no change."""
    ranks = units[list(_RANKS)].astype(float).where(units["change"].notna())
    return units.assign(**ranks.astype("Int64"), indicators_compared=units["indicators_compared"].astype("Int64"))


def _earlier(run: Run, frame: pd.DataFrame, definition: Definition, code: str | None) -> pd.DataFrame:
    """Return the columns of the earlier year by the feature id of the later layer."""
    columns, suffix = definition.columns, run.text("SUFFIX_BEFORE").strip()
    if bool(suffix) == run.has("INPUT_BEFORE"):
        raise InputError(
            mark("Give either INPUT_BEFORE, a layer of the earlier year, or SUFFIX_BEFORE, the ending of its fields.")
        )
    if suffix:
        earlier = run.frame([f"{column}{suffix}" for column in columns])
        return earlier.set_axis(columns, axis=1)
    theirs = run.field("ID_FIELD_BEFORE", "INPUT_BEFORE") or code
    if not code:
        raise InputError(mark("Choose ID_FIELD, the code by which the two years are joined."))
    reading = Diagnostics()
    if run.algorithm.text_files["INPUT_BEFORE"]:
        table = read_table(run, "INPUT_BEFORE", reading)
        earlier = table.take([theirs], columns, run.choice("NUMBERS"), reading)
    else:
        earlier = run.frame([*columns, theirs], "INPUT_BEFORE")
    check_codes(earlier, theirs)
    units = units_by_code(run, frame[code], earlier[theirs], reading, ask=False)
    run.tell(reading)
    # a unit that the later layer lacks keeps its code as a name, to be warned of
    labels = [text if unit is None else unit for unit, text in zip(units, code_texts(earlier[theirs]))]
    return earlier[columns].set_axis(pd.Index(labels, dtype=object), axis=0)


def _with_years(run: Run, message: Message) -> Message:
    """Return a message in which units of the pooled years are named with their year."""
    facts = dict(message.facts)
    if "units" in facts:
        facts["units"] = [
            f"{run.unit_name(unit[1])} ({unit[0]})" if isinstance(unit, tuple) else unit for unit in facts["units"]
        ]
    return Message(message.template, facts)


def _write_contributions(run: Run, keys: pd.DataFrame, result: Result) -> None:
    table = beside(keys, result.contributions, "_contribution")
    write_rows(run, "OUTPUT_CONTRIBUTIONS", table)
