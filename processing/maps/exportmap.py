"""A printed map of a result."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsProcessingOutputString,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterNumber,
)

from ...analysis.messages import mark
from ...cartography.layout.export import check_ending, export
from ...cartography.layout.paper import ORIENTATIONS, PAPERS
from ...cartography.layout.request import SheetRequest
from ...cartography.layout.sheet import build_sheet
from ...cartography.wording import LANGUAGES
from ...language import tr
from ..parameters import ChoiceParameter, field
from ..run import Run
from .common import add_resolution, add_synthetic, add_texts, software, synthetic_of, texts_of
from .mapalgorithm import MapAlgorithm


class ExportMap(MapAlgorithm):
    """Compose a map sheet and write it as PDF, PNG or SVG."""

    ID = "exportmap"
    TITLE = mark("Print a map")
    SUMMARY = mark("Composes a map sheet of a result and writes it as PDF, PNG or SVG.")
    HELP = mark(
        "The sheet has a title, a legend with classes and numbers of kelurahan, scale in figures and as a "
        "bar, north arrow, graticule and metric grid, projection, sources, method and notes. The scale is "
        "the largest round one that fits. Where names do not fit on the map, numbers and a key take "
        "their place. The layout stays in the project, to be edited with QGIS's own tools. A layer without a "
        "style is styled by its fields. Sheets in both languages take the English title, subtitle and "
        "source from behind a vertical bar: Judul | Title."
    )
    TAGS = mark("map, print, layout, PDF, poster, legend, export, atlas")

    def define(self) -> None:
        """Add the parameters."""
        self.add_layer(tr("A layer with results, styled or not."))
        add_texts(self.add)
        self.add(ChoiceParameter("LANGUAGE", tr("Language"), LANGUAGES, "id"), tr("One of: id, en, both."))
        self.add(ChoiceParameter("PAPER", tr("Paper"), PAPERS, "A4"), tr("One of: A4, A3, A2, A1."))
        self.add(
            ChoiceParameter("ORIENTATION", tr("Orientation"), ORIENTATIONS, "landscape"),
            tr("One of: landscape, portrait."),
        )
        self.add(
            QgsProcessingParameterNumber("SCALE", tr("Scale 1 :"), defaultValue=0, minValue=0),
            tr("The number behind 1 :, for example 40000; 0 takes the largest round scale that fits."),
        )
        self.add(
            field("NAME_FIELD", tr("Name field"), optional=True),
            tr("Names of the units; found by its name where it is not given."),
        )
        self.add(
            field("GROUP_FIELD", tr("Group field"), optional=True),
            tr("For example the kecamatan: its borders are drawn heavier and the key is sorted by it."),
        )
        add_synthetic(self.add)
        add_resolution(self.add)
        maps = tr("PDF files (*.pdf);;PNG images (*.png);;SVG images (*.svg)")
        self.add(
            QgsProcessingParameterFileDestination("OUTPUT", tr("Map"), maps),
            tr("The ending decides: pdf, png or svg."),
        )
        self.add(
            QgsProcessingParameterFileDestination(
                "OUTPUT_PNG", tr("Map as image"), tr("PNG images (*.png)"), None, True, False
            ),
            tr("The same sheet as PNG, beside the first file."),
        )
        self.addOutput(QgsProcessingOutputString("LAYOUT", tr("Name of the layout")))

    def compute(self, run: Run) -> dict[str, Any]:
        """Build the sheet, then write it."""
        request = self._request(run)
        paths = [path for path in map(run.outputs.file, ("OUTPUT", "OUTPUT_PNG")) if path is not None]
        for path in paths:
            check_ending(path)
        sheet = build_sheet(request, run.context.project())
        for warning in sheet.warnings:
            run.feedback.pushWarning(run.sentence(warning))
        tell = run.progress(0.3, 1.0)
        for done, path in enumerate(paths):
            tell(done / len(paths))
            export(sheet.layout, path, run.number("RESOLUTION"))
        return {"LAYOUT": sheet.layout.name()}

    def _request(self, run: Run) -> SheetRequest:
        layer = self.styled_layer(run)
        return SheetRequest(
            layer=layer,
            language=run.choice("LANGUAGE"),
            paper=run.choice("PAPER"),
            orientation=run.choice("ORIENTATION"),
            scale=run.number("SCALE"),
            name_field=run.field("NAME_FIELD"),
            group_field=run.field("GROUP_FIELD"),
            synthetic=synthetic_of(run, layer),
            maker=software(),
            **texts_of(run),
        )
