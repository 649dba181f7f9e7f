"""Sentences read back: what a layer noted in one language, said in another.

A layer keeps its method as sentences in the language that QGIS ran in. They were filled from templates
that we know, so template and facts can be found again.
"""

from __future__ import annotations

import re
from functools import cache

from ..language import LANGUAGES, fact, locale, templates, tr

_HOLDER = re.compile(r"\{(\w+)\}")
#: A template with fewer letters of its own fits anything: it counts where its facts are found again too.
_LEAST_LETTERS = 8
_NUMBER = re.compile(r"[-−]?\d[\d.,]*(?:e-?\d+)?")
_DEEPEST = 3


def retell(text: str, language: str) -> str:
    """Return a noted sentence in a language; one that is not found again stays as it is."""
    return _retell(text, language, 0)


def facts_of(text: str, template: str) -> dict[str, str]:
    """Return the facts in a sentence made from a template in any of our languages, else nothing."""
    for language in LANGUAGES:
        found = _pattern(tr(template, language)).fullmatch(text)
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


def _retell(text: str, language: str, depth: int) -> str:
    for source in LANGUAGES:
        for template in _by_letters():
            there = tr(template, source)
            if there == text:
                return tr(template, language)
            if depth < _DEEPEST and _may_fit(there, text):
                found = _pattern(there).fullmatch(text)
                if found:
                    facts = found.groupdict()
                    told = {key: _retold_fact(value, source, language, depth) for key, value in facts.items()}
                    if len("".join(_letters(there))) >= _LEAST_LETTERS or told != facts:
                        return tr(template, language).format(**told)
    return text


def _retold_fact(text: str, source: str, language: str, depth: int) -> str:
    if _NUMBER.fullmatch(text):
        number, known = locale(source).toDouble(text)
        if known:
            return fact(int(number) if number.is_integer() else number, language)
    told = _retell(text, language, depth + 1)
    if told == text and ", " in text:  # a list may hold a word of ours among the user's own
        return ", ".join(_retell(item, language, _DEEPEST) for item in text.split(", "))
    return told


@cache
def _by_letters() -> list[str]:
    """Return all templates, those that say most themselves first: they are the surest to be found again."""
    return sorted(templates(), key=lambda template: -sum(map(len, _letters(template))))


@cache
def _letters(template: str) -> tuple[str, ...]:
    """Return the pieces between the placeholders."""
    return tuple(_HOLDER.split(template)[::2])


def _may_fit(template: str, text: str) -> bool:
    pieces = _letters(template)
    if len(pieces) < 2 or not any(pieces):
        return False
    return text.startswith(pieces[0]) and text.endswith(pieces[-1]) and all(piece in text for piece in pieces)


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
