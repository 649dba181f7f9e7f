"""Tables of named methods: one place for code, label and function.

Toolbox, dock, report and manual read the same register, so they say the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .messages import InputError, Message, mark


@dataclass(frozen=True)
class Method:
    """A choice: its stable code, its label and, where it has one, its function."""

    code: str
    label: str
    function: Callable[..., Any] | None = None
    help: str = ""


class Register(Mapping[str, Method]):
    """An ordered, read-only table of methods by code."""

    def __init__(self, name: str, methods: Iterable[Method]) -> None:
        self.name = name
        self._methods = {method.code: method for method in methods}

    def __getitem__(self, code: str) -> Method:
        """Return the method; an unknown code is an `InputError` that lists the known ones."""
        try:
            return self._methods[code]
        except (KeyError, TypeError):
            raise InputError(
                mark("“{code}” is not a known {name}; use one of: {known}."),
                code=code,
                name=Message(self.name),
                known=", ".join(self._methods),
            ) from None

    def __contains__(self, code: object) -> bool:
        return code in self._methods

    def __iter__(self) -> Iterator[str]:
        return iter(self._methods)

    def __len__(self) -> int:
        return len(self._methods)

    @property
    def codes(self) -> list[str]:
        """The codes in order."""
        return list(self._methods)

    @property
    def labels(self) -> list[str]:
        """The English labels in order."""
        return [method.label for method in self._methods.values()]
