"""The card as JSON, and read back strictly: it comes from files of others.

The schema is `sejahtera-layer-card`, version 1: the attributes of `Card` by their names. A message is an object of
`template` and `facts`; beside texts, numbers, true, false and null a fact may be a message, a list, `{"words": by
language}`, `{"number", "decimals"}`, `{"items", "count"}` or `{"float": "nan"}`.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping
from dataclasses import fields
from string import Formatter
from typing import Any

from .card import Card, FieldCard, Input, Test, named_units
from .diagnostics import Diagnostics
from .json_text import parsed
from .messages import InputError, Items, Message, Number, Words, mark

SCHEMA, VERSION = "sejahtera-layer-card", 1
#: No card is longer; the reasons of the priorities of 8,563 areas are 6 million signs.
LARGEST = 32_000_000
#: Messages and documents are not nested deeper, and whole numbers not greater: beyond, a float is not exact.
_DEEPEST, _GREATEST = 24, 2**53
#: What is longer in a document of options or parameters is cut: a card is no copy of the inputs.
LONGEST = 100_000
_NOT_FINITE = {"nan": math.nan, "inf": math.inf, "-inf": -math.inf}


def to_json(card: Card) -> str:
    """Return a card as JSON text."""
    content: dict[str, Any] = {"schema": SCHEMA, "version": VERSION}
    for one in fields(Card):
        content[one.name] = _WRITERS.get(one.name, _plain)(getattr(card, one.name))
    return json.dumps(content, ensure_ascii=False, allow_nan=False)


def card_from_json(text: str) -> Card:
    """Return the card in a JSON text.

    Raises
    ------
    InputError
        If the text is no card, of a version that is not known, or not as the schema says.
    """
    try:
        content = parsed(text, LARGEST)
        if not isinstance(content, dict) or content.get("schema") != SCHEMA:
            raise ValueError("schema")
        if content.get("version") != VERSION:
            raise InputError(
                mark(
                    "The layer's card, which says how it was made, is of version {version}; this version of "
                    "Sejahtera knows {known}. Update the plugin, or make the result again."
                ),
                version=str(content.get("version")),
                known=VERSION,
            )
        return Card(
            **{one.name: _READERS[one.name](content[one.name]) for one in fields(Card) if one.name in content}
        )
    except InputError:
        raise
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError, OverflowError):
        raise InputError(
            mark(
                "The layer's card, which says how it was made, is damaged. Make the result again, or style the "
                "layer with “Style a result”, choosing KIND and FIELD."
            )
        ) from None


# Writing ---------------------------------------------------------------------------------


def _plain(value: Any) -> Any:
    """Return a value as JSON holds it: numbers of numpy as Python's own, long texts cut."""
    if hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_plain(one) for one in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, str):
        return _sound(value[:LONGEST])
    return value if value is None or isinstance(value, (bool, int, float)) else _sound(str(value))


