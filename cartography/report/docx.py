"""A report as DOCX, to be edited in an office.

Written here, as a package of a few XML parts: python-docx needs lxml, which QGIS does not bring, and the
report uses headings, paragraphs, lists, tables and pictures alone.
"""

from __future__ import annotations

import html
import io
import re
import struct
import zipfile
from collections.abc import Iterator
from pathlib import Path

from ..base.fonts import font_family
from .document import Chapter, Grid, Listing, Picture, Raw, ReportDocument, Words

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_REL = "http://schemas.openxmlformats.org/package/2006/relationships"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
#: English Metric Units a millimetre, and twentieths of a point.
_EMU, _TWIPS = 36_000, 56.7
_TEXT_WIDTH = 170
_LEGEND_WIDTH = 7.0
#: Signs that XML cannot hold.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
#: A fixed date, so that the same report gives the same file.
_DATE = (1980, 1, 1, 0, 0, 0)

_TYPES = (
    f'{_HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>'
    + "".join(
        f'<Override PartName="/{part}" ContentType="application/vnd.openxmlformats-{kind}+xml"/>'
        for part, kind in (
            ("word/document.xml", "officedocument.wordprocessingml.document.main"),
            ("word/styles.xml", "officedocument.wordprocessingml.styles"),
            ("word/numbering.xml", "officedocument.wordprocessingml.numbering"),
            ("word/footer.xml", "officedocument.wordprocessingml.footer"),
            ("docProps/core.xml", "package.core-properties"),
        )
    )
    + "</Types>"
)
#: Size in half points, colour, bold, space before and after in twips, further properties.
_STYLES = {
    "Title": ("Title", 52, "14405F", True, 240, 240, ""),
    "Heading1": ("heading 1", 32, "14405F", True, 400, 120, '<w:keepNext/><w:outlineLvl w:val="0"/>'),
    "Heading2": ("heading 2", 22, "202020", True, 240, 80, '<w:keepNext/><w:outlineLvl w:val="1"/>'),
    "Sentence": ("Sentence", 20, "202020", False, 0, 80, ""),
    "Note": ("Note", 16, "666666", False, 0, 120, ""),
    "Cell": ("Cell", 17, "202020", False, 20, 20, ""),
    "Mark": ("Mark", 22, "B3131B", True, 200, 200, ""),
    "Code": ("Code", 14, "202020", False, 0, 0, ""),
}


def write_docx(document: ReportDocument, path: Path) -> None:
    """Write a document; the fonts are the office's own."""
    body = _Body(document)
    parts = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _relations(
            (("rId1", "officeDocument", "word/document.xml"),),
            '<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/'
            'metadata/core-properties" Target="docProps/core.xml"/>',
        ),
        "docProps/core.xml": _core(document),
        "word/document.xml": body.xml,
        "word/styles.xml": _styles(document.language),
        "word/numbering.xml": _numbering(body.lists),
        "word/footer.xml": _footer(document.title),
        "word/_rels/document.xml.rels": _relations(
            (
                ("styles", "styles", "styles.xml"),
                ("numbering", "numbering", "numbering.xml"),
                ("footer", "footer", "footer.xml"),
                *((name, "image", f"media/{name}.png") for name in body.media),
            )
        ),
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in parts.items():
            package.writestr(_entry(name), text.encode("utf-8"))
        for name, data in body.media.items():
            package.writestr(_entry(f"word/media/{name}.png", zipfile.ZIP_STORED), data)


