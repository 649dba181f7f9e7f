"""`neighbours`: spatial weights to see, to keep and to check."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from qgis.core import QgsProcessing, QgsProcessingOutputNumber, QgsWkbTypes

from ...analysis.core.diagnostics import Diagnostics
from ...analysis.core.lazy import pd
from ...analysis.core.messages import InputError, Message, mark
from ...analysis.core.threads import started
from ...analysis.report.sections.neighbours import connections_sections
from ...analysis.spatial.cautions import caution
from ...analysis.spatial.connections import connections, summary
from ...analysis.spatial.weights.distance import minimum_band
from ...analysis.spatial.weights.files import write_gal, write_gwt
from ...language import tr
from ..base.algorithm import Algorithm
from ..base.groups import HOTSPOTS
from ..base.neighbours import code_texts, neighbours_of
from ..base.parameters import ANY_GEOMETRY, extra_file, extra_table, input_layer, report_file, sink
from ..base.weight_parameters import neighbour_choice, weight_parameters
from ..io.frames import write_lines
from ..io.geometries import in_crs_of
from ..io.map_of import MapOf
from ..io.results import open_sink, write_rows
from ..report.write import write_report
from .parameters import area_fields, read_units

if TYPE_CHECKING:
    from ...analysis.spatial.weights.weights import Weights
    from ..base.run import Run

_LINES = QgsProcessing.SourceType.TypeVectorLine
_WRITERS = {".gal": write_gal, ".gwt": write_gwt}


#: The items of the summary that are outputs of their own.
_NUMBERS = {
    "units": mark("Areas"),
    "pairs": mark("Pairs of neighbours"),
    "islands": mark("Areas without neighbours"),
    "components": mark("Connected parts, islands included"),
    "tolerance_pairs": mark("Pairs found by the tolerance alone"),
    "mean_neighbours": mark("Mean number of neighbours"),
}


class Neighbours(Algorithm):
    """Polygons or points -> who is whose neighbour."""

    ID = "neighbours"
    TITLE = mark("Neighbours (spatial weights)")
    GROUP = HOTSPOTS
    REQUIRES = ("pandas", "scipy")
    SUMMARY = mark("Finds who is whose neighbour: as lines to see, as a GAL or GWT file, and as a summary.")
    HELP = mark(
        "<p>OUTPUT has a line for each pair of neighbours with the fields from, to, weight (of to for from), "
        "weight_back (of from for to; empty where only from counts to as a neighbour), "
        "distance (metres between centres) and found_by: border, tolerance (the border does not share its "
        "vertices), distance, steps (by order), island (joined to its nearest) or file.</p>"
        "<p>Look at the lines before you trust a hotspot: a missing neighbour is not announced by any "
        "statistic. Real layers are often simplified area by area, so that borders do not match; the "
        "tolerance finds such neighbours, and the summary says how many.</p>"
        "<p>OUTPUT_FILE can be read by GeoDa and PySAL: .gal holds neighbours, .gwt also weights.</p>"
    )
    TAGS = mark(
        "weights,contiguity,queen,rook,knn,GAL,GWT,GeoDa,PySAL,adjacency,ketetanggaan,tetangga,bobot,matriks pembobot"
    )

    def define(self) -> None:
        """Add the parameters."""
        self.add(
            input_layer(ANY_GEOMETRY),
            tr("Areas, or points."),
            *weight_parameters(),
            *area_fields(),
            sink("OUTPUT", tr("Connections"), _LINES, optional=True),
            tr("A line for each pair of neighbours."),
            extra_file(
                "OUTPUT_FILE",
                tr("Weights file"),
                ";;".join((tr("Neighbours (*.gal)"), tr("Neighbours and weights (*.gwt)"))),
            ),
            tr("GAL or GWT by its ending; needs the code field."),
            extra_table("OUTPUT_SUMMARY", tr("Connectivity summary")),
            tr("Table of item and value: pairs, islands, parts, and how many areas have how many neighbours."),
            report_file(),
            tr("Report of the neighbours as HTML, PDF or DOCX."),
        )
        for name, words in _NUMBERS.items():
            self.addOutput(QgsProcessingOutputNumber(name.upper(), tr(words)))
        self.add_output_numbers(MINIMUM_BAND=tr("Distance that leaves no area alone (metres)"))

    def compute(self, run: Run) -> dict[str, Any]:
        """Build, check, then write everything."""
        frame, codes = read_units(run, [], only=True)
        weights = neighbours_of(run, frame.index, neighbour_choice(run), codes)
        points, _ = run.points()
        band = started(minimum_band, points)
        known = self._diagnostics(weights, frame)
        run.tell(known)
        table = summary(weights)
        names = frame.index.map(str) if codes is None else code_texts(codes)
        lines = connections(weights, points)
        self._write_file(run, weights, codes)
        self._write_lines(run, lines, points, np.array(names, dtype=object))
        write_rows(run, "OUTPUT_SUMMARY", table)
        label = list(names) if run.units is None else [run.unit_name(unit) for unit in frame.index]
        write_report(run, lambda: connections_sections(weights, label), lead=Message(self.SUMMARY))
        numbers = dict(zip(table["item"], table["value"]))
        results = {name.upper(): numbers[name] for name in _NUMBERS}
        return {**results, "MINIMUM_BAND": band.result()}

    def _write_file(self, run: Run, weights: Weights, codes: pd.Series | None) -> None:
        path = run.outputs.file("OUTPUT_FILE")
        if path is None:
            return
        if codes is None:
            raise InputError(mark("Choose the code field: the weights file names areas by it."))
        writer = _WRITERS[path.suffix.lower()]
        writer(path, weights, code_texts(codes), run.source().sourceName(), run.field("ID_FIELD"))

    def _write_lines(self, run: Run, lines: pd.DataFrame, points: np.ndarray, names: np.ndarray) -> None:
        source = run.source()
        start, end = lines["start"].to_numpy(), lines["end"].to_numpy()
        table = pd.DataFrame({"from": names[start], "to": names[end]})
        table = table.join(lines[["weight", "weight_back", "distance", "found_by"]])
        layer = MapOf("connections", "found_by", Message(self.TITLE))
        sink = open_sink(run, "OUTPUT", table, layer, QgsWkbTypes.Type.LineString, source.sourceCrs())
        if sink is None:
            return
        places = in_crs_of(source, points, run.context.transformContext())
        write_lines(sink, places[start], places[end], table, run.progress(0.5, 0.9))

    def _diagnostics(self, weights: Weights, frame: pd.DataFrame) -> Diagnostics:
        known = Diagnostics(n=weights.n)
        known.warnings.extend(weights.warnings)
        islands = frame.index[weights.islands].tolist()
        if islands:
            known.warn(mark("{units} {units:has|have} no neighbours."), units=islands)
        caution(known, weights)
        return known
