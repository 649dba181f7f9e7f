"""A printed map of a result."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from qgis.core import QgsProcessingOutputString, QgsProject, QgsVectorLayer

from ...analysis.core.messages import mark
from ...cartography.base.package import write_package
from ...cartography.base.wording import LANGUAGES
from ...cartography.layout.export import check_ending, export, has_layers
from ...cartography.layout.paper import ORIENTATIONS, PAPERS
from ...cartography.layout.request import LABELS, TABLE, SheetRequest
from ...cartography.layout.sheet import build_from_template, build_sheet
from ...cartography.layout.template import KNOWN
from ...language import tr
from ..base.parameters import (
    POLYGONS,
    advanced,
    boolean,
    choice,
    extra_file,
    field,
    file,
    file_output,
    folder_output,
    layer,
    name_field,
    text,
    whole,
)
from ..base.run import Run
from .common import (
    logo_and_ink,
    logo_of,
    map_texts,
    resolution_parameter,
    software,
    synthetic_of,
    synthetic_parameter,
    texts_of,
)
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
        self.add(
            *map_texts(),
            choice("LANGUAGE", tr("Language"), LANGUAGES, "id"),
            tr("One of: id, en, both."),
            choice("PAPER", tr("Paper"), PAPERS, "A4"),
            tr("One of: A4, A3, A2, A1."),
            choice("ORIENTATION", tr("Orientation"), ORIENTATIONS, "landscape"),
            tr("One of: landscape, portrait."),
            whole("SCALE", tr("Scale 1 :"), 0, 0),
            tr("The number behind 1 :, for example 40000; 0 takes the largest round scale that fits."),
            name_field(),
            tr("Names of the units; found by its name where it is not given."),
            field("GROUP_FIELD", tr("Group field"), optional=True),
            tr("For example the kecamatan: its borders are drawn heavier and the key is sorted by it."),
            *synthetic_parameter(),
            *resolution_parameter(),
        )
        maps = tr("PDF files (*.pdf);;PNG images (*.png);;SVG images (*.svg)")
        self.add(
            file_output("OUTPUT", tr("Map"), maps),
            tr("The ending decides: pdf, png or svg."),
            extra_file("OUTPUT_PNG", tr("Map as image"), tr("PNG images (*.png)")),
            tr("The same sheet as PNG, beside the first file."),
            *logo_and_ink(),
            choice("LABELS", tr("Labels"), LABELS, "auto"),
            tr("One of: auto, names, numbers, none. Auto takes names where all of them fit, else numbers."),
            choice("TABLE", tr("Table of units"), TABLE, "auto"),
            tr("One of: auto (where numbers need a key), yes, no."),
            advanced(text("SHEET", tr("Sheet number"), "")),
            tr("For example 3 of 12."),
            advanced(text("EDITION", tr("Edition"), "")),
            tr("For example I, 2026."),
            advanced(text("MAKER", tr("Made by"), "")),
            tr("Who made the map."),
            advanced(text("CHECKER", tr("Checked by"), "")),
            tr("Who checked the map."),
            layer("INSET_LAYER", tr("Larger area"), POLYGONS, optional=True),
            tr("For example the regencies of the province: an inset shows where the map lies in it."),
            file("TEMPLATE", tr("Layout template"), tr("Layout templates (*.qpt);;All files (*)")),
            tr(
                "A .qpt file of your own, in place of paper and orientation. Items are filled by their ids: {ids}."
            ).format(ids=", ".join(KNOWN)),
            advanced(boolean("LAYERED", tr("PDF with layers"), False)),
            tr("A georeferenced PDF whose layers can be switched on and off, where GDAL can write it."),
            folder_output("PACKAGE", tr("Folder of a map package"), optional=True),
            tr(
                "Everything to open the map elsewhere, offline: a GeoPackage with the layers, their styles and "
                "the project, the files of the map, and checksums."
            ),
        )
        self.addOutput(QgsProcessingOutputString("LAYOUT", tr("Name of the layout")))

    def compute(self, run: Run) -> dict[str, Any]:
        """Build the sheet, then write it."""
        request = self._request(run)
        paths = [path for path in map(run.outputs.file, ("OUTPUT", "OUTPUT_PNG")) if path is not None]
        for path in paths:
            check_ending(path)
        template = run.path("TEMPLATE")
        if template is None:
            sheet = build_sheet(request, run.context.project())
        else:
            sheet = build_from_template(request, template, run.context.project())
        run.outputs.when_discarded(sheet.discard)
        for warning in sheet.warnings:
            run.feedback.pushWarning(run.sentence(warning))
        tell, layered = run.progress(0.3, 1.0), run.boolean("LAYERED")
        for done, path in enumerate(paths):
            tell(done / len(paths))
            export(sheet.layout, path, run.number("RESOLUTION"), layered)
            if layered and path.suffix.lower() == ".pdf" and not has_layers(path):
                run.feedback.pushWarning(tr("The GDAL of this QGIS writes no PDF with layers; this one has none."))
        package = run.outputs.folder("PACKAGE")
        if package is not None:
            self._package(run, request, package, paths)
        return {"LAYOUT": sheet.layout.name()}

    def _package(self, run: Run, request: SheetRequest, folder: Path, files: list[Path]) -> None:
        template = run.path("TEMPLATE")

        def compose(project: QgsProject, layers: Sequence[QgsVectorLayer]) -> None:
            own = replace(request, layer=layers[0], inset=layers[1] if len(layers) > 1 else None)
            if template is None:
                build_sheet(own, project)
            else:
                build_from_template(own, template, project)

        layers = [request.layer, *filter(None, [request.inset])]
        name = request.title.partition("|")[0].strip() or request.layer.name()
        write_package(folder, name, layers, compose, files, request.language)

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
            synthetic=synthetic_of(run),
            maker=software(),
            author=run.text("MAKER"),
            checker=run.text("CHECKER"),
            sheet=run.text("SHEET"),
            edition=run.text("EDITION"),
            logo=logo_of(run),
            inset=self.parameterAsVectorLayer(run.parameters, "INSET_LAYER", run.context),
            labels=run.choice("LABELS"),
            table=run.choice("TABLE"),
            ink=run.choice("INK"),
            **texts_of(run),
        )
