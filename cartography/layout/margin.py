"""What the margin of a sheet says: title, legend, scale, projection, sources, method, notes, imprint."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from qgis.core import QgsLayoutItemMap, QgsPrintLayout
from qgis.PyQt.QtCore import QRectF

from ...analysis.core.messages import mark
from ...language import date, number
from ..base.cards import method_of
from ..base.metadata import is_synthetic
from ..base.wording import languages, lines, number_language, say
from ..styles.titles import map_title
from .blocks import Block, Piece, paragraph
from .inset import add_location, location_height
from .items import CENTRE, MIDDLE, box, label, picture, place, plain_text
from .layers import SheetLayers
from .legend_item import LegendFrame, fitted_legend
from .request import SheetRequest
from .scale_bar import scale_bar, scale_text

NORTH = Path(__file__).parent.parent.parent / "resources" / "icons" / "north.svg"
WARNING = "#b3131b"
_UTM = "UTM zone "
_BODY, _HEADING, _LOGO, _LOCATION = 5.4, 6.2, 13.0, 30.0


def sheet_title(request: SheetRequest, layers: SheetLayers) -> str:
    """Return the title asked for, else that of the kind of result, else the layer's own."""
    if request.title.strip():
        return request.title.strip()
    if layers.card is None:
        return layers.title
    return map_title(layers.main, layers.card, request.language)


