"""Messages of the analysis in the user's language, for labels and tooltips."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from ..analysis.core.messages import Message
from ..language import fact, tr


def sentence(message: Message, unit: Callable[[Any], str] = str) -> str:
    """Return a message translated, units named and numbers by locale."""
    return message.render(tr, unit, fact)


def sentences(messages: Iterable[Message], unit: Callable[[Any], str] = str) -> str:
    """Return messages one a line."""
    return "\n".join(sentence(message, unit) for message in messages)
