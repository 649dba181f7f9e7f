"""A report in one language, ready for any writer: words, cells, pictures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field


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

    @property
    def pictures(self) -> list[Picture]:
        """All pictures in order."""
        return [block for one in self.chapters for block in one.blocks if isinstance(block, Picture)]
