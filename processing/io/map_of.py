"""What an algorithm says of a layer or table that it writes; the run adds the rest of its card."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ...analysis.core.card import Text
from ...analysis.core.messages import Message, mark


@dataclass(frozen=True)
class MapOf:
    """A layer shown as a kind of map, or a table, which has none.

    kind: code of the kind of map; shown: the field of its style, by the name in the contract; title: of its legend,
    else that of the kind; options: of the style; titles: what fields are called, and texts: the messages behind the
    sentences in a field, both by the name in the contract.
    """

    kind: str = ""
    shown: str = ""
    title: Text = ""
    options: Mapping[str, Any] = field(default_factory=dict)
    titles: Mapping[str, Text] = field(default_factory=dict)
    texts: Mapping[str, Mapping[str, Message]] = field(default_factory=dict)


#: A table, of which there is nothing to say beside its columns.
TABLE = MapOf()


def titled(title: str, *columns: Text) -> Message:
    """Return a title with what was analysed behind it."""
    return Message(mark("{title}: {columns}"), {"title": Message(title), "columns": columns})


def named(name: str, title: str) -> Message:
    """Return the name that the user has given as a title, else a title of ours."""
    return Message("{name}", {"name": name}) if name else Message(title)
