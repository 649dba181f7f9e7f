"""Words and numbers in the user's language.

Messages are gettext catalogues in `resources/translations`: thread-safe, readable by jinja2 as they
are, and a report or a map can be written in another language than the window shows.
"""

from __future__ import annotations

import gettext
import math
import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QDate, QLocale

from .analysis.core.card import KELURAHAN, UnitNames
from .analysis.core.messages import Message, Number, Words

TRANSLATIONS = Path(__file__).parent / "resources" / "translations"
LANGUAGES = ("en", "id")
_LOCALES = {"en": "en_GB", "id": "id_ID"}
#: The nouns of our sentences for a unit and a group of units, in both languages, but not in placeholders: with an
#: English article, or with what Indonesian writes in one word with them, antarkelurahan and kelurahannya.
_NOUN = re.compile(r"(?<![\w{])(an? |antar)?(kelurahan|kecamatan)(nya)?(?!\w)", re.IGNORECASE)


_names: ContextVar[UnitNames] = ContextVar("unit_names", default=KELURAHAN)


@contextmanager
def naming_units(names: UnitNames) -> Iterator[None]:
    """Let every sentence that is translated inside speak of units and groups by these names.

    It holds in the thread that enters it alone.
    """
    token = _names.set(names)
    try:
        yield
    finally:
        _names.reset(token)


def unit_names() -> UnitNames:
    """Return the names of units and groups that sentences have now."""
    return _names.get()


def with_unit_names(text: str, names: UnitNames | None = None) -> str:
    """Return one of our sentences, not yet filled with facts, with the nouns for units and groups replaced."""
    names = names or unit_names()
    if names == KELURAHAN:
        return text

    def noun(found: re.Match[str]) -> str:
        before, word, after = (found.group(place) or "" for place in (1, 2, 3))
        name = names.unit if word.lower() == KELURAHAN.unit else names.group
        if word[0].isupper():
            name = name[:1].upper() + name[1:]
        if before.endswith(" "):
            before = before[0] + ("n " if _begins_with_vowel(name) else " ")
        elif before and name[:1].isupper():
            before += "-"
        if after and name[-1:].isupper():
            after = f"-{after}"
        return before + name + after

    return _NOUN.sub(noun, text)


def _begins_with_vowel(name: str) -> bool:
    """Say whether a name is spoken with a vowel first; of an abbreviation, as RW, the letters are spoken."""
    return name[:1] in ("AEFHILMNORSX" if name.isupper() else "aeiouAEIOU")


def current_language() -> str:
    """Return the language QGIS runs in, English where we have no translation."""
    code = QgsApplication.locale()[:2]
    return code if code in LANGUAGES else "en"


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    return gettext.translation("sejahtera", TRANSLATIONS, [language], fallback=True)


def is_compiled(language: str) -> bool:
    """Say whether the words of a language are here: a copy of the source has none until they are compiled."""
    return language == "en" or isinstance(_catalogue(language), gettext.GNUTranslations)


def translated(text: str, language: str | None = None) -> str:
    """Translate a literal English sentence as it is, whatever the units are called."""
    return _catalogue(language or current_language()).gettext(text) if text else ""


def tr(text: str, language: str | None = None) -> str:
    """Translate a literal English sentence into `language`, by default that of QGIS, with the names of units."""
    return with_unit_names(translated(text, language))


def search_words(tags: str, title: str) -> list[str]:
    """Return comma separated search words and a title in all languages, for whoever searches in another one."""
    texts = [f"{tr(tags, one)},{tr(title, one)}" for one in LANGUAGES]
    return sorted({word.strip() for text in texts for word in text.split(",") if word.strip()})


def locale(language: str | None = None) -> QLocale:
    """Return the locale for numbers and dates in `language`."""
    return QLocale(_LOCALES[language or current_language()])


def number(value: float | None, decimals: int = 2, language: str | None = None) -> str:
    """Format a number as the language writes it, with a true minus; an en dash where there is none."""
    if value is None or not math.isfinite(value):
        return "–"
    return _with_minus(locale(language).toString(float(value), "f", decimals))


def _with_minus(written: str) -> str:
    """Return a written number with the sign for minus instead of a hyphen, a zero without any."""
    sign, digits = written[:1], written[1:]
    if sign != "-":
        return written
    return f"−{digits}" if any(digit in digits for digit in "123456789") else digits


def fact(value: object, language: str | None = None) -> str:
    """Format a value that fills a sentence: numbers by locale, words as they are.

    Words of ours come as a `Message`; a text is the user's own and stays, even where a field is called “No”.
    """
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, Words):
        return value.to(language or current_language())
    if isinstance(value, Number):
        return number(value.value, value.decimals, language)
    if isinstance(value, int):
        return _with_minus(locale(language).toString(value))
    if isinstance(value, float):
        return _with_minus(locale(language).toString(value, "g", 6))
    return str(value)


def sentence(message: Message | str, language: str | None = None) -> str:
    """Return a message in a language, its units named already; a text is the user's own and stays."""
    if isinstance(message, str):
        return message
    return message.render(lambda text: tr(text, language), str, lambda value: fact(value, language))


def date(day: QDate | None = None, language: str | None = None) -> str:
    """Write a day, by default today, as `3 November 2025`."""
    return locale(language).toString(day or QDate.currentDate(), "d MMMM yyyy")