def _sound(text: str) -> str:
    """Return a text that every file can hold: half a surrogate, as in a name of a file, becomes a sign."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _fact(fact: Any) -> Any:
    if hasattr(fact, "tolist"):
        fact = fact.tolist()
    if isinstance(fact, Message):
        return {
            "template": fact.template,
            "facts": {key: _fact(one) for key, one in fact.facts.items()},
        }
    if isinstance(fact, Words):
        return {"words": _plain(fact.by_language)}
    if isinstance(fact, Number):
        return {"number": _fact(float(fact.value)), "decimals": int(fact.decimals)}
    if isinstance(fact, Items):
        return {"items": [_fact(one) for one in fact.named], "count": int(fact.count)}
    if isinstance(fact, (list, tuple, set, frozenset)):
        return [_fact(one) for one in fact]
    if isinstance(fact, float) and not math.isfinite(fact):
        return {"float": next(name for name, one in _NOT_FINITE.items() if repr(one) == repr(fact))}
    return _plain(fact)


def _attributes(value: Any) -> dict[str, Any]:
    return {one.name: _fact(getattr(value, one.name)) for one in fields(value)}


_WRITERS: dict[str, Callable[[Any], Any]] = {
    "title": _fact,
    "fields": lambda value: [_attributes(one) for one in value],
    "diagnostics": _attributes,
    "test": lambda value: None if value is None else _attributes(value),
    "inputs": lambda value: [_attributes(one) for one in value],
    "units": _attributes,
    "texts": lambda value: {
        column: {text: _fact(one) for text, one in known.items()} for column, known in value.items()
    },
}


# Reading ---------------------------------------------------------------------------------


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    value.encode("utf-8")  # half a surrogate is an error
    return value


def _whole(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or abs(value) > _GREATEST:
        raise TypeError
    return value


def _document(value: Any, depth: int = 0) -> Any:
    """Return a value of JSON within bounds."""
    if depth > _DEEPEST:
        raise ValueError("too deep")
    if isinstance(value, dict):
        return {_text(key): _document(one, depth + 1) for key, one in value.items()}
    if isinstance(value, list):
        return [_document(one, depth + 1) for one in value]
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError("not finite")
    return value if value is None or isinstance(value, (bool, float)) else _whole(value)


def _object(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise TypeError
    return _document(value)


def _read_fact(value: Any, depth: int = 0) -> Any:
    if depth > _DEEPEST:
        raise ValueError("too deep")
    if isinstance(value, list):
        return [_read_fact(one, depth + 1) for one in value]
    if not isinstance(value, dict):
        return _document(value)
    if "template" in value:
        return _message(value, depth)
    if "words" in value:
        return Words({_text(language): _text(one) for language, one in value["words"].items()})
    if "number" in value:
        decimals = _whole(value["decimals"])
        if not 0 <= decimals <= 20:
            raise ValueError("decimals")
        return Number(float(_read_fact(value["number"], depth + 1)), decimals)
    if "items" in value:
        return Items(tuple(_read_fact(one, depth + 1) for one in value["items"]), _whole(value["count"]))
    return _NOT_FINITE[value["float"]]


def _message(value: Any, depth: int = 0) -> Message:
    facts = {_text(key): _read_fact(one, depth + 1) for key, one in value["facts"].items()}
    template = _text(value["template"])
    for _, name, form, conversion in Formatter().parse(template):
        # `format` would reach into attributes, or write a number over any width
        if name is not None and (name not in facts or conversion or (form and "|" not in form)):
            raise ValueError("placeholder")
        if form and ("{" in form or "}" in form):
            raise ValueError("placeholder")
    return Message(template, facts)


def _sentence(value: Any) -> Message | str:
    return _text(value) if isinstance(value, str) else _message(value)


def _diagnostics(value: dict[str, Any]) -> Diagnostics:
    seed = value["seed"]
    return Diagnostics(
        _whole(value["n"]),
        _whole(value["missing"]),
        None if seed is None else _whole(seed),
        [_message(one) for one in value["method"]],
        [_message(one) for one in value["warnings"]],
    )


def _test(value: dict[str, Any] | None) -> Test | None:
    if value is None:
        return None
    count, alpha = value["permutations"], value["alpha"]
    return Test(
        _sentence(value["statistic"]),
        None if count is None else _whole(count),
        None if value["sides"] is None else _text(value["sides"]),
        None if value["correction"] is None else _text(value["correction"]),
        None if alpha is None else float(_document(alpha)),
    )


def _field(value: dict[str, Any]) -> FieldCard:
    return FieldCard(
        _text(value["name"]), _text(value["role"]), _sentence(value["title"]), _sentence(value["unit"])
    )


def _read_input(value: dict[str, Any]) -> Input:
    return Input(*(_text(value[name]) for name in ("parameter", "name", "sha256")))


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError
    return value


_READERS: dict[str, Callable[[Any], Any]] = {
    **dict.fromkeys(("algorithm", "output", "kind", "shown"), _text),
    **dict.fromkeys(("options", "definition", "parameters"), _object),
    "title": _sentence,
    "fields": lambda value: tuple(_field(one) for one in value),
    "diagnostics": _diagnostics,
    "test": _test,
    "inputs": lambda value: tuple(_read_input(one) for one in value),
    "units": lambda value: named_units(_text(value["unit"]), _text(value["group"])),
    "synthetic": _flag,
    "versions": lambda value: {_text(name): _text(one) for name, one in value.items()},
    "texts": lambda value: {
        _text(column): {_text(text): _message(one) for text, one in known.items()}
        for column, known in value.items()
    },
}
