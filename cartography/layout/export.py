"""A layout as a file: PDF, PNG or SVG by the ending of its name."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from qgis.core import Qgis, QgsFeedback, QgsLayoutExporter, QgsPrintLayout
from qgis.PyQt.QtCore import QSize

from ...analysis.core.messages import Cancelled, InputError, Progress, mark, no_progress

_INCH = 0.0254


def export(layout: QgsPrintLayout, path: Path, resolution: float, layered: bool = False) -> None:
    """Write a layout to a file; an unknown ending or a failed write is an `InputError`.

    `layered` asks for a PDF whose layers can be switched on and off; see `has_layers`.
    """
    check_ending(path)
    layout.renderContext().setDpi(resolution)
    if layered and path.suffix.lower() == ".pdf":
        written = _layered_pdf(layout, path, resolution)
    else:
        written = _WRITERS[path.suffix.lower()](layout, path, resolution)
    _check(written and _complete(path), path)


def _check(written: bool, path: Path) -> None:
    if not written:
        raise InputError(
            mark("The map could not be written to {path}. The disk may be full or the folder protected."),
            path=path.name,
        )


def check_ending(path: Path) -> None:
    """Refuse a file name whose ending is of no known format."""
    if path.suffix.lower() not in _WRITERS:
        raise InputError(
            mark("A map is written as {known}; choose a file name with one of these endings, not “{ending}”."),
            known=", ".join(_WRITERS),
            ending=path.suffix,
        )


def _complete(path: Path) -> bool:
    """Say whether a file was written to its end: QGIS also reports success where a PDF could not be."""
    if not path.is_file() or not path.stat().st_size:
        return False
    if path.suffix.lower() != ".pdf":
        return True
    with path.open("rb") as file:
        file.seek(-min(path.stat().st_size, 1024), 2)
        return b"%%EOF" in file.read()


def export_atlas(layout: QgsPrintLayout, path: Path, resolution: float, feedback: QgsFeedback | None = None) -> None:
    """Write all pages of an atlas into one PDF; on cancel a `Cancelled` is raised."""
    layout.renderContext().setDpi(resolution)
    settings = _pdf_settings(resolution)
    settings.appendGeoreference = False  # of a file with many places
    result, _ = QgsLayoutExporter.exportToPdf(layout.atlas(), str(path), settings, feedback)
    if feedback is not None and feedback.isCanceled():
        raise Cancelled
    _check(result == QgsLayoutExporter.ExportResult.Success and _complete(path), path)


def export_pages(
    layout: QgsPrintLayout, paths: Sequence[Path], resolution: float, progress: Progress = no_progress
) -> None:
    """Write each page of an atlas into a file of its own."""
    atlas = layout.atlas()
    atlas.beginRender()
    try:
        for place, path in enumerate(paths):
            progress(place / len(paths))
            atlas.seekTo(place)
            export(layout, path, resolution)
    finally:
        atlas.endRender()


def _pdf(layout: QgsPrintLayout, path: Path, resolution: float) -> bool:
    """Write vectors with embedded fonts and the position of the map."""
    result = QgsLayoutExporter(layout).exportToPdf(str(path), _pdf_settings(resolution))
    return result == QgsLayoutExporter.ExportResult.Success


def _layered_pdf(layout: QgsPrintLayout, path: Path, resolution: float) -> bool:
    """Write a georeferenced PDF with the layers of the map; without GDAL's part for it a plain one."""
    settings = _pdf_settings(resolution)
    settings.writeGeoPdf = True
    settings.includeGeoPdfFeatures = False
    result = QgsLayoutExporter(layout).exportToPdf(str(path), settings)
    return result == QgsLayoutExporter.ExportResult.Success


def has_layers(path: Path) -> bool:
    """Say whether a PDF has layers: not every GDAL can write them."""
    return b"/OCG" in path.read_bytes()


def _pdf_settings(resolution: float) -> QgsLayoutExporter.PdfExportSettings:
    settings = QgsLayoutExporter.PdfExportSettings()
    settings.dpi = resolution
    settings.forceVectorOutput = True
    settings.appendGeoreference = True
    settings.exportMetadata = False  # it would name the account of the computer as author
    settings.textRenderFormat = Qgis.TextRenderFormat.AlwaysText
    return settings


def _svg(layout: QgsPrintLayout, path: Path, resolution: float) -> bool:
    settings = QgsLayoutExporter.SvgExportSettings()
    settings.dpi = resolution
    settings.forceVectorOutput = True
    settings.textRenderFormat = Qgis.TextRenderFormat.AlwaysOutlines
    result = QgsLayoutExporter(layout).exportToSvg(str(path), settings)
    return result == QgsLayoutExporter.ExportResult.Success


def _png(layout: QgsPrintLayout, path: Path, resolution: float) -> bool:
    """Write the page as an image that knows its resolution; `exportToImage` would also log a GDAL error."""
    image = QgsLayoutExporter(layout).renderPageToImage(0, QSize(), resolution)
    image.setDotsPerMeterX(round(resolution / _INCH))
    image.setDotsPerMeterY(round(resolution / _INCH))
    return not image.isNull() and image.save(str(path))


_WRITERS = {".pdf": _pdf, ".png": _png, ".svg": _svg}
