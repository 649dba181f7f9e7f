"""The parts of a page that are words: heading, facts, lists and notes."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.PyQt.QtCore import QRectF

from ...analysis.core.messages import mark
from ...language import date
from ..base.cards import method_of
from ..base.metadata import is_synthetic
from ..base.wording import lines, number_language, say
from ..layout.items import CENTRE, INK, MIDDLE, RIGHT, box, label, picture, plain_text, text_size
from ..layout.margin import WARNING, lines_of
from .facts import Facts
from .request import AtlasRequest
from .slots import ROOM, Slots

_TITLES = {"unit": mark("Welfare profile of the kelurahan"), "group": mark("Welfare profile of the kecamatan")}
_GREY = "#505050"
_BANNER = 60.0
_FIGURE = 30.0
#: What stands between the languages of a text in both.
_BOTH = " / "
#: The size of the facts.
FACT = 8.4
#: The share of it that they are set in at least, where long words need room.
_SMALLEST_FACT = 0.7
#: The share of the width that their labels take at most.
_WIDEST_LABEL = 0.7
#: Bytes of a file name, of which disks take 255 with its ending.
_LONGEST_NAME = 200


def atlas_title(request: AtlasRequest) -> str:
    """Return the title asked for, else that of its kind of pages."""
    own = lines_of(request.title, number_language(request.language))
    return own or say(_TITLES[request.coverage], request.language)


def add_header(slots: Slots, rect: QRectF, request: AtlasRequest, pages: Sequence[Facts]) -> None:
    """Add institution, title, name, code and group, the number of the sheet, and the mark of simulation."""
    f, language = slots.factor, request.language
    left = rect.x()
    if request.logo:
        picture(slots.layout, "logo", QRectF(left, rect.y(), 18 * f, rect.height()), request.logo)
        left += 21 * f
    width = rect.right() - left
    right = QRectF(rect.right() - _BANNER * f, rect.y(), _BANNER * f, 4.5 * f)
    numbers = [
        say(mark("Sheet {number} of {count}"), language, number=place, count=len(pages))
        for place in range(1, len(pages) + 1)
    ]
    slots.text("sheet", right, numbers, 7.0, align=RIGHT)
    room = width - (_BANNER + 3) * f
    institution = " · ".join(request.institution.split("\n")).upper()
    slots.fixed("institution", QRectF(left, rect.y(), room, 4.5 * f), plain_text(institution), 7.0, bold=True)
    title = QRectF(left, rect.y() + 5.0 * f, room, 5.2 * f)
    slots.fixed("title", title, plain_text(atlas_title(request).upper()), 9.0, bold=True)
    name = QRectF(left, rect.y() + 10.4 * f, room, 12.0 * f)
    slots.text("name", name, [page.name.upper() for page in pages], 24.0, bold=True, vertical=MIDDLE)
    below = QRectF(left, rect.y() + 23.2 * f, width, 5.0 * f)
    subtitle = lines_of(request.subtitle, language).replace("\n", ", ")
    slots.text("place", below, [_place(page, subtitle, language) for page in pages], 8.0)
    synthetic = is_synthetic(request.layer) if request.synthetic is None else request.synthetic
    if synthetic:
        banner = QRectF(right.x(), rect.y() + 6.5 * f, right.width(), 11.0 * f)
        box(slots.layout, "frame_synthetic", banner, 0.3 * f, fill=WARNING, colour=WARNING)
        inner = banner.adjusted(2 * f, 1 * f, -2 * f, -1 * f)
        text = say(mark("SIMULATED DATA – SCHEMATIC MAP"), language, "\n")
        slots.fixed("synthetic", inner, text, 7.4, bold=True, colour="#ffffff", align=CENTRE, vertical=MIDDLE)


def _place(page: Facts, subtitle: str, language: str) -> str:
    group = say(mark("Kecamatan {name}"), language, name=page.group) if page.group else ""
    word = say(mark("Code"), language, "/")
    code = f"{word} {page.code}" if page.code else ""
    return " · ".join(part for part in (group, code, subtitle) if part)


def add_headline(slots: Slots, rect: QRectF, pages: Sequence[Facts], language: str) -> None:
    """Add the rank in large figures, of how many, and its interval."""
    f = slots.factor
    box(slots.layout, "frame_headline", rect, 0.3 * f)
    inner = rect.adjusted(3 * f, 1.6 * f, -3 * f, -1.6 * f)
    heading = QRectF(inner.x(), inner.y(), inner.width(), 3.6 * f)
    slots.fixed("rank_heading", heading, say(mark("Rank"), language).upper(), 6.6, bold=True)
    ranks = [page.rank for page in pages]
    width = max(text_size(rank, _FIGURE * f, bold=True).width() for rank in ranks) + 0.5 * f
    figure = QRectF(inner.x(), inner.y() + 3.6 * f, min(width, inner.width() / 2), inner.height() - 3.6 * f)
    slots.text("rank", figure, ranks, _FIGURE, bold=True, vertical=MIDDLE)
    beside = QRectF(figure.right() + 2.5 * f, figure.y(), inner.right() - figure.right() - 2.5 * f, figure.height())
    texts = ["\n".join(part for part in (page.rank_of, page.interval) if part) for page in pages]
    slots.text("rank_of", beside, texts, 9.0, vertical=MIDDLE)


def add_rows(slots: Slots, rect: QRectF, pages: Sequence[Facts]) -> None:
    """Add the facts, labels at the left and values at the right, whose lines stand side by side."""
    f = slots.factor
    if not pages[0].rows:
        return
    labels, values = _lines_of(pages)
    widest = max(text_size(text, FACT * f).width() for text in labels) / ROOM + 0.5 * f
    needed = max(text_size(text, FACT * f, bold=True).width() for row in values for text in row) / ROOM
    needed += 0.5 * f
    share = min(1.0, max((rect.width() - 2 * f) / (widest + needed), _SMALLEST_FACT))
    size = FACT * share
    left = QRectF(rect.x(), rect.y(), min(widest * share, _WIDEST_LABEL * rect.width()), rect.height())
    right = QRectF(left.right() + 2 * f, rect.y(), rect.right() - left.right() - 2 * f, rect.height())
    texts = [slots.shortened(text, left.width(), size) for text in labels]
    label(slots.layout, "fact_labels", left, "\n".join(texts), size * f, colour=_GREY)
    slots.fields["fact_values"] = [
        "\n".join(slots.shortened(text, right.width(), size, bold=True) for text in row) for row in values
    ]
    label(slots.layout, "fact_values", right, '[% "fact_values" %]', size * f, bold=True, align=RIGHT)


def _lines_of(pages: Sequence[Facts]) -> tuple[list[str], list[list[str]]]:
    """Return the lines of the labels, and those of the values of each page; each language has a line."""
    labels, values = [], [[] for _ in pages]
    for place, (name, _) in enumerate(pages[0].rows):
        told = [page.rows[place][1].split(_BOTH) for page in pages]
        count = max(len(name.split(_BOTH)), *map(len, told))
        labels += _filled(name.split(_BOTH), count)
        for written, parts in zip(values, told):
            written += _filled(parts, count)
    return labels, values


def _filled(written: list[str], count: int) -> list[str]:
    return [*written, *[""] * (count - len(written))]


def rows_height(pages: Sequence[Facts]) -> float:
    """Return the height in A4 mm of the facts of all pages."""
    count = len(_lines_of(pages)[0]) if pages else 0
    return text_size("\n".join(["Ág"] * count), FACT).height() * 1.04 + 0.5 if count else 0.0


def lists_of(pages: Sequence[Facts], language: str) -> list[tuple[str, str, list[str]]]:
    """Return name, heading and texts of the lists that the pages hold."""
    named = (
        ("strengths", mark("Greatest strengths")),
        ("deprivations", mark("Greatest deprivations")),
        ("recommendations", mark("Recommendations (need 0–100)")),
    )
    found = [
        (name, say(heading, language), [_bulleted(getattr(page, name)) for page in pages])
        for name, heading in named
        if any(getattr(page, name) for page in pages)
    ]
    columns = max((-(-len(page.members) // _MEMBER_ROWS) for page in pages), default=0)
    for column in range(min(columns, _MEMBER_COLUMNS)):
        texts = [_ranked(_share(page.members, column, min(columns, _MEMBER_COLUMNS))) for page in pages]
        heading = say(mark("Kelurahan by rank"), language) if column == 0 else ""
        found.append((f"members_{column}", heading, texts))
    return found


def lists_height(lists: Sequence[tuple[str, str, list[str]]], language: str) -> float:
    """Return the height in A4 mm that lists need: more where reasons are told in both languages."""
    long = language == "both" and any(name == "recommendations" for name, _, _ in lists)
    return (_LONG_LISTS if long else _LISTS) if lists else 0.0


#: The kelurahan of a group stand in so many columns of about so many rows.
_MEMBER_COLUMNS, _MEMBER_ROWS = 4, 7


def _share(members: Sequence[str], column: int, columns: int) -> Sequence[str]:
    rows = -(-len(members) // columns)
    return members[slice(column * rows, (column + 1) * rows)]


def _ranked(members: Sequence[str]) -> str:
    return "\n".join(member.replace("\t", "   ") for member in members)


#: The height in A4 mm of the notes, which both languages make longer.
FOOTER = {"id": 21.0, "en": 21.0, "both": 29.0}
_LISTS, _LONG_LISTS = 29.0, 50.0
#: Lists whose items begin with a dot, and the space below it.
_BULLETED = ("strengths", "deprivations", "recommendations")
#: The font has it, as it has not every space: another font's is higher and pushes the last line out.
_HANG = "\u00a0\u00a0"
#: How wide a list is beside the others: reasons are long.
_SHARES = {"recommendations": 1.6}


def _bulleted(texts: Sequence[str]) -> str:
    return "\n".join(f"• {text}" for text in texts) if texts else "–"


def add_lists(slots: Slots, rect: QRectF, lists: Sequence[tuple[str, str, list[str]]]) -> None:
    """Add the lists side by side, each under its heading."""
    f, gutter = slots.factor, 4 * slots.factor
    shares = [_SHARES.get(name, 1.0) for name, _, _ in lists]
    one, left = (rect.width() - gutter * (len(lists) - 1)) / sum(shares), rect.x()
    for share, (name, heading, texts) in zip(shares, lists):
        width = share * one
        slots.fixed(f"{name}_heading", QRectF(left, rect.y(), width, 4.2 * f), heading.upper(), 6.6, bold=True)
        below = QRectF(left, rect.y() + 5 * f, width, rect.height() - 5 * f)
        slots.text(name, below, texts, 7.8, hang=_HANG if name in _BULLETED else "")
        left += width + gutter


def add_footer(slots: Slots, rect: QRectF, request: AtlasRequest) -> None:
    """Add sources, notes, method and imprint."""
    f, language = slots.factor, request.language
    half = (rect.width() - 4 * f) / 2
    left = QRectF(rect.x(), rect.y(), half, rect.height())
    right = QRectF(left.right() + 4 * f, rect.y(), half, rect.height() - 4 * f)
    source = lines_of(request.source, language)
    texts = [": ".join((say(mark("Data sources"), language), source))] if source else []
    slots.fixed("notes", left, plain_text("\n".join([*texts, *notes_of(request)])), 6.0, colour=INK)
    method = lines(method_of(request.layer), language)
    if method:
        written = ": ".join((say(mark("Method"), language), " ".join(method)))
        slots.fixed("method", right, plain_text(written), 6.0)
    made = say(mark("Made on {day}"), language, day=date(None, number_language(language)))
    imprint = " · ".join(part for part in (made, request.maker) if part)
    place = QRectF(right.x(), rect.bottom() - 3.4 * f, half, 3.4 * f)
    slots.fixed("imprint", place, plain_text(imprint), 5.6, colour=_GREY, align=RIGHT)


def notes_of(request: AtlasRequest) -> list[str]:
    """Return what a reader must know to read the pages rightly."""
    notes = [mark("Values describe areas, not individuals."), mark("Means are unweighted means of kelurahan.")]
    if request.coverage == "unit" and request.variables:
        notes.append(
            mark(
                "Strengths are better than the mean of all kelurahan beside them, deprivations worse; the first "
                "are farthest from it in standard deviations."
            )
            if request.contributions is None
            else mark(
                "Strengths are better than the mean of all kelurahan beside them, deprivations worse; the first "
                "lift or lower the index most."
            )
        )
    written = " ".join(say(note, request.language) for note in notes)
    return [part for part in (written, request.note) if part]


def file_names(pages: Sequence[Facts]) -> list[str]:
    """Return a file name a page: its number, code and name, in characters that every system takes."""
    width = len(str(len(pages)))
    names = []
    for place, page in enumerate(pages, 1):
        parts = [f"{place:0{width}d}", page.code, page.name]
        text = "_".join("".join(c if c.isalnum() or c in ".-" else "-" for c in part) for part in parts if part)
        short = text[:80].encode()[:_LONGEST_NAME].decode(errors="ignore")
        names.append(short.strip(".-") or f"{place:0{width}d}")
    return names
