"""The translations: extract the messages, merge new ones, compile, check that none is missing.

usage: translations.py extract | update | compile | check
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterator
from datetime import datetime, timezone
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
TRANSLATIONS = ROOT / "resources" / "translations"
PARTS = TRANSLATIONS / "parts"
LANGUAGE = "id"
SOURCE = TRANSLATIONS / LANGUAGE / "LC_MESSAGES" / "sejahtera.po"


def preset_words(
    file: BytesIO, _keywords: object, _tags: object, options: dict[str, str]
) -> Iterator[tuple[int, None, str, list[str]]]:
    """Yield the texts under some keys of a file of presets, as Babel takes messages."""

    def words(value: object, key: str) -> Iterator[str]:
        if isinstance(value, dict):
            for name, part in value.items():
                yield from words(part, key if key == "series_breaks" else name)
        elif isinstance(value, list):
            for part in value:
                yield from words(part, key)
        elif isinstance(value, str) and key in options["keys"].split():
            yield value

    yield from ((1, None, word, []) for word in words(json.load(file), ""))


#: Where words for users stand: the shipped code, the templates of reports, and presets.
_METHODS: list[Any] = [
    ("resources/templates/**", "jinja2.ext:babel_extract"),
    ("resources/presets/hdi.json", preset_words),
    ("resources/presets/poverty/*.json", preset_words),
    ("**.py", "python"),
]
_OPTIONS = {
    "resources/templates/**": {"encoding": "utf-8"},
    "resources/presets/hdi.json": {"keys": "name source series_breaks"},
    "resources/presets/poverty/*.json": {"keys": "name"},
}
_KEYWORDS = {"tr": None, "mark": None}
_NO_CLOCK = datetime(2025, 1, 1, tzinfo=timezone.utc)
_HEADER = f"""# Indonesian words of Sejahtera.
msgid ""
msgstr ""
"Language: {LANGUAGE}\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""
_SKIPPED = {"build", "tests", "scripts", "benchmarks", "docs"}


def extract() -> Catalog:
    """Return all messages of the code and the templates, untranslated."""
    catalog = Catalog(LANGUAGE, fuzzy=False)
    found = extract_from_dir(str(ROOT), _METHODS, _OPTIONS, _KEYWORDS, directory_filter=_holds_code)
    for path, line, message, _, _ in found:
        catalog.add(message, locations=[(Path(path).as_posix(), line)])
    return catalog


def read(path: Path) -> Catalog:
    """Return the catalogue in a .po file, an empty one where there is none."""
    if not path.exists():
        return Catalog(LANGUAGE, fuzzy=False)
    return _parsed(path.read_bytes())


def _parsed(text: bytes) -> Catalog:
    return read_po(BytesIO(text), locale=LANGUAGE)


def update() -> None:
    """Bring the .po file up to date with the code, taking in and deleting the parts, which also correct it."""
    fresh, known = extract(), read(SOURCE)
    parts = sorted(PARTS.glob("*.po")) if PARTS.is_dir() else []
    corrections = [read(part) for part in parts]
    for message in fresh:
        if message.id:
            given = list(dict.fromkeys(_finished(corrections, message.id)))
            if len(given) > 1:
                print(f"Translated in different ways: {message.id!r}: {given}")
            message.string = [*given, *_finished([known], message.id), ""][0]
    SOURCE.parent.mkdir(parents=True, exist_ok=True)
    with SOURCE.open("wb") as file:
        file.write(_HEADER.encode())
        write_po(file, fresh, no_location=True, omit_header=True, sort_output=True, width=100)
    for part in parts:
        part.unlink()
    check()


def _finished(catalogs: list[Catalog], text: Any) -> list[Any]:
    """Return the finished translations of a text."""
    found = [catalog.get(text) for catalog in catalogs]
    return [one.string for one in found if one is not None and one.string and not one.fuzzy]


def compiled(text: bytes) -> bytes:
    """Return the .mo file of the text of a .po file; the same text gives the same bytes on every day."""
    catalog = _parsed(text)
    catalog.creation_date = catalog.revision_date = _NO_CLOCK
    target = BytesIO()
    write_mo(target, catalog)
    return target.getvalue()


def compile_() -> None:
    """Write the .mo file that gettext reads."""
    if SOURCE.exists():
        SOURCE.with_suffix(".mo").write_bytes(compiled(SOURCE.read_bytes()))


def problems() -> list[str]:
    """Return what is wrong with the translations, one sentence each."""
    known, found = read(SOURCE), []
    for message in extract():
        if not message.id:
            continue
        translation = known.get(message.id)
        where = ":".join(map(str, message.locations[0]))
        if translation is None or not translation.string:
            found.append(f"{where}: not translated: {message.id!r}")
        elif translation.fuzzy:
            found.append(f"{where}: translation is marked fuzzy: {message.id!r}")
        elif _placeholders(message.id) != _placeholders(translation.string):
            found.append(f"{where}: placeholders differ: {message.id!r} and {translation.string!r}")
    return found


def check() -> None:
    """End with an error where a message has no finished translation."""
    found = problems()
    print("\n".join(found) if found else "All messages are translated.")
    if found:
        raise SystemExit(f"{len(found)} messages need work in {SOURCE.relative_to(ROOT)}")


def _holds_code(folder: str) -> bool:
    name = Path(folder).name
    return name not in _SKIPPED and not name.startswith((".", "_"))


def _placeholders(text: Any) -> set[str]:
    return set(re.findall(r"{\w+}", text))


def _print_messages() -> None:
    write_po(sys.stdout.buffer, extract(), sort_by_file=True)


_COMMANDS: dict[str, Callable[[], None]] = {
    "extract": _print_messages,
    "update": update,
    "compile": compile_,
    "check": check,
}

if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1] not in _COMMANDS:
        raise SystemExit(__doc__)
    _COMMANDS[sys.argv[1]]()
