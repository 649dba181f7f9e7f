"""JSON documents that users give, as text or as a file, read strictly and within bounds.

Refused are: what is too large, what is no Unicode, keys given twice, NaN and infinity, nesting without end. The
`name` of a document is what the user calls it, the subject of every sentence: “The study is not valid JSON …”.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from .messages import InputError, Message, mark

#: Bytes of a document; nobody writes more than this by hand.
LARGEST_TEXT = 1_000_000


def read_json(path: str | Path, name: str, largest: int = LARGEST_TEXT) -> Any:
    """Return the value in a JSON file.

    Raises
    ------
    InputError
        If it cannot be read, and as `parse_json`.
    """
    try:
        with Path(path).open("rb") as file:
            content = file.read(largest + 1)
    except (OSError, ValueError) as error:  # a name that is none is a ValueError
        why = getattr(error, "strerror", None) or Message(mark("it is no path"))
        raise InputError(
            mark("{document} {file} cannot be read: {why}"), document=Message(name), file=str(path), why=why
        ) from None
    return parse_json(content, name, largest)


def parse_json(content: str | bytes, name: str, largest: int = LARGEST_TEXT) -> Any:
    """Return the value of a JSON text.

    Raises
    ------
    InputError
        If it is larger than `largest` bytes (signs of a text), or is no JSON, saying where.
    """

    def refused(template: str, **facts: Any) -> InputError:
        return InputError(template, document=Message(name), **facts)

    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        if len(found := dict(pairs)) < len(pairs):
            raise refused(mark("{document} gives the same key twice."))
        return found

    def no_number(value: str) -> None:
        raise refused(mark("{document} holds {value}, which is not a number."), value=value)

    if len(content) > largest:
        raise refused(mark("{document} is larger than {most} MB."), most=largest // 1_000_000)
    try:
        return json.loads(content, object_pairs_hook=unique, parse_constant=no_number)
    except InputError:
        raise
    except json.JSONDecodeError as error:
        raise refused(
            mark("{document} is not valid JSON: line {line}, column {position}."),
            line=error.lineno,
            position=error.colno,
        ) from None
    except (ValueError, RecursionError):  # not UTF-8, a number of thousands of digits, nested without end
        raise refused(mark("{document} is not valid JSON.")) from None


def json_given(given: str, name: str) -> Any:
    """Return the value of a JSON text, known by its `{`, or of the file at a path; errors as `read_json`."""
    return parse_json(given, name) if given.lstrip().startswith("{") else read_json(given, name)
