"""A report in one language, ready for any writer: words, cells, pictures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

#: A page is too narrow for a table of more columns.
_MOST_COLUMNS = 9


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

    def for_pages(self) -> list[Grid]:
        """Return tables that a page is wide enough for, each with the first column of words."""
        if len(self.heads) <= _MOST_COLUMNS:
            return [self]
        key = next((place for place, numeric in enumerate(self.numeric) if not numeric), 0)
        others = [place for place in range(len(self.heads)) if place != key]
        parts = [others[slice(start, start + _MOST_COLUMNS - 1)] for start in range(0, len(others), _MOST_COLUMNS - 1)]
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
