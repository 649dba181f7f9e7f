"""A report as PDF by Qt's own text engine: the same in every QGIS, without a browser.

Lengths of the page and of its HTML are tenths of a millimetre, so that no screen has a say in them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from qgis.PyQt.QtCore import QMarginsF, QRectF, QSizeF, Qt, QUrl
from qgis.PyQt.QtGui import (
    QAbstractTextDocumentLayout,
    QColor,
    QImage,
    QPageLayout,
    QPageSize,
    QPainter,
    QPalette,
    QPdfWriter,
    QTextDocument,
)

from ...analysis.core.messages import InputError, Progress, mark, no_progress
from ..base.fonts import font
from .outline import Bookmark, add_bookmarks
from .pages import Page, headings_of, pages_of

#: A4 and its margins in tenths of a millimetre.
_WIDTH, _HEIGHT = 2100.0, 2970.0
_SIDE, _TOP, _BOTTOM = 200.0, 220.0, 210.0
_TEXT = QSizeF(_WIDTH - 2 * _SIDE, _HEIGHT - _TOP - _BOTTOM)
_TENTHS_PER_INCH = 254
_BODY, _SMALL = 34, 27
_INK, _GREY = "#202020", "#666666"
#: The level of the headings of sections, and how far above them a bookmark shows the page.
_SECTION, _ABOVE = 2, 40.0
_POINTS_PER_TENTH = 72 / 254


@dataclass(frozen=True)
class Margin:
    """What stands above and below the text of each page; `number` has the places {page} and {pages}."""

    head: str
    foot: str
    number: str


def write_pdf(
    html: str, images: Mapping[str, bytes], margin: Margin, title: str, path: Path, progress: Progress = no_progress
) -> None:
    """Set HTML of Qt's dialect on A4 pages; `images` by their names in it."""
    document = _document(html, images)
    pages = pages_of(document, _TEXT.height())
    writer = QPdfWriter(str(path))
    writer.setPageLayout(QPageLayout(QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait, QMarginsF()))
    writer.setResolution(4 * _TENTHS_PER_INCH)
    writer.setTitle(title)
    writer.setCreator("Sejahtera")
    painter = QPainter()
    if not painter.begin(writer):
        raise _unwritable(path)
    try:
        painter.scale(4, 4)
        for number, page in enumerate(pages):
            progress(number / len(pages))
            if number:
                writer.newPage()
            _draw_page(painter, document, page)
            _draw_margin(painter, margin, number + 1, len(pages))
    finally:
        painter.end()
    if not path.is_file() or not path.read_bytes().rstrip().endswith(b"%%EOF"):
        raise _unwritable(path)
    add_bookmarks(path, _bookmarks(document, pages))


def _unwritable(path: Path) -> InputError:
    return InputError(
        mark("The report could not be written to {path}. The disk may be full or the folder protected."), path=path.name
    )


def _document(html: str, images: Mapping[str, bytes]) -> QTextDocument:
    document = QTextDocument()
    body = font(10)
    body.setPixelSize(_BODY)
    document.setDefaultFont(body)
    document.setUseDesignMetrics(True)
    document.setDocumentMargin(0)
    document.setIndentWidth(60)
    for name, data in images.items():
        image = QImage.fromData(data)
        image.setDotsPerMeterX(3780)
        image.setDotsPerMeterY(3780)
        document.addResource(QTextDocument.ResourceType.ImageResource, QUrl(name), image)
    document.setHtml(html)
    document.setTextWidth(_TEXT.width())
    return document


def _draw_page(painter: QPainter, document: QTextDocument, page: Page) -> None:
    """Draw the head of a table that goes on, then the stretch of the page."""
    for (top, bottom), below in ((page.head, 0.0), (page.body, page.head_height)):
        if bottom <= top:
            continue
        painter.save()
        painter.translate(_SIDE, _TOP + below - top)
        context = QAbstractTextDocumentLayout.PaintContext()
        context.clip = QRectF(0, top, _TEXT.width(), bottom - top)
        context.palette.setColor(QPalette.ColorRole.Text, QColor(_INK))
        painter.setClipRect(context.clip)
        document.documentLayout().draw(painter, context)
        painter.restore()


def _bookmarks(document: QTextDocument, pages: Sequence[Page]) -> list[Bookmark]:
    """Return a bookmark for each section."""
    found = []
    for heading in headings_of(document):
        number = max(place for place, page in enumerate(pages) if page.body[0] <= heading.top or place == 0)
        height = _HEIGHT - _TOP - pages[number].head_height - (heading.top - pages[number].body[0]) + _ABOVE
        if heading.level == _SECTION:
            found.append(Bookmark(heading.words, number, height * _POINTS_PER_TENTH))
    return found


def _draw_margin(painter: QPainter, page: Margin, number: int, count: int) -> None:
    small = font(8)
    small.setPixelSize(_SMALL)
    painter.save()
    painter.setFont(small)
    painter.setPen(QColor(_GREY))
    left, right = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
    middle = Qt.AlignmentFlag.AlignVCenter
    head = QRectF(_SIDE, 110, _TEXT.width(), 50)
    foot = QRectF(_SIDE, _HEIGHT - 150, _TEXT.width(), 50)
    if number > 1:
        text = painter.fontMetrics().elidedText(page.head, Qt.TextElideMode.ElideRight, int(_TEXT.width()))
        painter.drawText(head, left | middle, text)
        painter.drawLine(head.bottomLeft(), head.bottomRight())
    numbers = page.number.format(page=number, pages=count)
    room = int(_TEXT.width() - painter.fontMetrics().horizontalAdvance(numbers) - 60)
    text = painter.fontMetrics().elidedText(page.foot, Qt.TextElideMode.ElideRight, room)
    painter.drawLine(foot.topLeft(), foot.topRight())
    painter.drawText(foot, left | middle, text)
    painter.drawText(foot, right | middle, numbers)
    painter.restore()
