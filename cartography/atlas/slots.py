"""Texts that change from page to page: one label, whose text is a field of the page, sized to fit all."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.core import QgsPrintLayout
from qgis.PyQt.QtCore import QRectF

from ..layout.items import label, text_size, wrap

#: Text is set at least at this share of its size before it is cut.
_SMALLEST, _STEP = 0.7, 0.05
#: Later QGIS versions set lines a little wider apart than they are measured.
_SLACK, _ROOM = 1.04, 0.985


class Slots:
    """The fields of the pages, by name, a value for each page."""

    def __init__(self, layout: QgsPrintLayout, factor: float) -> None:
        self.layout = layout
        self.factor = factor
        self.fields: dict[str, Sequence[object]] = {}

    def text(self, name: str, rect: QRectF, texts: Sequence[str], size: float, **how: object) -> None:
        """Add a label with a text a page, in the largest size in which each fits its place."""
        bold, italic = bool(how.get("bold")), bool(how.get("italic"))
        size, fitted = fit(texts, rect, size * self.factor, bold, italic)
        self.fields[name] = fitted
        label(self.layout, name, rect, f'[% "{name}" %]', size, **how)

    def fixed(self, name: str, rect: QRectF, text: str, size: float, **how: object) -> None:
        """Add a label with the same text on every page, sized to fit."""
        size, (text,) = fit([text], rect, size * self.factor, bool(how.get("bold")), bool(how.get("italic")))
        label(self.layout, name, rect, text, size, **how)


def fit(texts: Sequence[str], rect: QRectF, size: float, bold: bool, italic: bool) -> tuple[float, list[str]]:
    """Return the largest size in which each text fits a place, and the texts with their lines broken.

    At the smallest size what still has no room is cut with an ellipsis.
    """
    share = 1.0
    while True:
        tried = size * share
        wrapped = [wrap(text, tried, rect.width() * _ROOM, bold, italic) for text in texts]
        if share <= _SMALLEST or all(_fits(text, rect, tried, bold, italic) for text in wrapped):
            return tried, [_cut(text, rect, tried, bold, italic) for text in wrapped]
        share -= _STEP


def _fits(text: str, rect: QRectF, size: float, bold: bool, italic: bool) -> bool:
    needed = text_size(text, size, bold, italic)
    return needed.width() <= rect.width() and needed.height() * _SLACK <= rect.height() + 0.01


def _cut(text: str, rect: QRectF, size: float, bold: bool, italic: bool) -> str:
    """Return as many lines as there is room for, each cut to the width."""
    lines = text.split("\n")
    while len(lines) > 1 and not _fits(
        "\n".join(lines), QRectF(0, 0, 1e6, rect.height()), size, bold, italic
    ):
        lines = lines[:-1]
        lines[-1] = lines[-1].rstrip(" …") + " …"
    return "\n".join(_shortened(line, rect.width(), size, bold, italic) for line in lines)


def _shortened(line: str, width: float, size: float, bold: bool, italic: bool) -> str:
    if text_size(line, size, bold, italic).width() <= width:
        return line
    while line and text_size(line + "…", size, bold, italic).width() > width:
        line = line[:-1]
    return line.rstrip() + "…"
