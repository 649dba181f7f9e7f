"""Fields that are asked for and not there: named with those that are spelt most like them."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from ...core.messages import InputError, mark

#: Share of letters in common that makes a name worth asking about.
_SIMILAR = 0.6
_MOST = 3


def nearest(name: str, available: Iterable[str]) -> list[str]:
    """Return the names most like one, whatever their case, the likest first; none where nothing is like it."""
    by_key: dict[str, list[str]] = {}
    for one in available:
        by_key.setdefault(one.casefold(), []).append(one)
    close = difflib.get_close_matches(name.casefold(), by_key, n=_MOST, cutoff=_SIMILAR)
    return [one for key in close for one in by_key[key]][:_MOST]


def no_field_in_layer(column: str, available: Iterable[str]) -> InputError:
    """Return the error for a field that the layer lacks."""
    return _no_field(
        column,
        list(available),
        mark("The layer has no field “{column}”. Did you mean: {near}?"),
        mark("The layer has no field “{column}”. Its fields are: {available}."),
    )


def no_field_in_table(column: str, available: Iterable[str]) -> InputError:
    """Return the error for a field that the table lacks."""
    return _no_field(
        column,
        list(available),
        mark("The table has no field “{column}”. Did you mean: {near}?"),
        mark("The table has no field “{column}”. Its fields are: {available}."),
    )


def _no_field(column: str, available: list[str], similar: str, other: str) -> InputError:
    near = nearest(column, available)
    if near:
        return InputError(similar, column=column, near=near)
    return InputError(other, column=column, available=available)