@dataclass(frozen=True)
class Margin:
    """What the blocks are made from; `size` is the factor of text and gaps."""

    layout: QgsPrintLayout
    request: SheetRequest
    layers: SheetLayers
    map: QgsLayoutItemMap
    intervals: tuple[float, float]
    width: float
    size: float
    method_lines: int

    def blocks(self) -> list[Block]:
        """Return the blocks from top to bottom."""
        request, language = self.request, self.request.language
        note = [say(mark("Values describe areas, not individuals."), language, "\n"), request.note]
        blocks = [
            self._title(),
            self._warning(),
            self._legend(),
            self._scale(),
            self._location(),
            self._projection(),
            self._text("source", mark("Data sources"), lines_of(request.source, language)),
            self._text("method", mark("Method"), self._method()),
            self._text("note", mark("Note"), "\n".join(part for part in note if part)),
            self._imprint(),
        ]
        return [block for block in blocks if block]

    def _method(self) -> str:
        """Return the first steps of the method in each language, as many as there is room for."""
        method = method_of(self.request.layer)
        return "\n".join(lines(method, self.request.language, self.method_lines))

    def _heading(self, name: str, text: str) -> Piece:
        return self._paragraph(f"{name}_heading", say(text, self.request.language).upper(), _HEADING, bold=True)

    def _paragraph(self, name: str, text: str, size: float, gap: float = 0.0, **how: object) -> Piece:
        return paragraph(self.layout, name, plain_text(text), self.width, size * self.size, gap=gap * self.size, **how)

    def _text(self, name: str, heading: str, text: str) -> Block:
        if not text:
            return []
        return [self._heading(name, heading), self._paragraph(name, text, _BODY, 0.6)]

    def _title(self) -> Block:
        request = self.request
        title, _, english = (sheet_title(request, self.layers)).partition("|")
        subtitle, _, english_subtitle = request.subtitle.partition("|")
        if request.language == "en":
            title, subtitle = english.strip() or title, english_subtitle.strip() or subtitle
        how = {"bold": True, "align": CENTRE}
        block = self._logo()
        if request.institution:
            text = request.institution.upper()
            block.append(self._paragraph("institution", text, 6.4, 1.2 * bool(block), **how))
        block.append(self._paragraph("title", title.strip().upper(), 10.0, 1.6 * bool(block), **how))
        if subtitle.strip():
            block.append(self._paragraph("subtitle", subtitle.strip().upper(), 8.2, 0.8, **how))
        translated = ", ".join(part.strip() for part in (english, english_subtitle) if part.strip())
        if translated and request.language == "both":
            block.append(self._paragraph("title_english", translated, 6.2, 0.8, italic=True, align=CENTRE))
        return block

    def _logo(self) -> list[Piece]:
        if not self.request.logo:
            return []

        def add(rect: QRectF) -> None:
            item = picture(self.layout, "logo", rect, self.request.logo)
            item.setPictureAnchor(item.ReferencePoint.UpperMiddle)

        return [Piece(_LOGO * self.size, add)]

    def _location(self) -> Block:
        layer = self.layers.location
        if layer is None:
            return []

        def add(rect: QRectF) -> None:
            add_location(self.map, layer, rect, self.size)

        height = location_height(layer, self.map, self.width, _LOCATION * self.size)
        return [self._heading("location", mark("Location")), Piece(height, add, 0.8 * self.size)]

    def _warning(self) -> Block:
        asked = self.request.synthetic
        if not (is_synthetic(self.request.layer) if asked is None else asked):
            return []
        text = say(mark("SIMULATED DATA – SCHEMATIC MAP"), self.request.language, "\n")
        height = (1 + text.count("\n")) * 3.3 * self.size + 2.4 * self.size

        def add(rect: QRectF) -> None:
            box(self.layout, "frame_synthetic", rect, 0.3 * self.size, fill=WARNING, colour=WARNING)
            label(
                self.layout,
                "synthetic",
                rect,
                text,
                7.4 * self.size,
                bold=True,
                colour="#ffffff",
                align=CENTRE,
                vertical=MIDDLE,
            )

        return [Piece(height, add)]

    def _legend(self) -> Block:
        frame = LegendFrame(self.map, self.request.language, self.width, self.size)
        legend, size = fitted_legend(self.layers, frame)

        def add(rect: QRectF) -> None:
            place(self.layout, legend, "legend", QRectF(rect.topLeft(), size))

        return [self._heading("legend", mark("Legend")), Piece(size.height(), add, 0.8 * self.size)]

    def _scale(self) -> Block:
        language, size, layout = self.request.language, self.size, self.layout

        def add(rect: QRectF) -> None:
            arrow = 9 * size
            north = say(mark("N"), number_language(language))
            top = QRectF(rect.x(), rect.y(), arrow, 3.6 * size)
            label(layout, "north_letter", top, north, 8.4 * size, bold=True, align=CENTRE)
            below = QRectF(rect.x(), rect.y() + 3.6 * size, arrow, rect.height() - 3.6 * size)
            picture(layout, "north_arrow", below, str(NORTH))
            left = rect.x() + arrow + 2.5 * size
            line = QRectF(left, rect.y() + 0.6 * size, rect.right() - left, 4 * size)
            label(layout, "scale", line, scale_text(language), 8.4 * size, bold=True)
            bar = scale_bar(self.map, number_language(language), rect.right() - left, size)
            room = QRectF(left, rect.y() + 5.6 * size, rect.right() - left, 8 * size)
            place(layout, bar, "scale_bar", room)

        return [Piece(14.4 * size, add)]

    def _projection(self) -> Block:
        language = self.request.language
        datum, projection = described(self.map, language)
        degrees, metres = self.intervals
        leading = number_language(language)
        angle = f"{degrees * 60:.0f}′" if degrees * 60 >= 1 else f"{degrees * 3600:.0f}″"
        kilometres = number(metres / 1000, 0 if metres >= 1000 else 1, leading)
        told = [
            say(mark("Projection"), language) + f": {projection}",
            say(mark("Datum"), language) + f": {datum}",
            say(mark("Grid"), language) + f": {angle} · {kilometres} km",
        ]
        return [self._paragraph("projection", "\n".join(told), _BODY)]

    def _imprint(self) -> Block:
        language = self.request.language
        made = say(mark("Made on {day}"), language, day=date(None, number_language(language)))
        if language == "both":
            made = " / ".join(
                dict.fromkeys(say(mark("Made on {day}"), one, day=date(None, one)) for one in languages(language))
            )
        text = " · ".join(part for part in (made, self.request.maker) if part)
        return [*self._people(), self._paragraph("imprint", text, 4.8, 0.6, colour="#505050")]

    def _people(self) -> list[Piece]:
        """Return who made and checked the sheet, its number and edition, a line each where given."""
        request = self.request
        given = (
            ("sheet", mark("Sheet: {written}"), request.sheet),
            ("edition", mark("Edition: {written}"), request.edition),
            ("author", mark("Made by: {written}"), request.author),
            ("checker", mark("Checked by: {written}"), request.checker),
        )
        return [
            self._paragraph(name, say(words, request.language, written=text.strip()), _BODY)
            for name, words, text in given
            if text.strip()
        ]


def lines_of(text: str, language: str) -> str:
    """Return a text whose part behind `|` is English."""
    own, _, english = text.partition("|")
    parts = {"id": [own], "en": [english or own], "both": [own, english]}[language]
    return "\n".join(part.strip() for part in parts if part.strip())


def described(item: QgsLayoutItemMap, language: str) -> tuple[str, str]:
    """Return datum and projection from the description of the map's system, `WGS 84 / UTM zone 49S`."""
    datum, _, projection = item.crs().description().partition(" / ")
    if not projection:
        return item.crs().authid(), datum
    if projection.startswith(_UTM):
        zone = say(mark("UTM zone {zone}"), language, zone=projection.removeprefix(_UTM))
        projection = f"Transverse Mercator ({zone})"
    return datum, projection
