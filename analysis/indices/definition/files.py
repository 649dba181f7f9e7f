"""JSON text of a definition, read strictly: size, encoding, keys given twice, values that are no numbers."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ...core.messages import InputError, mark

LARGEST_TEXT = 1_000_000


def file_content(path: str | Path) -> bytes:
    """Return the bytes of a definition file; raises `InputError` where it cannot be read."""
    try:
        with open(path, "rb") as file:
            return file.read(LARGEST_TEXT + 1)
    except OSError as error:
        raise InputError(
            mark("The index definition {file} cannot be read: {why}"),
            file=str(path),
            why=error.strerror or "",
        ) from None


def parsed_json(content: str | bytes) -> Any:
    """Return the value of a JSON text; raises `InputError` saying where it is wrong."""
    if len(content) > LARGEST_TEXT:
        raise InputError(mark("The index definition is larger than 1 MB."))
    try:
        return json.loads(content, object_pairs_hook=_unique, parse_constant=_no_constant)
    except InputError:
        raise
    except json.JSONDecodeError as error:
        raise InputError(
            mark("The index definition is not valid JSON: line {line}, column {position}."),
            line=error.lineno,
            position=error.colno,
        ) from None
    except (ValueError, RecursionError):  # not UTF-8, a number of thousands of digits, nested without end
        raise InputError(mark("The index definition is not valid JSON.")) from None


def _unique(pairs: list[tuple[str, Any]]) -> Mapping[str, Any]:
    content = dict(pairs)
    if len(content) < len(pairs):
        raise InputError(mark("The index definition gives the same key twice."))
    return content


def _no_constant(name: str) -> None:
    raise InputError(mark("The index definition holds {value}, which is not a number."), value=name)
