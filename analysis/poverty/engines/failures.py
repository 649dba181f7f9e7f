"""What an engine says when it fails, as an error in a sentence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from ...core.messages import Cancelled, InputError


def first_line(error: Exception) -> str:
    """Return the first line of an error's words."""
    return (str(error).strip().splitlines() or [type(error).__name__])[0]


@contextmanager
def explaining(template: str, settings: Mapping[str, Any] | None = None, **facts: Any) -> Iterator[None]:
    """Make a failure inside an error with the engine's first line as its fact `why`; a cancel is passed on.

    settings: of the connection, whose password never stands in the sentence.

    Raises
    ------
    InputError
        Where the engine fails.
    """
    try:
        yield
    except Cancelled:
        raise
    except Exception as error:
        why, secret = first_line(error), (settings or {}).get("password")
        raise InputError(template, **facts, why=why.replace(str(secret), "•••") if secret else why) from None
