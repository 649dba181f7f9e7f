"""Sentences read back: what a layer noted in one language, said in another.

A layer keeps its method as sentences in the language that QGIS ran in. They were filled from templates
and with words that we know, so templates and facts can be found again. Noted sentences speak of kelurahan and
kecamatan; told ones speak of units and groups by the names that hold where they are told.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from ...analysis.core.messages import Shown, mark, plain_forms
from ...language import (
    LANGUAGES,
    UnitNames,
    fact,
    locale,
    number,
    templates,
    translated,
    unit_names,
    with_unit_names,
)
from ...resources.catalogue import load_catalogue, shipped_texts
from .wording import languages

_HOLDER = re.compile(r"\{(\w+)\}")
#: A template with fewer letters of its own fits anything: it counts where its facts are found again too.
_LEAST_LETTERS = 8
#: A sentence in which so long a piece of its template comes again is several sentences.
_LEAST_PIECE = 4
#: A number, its exponent, and what may follow: its unit.
_NUMBER = re.compile(r"([-−]?\d[\d.,]*)(e-?\d+)?(?:[ \u00a0](\S.*))?")
#: What is written behind the first items of a long list.
_REST = re.compile(r"(.*) (\(\+\d+\))", re.DOTALL)
#: Facts that are the user's own words: fields and kelurahan, which may be called as one of our words is.
_OWN = ("unit", "units", "column", "columns")
_DEEPEST = 4
#: What our own fields hold, where a title names the field.
_FIELDS = {"index": mark("Index")}
#: Between the languages of a map in both.
_JOINER = " / "


def retell(text: str, language: str) -> str:
    """Return a noted sentence in a language; one that is not found again stays as it is."""
    return _retell(text, language, unit_names(), 0)


def retell_title(title: str, language: str) -> str:
    """Return the title of a result in the language of a map: ours, or ours with a name behind a colon."""

    def told(one: str) -> str:
        whole = retell(title, one)
        kind, colon, name = title.partition(": ")
        if whole != title or not colon:
            return whole
        named = _FIELDS.get(name) and translated(_FIELDS[name], one)
        named = (
            named or _indicators(name, one) or (retell(name, one) if len(name) >= _LEAST_LETTERS else name)
        )
        return f"{retell(kind, one)}: {named}"

    return _JOINER.join(dict.fromkeys(told(one) for one in languages(language)))


def _indicators(fields: str, language: str) -> str:
    """Return what fields of the catalogue hold, their codes behind the names; empty for other words."""
    codes = fields.split(", ")
    found = [load_catalogue().indicator(code) for code in codes]
    if not all(found):
        return ""
    return ", ".join(f"{one.name.to(language)} ({code})" for one, code in zip(found, codes))


def method_lines(text: str, language: str, most: int | None = None) -> list[str]:
    """Return the steps of a method in each language of a map, a line each.

    most: steps that are told in each language; an ellipsis stands for the others.
    """
    steps = [line for line in text.splitlines() if line.strip()]
    shown = steps[:most]
    told = [[retell(step, one) for step in shown] for one in languages(language)]
    more = ["…"] if 0 < len(shown) < len(steps) else []
    lines = told[0] + more
    for further in told[1:]:
        lines += [line for line in further if line not in told[0]] + more
    return lines


def facts_of(text: str, template: str) -> dict[str, str]:
    """Return the facts in a sentence made from a template in any of our languages, else nothing."""
    for language in LANGUAGES:
        for there, _ in plain_forms(translated(template, language)):
            found = _pattern(there).fullmatch(text)
            if found:
                return found.groupdict()
    return {}


def facts_in(text: str, template: str) -> dict[str, str]:
    """Return the facts in a sentence made from this template in its own language, else nothing."""
    found = _pattern(template).fullmatch(text)
    return found.groupdict() if found else {}


def whole_number(text: str) -> int | None:
    """Return a whole number however its thousands are set apart."""
    digits = re.sub(r"[.,\s\u00a0\u202f]", "", text)
    return int(digits) if digits.isdigit() else None


@lru_cache(maxsize=4096)
def _retell(text: str, language: str, names: UnitNames, depth: int) -> str:
    for source in LANGUAGES:
        known = _words(source, language).get(text)
        if known is not None:
            return with_unit_names(known, names)
    if depth >= _DEEPEST:
        return text
    for source in LANGUAGES:
        for template, there, pieces, numbers in _by_letters(source):
            facts = _facts(there, pieces, text)
            if facts:
                told = {
                    key: Shown(
                        _retold_fact(key, value, source, language, names, depth), _number(key, value, numbers)
                    )
                    for key, value in facts.items()
                }
                several = any("; " in value for value in facts.values())
                if len("".join(pieces)) >= _LEAST_LETTERS or (told != facts and not several):
                    return with_unit_names(translated(template, language), names).format(**told)
    if "; " not in text:
        return text
    return "; ".join(_retell(one, language, names, depth + 1) for one in text.split("; "))


def _facts(template: str, pieces: tuple[str, ...], text: str) -> dict[str, str]:
    """Return the facts in a sentence, nothing where it is not of this template or is several of it."""
    if not text.startswith(pieces[0]) or not text.endswith(pieces[-1]) or not any(pieces):
        return {}
    if not all(piece in text for piece in pieces):
        return {}
    found = _pattern(template).fullmatch(text)
    if not found:
        return {}
    facts = found.groupdict()
    again = (piece in fact_ for piece in pieces if len(piece) >= _LEAST_PIECE for fact_ in facts.values())
    return {} if any(again) else facts


def _retold_fact(key: str, text: str, source: str, language: str, names: UnitNames, depth: int) -> str:
    if key in _OWN:
        return text
    found = _NUMBER.fullmatch(text)
    told = _retold_number(*found.groups(), source, language, names) if found else ""
    told = told or _retell(text, language, names, depth + 1)
    return _retold_list(text, language, names) if told == text and ", " in text else told


def _retold_number(
    digits: str, exponent: str | None, unit: str | None, source: str, language: str, names: UnitNames
) -> str:
    """Return a number as the language writes it, with as many decimals, and its unit; empty if it is none."""
    value, known = locale(source).toDouble(digits.replace("−", "-") + (exponent or ""))
    if not known:
        return ""
    decimals = len(digits.partition(locale(source).decimalPoint())[2])
    plain = digits.isdigit()  # a year, or a number below a thousand
    written = digits if plain else fact(value, language) if exponent else number(value, decimals, language)
    return written if unit is None else f"{written} {_retell(unit, language, names, _DEEPEST)}"


def _retold_list(text: str, language: str, names: UnitNames) -> str:
    """Return a list told item by item: it may hold words of ours among the user's own.

    A name that we ship, too, is the user's beside one of the user's; our other words are no capitals in a list.
    """
    rest = _REST.fullmatch(text)
    pieces = (rest.group(1) if rest else text).split(", ")
    items, place = [], 0
    while place < len(pieces):
        end = _end_of_item(pieces, place, language)
        items.append(", ".join(pieces[place:end]))
        place = end
    own = not all(any(item in _words(source, language) for source in LANGUAGES) for item in items)
    told = [
        item if own and item[:1].isupper() else _retell(item, language, names, _DEEPEST) for item in items
    ]
    return ", ".join(told) + (f" {rest.group(2)}" if rest else "")


def _end_of_item(items: Sequence[str], place: int, language: str) -> int:
    """Return where an item ends: one of our words may hold a comma itself."""
    for end in range(len(items), place + 1, -1):
        if any(", ".join(items[place:end]) in _words(source, language) for source in LANGUAGES):
            return end
    return place + 1


@cache
def _words(source: str, language: str) -> dict[str, str]:
    """Return all that is the same whatever the facts: sentences without any, and words that we ship."""
    words = {}
    for template in templates():
        if not _HOLDER.search(template):
            words.setdefault(translated(template, source), translated(template, language))
    for text in shipped_texts():
        words.setdefault(text.to(source), text.to(language))
    return words


def _number(key: str, text: str, numbers: dict[str, int]) -> int | None:
    """Return how many a fact says: by the form of the word beside it, by itself, or by its items."""
    if key in numbers:
        return numbers[key]
    return whole_number(text) if whole_number(text) is not None else text.count(", ") + 1


@cache
def _by_letters(source: str) -> list[tuple[str, str, tuple[str, ...], dict[str, int]]]:
    """Return templates, how a language says them, the pieces between their places, and what forms say.

    Those that say most themselves come first: they are the surest to be found again.
    """
    found = [
        (template, there, tuple(_HOLDER.split(there)[::2]), numbers)
        for template in templates()
        for there, numbers in plain_forms(translated(template, source))
        if _HOLDER.search(there)
    ]
    return sorted(found, key=lambda one: -len("".join(one[2])))


@cache
def _pattern(template: str) -> re.Pattern[str]:
    """Return what fits a filled template; a placeholder that comes again holds the same text again."""
    pattern, seen = "", set()
    for place, piece in enumerate(_HOLDER.split(template)):
        if place % 2 == 0:
            pattern += re.escape(piece)
        elif piece in seen:
            pattern += f"(?P={piece})"
        else:
            seen.add(piece)
            pattern += f"(?P<{piece}>.+?)"
    return re.compile(pattern, re.DOTALL)
