"""A report as DOCX, to be edited in an office: a skeleton of XML parts in `resources/templates/docx`, filled."""

from __future__ import annotations

import re
import struct
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from ..base.fonts import font_family
from .document import ReportDocument

#: English Metric Units a millimetre, and twentieths of a point.
_EMU, _TWIPS = 36_000, 56.7
_TEXT_WIDTH = 170
_LEGEND_WIDTH = 7.0
#: Signs that XML cannot hold.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
#: A fixed date, so that the same report gives the same file.
_DATE = (1980, 1, 1, 0, 0, 0)
#: Template of each part. The document comes first: the parts behind it tell of the lists and pictures in it.
_PARTS = {
    "word/document.xml": "document.xml",
    "word/numbering.xml": "numbering.xml",
    "word/_rels/document.xml.rels": "relations.xml",
    "word/styles.xml": "styles.xml",
    "word/footer.xml": "footer.xml",
    "docProps/core.xml": "core.xml",
    "_rels/.rels": "package_relations.xml",
}
_TYPES = "[Content_Types].xml"


def write_docx(document: ReportDocument, path: Path, render: Callable[..., str]) -> None:
    """Write a document; `render` fills a template in a language, escaping what it is given."""
    parts = _Parts()

    def filled(template: str) -> bytes:
        text = render(f"docx/{template}", document.language, document=document, parts=parts, face=font_family())
        return _FORBIDDEN.sub("\ufffd", text).encode("utf-8")

    texts = {name: filled(template) for name, template in _PARTS.items()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in {_TYPES: filled("types.xml"), **texts}.items():
            package.writestr(_entry(name), data)
        for name, data in parts.media.items():
            package.writestr(_entry(f"word/media/{name}.png", zipfile.ZIP_STORED), data)


@dataclass(frozen=True)
class _Drawing:
    """A picture as the document shows it; its size in English Metric Units."""

    number: int
    name: str
    wide: int
    high: int


@dataclass
class _Parts:
    """What the template of the document asks for, and other parts tell of: its pictures and lists."""

    media: dict[str, bytes] = field(default_factory=dict)
    lists: int = 1  # the first is that of bullets
    legend_width: float = _LEGEND_WIDTH

    def picture(self, png: bytes, width: float) -> _Drawing:
        """Store a picture of a width in millimetres."""
        number = len(self.media) + 1
        across, down = struct.unpack(">II", png[16:24])  # pixels, from the head of the PNG
        wide = round(min(width, _TEXT_WIDTH) * _EMU)
        drawing = _Drawing(number, f"picture{number}", wide, round(wide * down / max(across, 1)))
        self.media[drawing.name] = png
        return drawing

    def numbered_list(self) -> int:
        """Return the number of a further list."""
        self.lists += 1
        return self.lists

    @staticmethod
    def column_width(percent: int) -> int:
        """Return the width of a column that takes so much of the page."""
        return round(_TEXT_WIDTH * _TWIPS * percent / 100)


def _entry(name: str, compression: int = zipfile.ZIP_DEFLATED) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _DATE)
    entry.compress_type = compression
    return entry
