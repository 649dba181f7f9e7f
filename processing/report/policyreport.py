"""`policyreport`: the whole study as a document."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from qgis.core import QgsVectorLayer

from ...analysis.core.messages import InputError, mark
from ...analysis.core.registers import Method, Register
from ...analysis.indices.definition.model import Definition
from ...analysis.indices.definition.schema import definition_from_text
from ...analysis.report.results import Results
from ...cartography.base.labels import name_field_of
from ...cartography.base.metadata import is_synthetic
from ...language import date, tr
from ..base.parameters import (
    ANY_GEOMETRY,
    NUMERIC,
    choice,
    definition_file,
    extra_file,
    field,
    file_output,
    layer,
    number_style,
    text,
)
from ..base.run import Run
from ..maps.mapalgorithm import MapAlgorithm
from .inputs import INDEX, INPUTS
from .reading import Keys, read_results
from .write import SYNTHETIC, imprint

LANGUAGES = Register(mark("language"), [Method("id", mark("Indonesian")), Method("en", mark("English"))])
#: An output has a format of its own, whatever its file is called.
_FORMATS = {"OUTPUT": ".html", "OUTPUT_PDF": ".pdf", "OUTPUT_DOCX": ".docx"}


class PolicyReport(MapAlgorithm):
    """Results -> one document as HTML, PDF and DOCX."""

    ID = "policyreport"
    TITLE = mark("Policy report")
    SUMMARY = mark("Writes the whole study as a document: sentences from the numbers, maps, tables, charts, method.")
    HELP = mark(
        "<p>Give the index and whatever other results there are; sections without a result are left out. Each "
        "sentence is written from the numbers and says what it rests on: a test with its permutations and "
        "correction, or that nothing was tested. The summary repeats the most important ones.</p>"
        "<p>The HTML is one file that needs nothing else; the PDF has the same content on A4 pages; the DOCX is "
        "for editing.</p>"
    )
    TAGS = mark("report,document,HTML,PDF,DOCX,Word,policy,summary,planning,RPJMD,RKPD,Bappeda,BRIDA")
    REQUIRES = ("pandas", "jinja2", "matplotlib")
    TABLES = tuple(INPUTS)

    def define(self) -> None:
        """Add the parameters."""
        self.add(layer("INDEX", tr("Welfare index")), tr("The result of compositeindex."))
        self._define_inputs(later=False)
        self.add(
            definition_file(),
            tr("The definition of the index, as file or text: names of dimensions, orientation, recipe."),
            text("TITLE", tr("Title"), ""),
            tr("By default it names the index."),
            text("INSTITUTION", tr("Institution"), ""),
            tr("For example Pemerintah Kota Surakarta."),
            text("AUTHOR", tr("Author"), ""),
            tr("Who answers for the report."),
            text("SOURCE", tr("Data sources"), "", lines=True),
            tr("One source a line, with its year."),
            choice("LANGUAGE", tr("Language"), LANGUAGES, "id"),
            tr("One of: id, en."),
            field("NAME_FIELD", tr("Name field"), optional=True, parent="INDEX"),
            tr("Names of the units; found by its name where it is not given."),
            field("GROUP_FIELD", tr("Group field"), optional=True, parent="INDEX"),
            tr("The kecamatan of each kelurahan."),
            field("POPULATION_FIELD", tr("Population field"), NUMERIC, optional=True, parent="INDEX"),
            tr("People of each kelurahan: weighs the means."),
            file_output("OUTPUT", tr("Report"), tr("HTML files (*.html)")),
            tr("The same content in each format."),
            extra_file("OUTPUT_PDF", tr("Report as PDF"), tr("PDF files (*.pdf)")),
            tr("The same content in each format."),
            extra_file("OUTPUT_DOCX", tr("Report as DOCX"), tr("Word documents (*.docx)")),
            tr("The same content in each format."),
        )
        self._define_inputs(later=True)
        self.add(*number_style())
        self.add_output_numbers(SECTIONS=tr("Sections written"))

    def _define_inputs(self, *, later: bool) -> None:
        for one in INPUTS.values():
            if one is not INDEX and one.later == later:
                self.add(
                    layer(one.code, tr(one.label), ANY_GEOMETRY, optional=True),
                    tr("Result of {algorithm}; the section is left out without it.").format(algorithm=one.algorithm),
                )

    def compute(self, run: Run) -> dict[str, Any]:
        """Read everything, write the sections, draw, then write the files."""
        from ...analysis.report.report import write_sections
        from ...cartography.report.compose import Scene, compose
        from .recipe import recipe_section

        layers = self._layers(run)
        definition = _definition(run)
        keys = _keys(run, layers["INDEX"])
        results = read_results(run, layers, keys, definition)
        language = run.choice("LANGUAGE")
        sections = [
            *write_sections(_in_language(results, language), run.progress(0.05, 0.15)),
            recipe_section(results, layers, keys),
        ]
        drawn = {name.lower(): layer for name, layer in layers.items()}
        images = run.outputs.wanted("OUTPUT_PDF") or run.outputs.wanted("OUTPUT_DOCX")
        scene = Scene(language, drawn, keys.name, keys.group, images)
        chapters = compose(sections, scene, run.progress(0.15, 0.8))
        self._write(run, _document(run, layers, definition, chapters, language))
        return {"SECTIONS": len(chapters)}

    def _layers(self, run: Run) -> dict[str, QgsVectorLayer]:
        """Return the layers that were given, in their stored styles."""
        layers = {}
        for name in INPUTS:
            if name != "INDEX" and not run.has(name):
                continue
            layer = self.parameterAsVectorLayer(run.parameters, name, run.context)
            if layer is None or not layer.isValid():
                raise InputError(mark("{parameter}: the layer cannot be read."), parameter=name)
            project = run.context.project()
            if project is None or project.mapLayer(layer.id()) is None:
                layer.loadDefaultStyle()  # Processing opens files without the style stored in them
            layers[name] = layer
        return layers

    def _write(self, run: Run, document: Any) -> None:
        from .files import write_document

        tell = run.progress(0.8, 0.98)
        for done, (name, suffix) in enumerate(_FORMATS.items()):
            tell(done / len(_FORMATS))
            path = run.outputs.file(name)
            if path is not None:
                write_document(document, path, tell, suffix)


def _in_language(results: Results, language: str) -> Results:
    from .words import defined

    return replace(results, definition=results.definition and defined(results.definition, language))


def _definition(run: Run) -> Definition | None:
    given = run.text("DEFINITION").strip()
    return definition_from_text(given) if given else None


def _keys(run: Run, index: QgsVectorLayer) -> Keys:
    """Return the fields with names, groups and population; names are needed."""
    names = index.fields().names()
    chosen = {key: run.field(key, "INDEX") for key in ("NAME_FIELD", "GROUP_FIELD", "POPULATION_FIELD")}
    name = chosen["NAME_FIELD"] or name_field_of(index)
    if name is None:
        raise InputError(
            mark("The report needs the names of the kelurahan: choose NAME_FIELD. The fields are: {available}."),
            available=names,
        )
    return Keys(name, chosen["GROUP_FIELD"], chosen["POPULATION_FIELD"])


def _document(
    run: Run, layers: dict[str, QgsVectorLayer], definition: Definition | None, chapters: list, language: str
) -> Any:
    from ...cartography.report.document import ReportDocument

    named = definition.name if definition is not None else ""
    facts = [
        (tr("Author", language), run.text("AUTHOR").strip()),
        (tr("Date", language), date(language=language)),
        (tr("Data sources", language), run.text("SOURCE").strip()),
    ]
    return ReportDocument(
        title=run.text("TITLE").strip() or named or tr("Welfare of the kelurahan", language),
        institution=run.text("INSTITUTION").strip(),
        facts=[fact for fact in facts if fact[1]],
        mark=tr(SYNTHETIC, language) if any(map(is_synthetic, layers.values())) else "",
        language=language,
        chapters=chapters,
        imprint=imprint(language),
    )
