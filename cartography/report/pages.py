"""Where the pages of a text begin: no picture leaves its legend, no heading its text, no row is cut.

The text is laid out in one piece. A page is a stretch of it, below the head of the table that it goes on
with.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from qgis.PyQt.QtGui import QTextBlock, QTextCursor, QTextDocument, QTextTable

#: The sign that stands for a picture in a text.
_PICTURE = "\ufffc"
#: A table up to this share of a page stays in one piece.
_SMALL_TABLE = 0.3

#: A stretch of the text from a height to a height.
Stretch = tuple[float, float]


@dataclass(frozen=True)
class Page:
    """What a page shows: a stretch of the text, below the head of a table that began before."""

    body: Stretch
    head: Stretch = (0.0, 0.0)

    @property
    def head_height(self) -> float:
        """The height of the head."""
        return self.head[1] - self.head[0]


@dataclass(frozen=True)
class _Unit:
    """What must stand on one page; `head` is that of its table, `joined` says that the next one stays with it."""

    top: float
    bottom: float
    head: Stretch = (0.0, 0.0)
    joined: bool = False


@dataclass(frozen=True)
class Heading:
    """A heading of the text: its level, words and height."""

    level: int
    words: str
    top: float


def pages_of(document: QTextDocument, height: float) -> list[Page]:
    """Return the pages of a document that is laid out without any, each at most `height` high."""
    pages: list[Page] = []
    start, end, head = 0.0, 0.0, (0.0, 0.0)
    for group in _groups(document, height):
        first, last = group[0], group[-1]
        if end > start and last.bottom - start > height - (head[1] - head[0]):
            pages.append(Page((start, end), head))
            start = first.top
            head = first.head
        end = last.bottom
    return [*pages, Page((start, end), head)]


def headings_of(document: QTextDocument) -> list[Heading]:
    """Return all headings in order."""
    found, block = [], document.begin()
    while block.isValid():
        if block.blockFormat().headingLevel():
            found.append(Heading(block.blockFormat().headingLevel(), block.text(), _extent(document, block)[0]))
        block = block.next()
    return found


def _groups(document: QTextDocument, height: float) -> Iterator[list[_Unit]]:
    """Yield units with those that stay with them; what is higher than a page comes line by line."""
    group: list[_Unit] = []
    for unit in _units(document, height):
        group.append(unit)
        if not unit.joined:
            fits = group[-1].bottom - group[0].top <= height - (unit.head[1] - unit.head[0])
            yield from [group] if fits else ([one] for one in group)
            group = []
    if group:
        yield group


def _units(document: QTextDocument, height: float) -> Iterator[_Unit]:
    block = document.begin()
    while block.isValid():
        table = QTextCursor(block).currentTable()
        if table is not None:
            yield from _rows(document, table, height)
            block = table.lastCursorPosition().block().next()
            continue
        top, bottom = _extent(document, block)
        legend = _legend(block)
        if legend is not None:
            bottom = _extent(document, legend.lastCursorPosition().block())[1]
            block = legend.lastCursorPosition().block()
        if bottom - top <= height:
            yield _Unit(top, bottom, joined=bool(block.blockFormat().headingLevel()))
        else:
            yield from (_Unit(*line) for line in _lines(document, block))
        block = block.next()


def _legend(block: QTextBlock) -> QTextTable | None:
    """Return the table that follows a picture: its legend."""
    following = block.next()
    if _PICTURE not in block.text() or not following.isValid():
        return None
    return QTextCursor(following).currentTable()


def _rows(document: QTextDocument, table: QTextTable, height: float) -> Iterator[_Unit]:
    """Yield the rows of a table; its head stays with the first of them and comes again on every page."""
    edges = _edges(document, table)
    heads = table.format().headerRowCount()
    head = (edges[0], edges[heads])
    small = edges[-1] - edges[0] <= _SMALL_TABLE * height
    # of a large table the first two rows stay with the head, and the last two together
    joined = set(range(table.rows() - 1)) if small else {*range(heads + 1), table.rows() - 2}
    for row in range(table.rows()):
        top, bottom = edges[row], edges[row + 1]
        again = (0.0, 0.0) if row < heads else head
        if bottom - top <= height - (again[1] - again[0]):
            yield _Unit(top, bottom, again, joined=row in joined)
        else:
            yield from (_Unit(*line, again) for line in _lines_of_row(document, table, row))


def _edges(document: QTextDocument, table: QTextTable) -> list[float]:
    """Return the heights between the rows, that above the first and that below the last."""
    padding = table.format().cellPadding()
    rows = []
    for row in range(table.rows()):
        extents = [extent for column in range(table.columns()) for extent in _cell(document, table, row, column)]
        rows.append((min(top for top, _ in extents) - padding, max(bottom for _, bottom in extents) + padding))
    between = [(above[1] + below[0]) / 2 for above, below in zip(rows, rows[1:])]
    return [rows[0][0], *between, rows[-1][1]]


def _cell(document: QTextDocument, table: QTextTable, row: int, column: int) -> Iterator[Stretch]:
    """Yield the extent of each block of a cell."""
    cell = table.cellAt(row, column)
    block, last = cell.firstCursorPosition().block(), cell.lastCursorPosition().block()
    while block.isValid():
        yield _extent(document, block)
        if block == last:
            return
        block = block.next()


def _lines_of_row(document: QTextDocument, table: QTextTable, row: int) -> list[Stretch]:
    """Return the lines of the cell that has most."""
    cells = (table.cellAt(row, column).firstCursorPosition().block() for column in range(table.columns()))
    return max((_lines(document, block) for block in cells), key=len)


def _lines(document: QTextDocument, block: QTextBlock) -> list[Stretch]:
    """Return the extents of the lines of a block, without a gap between them."""
    top, bottom = _extent(document, block)
    tops = [top + block.layout().lineAt(place).y() for place in range(1, block.layout().lineCount())]
    return list(zip([top, *tops], [*tops, bottom]))


def _extent(document: QTextDocument, block: QTextBlock) -> Stretch:
    rect = document.documentLayout().blockBoundingRect(block)
    return rect.top(), rect.bottom()
