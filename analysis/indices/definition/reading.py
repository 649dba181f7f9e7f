"""Readers of single values of a definition; each refuses what it does not understand, naming the path."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from ...core.messages import InputError, Message, mark
from ...core.registers import Register

#: Reads a JSON value found at a path.
Reader = Callable[[Any, str], Any]

LONGEST_TEXT = 20_000
_WRONG = mark("{document} is wrong at {path}: {why}")
CODE = re.compile(r"[a-z0-9_]{1,40}", re.ASCII)


def wrong(path: str, template: str, **facts: Any) -> InputError:
    """Return the error for a value at `path`; `template` completes the sentence."""
    return InputError(
        _WRONG, document=Message(mark("The index definition")), path=path, why=Message(template, facts)
    )


@contextmanager
def about(name: str) -> Iterator[None]:
    """Say of what is `wrong` that it stands in a document of this name, where it is no index definition."""
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

    Raises `InputError` for another schema, in the words of `stranger`, and for another version.
    """
    if not isinstance(content, dict):
        raise wrong("{}", mark("an object with names and values is needed."))
    content = dict(content)
    if content.pop("schema", None if "schema" in needed else schema) != schema:
        raise wrong("schema", stranger, schema=schema)
    given = content.pop("version", None if "version" in needed else version)
    if isinstance(given, bool) or given != version:
        raise wrong("version", mark("only version {version} is known."), version=version)
    return content


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
    if not text(value, path) or "\n" in value or "\t" in value:
        raise wrong(path, mark("the name of a field is needed."))
    return value


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


def at_least(least: float, most: float = math.inf) -> Reader:
    """Return a reader of numbers within bounds."""

    def read(value: Any, path: str) -> float:
        if not least <= number(value, path) <= most:
            raise wrong(path, mark("a number from {least} to {most} is needed."), least=least, most=most)
        return value

    return read


def positive(value: Any, path: str) -> float:
    """Read a number above zero."""
    if number(value, path) <= 0:
        raise wrong(path, mark("a number above 0 is needed."))
    return value


def integer(least: int, most: int) -> Reader:
    """Return a reader of whole numbers within bounds."""
    within = at_least(least, most)

    def read(value: Any, path: str) -> int:
        if int(within(value, path)) != value:
            raise wrong(path, mark("a whole number is needed."))
        return int(value)

    return read


def direction(value: Any, path: str) -> int:
    """Read "+" or "-" (or 1 or -1)."""
    signs = {"+": 1, "-": -1, "−": -1, "1": 1, "-1": -1, "+1": 1}
    sign = signs.get(str(value)) if isinstance(value, (str, int)) and not isinstance(value, bool) else None
    if sign is None:
        raise wrong(path, mark("a direction is needed: “+” (more is better) or “-” (more is worse)."))
    return sign


def list_of(reader: Reader, most: int = 2000) -> Reader:
    """Return a reader of lists; they become tuples."""

    def read(value: Any, path: str) -> tuple:
        if not isinstance(value, (list, tuple)):
            raise wrong(path, mark("a list is needed."))
        if len(value) > most:
            raise wrong(path, mark("the list has more than {most} items."), most=most)
        return tuple(reader(item, f"{path}[{position}]") for position, item in enumerate(value))

    return read


def interval(value: Any, path: str) -> tuple[float, float]:
    """Read two numbers, the lower first."""
    pair = list_of(number)(value, path)
    if len(pair) != 2 or not pair[0] < pair[1]:
        raise wrong(path, mark("two numbers are needed, the lower first."))
    return pair


def optional(reader: Reader) -> Reader:
    """Return a reader that also takes null."""
    return lambda value, path: None if value is None else reader(value, path)


def one_of(register: Register | tuple[str, ...]) -> Reader:
    """Return a reader of the codes of a register."""

    def read(value: Any, path: str) -> str:
        if not isinstance(value, str) or value not in register:
            raise wrong(path, mark("use one of: {known}."), known=", ".join(register))
        return value

    return read


def record(kind: type, readers: Mapping[str, Reader], required: tuple[str, ...] = ()) -> Reader:
    """Return a reader of JSON objects with known keys; they become the dataclass `kind`."""

    def read(value: Any, path: str) -> Any:
        if not isinstance(value, dict):
            raise wrong(path or "{}", mark("an object with names and values is needed."))
        for key in value:
            if key not in readers:
                raise wrong(
                    join(path, str(key)[:60]), mark("this key is unknown; use: {known}."), known=list(readers)
                )
        for key in required:
            if key not in value:
                raise wrong(join(path, key), mark("this is needed."))
        return kind(**{key: readers[key](item, join(path, key)) for key, item in value.items()})

    return read


def join(path: str, key: str) -> str:
    """Return the path of a key below a path."""
    return f"{path}.{key}" if path else key
