"""JSON that users give as text or as a file, read within bounds."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

#: Nobody writes more than this by hand.
LARGEST_TEXT = 1_000_000


def json_given(given: str) -> Any:
    """Return the value of a JSON text, or of the file at a path.

    Raises
    ------
    OSError
        Where the file cannot be read.
    ValueError
        For what is no JSON: wrong signs, too long, nested without end.
    """
    if given.lstrip().startswith("{"):
        return parsed(given)
    with Path(given).open("rb") as file:
        return parsed(file.read(LARGEST_TEXT + 1))


def parsed(content: str | bytes, largest: int = LARGEST_TEXT) -> Any:
    """Return the value of a JSON text; raises `ValueError` for what is none, or is longer than `largest`."""
    if len(content) > largest:
        raise ValueError("too long")
    try:
        return json.loads(content)
    except RecursionError:
        raise ValueError("nested without end") from None
