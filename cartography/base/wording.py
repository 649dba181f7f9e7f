"""The words of a map in Indonesian, in English, or in both."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from ...analysis.core.messages import Message, mark
from ...analysis.core.registers import Method, Register
from ...language import number, sentence, tr

if TYPE_CHECKING:
    from ...resources.catalogue import Text

LANGUAGES = Register(
    mark("language"),
    [Method("id", mark("Indonesian")), Method("en", mark("English")), Method("both", mark("Indonesian and English"))],
)


def languages(language: str) -> tuple[str, ...]:
    """Return the languages a choice stands for, the leading one first."""
    return ("id", "en") if language == "both" else (language,)


def number_language(language: str) -> str:
    """Return the language whose way of writing numbers a map follows."""
    return languages(language)[0]


def say(text: str, language: str, joiner: str = " / ", **facts: Any) -> str:
    """Return a marked text in the language of the map; in both, joined, once where they are equal."""
    return joiner.join(dict.fromkeys(tr(text, one).format(**facts) for one in languages(language)))


#: The title of what has a code.
CODE_AND_NAME = "{code} {name}"


def told(message: Message | str, language: str, joiner: str = " / ") -> str:
    """Return a sentence of a card in the language of the map; in both, joined, once where they are equal.

    Of a code and a name, the name alone is told in both.
    """
    if isinstance(message, Message) and message.template == CODE_AND_NAME:
        return f"{message.facts['code']} {told(Message('{name}', message.facts), language, joiner)}".strip()
    return joiner.join(dict.fromkeys(sentence(message, one) for one in languages(language)))


def lines(messages: Sequence[Message], language: str, most: int | None = None) -> list[str]:
    """Return sentences in each language of a map, a line each.

    most: how many are told in each language; an ellipsis stands for the others.
    """
    found: list[str] = []
    for one in languages(language):
        said = [sentence(message, one) for message in messages[:most]]
        said = [line for line in said if line not in found]
        more = said and most is not None and most < len(messages)
        found += [*said, "…"] if more else said
    return found


def in_languages(text: Text, language: str) -> str:
    """Return shipped words in the language of the map; in both, joined, once where they are equal."""
    return " / ".join(dict.fromkeys(text.to(one) for one in languages(language)))


def decimals_for(values: Iterable[float]) -> int:
    """Return how many decimals tell the values apart: none for whole numbers, one for 0 to 100."""
    values = [value for value in values if math.isfinite(value)]
    if all(value == int(value) for value in values):
        return 0
    span = max(values) - min(values) or abs(values[0])
    return min(max(2 - math.floor(math.log10(span)), 0), 6)


def interval(low: float, high: float, decimals: int, language: str) -> str:
    """Return an interval as the language writes it, `12,3 – 34,5`."""
    written = [number(value, decimals, number_language(language)) for value in (low, high)]
    return written[0] if written[0] == written[1] else " – ".join(written)
