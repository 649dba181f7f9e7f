"""Blocks of the margin: measured first, then placed one below the other in columns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from qgis.core import QgsPrintLayout
from qgis.PyQt.QtCore import QRectF, Qt

from .items import CENTRE, INK, LEFT, box, label, text_size, wrap

#: Space between blocks, with the rule in its middle.
GAP = 3.2
#: Renderers of later QGIS versions set lines a little wider apart than they are measured.
_SLACK = 1.04


@dataclass(frozen=True)
class Piece:
    """Something of a height in mm, with a gap above it, that adds itself to a rectangle."""

    height: float
    add: Callable[[QRectF], object]
    gap: float = 0.0


Block = Sequence[Piece]


def paragraph(
    layout: QgsPrintLayout,
    name: str,
    text: str,
    width: float,
    size: float,
    *,
    gap: float = 0.0,
    bold: bool = False,
    italic: bool = False,
    colour: str = INK,
    align: Qt.AlignmentFlag = LEFT,
) -> Piece:
    """Return a text wrapped at a width, as high as it then is; centred lines are of like length."""
    wrapped = wrap(text, size, width * 0.985, bold, italic)
    text = _balanced(wrapped, text, size, width, bold, italic) if align == CENTRE else wrapped
    height = text_size(text, size, bold, italic).height() * _SLACK

    def add(rect: QRectF) -> None:
        label(layout, name, rect, text, size, bold=bold, italic=italic, colour=colour, align=align)

    return Piece(height, add, gap)


def _balanced(wrapped: str, text: str, size: float, width: float, bold: bool, italic: bool) -> str:
    """Wrap at the narrowest width that needs no further line."""
    for share in range(95, 50, -3):
        narrower = wrap(text, size, width * share / 100, bold, italic)
        widest = text_size(narrower, size, bold, italic).width()
        if narrower.count("\n") > wrapped.count("\n") or widest > width * 0.985:
            break
        wrapped = narrower
    return wrapped


def block_height(block: Block) -> float:
    """Return the height of a block."""
    return sum(piece.gap + piece.height for piece in block)


def columns_height(columns: Sequence[Sequence[Block]], factor: float) -> float:
    """Return the height of the highest column of blocks."""
    return max(sum(block_height(block) for block in column) + GAP * factor * (len(column) - 1) for column in columns)


def flow(
    layout: QgsPrintLayout, columns: Sequence[Sequence[Block]], rect: QRectF, gutter: float, factor: float
) -> None:
    """Place columns of blocks side by side; the last block of the last column stands at the bottom."""
    width = (rect.width() - gutter * (len(columns) - 1)) / len(columns)
    for number, column in enumerate(columns):
        left, top = rect.x() + number * (width + gutter), rect.y()
        for index, block in enumerate(column):
            if number == len(columns) - 1 and index == len(column) - 1 and index:
                top = max(top, rect.bottom() - block_height(block))
            if index:
                rule = QRectF(left, top - GAP * factor / 2, width, 0.01)
                box(layout, f"frame_rule_{number}_{index}", rule, 0.12 * factor)
            for piece in block:
                top += piece.gap
                piece.add(QRectF(left, top, width, piece.height))
                top += piece.height
            top += GAP * factor
        if number:
            rule = QRectF(left - gutter / 2, rect.y(), 0.01, rect.height())
            box(layout, f"frame_gutter_{number}", rule, 0.12 * factor)


def share_out(blocks: Sequence[Block], count: int, factor: float) -> list[list[Block]]:
    """Share blocks, in their order, among columns so that the highest column is as low as can be."""
    if count == 1:
        return [list(blocks)]
    best: list[list[Block]] = []
    for cut in range(1, len(blocks) - count + 2):
        rest = share_out(blocks[cut:], count - 1, factor)
        columns = [list(blocks[:cut]), *rest]
        if not best or columns_height(columns, factor) < columns_height(best, factor):
            best = columns
    return best