class _Body:
    """The main part, the pictures it shows, and how many numbered lists it has."""

    def __init__(self, document: ReportDocument) -> None:
        self.media: dict[str, bytes] = {}
        self.lists = 1  # the first is that of bullets
        text = io.StringIO()
        for piece in self._pieces(document):
            text.write(piece)
        self.xml = (
            f'{_HEAD}<w:document xmlns:w="{_W}" xmlns:r="{_R}" xmlns:wp="{_DRAWING}/wordprocessingDrawing" '
            f'xmlns:a="{_DRAWING}/main" xmlns:pic="{_DRAWING}/picture"><w:body>{text.getvalue()}'
            '<w:sectPr><w:footerReference w:type="default" r:id="footer"/><w:pgSz w:w="11906" w:h="16838"/>'
            '<w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" w:header="567" w:footer="567" '
            'w:gutter="0"/></w:sectPr></w:body></w:document>'
        )

    def _pieces(self, document: ReportDocument) -> Iterator[str]:
        if document.institution:
            yield _paragraph(document.institution.upper(), "Heading2")
        yield _paragraph(document.title, "Title")
        for name, value in document.facts:
            yield _paragraph(f"{name}: {'; '.join(value.splitlines())}", "Sentence")
        if document.mark:
            yield _paragraph(document.mark, "Mark")
        if document.lead:
            yield _paragraph(document.lead, "Note")
        for chapter in document.chapters:
            yield from self._chapter(chapter)
        yield _paragraph(document.imprint, "Note")

    def _chapter(self, chapter: Chapter) -> Iterator[str]:
        if chapter.title:
            yield _paragraph(chapter.title, "Heading1")
        for sentence in chapter.sentences:
            yield _paragraph(sentence.text, "Sentence", number=1, more=sentence.evidence)
        for block in chapter.blocks:
            yield from _WRITERS[type(block)](self, block)

    def words(self, block: Words) -> Iterator[str]:
        """Write a paragraph."""
        yield _paragraph(block.text, "Sentence", bold=block.warning)

    def grid(self, block: Grid) -> Iterator[str]:
        """Write a table whose head comes again on every page."""
        yield from _heading(block.title)
        yield _table(block)
        yield _paragraph(block.note, "Note")

    def picture(self, block: Picture) -> Iterator[str]:
        """Write a picture, the entries of its legend, and its note."""
        yield from _heading(block.title)
        yield _shown(self._add(block.png, block.width, block.title or block.note))
        for png, words in block.legend:
            yield _shown(self._add(png, _LEGEND_WIDTH, ""), words)
        if block.note:
            yield _paragraph(block.note, "Note")

    def listing(self, block: Listing) -> Iterator[str]:
        """Write a list with numbers of its own."""
        yield from _heading(block.title)
        self.lists += 1
        for item in block.items:
            yield _paragraph(item, "Sentence", number=self.lists)

    def raw(self, block: Raw) -> Iterator[str]:
        """Write a text line by line."""
        yield from _heading(block.title)
        for line in block.text.splitlines():
            yield _paragraph(line, "Code")

    def _add(self, png: bytes, width: float, title: str) -> str:
        """Store a picture and return the drawing that shows it."""
        name = f"picture{len(self.media) + 1}"
        self.media[name] = png
        pixels = _png_size(png)
        wide = round(min(width, _TEXT_WIDTH) * _EMU)
        high = round(wide * pixels[1] / max(pixels[0], 1))
        number, described = len(self.media), _quoted(title)
        return (
            f'<w:drawing><wp:inline><wp:extent cx="{wide}" cy="{high}"/>'
            f'<wp:docPr id="{number}" name="{name}" descr={described}/><a:graphic>'
            f'<a:graphicData uri="{_DRAWING}/picture"><pic:pic><pic:nvPicPr><pic:cNvPr id="{number}" '
            f'name="{name}"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="{name}"/>'
            '<a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/>'
            f'<a:ext cx="{wide}" cy="{high}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
            "</pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing>"
        )


_WRITERS = {
    Words: _Body.words,
    Grid: _Body.grid,
    Picture: _Body.picture,
    Listing: _Body.listing,
    Raw: _Body.raw,
}


def _clean(text: str) -> str:
    return _FORBIDDEN.sub("\ufffd", text)


def _quoted(text: str) -> str:
    return f'"{html.escape(_clean(text))}"'


def _run(text: str, properties: str = "") -> str:
    words = html.escape(_clean(text))
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'


def _paragraph(
    text: str, style: str, *, number: int = 0, more: str = "", right: bool = False, bold: bool = False
) -> str:
    """Return a paragraph; `number` is the list it belongs to, `more` a second line in small grey."""
    listed = f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>' if number else ""
    aligned = '<w:jc w:val="right"/>' if right else ""
    content = _run(text, "<w:b/>" if bold else "")
    if more:
        content += "<w:r><w:br/></w:r>" + _run(more, '<w:color w:val="666666"/><w:sz w:val="16"/>')
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{listed}{aligned}</w:pPr>{content}</w:p>'


def _heading(title: str) -> Iterator[str]:
    if title:
        yield _paragraph(title, "Heading2")


def _shown(drawing: str, words: str = "") -> str:
    """Return a paragraph with a picture and words behind it."""
    text = _run(f"  {words}") if words else ""
    style = "Cell" if words else "Sentence"
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r>{drawing}</w:r>{text}</w:p>'


