"""Texts that change from page to page: one label, whose text is a field of the page, sized to fit all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qgis.core import QgsPrintLayout
from qgis.PyQt.QtCore import QRectF, QSizeF

from ..layout.items import label, text_size, wrap

#: Text is set at least at this share of its size before it is cut.
_SMALLEST, _STEP = 0.5, 0.05
#: Later QGIS versions set lines a little wider apart than they are measured.
_SLACK, ROOM = 1.04, 0.985
#: The share of the width that broken lines fill: one that is printed wider would be broken once more.
_FULL = 0.965


class Slots:
    """The fields of the pages, by name, a value for each page."""

    def __init__(self, layout: QgsPrintLayout, factor: float) -> None:
        self.layout = layout
        self.factor = factor
        self.fields: dict[str, Sequence[object]] = {}

    def text(self, name: str, rect: QRectF, texts: Sequence[str], size: float, hang: str = "", **how: object) -> None:
        """Add a label with a text a page, in the largest size in which each fits its place.

        `hang` begins the lines of a paragraph but the first, as in a list.
        """
        face = Face(bool(how.get("bold")), bool(how.get("italic")), hang)
        size, fitted = fit(texts, rect, size * self.factor, face)
        self.fields[name] = fitted
        label(self.layout, name, rect, f'[% "{name}" %]', size, **how)

    def fixed(self, name: str, rect: QRectF, text: str, size: float, **how: object) -> None:
        """Add a label with the same text on every page, sized to fit."""
        face = Face(bool(how.get("bold")), bool(how.get("italic")))
        size, (text,) = fit([text], rect, size * self.factor, face)
        label(self.layout, name, rect, text, size, **how)

    def shortened(self, text: str, width: float, size: float, bold: bool = False) -> str:
        """Return a text of one line, cut with an ellipsis where it is wider than `width`."""
        return _shortened(" ".join(text.split("\n")), width * ROOM, size * self.factor, Face(bold))


@dataclass(frozen=True)
class Face:
    """How a text is set, apart from its size."""

    bold: bool = False
    italic: bool = False
    hang: str = ""

    def measure(self, text: str, size: float) -> QSizeF:
        """Return the width and height of a text in mm."""
        return text_size(text, size, self.bold, self.italic)

    def wrap(self, text: str, size: float, width: float) -> str:
        """Return a text with its lines broken."""
        if not self.hang:
            return wrap(text, size, width, self.bold, self.italic)
        width -= self.measure(self.hang, size).width()
        paragraphs = [wrap(part, size, width, self.bold, self.italic) for part in text.split("\n")]
        return "\n".join(part.replace("\n", f"\n{self.hang}") for part in paragraphs)


def fit(texts: Sequence[str], rect: QRectF, size: float, face: Face) -> tuple[float, list[str]]:
    """Return the largest size in which each text fits a place, and the texts with their lines broken.

    At the smallest size what still has no room is cut with an ellipsis.
    """
    share = 1.0
    while True:
        tried = size * share
        wrapped = [face.wrap(text, tried, rect.width() * _FULL) for text in texts]
        if share <= _SMALLEST or all(_fits(text, rect, tried, face) for text in wrapped):
            return tried, [_cut(text, rect, tried, face) for text in wrapped]
        share -= _STEP


def _fits(text: str, rect: QRectF, size: float, face: Face) -> bool:
    needed = face.measure(text, size)
    return needed.width() <= rect.width() and needed.height() * _SLACK <= rect.height() + 0.01


def _cut(text: str, rect: QRectF, size: float, face: Face) -> str:
    """Return as many lines as there is room for, each cut to the width."""
    lines = text.split("\n")
    while len(lines) > 1 and not _fits("\n".join(lines), QRectF(0, 0, 1e6, rect.height()), size, face):
        lines = lines[:-1]
        lines[-1] = lines[-1].rstrip(" …") + " …"
    return "\n".join(_shortened(line, rect.width(), size, face) for line in lines)


def _shortened(line: str, width: float, size: float, face: Face) -> str:
    if face.measure(line, size).width() <= width:
        return line
    while line and face.measure(line + "…", size).width() > width:
        line = line[:-1]
    return line.rstrip() + "…"
