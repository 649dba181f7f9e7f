"""An atlas: a profile sheet for each kelurahan or kecamatan."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsProcessingOutputString

from ...analysis.core.messages import InputError, mark
from ...analysis.core.registers import Method, Register
from ...cartography.atlas.build import Atlas, build_atlas
from ...cartography.atlas.request import COVERAGE, AtlasRequest
from ...cartography.base.wording import LANGUAGES
from ...cartography.layout.export import export_atlas, export_pages
from ...cartography.layout.paper import PAPERS
from ...language import tr
from ..base.parameters import (
    choice,
    code_field,
    definition_file,
    field,
    file_output,
    folder_output,
    name_field,
    number_style,
    source,
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
from .variables import contributions_of, dimensions_of, read_definition_of, variables_of

_FORMATS = Register(mark("format"), [Method("pdf", "PDF"), Method("png", "PNG"), Method("svg", "SVG")])


class ExportAtlas(MapAlgorithm):
    """Compose a page for each kelurahan or kecamatan and write them as one PDF or as files."""

    ID = "exportatlas"
    TITLE = mark("Print an atlas")
    SUMMARY = mark("Composes a profile sheet for each kelurahan or kecamatan, in one PDF or a file each.")
    HELP = mark(
        "A page shows the map around its kelurahan, rank with its interval, index beside the means of all "
        "kelurahan and of the kecamatan, class, hotspot, change and priority as far as the layer holds these "
        "fields, the profile by dimension, and the indicators in which the kelurahan stands out. Pages are in the "
        "order of the codes. They are made to be photocopied. The layout stays in the project as an atlas of "
        "QGIS's own over a layer of pages, to be edited and printed again."
    )
    TAGS = mark("atlas, map, album, profile, print, layout, PDF, sheet, kelurahan, kecamatan, musrenbang")
    TABLES = ("CONTRIBUTIONS",)

    def define(self) -> None:
        """Add the parameters."""
        self.add_layer(tr("A layer of polygons with results, for example of the composite index."))
        self.add(
            choice("COVERAGE", tr("Pages"), COVERAGE, "unit"),
            tr("One of: unit (a page a kelurahan), group (a page for each value of the group field)."),
            *map_texts(),
            choice("LANGUAGE", tr("Language"), LANGUAGES, "id"),
            tr("One of: id, en, both."),
            choice("PAPER", tr("Paper"), PAPERS, "A4"),
            tr("One of: A4, A3, A2, A1."),
            code_field(),
            tr("Official code of each kelurahan; pages are in its order."),
            name_field(),
            tr("Names of the units; found by its name where it is not given."),
            field("GROUP_FIELD", tr("Group field"), optional=True),
            tr("For example the kecamatan, whose mean is shown beside."),
            definition_file(),
            tr("Names of dimensions and indicators; by default those of the catalogue by their fields."),
            source("CONTRIBUTIONS", tr("Contributions"), optional=True),
            tr(
                "The table of contributions that the composite index writes: strengths and deprivations then "
                "stand in the order in which they lift or lower the index. It is joined by the code field."
            ),
            *logo_and_ink(),
            *synthetic_parameter(),
            *resolution_parameter(),
            choice("FORMAT", tr("Format of single pages"), _FORMATS, "pdf"),
            tr("One of: pdf, png, svg. For the folder."),
            file_output("OUTPUT", tr("Atlas"), tr("PDF files (*.pdf)"), optional=True),
            tr("All pages in one PDF."),
            folder_output("FOLDER", tr("Folder of pages"), optional=True),
            tr("A file for each page, named by number, code and name."),
            *number_style(),
        )
        self.addOutput(QgsProcessingOutputString("LAYOUT", tr("Name of the layout")))
        self.add_output_numbers(COUNT=tr("Number of pages"))

    def compute(self, run: Run) -> dict[str, Any]:
        """Build the atlas, then write it."""
        request = self._request(run)
        path, folder = run.outputs.file("OUTPUT"), run.outputs.folder("FOLDER")
        if path is None and folder is None:
            raise InputError(mark("Say where the atlas goes: OUTPUT for one PDF, FOLDER for a file a page."))
        run.progress()(0.05)
        atlas = build_atlas(request, run.context.project())
        run.outputs.when_discarded(atlas.discard)
        self._write(run, atlas, path, folder)
        for warning in atlas.warnings:
            run.feedback.pushWarning(run.sentence(warning))
        return {"LAYOUT": atlas.layout.name(), "COUNT": len(atlas.files)}

    def _write(self, run: Run, atlas: Atlas, path: Any, folder: Any) -> None:
        resolution = run.number("RESOLUTION")
        if path is not None:
            export_atlas(atlas.layout, path, resolution, run.feedback)
        if folder is not None:
            files = [folder / f"{name}.{run.choice('FORMAT')}" for name in atlas.files]
            export_pages(atlas.layout, files, resolution, run.progress(0.5 if path else 0.1, 1.0))

    def _request(self, run: Run) -> AtlasRequest:
        layer = self.styled_layer(run)
        language, definition = run.choice("LANGUAGE"), read_definition_of(run)
        variables, contributions = contributions_of(run, layer, variables_of(definition, layer, language))
        return AtlasRequest(
            layer=layer,
            coverage=run.choice("COVERAGE"),
            language=language,
            paper=run.choice("PAPER"),
            name_field=run.field("NAME_FIELD"),
            code_field=run.field("ID_FIELD"),
            group_field=run.field("GROUP_FIELD"),
            dimensions=dimensions_of(definition, language),
            variables=variables,
            contributions=contributions,
            synthetic=synthetic_of(run),
            maker=software(),
            logo=logo_of(run),
            ink=run.choice("INK"),
            **texts_of(run),
        )