def _table(block: Grid) -> str:
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="C8D2DA"/>'
        for side in ("top", "bottom", "insideH")
    )
    cells = "".join(
        f'<w:tc><w:tcPr><w:shd w:val="clear" w:fill="DCE8F1"/></w:tcPr>'
        f"{_paragraph(text, 'Cell', right=numeric, bold=True)}</w:tc>"
        for text, numeric in zip(block.heads, block.numeric)
    )
    head = f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{cells}</w:tr>" if any(block.heads) else ""
    rows = "".join(
        "<w:tr><w:trPr><w:cantSplit/></w:trPr>"
        + "".join(
            f"<w:tc><w:tcPr/>{_paragraph(text, 'Cell', right=numeric, bold=(down, across) in block.strong)}</w:tc>"
            for across, (text, numeric) in enumerate(zip(row, block.numeric))
        )
        + "</w:tr>"
        for down, row in enumerate(block.rows)
    )
    columns = f'<w:gridCol w:w="{round(_TEXT_WIDTH * _TWIPS / max(len(block.heads), 1))}"/>' * len(
        block.heads
    )
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="5000" w:type="pct"/><w:tblBorders>{borders}</w:tblBorders></w:tblPr>'
        f"<w:tblGrid>{columns}</w:tblGrid>{head}{rows}</w:tbl>"
    )


def _styles(language: str) -> str:
    spoken = {"id": "id-ID", "en": "en-GB"}[language]
    face = _quoted(font_family())
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{code}"><w:name w:val="{name}"/><w:basedOn w:val="Normal"/>'
        f'<w:pPr>{further}<w:spacing w:before="{before}" w:after="{after}"/></w:pPr><w:rPr>{"<w:b/>" * bold}'
        f'<w:color w:val="{colour}"/><w:sz w:val="{size}"/></w:rPr></w:style>'
        for code, (name, size, colour, bold, before, after, further) in _STYLES.items()
    )
    return (
        f'{_HEAD}<w:styles xmlns:w="{_W}"><w:docDefaults><w:rPrDefault><w:rPr>'
        f'<w:rFonts w:ascii={face} w:hAnsi={face} w:cs={face}/><w:sz w:val="20"/><w:lang w:val="{spoken}"/>'
        '</w:rPr></w:rPrDefault></w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal">'
        f'<w:name w:val="Normal"/></w:style>{styles}</w:styles>'
    )


def _numbering(lists: int) -> str:
    """Return the bullets, list 1, and as many numbered lists as are needed, each starting anew."""
    level = (
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{}"/><w:lvlText w:val="{}"/>'
        '<w:pPr><w:ind w:left="425" w:hanging="425"/></w:pPr></w:lvl>'
    )
    bullets, numbers = level.format("bullet", "•"), level.format("decimal", "%1.")
    kinds = "".join(
        f'<w:abstractNum w:abstractNumId="{number}">{bullets if number == 1 else numbers}</w:abstractNum>'
        for number in range(1, lists + 1)
    )
    used = "".join(
        f'<w:num w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>'
        for number in range(1, lists + 1)
    )
    return f'{_HEAD}<w:numbering xmlns:w="{_W}">{kinds}{used}</w:numbering>'


def _footer(title: str) -> str:
    field = '<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    words = _run(f"{title}  ·  ")
    return (
        f'{_HEAD}<w:ftr xmlns:w="{_W}"><w:p><w:pPr><w:pStyle w:val="Note"/><w:jc w:val="right"/></w:pPr>'
        f"{words}{field}</w:p></w:ftr>"
    )


def _core(document: ReportDocument) -> str:
    return (
        f'{_HEAD}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
        'core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{html.escape(_clean(document.title))}</dc:title><dc:language>{document.language}</dc:language>"
        "</cp:coreProperties>"
    )


def _relations(links: object, more: str = "") -> str:
    found = "".join(
        f'<Relationship Id="{name}" Type="{_R}/{kind}" Target="{target}"/>' for name, kind, target in links
    )
    return f'{_HEAD}<Relationships xmlns="{_REL}">{found}{more}</Relationships>'


def _png_size(data: bytes) -> tuple[int, int]:
    """Return width and height in pixels from the head of a PNG, without decoding it."""
    return struct.unpack(">II", data[16:24])


def _entry(name: str, compression: int = zipfile.ZIP_DEFLATED) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _DATE)
    entry.compress_type = compression
    return entry
