"""Sentences with facts in them, written in English here and translated where they are shown.

`analysis` knows no user interface, so what it has to say (an error, a warning, a step of the method)
is a template and the facts that fill it. Whoever shows it passes a translator.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

#: How many items of a list are named before the rest is counted.
NAMED_ITEMS = 5
#: Words of files and layers that are longer than this are cut in an error.
LONGEST_FACT = 300


def mark(text: str) -> str:
    """Mark a string for translation and return it unchanged."""
    return text


def listing(items: Iterable[Any], show: Callable[[Any], str] = str) -> str:
    """Name the first items of a list and count the others: `a, b, c (+4)`."""
    names = [show(item) for item in items]
    rest = len(names) - NAMED_ITEMS
    text = ", ".join(names[:NAMED_ITEMS])
    return f"{text} (+{rest})" if rest > 0 else text


def on_one_line(text: str) -> str:
    """Return words of a file or a layer fit for a sentence: no line breaks, no control signs, not endless."""
    if len(text) > LONGEST_FACT:
        text = text[:LONGEST_FACT] + "…"
    if text.isprintable():
        return text
    return "".join(sign if sign.isprintable() else " " if sign.isspace() else "\ufffd" for sign in text)


def _readable(fact: Any) -> Any:
    """Return a fact of an error with its words fit for a sentence."""
    if isinstance(fact, str):
        return on_one_line(fact)
    if isinstance(fact, Message):
        return Message(fact.template, {key: _readable(one) for key, one in fact.facts.items()})
    if isinstance(fact, list):
        # those that are counted but not named stay as they are
        return [*map(_readable, fact[:NAMED_ITEMS]), *fact[NAMED_ITEMS:]]
    return fact  # a tuple is the label of a unit


@dataclass(frozen=True)
class Message:
    """A template with named placeholders and the facts that fill them.

    The fact called `units` holds index labels of the frame (kelurahan); `render` can name them.
    """

    template: str
    facts: Mapping[str, Any] = field(default_factory=dict)

    def render(
        self,
        translate: Callable[[str], str] = str,
        unit: Callable[[Any], str] = str,
        value: Callable[[Any], str] = str,
    ) -> str:
        """Return the sentence: translated, units named, values formatted."""

        def shown(fact: Any) -> str:
            return fact.render(translate, unit, value) if isinstance(fact, Message) else value(fact)

        filled = {}
        for key, fact in self.facts.items():
            if key == "units":
                filled[key] = listing(fact, unit)
            elif isinstance(fact, (list, tuple, set, frozenset)):
                filled[key] = listing(fact, shown)
            else:
                filled[key] = shown(fact)
        return translate(self.template).format(**filled)

    def __str__(self) -> str:
        return self.render()


class InputError(ValueError):
    """The input cannot be analysed; the message says which field, which units and the mend."""

    def __init__(self, template: str, **facts: Any) -> None:
        self.message = Message(template, {key: _readable(fact) for key, fact in facts.items()})
        super().__init__(str(self.message))


class Cancelled(Exception):  # noqa: N818 - not an error
    """The user asked to stop; raised by the progress callback and passed on."""


#: A progress callback takes a fraction from 0 to 1 and may raise `Cancelled`.
Progress = Callable[[float], None]


def no_progress(fraction: float) -> None:
    """Ignore progress: the default of every long function."""


def part(progress: Progress, start: float, end: float) -> Progress:
    """Return a progress callback for the stretch from `start` to `end` of another."""
    return lambda fraction: progress(start + (end - start) * fraction)
