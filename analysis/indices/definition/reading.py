"""Readers of single values of a definition; each raises `InputError` naming the path of what it does not understand."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypeVar

from ...core.messages import InputError, Message, mark

T = TypeVar("T")
#: Reads a JSON value found at a path; raises `InputError` for what it does not understand.
Reader = Callable[[Any, str], T]

LONGEST_TEXT = 20_000
_WRONG = mark("{document} is wrong at {path}: {why}")
CODE = re.compile(r"[a-z0-9_]{1,40}", re.ASCII)


def wrong(path: str, template: str, **facts: Any) -> InputError:
    """Return the error for a value at `path`; `template` completes the sentence."""
    return InputError(_WRONG, document=Message(mark("The index definition")), path=path, why=Message(template, facts))


@contextmanager
def about(name: str) -> Iterator[None]:
    """Say of what is `wrong` that it stands in a document of this name, where it is no index definition.

    Raises
    ------
    InputError
        The one that was raised within, with that name.
    """
    try:
        yield
    except InputError as error:
        if "path" not in error.message.facts:
            raise
        raise InputError(_WRONG, **{**error.message.facts, "document": Message(name)}) from None


def versioned(
    content: Any, schema: str, version: int, stranger: str, *, needed: tuple[str, ...] = ("schema",)
) -> dict[str, Any]:
    """Return what a document holds beside its schema and its version; what is `needed` of these must be there.

    Raises
    ------
    InputError
        For another schema, in the words of `stranger`, and for another version.
    """
    if not isinstance(content, dict):
        raise wrong("{}", mark("an object with names and values is needed."))
    content = dict(content)
    if content.pop("schema", None if "schema" in needed else schema) != schema:
        raise wrong("schema", stranger, schema=schema)
    given = content.pop("version", None if "version" in needed else version)
    if isinstance(given, bool) or given != version:
        raise wrong("version", mark("only version {version} is known."), version=version)
    return dict(content)


def text(value: Any, path: str) -> str:
    """Read a string without control characters (line breaks and tabs are allowed)."""
    if not isinstance(value, str):
        raise wrong(path, mark("text is needed."))
    if len(value) > LONGEST_TEXT:
        raise wrong(path, mark("the text is too long."))
    if any(unicodedata.category(sign) in ("Cc", "Cs") and sign not in "\n\t" for sign in value):
        raise wrong(path, mark("the text holds control characters."))
    return value


def name_of_field(value: Any, path: str) -> str:
    """Read the name of a field: any characters, but not empty and on one line."""
    name = text(value, path)
    if not name or "\n" in name or "\t" in name:
        raise wrong(path, mark("the name of a field is needed."))
    return name


def code(value: Any, path: str) -> str:
    """Read the code of a dimension, which becomes part of a field name."""
    if not isinstance(value, str) or not CODE.fullmatch(value):
        raise wrong(path, mark("a code of small letters, digits and _ is needed (at most 40)."))
    return value


def number(value: Any, path: str) -> float:
    """Read a finite number."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise wrong(path, mark("a number is needed."))
    if not is_finite(value):
        raise wrong(path, mark("a finite number is needed."))
    return value


def is_finite(value: float) -> bool:
    """Say whether a number is finite as a float: whole numbers of JSON have any length."""
    try:
        return math.isfinite(value)
    except OverflowError:
        return False


def at_least(least: float, most: float = math.inf) -> Reader[float]:
    """Return a reader of numbers within bounds."""

    def read(value: Any, path: str) -> float:
        found = number(value, path)
        if not least <= found <= most:
            raise wrong(path, mark("a number from {least} to {most} is needed."), least=least, most=most)
        return found

    return read


def positive(value: Any, path: str) -> float:
    """Read a number above zero."""
    found = number(value, path)
    if found <= 0:
        raise wrong(path, mark("a number above 0 is needed."))
    return found


def integer(least: int, most: int) -> Reader[int]:
    """Return a reader of whole numbers within bounds."""
    within = at_least(least, most)

    def read(value: Any, path: str) -> int:
        found = within(value, path)
        if int(found) != found:
            raise wrong(path, mark("a whole number is needed."))
        return int(found)

    return read


def direction(value: Any, path: str) -> int:
    """Read "+" or "-" (or 1 or -1)."""
    signs = {"+": 1, "-": -1, "−": -1, "1": 1, "-1": -1, "+1": 1}
    sign = signs.get(str(value)) if isinstance(value, (str, int)) and not isinstance(value, bool) else None
    if sign is None:
        raise wrong(path, mark("a direction is needed: “+” (more is better) or “-” (more is worse)."))
    return sign


def list_of(reader: Reader[T], most: int = 2000) -> Reader[tuple[T, ...]]:
    """Return a reader of lists; they become tuples."""

    def read(value: Any, path: str) -> tuple[T, ...]:
        if not isinstance(value, (list, tuple)):
            raise wrong(path, mark("a list is needed."))
        if len(value) > most:
            raise wrong(path, mark("the list has more than {most} items."), most=most)
        return tuple(reader(item, f"{path}[{position}]") for position, item in enumerate(value))

    return read


def pair_of(reader: Reader[float], equal: bool = False) -> Reader[tuple[float, float]]:
    """Return a reader of two numbers, the lower first, or both `equal` where that is allowed."""

    def read(value: Any, path: str) -> tuple[float, float]:
        pair = list_of(reader)(value, path)
        if len(pair) != 2 or pair[0] > pair[1] or (pair[0] == pair[1] and not equal):
            raise wrong(path, mark("two numbers are needed, the lower first."))
        return pair[0], pair[1]

    return read


interval = pair_of(number)


def optional(reader: Reader[T]) -> Reader[T | None]:
    """Return a reader that also takes null."""
    return lambda value, path: None if value is None else reader(value, path)


def one_of(register: Collection[str]) -> Reader[str]:
    """Return a reader of the codes of a register."""

    def read(value: Any, path: str) -> str:
        if not isinstance(value, str) or value not in register:
            raise wrong(path, mark("use one of: {known}."), known=", ".join(register))
        return value

    return read


def record(kind: type[T], readers: Mapping[str, Reader[Any]], required: tuple[str, ...] = ()) -> Reader[T]:
    """Return a reader of JSON objects with known keys; they become the dataclass `kind`."""

    def read(value: Any, path: str) -> T:
        if not isinstance(value, dict):
            raise wrong(path or "{}", mark("an object with names and values is needed."))
        for key in value:
            if key not in readers:
                raise wrong(join(path, str(key)[:60]), mark("this key is unknown; use: {known}."), known=list(readers))
        for key in required:
            if key not in value:
                raise wrong(join(path, key), mark("this is needed."))
        return kind(**{key: readers[key](item, join(path, key)) for key, item in value.items()})

    return read


def join(path: str, key: str) -> str:
    """Return the path of a key below a path."""
    return f"{path}.{key}" if path else key
