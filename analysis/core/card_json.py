"""The card as JSON, and read back strictly: it comes from files of others.

The schema is `sejahtera-layer-card`, version 1: the attributes of `Card` by their names. A message is an object of
`template` and `facts`; beside texts, numbers, true, false and null a fact may be a message, a list, or an object with
the attributes of `Words`, `Number` or `Items`. A number that is none is `{"float": "nan"}`.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from string import Formatter
from typing import Any

from .card import Card, FieldCard, Input, Test, named_units
from .diagnostics import Diagnostics
from .documents import parse_json
from .messages import InputError, Items, Message, Number, Words, mark

SCHEMA, VERSION = "sejahtera-layer-card", 1
#: No card is longer; the reasons of the priorities of 8,563 areas are 6 million signs.
LARGEST = 32_000_000
#: Messages and documents are not nested deeper, and whole numbers not greater: beyond, a float is not exact.
_DEEPEST, _GREATEST = 24, 2**53
#: What is longer in a document of options or parameters is cut: a card is no copy of the inputs.
LONGEST = 100_000
_NOT_FINITE = {"nan": math.nan, "inf": math.inf, "-inf": -math.inf}
#: What holds no messages, so that an object in it is nothing but an object.
_DOCUMENTS = ("options", "definition", "parameters")

Read = Callable[[Any], Any]


def to_json(card: Card) -> str:
    """Return a card as JSON text."""
    content: dict[str, Any] = {"schema": SCHEMA, "version": VERSION}
    for one in fields(Card):
        content[one.name] = _written(getattr(card, one.name), document=one.name in _DOCUMENTS)
    return json.dumps(content, ensure_ascii=False, allow_nan=False)


def card_from_json(text: str) -> Card:
    """Return the card in a JSON text.

    Raises
    ------
    InputError
        If the text is no card, of a version that is not known, or not as the schema says.
    """
    try:
        content = _content(text)
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
        card: Card = _card(content)
        return card
    except InputError:
        raise
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError, OverflowError):
        raise InputError(
            mark(
                "The layer's card, which says how it was made, is damaged. Make the result again, or style the "
                "layer with “Style a result”, choosing KIND and FIELD."
            )
        ) from None


def _content(text: str) -> Any:
    try:
        return parse_json(text, SCHEMA, LARGEST)
    except InputError:
        raise ValueError("no JSON") from None


def _written(value: Any, *, document: bool = False) -> Any:
    """Return a value as JSON holds it: numbers of numpy as Python's own, long texts cut."""
    if hasattr(value, "tolist"):
        value = value.tolist()
    if is_dataclass(value):
        return {one.name: _written(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): _written(one, document=document) for key, one in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_written(one, document=document) for one in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None if document else {"float": str(value)}
    if value is None or isinstance(value, (bool, int, float)):
        return value
    # half a surrogate, as in a name of a file, becomes a sign that every file can hold
    return str(value)[:LONGEST].encode("utf-8", "replace").decode("utf-8")


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


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
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
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError("not finite")
    if value is None or isinstance(value, (bool, float)):
        return value
    return _text(value) if isinstance(value, str) else _whole(value)


def _fact(value: Any, depth: int = 0) -> Any:
    if depth > _DEEPEST:
        raise ValueError("too deep")
    if isinstance(value, list):
        return [_fact(one, depth + 1) for one in value]
    if not isinstance(value, dict):
        return _document(value)
    if "template" in value:
        return _message(value, depth)
    if "by_language" in value:
        return Words({_text(language): _text(one) for language, one in value["by_language"].items()})
    if "decimals" in value:
        decimals = _whole(value["decimals"])
        if not 0 <= decimals <= 20:
            raise ValueError("decimals")
        return Number(float(_fact(value["value"], depth + 1)), decimals)
    if "named" in value:
        return Items(tuple(_fact(one, depth + 1) for one in value["named"]), _whole(value["count"]))
    return _NOT_FINITE[value["float"]]


def _message(value: Any, depth: int = 0) -> Message:
    facts = {_text(key): _fact(one, depth + 1) for key, one in value["facts"].items()}
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


def _optional(read: Read) -> Read:
    return lambda value: None if value is None else read(value)


def _each(read: Read, kind: Callable[[Any], Any] = tuple) -> Read:
    return lambda value: kind(read(one) for one in value)


def _by_name(read: Read) -> Read:
    return lambda value: {_text(name): read(one) for name, one in value.items()}


def _made(made: Callable[..., Any], **attributes: Read) -> Read:
    return lambda value: made(**{name: read(value[name]) for name, read in attributes.items()})


_card = _made(
    Card,
    **dict.fromkeys(("algorithm", "output", "kind", "shown"), _text),
    **dict.fromkeys(_DOCUMENTS, _by_name(_document)),
    title=_sentence,
    fields=_each(_made(FieldCard, name=_text, role=_text, title=_sentence, unit=_sentence)),
    diagnostics=_made(
        Diagnostics,
        n=_whole,
        missing=_whole,
        seed=_optional(_whole),
        method=_each(_message, list),
        warnings=_each(_message, list),
    ),
    test=_optional(
        _made(
            Test,
            statistic=_sentence,
            permutations=_optional(_whole),
            sides=_optional(_text),
            correction=_optional(_text),
            alpha=_optional(lambda value: float(_document(value))),
        )
    ),
    inputs=_each(_made(Input, parameter=_text, name=_text, sha256=_text)),
    units=_made(named_units, unit=_text, group=_text),
    synthetic=_flag,
    versions=_by_name(_text),
    texts=_by_name(_by_name(_message)),
)
