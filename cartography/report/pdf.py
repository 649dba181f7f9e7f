"""A report as PDF by Qt's own text engine: the same in every QGIS, without a browser.

Lengths of the page and of its HTML are tenths of a millimetre, so that no screen has a say in them.
"""

from __future__ import annotations

from collections.abc import Mapping
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
    QTextBlock,
    QTextCursor,
    QTextDocument,
    QTextFormat,
)

from ...analysis.messages import InputError, Progress, mark, no_progress
from ..fonts import font

#: A4 and its margins in tenths of a millimetre.
_WIDTH, _HEIGHT = 2100.0, 2970.0
_SIDE, _TOP, _BOTTOM = 200.0, 220.0, 210.0
_TEXT = QSizeF(_WIDTH - 2 * _SIDE, _HEIGHT - _TOP - _BOTTOM)
_TENTHS_PER_INCH = 254
_BODY, _SMALL = 34, 27
_INK, _GREY = "#202020", "#666666"
#: The sign that stands for a picture in a text.
_PICTURE = "\ufffc"
#: A document with more cuts than this is left as it is.
_MOST_BREAKS = 200


@dataclass(frozen=True)
class Page:
    """What stands above and below the text of each page; `number` has the places {page} and {pages}."""

    head: str
    foot: str
    number: str


def write_pdf(
    html: str,
    images: Mapping[str, bytes],
    page: Page,
    title: str,
    path: Path,
    progress: Progress = no_progress,
) -> None:
    """Set HTML of Qt's dialect on A4 pages; `images` by their names in it."""
    document = _document(html, images)
    _keep_together(document)
    writer = QPdfWriter(str(path))
    writer.setPageLayout(
        QPageLayout(QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait, QMarginsF())
    )
    writer.setResolution(4 * _TENTHS_PER_INCH)
    writer.setTitle(title)
    writer.setCreator("Sejahtera")
    painter = QPainter()
    if not painter.begin(writer):
        raise _unwritable(path)
    try:
        painter.scale(4, 4)
        count = document.pageCount()
        for number in range(count):
            progress(number / count)
            if number:
                writer.newPage()
            _draw_page(painter, document, number)
            _draw_margin(painter, page, number + 1, count)
    finally:
        painter.end()
    if not path.is_file() or not path.read_bytes().rstrip().endswith(b"%%EOF"):
        raise _unwritable(path)


def _unwritable(path: Path) -> InputError:
    return InputError(
        mark("The report could not be written to {path}. The disk may be full or the folder protected."),
        path=path.name,
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
    document.setPageSize(_TEXT)
    return document


def _keep_together(document: QTextDocument) -> None:
    """Start a new page before a heading, a sentence or a picture with its legend that a page would cut."""
    for _ in range(_MOST_BREAKS):
        cut = _cut_unit(document)
        if cut is None:
            return
        cursor = QTextCursor(cut)
        form = cursor.blockFormat()
        form.setPageBreakPolicy(QTextFormat.PageBreakFlag.PageBreak_AlwaysBefore)
        cursor.setBlockFormat(form)
        # a layout that Qt mends piece by piece loses paragraphs on later pages
        document.markContentsDirty(0, document.characterCount())


def _cut_unit(document: QTextDocument) -> QTextBlock | None:
    """Return the first block of a unit that begins on one page and ends on another."""
    first, block = None, document.begin()
    while block.isValid():
        first = first or block
        if not block.blockFormat().headingLevel():
            start = _line(document, first, 0)
            end = _line(document, _end_of_unit(block), -1)
            # what begins a page and still does not fit is longer than a page
            begun = first.blockFormat().pageBreakPolicy() & QTextFormat.PageBreakFlag.PageBreak_AlwaysBefore
            if _page(start) < _page(end) and not begun and _movable(first):
                return first
            first = None
        block = block.next()
    return None


def _movable(block: QTextBlock) -> bool:
    """Say whether a block stands outside of tables, whose rows Qt itself distributes."""
    return QTextCursor(block).currentTable() is None


def _end_of_unit(block: QTextBlock) -> QTextBlock:
    """Return the last block that must stay with this one: of a picture the end of its legend."""
    following = block.next()
    if _PICTURE in block.text() and following.isValid() and _movable(block):
        legend = QTextCursor(following).currentTable()
        if legend is not None:
            return legend.lastCursorPosition().block()
    return block


def _line(document: QTextDocument, block: QTextBlock, place: int) -> float:
    """Return where the first (0) or last (-1) line of a block stands, at its middle."""
    count = block.layout().lineCount()
    line = block.layout().lineAt(place % max(count, 1))
    middle = line.y() + line.height() / 2 if count else 0.0
    return document.documentLayout().blockBoundingRect(block).top() + middle


def _page(height: float) -> int:
    return int(height // _TEXT.height())


def _draw_page(painter: QPainter, document: QTextDocument, number: int) -> None:
    painter.save()
    painter.translate(_SIDE, _TOP - number * _TEXT.height())
    context = QAbstractTextDocumentLayout.PaintContext()
    context.clip = QRectF(0, number * _TEXT.height(), _TEXT.width(), _TEXT.height())
    context.palette.setColor(QPalette.ColorRole.Text, QColor(_INK))
    painter.setClipRect(context.clip)
    document.documentLayout().draw(painter, context)
    painter.restore()


def _draw_margin(painter: QPainter, page: Page, number: int, count: int) -> None:
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
