"""Fields that are asked for and not there: named with those that are spelt most like them."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from ...core.messages import InputError, mark

#: Share of letters in common that makes a name worth asking about.
_SIMILAR = 0.6
_MOST = 3
#: What is said of a field that is not there, and with it what is like it, or else all there is.
IN_LAYER = (
    mark("The layer has no field “{column}”. Did you mean: {near}?"),
    mark("The layer has no field “{column}”. Its fields are: {available}."),
)
IN_TABLE = (
    mark("The table has no field “{column}”. Did you mean: {near}?"),
    mark("The table has no field “{column}”. Its fields are: {available}."),
)


def nearest(name: str, available: Iterable[str]) -> list[str]:
    """Return the names most like one, whatever their case, the likest first; none where nothing is like it."""
    by_key: dict[str, list[str]] = {}
    for one in available:
        by_key.setdefault(one.casefold(), []).append(one)
    close = difflib.get_close_matches(name.casefold(), by_key, n=_MOST, cutoff=_SIMILAR)
    return [one for key in close for one in by_key[key]][:_MOST]


def no_field(column: str, available: Iterable[str], where: tuple[str, str] = IN_TABLE) -> InputError:
    """Return the error for a field that the layer or the table lacks."""
    available = list(available)
    near = nearest(column, available)
    if near:
        return InputError(where[0], column=column, near=near)
    return InputError(where[1], column=column, available=available)
