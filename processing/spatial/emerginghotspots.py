"""`emerginghotspots`: pockets of high and low values over the years."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...analysis.core.diagnostics import Diagnostics
from ...analysis.core.lazy import pd
from ...analysis.core.messages import InputError, Message, mark
from ...analysis.report.sections.emerging import emerging_sections
from ...analysis.spatial.cautions import caution
from ...analysis.spatial.emerging import emerging_hotspots
from ...analysis.spatial.history import years_wide
from ...cartography.styles.pattern import PATTERN_WORDS
from ...language import tr
from ..base.algorithm import Algorithm
from ..base.codes import code_systems, units_by_code
from ..base.groups import HOTSPOTS
from ..base.neighbours import code_texts, neighbours_of
from ..base.parameters import ANY_GEOMETRY, NUMERIC, field, input_layer, number_style, report_file, sink, source
from ..base.weight_parameters import neighbour_choice, weight_parameters
from ..io.map_of import MapOf
from ..io.results import write_beside
from ..io.tables import read_table
from ..report.write import write_report
from .parameters import area_fields, inference_of, inference_parameters, orientation_parameter, read_units

if TYPE_CHECKING:
    from ..base.run import Run


class EmergingHotspots(Algorithm):
    """Gi* year by year, and the pattern of its history."""

    ID = "emerginghotspots"
    TITLE = mark("Emerging hotspots")
    GROUP = HOTSPOTS
    TABLES = ("TABLE",)
    REQUIRES = ("pandas", "scipy")
    SUMMARY = mark("Says of pockets of high and low values whether they are new, lasting, growing or gone.")
    HELP = mark(
        "<p>Gi* is computed for each year, then the trend of its score is tested (Mann–Kendall). Added fields: "
        "trend_z, trend_p, pattern.</p>"
        "<p>Patterns, each for high (…_hot) and low (…_cold) pockets: new (significant in the last year, never "
        "before), consecutive (in an unbroken run of two or more last years, never before, in under 90 % of "
        "the years), intensifying, persistent, diminishing (in 90 % of the years or more, the last among "
        "them, growing stronger, without a trend, or growing weaker), sporadic (in the last year and on and off "
        "before), oscillating (in the last year, and of the other kind before), historical (in 90 % of the "
        "years or more, not in the last); none, island, nodata.</p>"
        "<p>The years are fields in the order of time (FIELDS), or rows of a long table (TABLE). With fewer "
        "than ten years the trend test finds only very steady changes. ArcGIS takes neighbours in space and "
        "time together; here each year stands alone.</p>"
    )
    TAGS = mark("hotspot,emerging,trend,Mann-Kendall,space-time,years,panel,tahun,tren,kantong")

    def define(self) -> None:
        """Add the parameters."""
        self.add(
            input_layer(ANY_GEOMETRY),
            tr("Areas, or points."),
            field("FIELDS", tr("Fields of the years"), NUMERIC, many=True, optional=True),
            tr("One field for each year, in the order of time."),
            source("TABLE", tr("Table of years"), optional=True),
            tr("Instead of FIELDS: a table with a row for each area and year; needs the code field."),
            field("TABLE_CODE_FIELD", tr("Code field of the table"), optional=True, parent="TABLE"),
            tr("Code of the area."),
            field("TIME_FIELD", tr("Year field of the table"), optional=True, parent="TABLE"),
            tr("Year, or another time that sorts."),
            field("VALUE_FIELD", tr("Value field of the table"), optional=True, parent="TABLE"),
            tr("The number of that year."),
            *weight_parameters(),
            *inference_parameters(),
            *orientation_parameter(),
            *area_fields(),
            sink("OUTPUT", self.displayName()),
            tr("The layer with the pattern of each area; in a GeoPackage it keeps its style."),
            report_file(),
            tr("Report of patterns and years as HTML, PDF or DOCX."),
            *number_style(),
            *code_systems(),
        )
        self.add_output_numbers(YEARS=tr("Years"), PATTERNS=tr("Areas with a pattern"))

    def compute(self, run: Run) -> dict[str, Any]:
        """Read the years, compute, then write everything."""
        inference = inference_of(run)
        fields, reading = run.fields("FIELDS"), Diagnostics()
        if bool(fields) == run.has("TABLE"):
            raise InputError(mark("Give the years either as fields (FIELDS) or as a table (TABLE)."))
        frame, codes = read_units(run, fields)
        values = frame[fields] if fields else _from_table(run, codes, reading)
        weights = neighbours_of(run, frame.index, neighbour_choice(run), codes)
        result = emerging_hotspots(values, weights, inference, run.progress(0.25, 0.7))
        caution(result.diagnostics, weights)
        run.tell(reading)
        run.tell(result.diagnostics)
        run.test = inference.test(Message(mark("Gi*")))
        options = {"higher_is_better": run.choice("ORIENTATION") == "welfare"}
        layer = MapOf("pattern", "pattern", Message(self.TITLE), options)
        write_beside(run, "OUTPUT", result.frame, layer, 0.7)
        names = run.unit_names(frame.index)
        write_report(
            run, lambda: emerging_sections(result, PATTERN_WORDS, names), lead=Message(self.SUMMARY), weights=weights
        )
        found = ~result.frame["pattern"].isin(["none", "island", "nodata"])
        return {"YEARS": values.shape[1], "PATTERNS": int(found.sum())}


def _from_table(run: Run, codes: pd.Series | None, reading: Diagnostics) -> pd.DataFrame:
    """Return one column a year from the long table."""
    columns = [run.field(name, "TABLE") for name in ("TABLE_CODE_FIELD", "TIME_FIELD", "VALUE_FIELD")]
    if codes is None or None in columns:
        raise InputError(mark("A table of years needs ID_FIELD, TABLE_CODE_FIELD, TIME_FIELD and VALUE_FIELD."))
    code, time, value = columns
    table = read_table(run, "TABLE", reading).take([code, time], [value], run.choice("NUMBERS"), reading)
    ours = pd.Series(code_texts(codes), index=codes.index)
    units = units_by_code(run, codes, table[code], reading)
    known = units.map(ours)  # where the other code system was used, the layer's own codes
    table[code] = known.where(known.notna(), pd.Series(code_texts(table[code]), index=table.index))
    return years_wide(table[columns], ours, reading)
