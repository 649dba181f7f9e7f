"""A layout as a file: PDF, PNG or SVG by the ending of its name."""

from __future__ import annotations

from pathlib import Path

from qgis.core import Qgis, QgsLayoutExporter, QgsPrintLayout
from qgis.PyQt.QtCore import QSize

from ...analysis.messages import InputError, mark

_INCH = 0.0254


def export(layout: QgsPrintLayout, path: Path, resolution: float) -> None:
    """Write a layout to a file; an unknown ending or a failed write is an `InputError`."""
    check_ending(path)
    layout.renderContext().setDpi(resolution)
    if not (_WRITERS[path.suffix.lower()](layout, path, resolution) and _complete(path)):
        raise InputError(
            mark("The map could not be written to {path}. The disk may be full or the folder protected."),
            path=path.name,
        )


def check_ending(path: Path) -> None:
    """Refuse a file name whose ending is of no known format."""
    if path.suffix.lower() not in _WRITERS:
        raise InputError(
            mark(
                "A map is written as {known}; choose a file name with one of these endings, not “{ending}”."
            ),
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


def _pdf(layout: QgsPrintLayout, path: Path, resolution: float) -> bool:
    """Write vectors with embedded fonts and the position of the map."""
    settings = QgsLayoutExporter.PdfExportSettings()
    settings.dpi = resolution
    settings.forceVectorOutput = True
    settings.appendGeoreference = True
    settings.exportMetadata = False  # it would name the account of the computer as author
    settings.textRenderFormat = Qgis.TextRenderFormat.AlwaysText
    result = QgsLayoutExporter(layout).exportToPdf(str(path), settings)
    return result == QgsLayoutExporter.ExportResult.Success


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
