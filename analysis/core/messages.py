"""Sentences with facts in them, written in English here and translated where they are shown.

`analysis` knows no user interface, so what it has to say (an error, a warning, a step of the method)
is a template and the facts that fill it. Whoever shows it passes a translator.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, cast

#: How many items of a list are named before the rest is counted.
NAMED_ITEMS = 5
#: Words of files and layers that are longer than this are cut in an error.
LONGEST_FACT = 300


def mark(text: str) -> str:
    """Mark a string for translation and return it unchanged."""
    return text


def listing(items: Iterable[Any], show: Callable[[Any], str] = str) -> str:
    """Name the first items of a list and count the others: `a, b, c (+4)`."""
    known = items if isinstance(items, Items) else Items(tuple(items), 0)
    names = [show(item) for item in known.named[:NAMED_ITEMS]]
    rest = max(known.count, len(known.named)) - len(names)
    text = ", ".join(names)
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
class Words:
    """A fact that is known in several languages: words of the catalogue, or of a file of the user's.

    by_language: the words by the code of their language; "" is for those that are the same in all.
    """

    by_language: Mapping[str, str]

    def to(self, language: str) -> str:
        """Return the words in a language, else in another, empty where there are none."""
        known = self.by_language
        return known.get(language) or known.get("") or next(filter(None, known.values()), "")

    def __str__(self) -> str:
        return self.to("en")


@dataclass(frozen=True)
class Number:
    """A fact that is written with so many decimals, whatever its size."""

    value: float
    decimals: int

    def __str__(self) -> str:
        return f"{self.value:.{self.decimals}f}"


@dataclass(frozen=True)
class Items:
    """A list of which the first items are known and the others counted."""

    named: tuple[Any, ...]
    count: int


class Shown(str):
    """A fact as it is shown, which also chooses between two forms of a word by how many it says.

    `{count:row|rows}` is “row” for one and “rows” for any other number; of a list, the number of its items.
    """

    number: Any

    def __new__(cls, text: str, number: Any) -> Shown:
        """Keep a text as it is, and the number that it says."""
        shown = super().__new__(cls, text)
        shown.number = number
        return shown

    def __format__(self, spec: str) -> str:
        """Return one of the forms, or the fact itself."""
        one, between, many = spec.partition("|")
        if not between:
            return super().__format__(spec)
        return one if self.number == 1 else many


def _number_of(fact: Any) -> Any:
    """Return how many a fact says that there are: itself, or the length of a list."""
    if isinstance(fact, (Items, Number)):
        return fact.count if isinstance(fact, Items) else fact.value
    return len(fact) if isinstance(fact, (list, tuple, set, frozenset)) else fact


@dataclass(frozen=True)
class Message:
    """A template with named placeholders and the facts that fill them.

    The fact called `units` holds index labels of the frame (kelurahan); `render` can name them. A second
    placeholder may choose a form by number: `{count} {count:row|rows}`, `{units} {units:has|have} none`.
    """

    template: str
    facts: Mapping[str, Any] = field(default_factory=dict)

    def render(
        self, translate: Callable[[str], str] = str, unit: Callable[[Any], str] = str, value: Callable[[Any], str] = str
    ) -> str:
        """Return the sentence: translated, units named, values formatted."""

        def shown(fact: Any) -> str:
            return fact.render(translate, unit, value) if isinstance(fact, Message) else value(fact)

        filled = {}
        for key, fact in self.facts.items():
            if key == "units" and not isinstance(fact, str):  # a text names them all already
                text = listing(fact, unit)
            elif isinstance(fact, (list, tuple, set, frozenset, Items)):
                text = listing(cast("Iterable[Any]", fact), shown)
            else:
                text = shown(fact)
            filled[key] = Shown(text, _number_of(fact))
        return translate(self.template).format(**filled)

    def naming(self, unit: Callable[[Any], str], words: Mapping[str, Words | Message] | None = None) -> Message:
        """Return the message as it can be kept: its units by name, of long lists the first items alone.

        words: texts that are known in several languages, by how the facts have them.
        """
        known = words or {}
        return Message(self.template, {key: _kept(key, fact, unit, known) for key, fact in self.facts.items()})

    def __str__(self) -> str:
        return self.render()


class Sentences(list[Message]):
    """Sentences one after the other, as a report says them."""

    def say(self, template: str, **facts: Any) -> None:
        """Add a sentence: its template and the facts that fill it."""
        self.append(Message(template, facts))


def _kept(key: str, fact: Any, unit: Callable[[Any], str], words: Mapping[str, Words | Message]) -> Any:
    if isinstance(fact, Message):
        return fact.naming(unit, words)
    if isinstance(fact, str):
        return words.get(fact, fact)
    if not isinstance(fact, (list, tuple, set, frozenset)):
        return fact
    items, count = list(islice(fact, NAMED_ITEMS)), len(fact)
    named = tuple(unit(one) if key == "units" else _kept("", one, unit, words) for one in items)
    return Items(named, count)


class InputError(ValueError):
    """The input cannot be analysed; the message says which field, which units and the mend."""

    def __init__(self, template: str, **facts: Any) -> None:
        self.message = Message(template, {key: _readable(fact) for key, fact in facts.items()})
        super().__init__(str(self.message))


def refuse_where(wrong: Any, labels: Any, template: str, **facts: Any) -> None:
    """Refuse input where `wrong` (n,) holds, naming these units by their labels (n,), an index or array.

    Raises
    ------
    InputError
        With the fact `units`, if any is wrong.
    """
    if wrong.any():
        raise InputError(template, **facts, units=list(labels[wrong]))


class Cancelled(Exception):  # noqa: N818 - not an error
    """The user asked to stop; raised by the progress callback and passed on."""


#: A progress callback takes a fraction from 0 to 1 and may raise `Cancelled`.
Progress = Callable[[float], None]


def no_progress(fraction: float) -> None:
    """Ignore progress: the default of every long function."""


def part(progress: Progress, start: float, end: float) -> Progress:
    """Return a progress callback for the stretch from `start` to `end` of another."""
    return lambda fraction: progress(start + (end - start) * fraction)
