"""The parts of a report, free of any language and format."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Union

from ..core.messages import Message, mark

if TYPE_CHECKING:
    from .results import Results


@dataclass(frozen=True)
class Statement:
    """A sentence written from numbers, and what it rests on: a test, or the word that there is none.

    `key` statements are repeated in the summary. cautions: what qualifies the sentence, told right behind
    it wherever it stands.
    """

    message: Message
    evidence: Message
    key: bool = False
    cautions: Sequence[Message] = ()


@dataclass(frozen=True)
class Column:
    """A column of a table: its title and the decimals of its numbers, None for words.

    tail: the smallest number that is written; what lies below half of it is told as less than it, as a p is.
    unit: the sign behind each number.
    """

    title: Message | str
    decimals: int | None = None
    tail: float = 0.0
    unit: str = ""


@dataclass(frozen=True)
class Strong:
    """A cell in bold."""

    value: Any


@dataclass(frozen=True)
class Table:
    """Cells are words (of ours as `Message`), numbers, None, or one of these as `Strong`.

    Without a title the heading is left out, without titles of columns their row.
    """

    title: Message | None
    columns: Sequence[Column]
    rows: Sequence[Sequence[Any]]
    note: Message | None = None


@dataclass(frozen=True)
class Map:
    """A map of a result, drawn in the result's own style."""

    result: str
    title: Message


@dataclass(frozen=True)
class Figure:
    """A chart: its kind and what it draws; a caption says how to read it."""

    kind: str
    title: Message | None
    data: Mapping[str, Any]
    caption: Message | None = None


@dataclass(frozen=True)
class Paragraph:
    """A text without evidence: words of ours or the user's, in the way of a warning where it is one."""

    message: Message | str
    warning: bool = False


@dataclass(frozen=True)
class Steps:
    """Numbered sentences; those of layers are texts, ours are messages."""

    title: Message | None
    items: Sequence[Any]


@dataclass(frozen=True)
class Code:
    """A text for machines, printed as it is."""

    title: Message | str
    text: str


Block = Union[Table, Map, Figure, Paragraph, Steps, Code]


@dataclass(frozen=True)
class Section:
    """A chapter, headed unless its title is empty.

    Statements come first, then what their results warned of, then what shows them.

    cautions: sentences of layers and tables, as texts.
    """

    title: Message | str
    statements: Sequence[Statement] = ()
    blocks: Sequence[Block] = field(default_factory=tuple)
    cautions: Sequence[Any] = ()


@dataclass(frozen=True)
class ReportSection:
    """A section of the policy report, as the file that makes it declares it in `SECTIONS`.

    order: its place in the report, by steps of 10, so that another fits between; function: makes it from the
    results, or None where they are absent; source: the result whose warnings qualify what it says.
    """

    code: str
    label: str
    order: int
    function: Callable[[Results], Section | None]
    source: str = ""


def share(part: float, whole: float) -> float:
    """Return a share in percent with one decimal; NaN of nothing."""
    return round(100.0 * part / whole, 1) if whole else float("nan")


def cut_note(count: int, most: int) -> Message | None:
    """Return the note of a table that shows `most` of `count` rows; None where it shows all."""
    if count <= most:
        return None
    return Message(mark("The first {shown} of {count}; the layer holds all."), {"shown": most, "count": count})
