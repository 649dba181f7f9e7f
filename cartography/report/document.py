"""A report in one language, ready for any writer: words, cells, pictures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

#: Letters in a line of a page, between two columns, and of a cell that should stand in one line; how wide bold is.
_PAGE, _AIR, _LONG_TEXT, _BOLD = 105, 3, 14, 1.15


@dataclass(frozen=True)
class Sentence:
    """A sentence and what it rests on."""

    text: str
    evidence: str


@dataclass(frozen=True)
class Words:
    """A paragraph, or a warning."""

    text: str
    warning: bool = False
    kind: str = field(default="words", init=False)


@dataclass(frozen=True)
class Grid:
    """A table of written cells; `numeric` says which columns hold numbers, `strong` which cells (row, column)."""

    title: str
    heads: Sequence[str]
    numeric: Sequence[bool]
    rows: Sequence[Sequence[str]]
    note: str = ""
    strong: frozenset[tuple[int, int]] = frozenset()
    kind: str = field(default="grid", init=False)

    @property
    def needs(self) -> list[int]:
        """The letters that each column takes in a line where no word of it is broken."""
        found = []
        for head, *cells in zip(self.heads, *self.rows):
            words = [len(word) for cell in cells for word in cell.split()]
            short = min(max(map(len, cells), default=0), _LONG_TEXT)
            found.append(_AIR + max([short, *words, *(round(_BOLD * len(word)) for word in head.split())]))
        return found

    @property
    def widths(self) -> list[int]:
        """The share of each column in the width of a page, in percent; long texts share what the others leave."""
        needs = self.needs
        longest = [max(map(len, cells), default=0) for _, *cells in zip(self.heads, *self.rows)]
        texts = [min(one, _PAGE) if one > 2 * _LONG_TEXT else 0 for one in longest]
        left = max(_PAGE - sum(needs), 0) / max(sum(texts), 1)
        taken = [one + left * text for one, text in zip(needs, texts)]
        return [round(100 * one / sum(taken)) for one in taken]

    def filled(self) -> Grid:
        """Return the table without the columns that no row has anything to say in, not even that it is not known."""
        there = [place for place, cells in enumerate(zip(*self.rows)) if any(cells)]
        return self if not self.rows or len(there) == len(self.heads) else self._only(there, self.note)

    def for_pages(self) -> list[Grid]:
        """Return tables that a page is wide enough for, each with the first column of words."""
        needs = self.needs
        if sum(needs) <= _PAGE:
            return [self]
        key = next((place for place, numeric in enumerate(self.numeric) if not numeric), 0)
        parts: list[list[int]] = [[]]
        for place in (place for place in range(len(needs)) if place != key):
            if parts[-1] and needs[key] + needs[place] + sum(needs[one] for one in parts[-1]) > _PAGE:
                parts.append([])
            parts[-1].append(place)
        last = len(parts) - 1
        return [
            self._only(sorted([key, *part]) if not done else [key, *part], self.note if done == last else "")
            for done, part in enumerate(parts)
        ]

    def _only(self, places: Sequence[int], note: str) -> Grid:
        strong = frozenset((down, places.index(across)) for down, across in self.strong if across in places)
        heads, numeric = [self.heads[place] for place in places], [self.numeric[place] for place in places]
        rows = [[row[place] for place in places] for row in self.rows]
        return Grid(self.title, heads, numeric, rows, note, strong)


@dataclass(frozen=True)
class Picture:
    """A map or chart: PNG, where there is one also SVG, and the entries of its legend (PNG, words).

    width: in millimetres.
    """

    title: str
    png: bytes
    width: float
    svg: str = ""
    legend: Sequence[tuple[bytes, str]] = ()
    note: str = ""
    kind: str = field(default="picture", init=False)


@dataclass(frozen=True)
class Listing:
    """A numbered list."""

    title: str
    items: Sequence[str]
    kind: str = field(default="listing", init=False)


@dataclass(frozen=True)
class Raw:
    """A text for machines."""

    title: str
    text: str
    kind: str = field(default="raw", init=False)


@dataclass(frozen=True)
class Chapter:
    """A heading, sentences, and the blocks that show them."""

    title: str
    sentences: Sequence[Sentence] = ()
    blocks: Sequence[Words | Grid | Picture | Listing | Raw] = ()


@dataclass(frozen=True)
class ReportDocument:
    """A whole report; `facts` stand on its cover, `mark` is the word that data are simulated, or empty.

    lead: the line below the title.
    """

    title: str
    institution: str
    facts: Sequence[tuple[str, str]]
    mark: str
    language: str
    chapters: Sequence[Chapter]
    imprint: str
    lead: str = ""

    def for_pages(self) -> ReportDocument:
        """Return the document with tables as wide as a page."""
        chapters = [
            replace(one, blocks=[part for block in one.blocks for part in _parts(block)]) for one in self.chapters
        ]
        return replace(self, chapters=chapters)

    @property
    def pictures(self) -> list[Picture]:
        """All pictures in order."""
        return [block for one in self.chapters for block in one.blocks if isinstance(block, Picture)]


def _parts(block: Words | Grid | Picture | Listing | Raw) -> Sequence[Words | Grid | Picture | Listing | Raw]:
    return block.for_pages() if isinstance(block, Grid) else [block]
