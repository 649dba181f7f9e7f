"""Tables of named entries: one place for code, label and whatever else an entry knows of itself.

Toolbox, dock, report and manual read the same register, so they say the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from .messages import InputError, Message, mark


class Entry(Protocol):
    """What a register asks of its entries: a stable code and an English label."""

    @property
    def code(self) -> str:
        """The stable code."""

    @property
    def label(self) -> str:
        """The English label, marked for translation."""


M = TypeVar("M", bound=Entry)
F = TypeVar("F", bound=Callable[..., Any], covariant=True)


@dataclass(frozen=True)
class Method:
    """A choice: its stable code, its label and, where it has one, its function."""

    code: str
    label: str
    function: Callable[..., Any] | None = None
    help: str = ""


@dataclass(frozen=True)
class Function(Method, Generic[F]):
    """A choice that is a function of a known type."""

    function: F


class Register(Mapping[str, M], Generic[M]):
    """An ordered, read-only table of entries by code: of `Method`, or of a dataclass with its own attributes."""

    def __init__(self, name: str, entries: Iterable[M]) -> None:
        self.name = name
        self._entries = {entry.code: entry for entry in entries}

    def __getitem__(self, code: str) -> M:
        """Return the entry; an unknown code is an `InputError` that lists the known ones."""
        try:
            return self._entries[code]
        except (KeyError, TypeError):
            raise InputError(
                mark("“{code}” is not a known {name}; use one of: {known}."),
                code=code,
                name=Message(self.name),
                known=", ".join(self._entries),
            ) from None

    def __contains__(self, code: object) -> bool:
        return code in self._entries

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    @property
    def codes(self) -> list[str]:
        """The codes in order."""
        return list(self._entries)

    @property
    def labels(self) -> list[str]:
        """The English labels in order."""
        return [entry.label for entry in self._entries.values()]
