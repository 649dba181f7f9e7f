"""A report as HTML, PDF and DOCX."""

from __future__ import annotations

import base64
from pathlib import Path

from ...analysis.core.messages import InputError, Progress, mark, no_progress
from ...cartography.report.document import Picture, ReportDocument
from ...cartography.report.docx import write_docx
from ...cartography.report.pdf import Margin, write_pdf
from ...language import tr
from .html import render


def _html(document: ReportDocument, path: Path, progress: Progress) -> None:
    progress(0.0)
    page = render(
        "report.html", document.language, document=document, base64=lambda data: base64.b64encode(data).decode("ascii")
    )
    path.write_text(page, encoding="utf-8")


def _pdf(document: ReportDocument, path: Path, progress: Progress) -> None:
    document = document.for_pages()
    names = {id(picture): f"picture-{number}" for number, picture in enumerate(document.pictures)}

    def name_of(picture: Picture) -> str:
        return names[id(picture)]

    images = {name_of(picture): picture.png for picture in document.pictures}
    for picture in document.pictures:
        images.update({f"{name_of(picture)}-{place}": png for place, (png, _) in enumerate(picture.legend)})
    page = render("report_print.html", document.language, document=document, name_of=name_of)
    number = tr("Page {page} of {pages}", document.language)
    foot = document.mark or document.institution
    write_pdf(page, images, Margin(document.title, foot, number), document.title, path, progress)


def _docx(document: ReportDocument, path: Path, progress: Progress) -> None:
    progress(0.0)
    write_docx(document.for_pages(), path, render)


#: The writer of each format by the suffix of a file; a suffix of another kind gets HTML.
WRITERS = {".html": _html, ".pdf": _pdf, ".docx": _docx}


def needs_images(path: Path | None) -> bool:
    """Say whether the format of a file shows charts as images."""
    return path is not None and path.suffix.lower() in (".pdf", ".docx")


def write_document(document: ReportDocument, path: Path, progress: Progress = no_progress, suffix: str = "") -> None:
    """Write a report in the format of a suffix, by default that of the file.

    Raises
    ------
    InputError
        If the file cannot be written.
    """
    try:
        WRITERS.get((suffix or path.suffix).lower(), _html)(document, path, progress)
    except OSError as error:
        raise InputError(
            mark("The report could not be written to {path}. The disk may be full or the folder protected."),
            path=path.name,
        ) from error
