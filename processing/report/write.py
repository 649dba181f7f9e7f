"""The REPORT of an algorithm: its sections, and what every report says, as HTML, PDF or DOCX."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from qgis.core import Qgis

from ...analysis.core.diagnostics import Diagnostics
from ...analysis.core.messages import Message, mark
from ...language import current_language, date, tr
from ..io.versions import plugin_version

if TYPE_CHECKING:
    from ...analysis.report.parts import Section
    from ...analysis.spatial.weights.weights import Weights
    from ..base.run import Run

SYNTHETIC = mark("SYNTHETIC DATA on a schematic map: for practice only. No number here describes a real kelurahan.")


def write_report(
    run: Run,
    sections: Callable[[], Sequence[Section]],
    *,
    title: str | Message = "",
    lead: str | Message = "",
    diagnostics: Diagnostics | None = None,
    weights: Weights | None = None,
    closing: Sequence[Section] = (),
) -> None:
    """Write the report of a run to REPORT, where it is wanted, in the format that its suffix names.

    sections: makes what this algorithm says, called only where the report is wanted; the words of synthetic data,
    warnings, neighbours, method and how to read it all come by themselves. title: by default that of the
    algorithm. diagnostics: by default all that the run has told; `Diagnostics()` where the sections tell it.
    closing: sections behind the method.
    """
    path = run.outputs.file("REPORT")
    if path is None:
        return
    from ...analysis.report.sections.method import reading_section, told_section, warned
    from ...analysis.report.sections.neighbours import neighbours_section
    from ...cartography.report.compose import Scene, compose
    from ...cartography.report.document import ReportDocument
    from .files import needs_images, write_document

    language = current_language()
    scene = Scene(language, images=needs_images(path), say=run.sentence)
    told = run.told if diagnostics is None else diagnostics
    warnings = [*run.warnings, *(one for one in told.warnings if one not in run.warnings)]
    whole = [
        *warned(sections(), warnings),
        *([] if weights is None else [neighbours_section(weights)]),
        *told_section(told),
        *closing,
        reading_section(),
    ]
    document = ReportDocument(
        title=scene.sentence(title or Message(run.algorithm.TITLE)),
        institution="",
        facts=(),
        mark=tr(SYNTHETIC, language) if run.synthetic else "",
        language=language,
        chapters=compose(whole, scene),
        imprint=imprint(language),
        lead=scene.sentence(lead),
    )
    write_document(document, path)


def imprint(language: str) -> str:
    """Return with what a report was made, and when."""
    return tr("Made with Sejahtera {version} in QGIS {qgis} on {day}.", language).format(
        version=plugin_version(), qgis=Qgis.QGIS_VERSION.partition("-")[0], day=date(language=language)
    )
