"""The sections of a policy report, in order, and the summary written from their key sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from importlib import import_module
from pkgutil import iter_modules

from ..core.messages import InputError, Message, Progress, mark, no_progress
from ..core.registers import Register
from . import sections
from .parts import ReportSection, Section, Statement
from .results import Results


def _declared() -> list[ReportSection]:
    """Return the sections that the files of the folder declare, in order."""
    files = [import_module(f"{sections.__name__}.{one.name}") for one in iter_modules(sections.__path__)]
    return sorted((one for file in files for one in getattr(file, "SECTIONS", ())), key=lambda one: one.order)


SECTIONS = Register(mark("section"), _declared())


def write_sections(results: Results, progress: Progress = no_progress) -> list[Section]:
    """Return the summary and every section that the results allow, in order.

    Raises
    ------
    InputError
        If no kelurahan has an index.
    """
    if not results.index["index"].notna().any():
        raise InputError(mark("No kelurahan has an index, so there is nothing to report."))
    found = []
    for done, declared in enumerate(SECTIONS.values(), 1):
        section = declared.function(results)
        if section is not None:
            warnings = results.origin(declared.source).warnings
            found.append(replace(section, cautions=warnings))
        progress(done / len(SECTIONS))
    return [Section(Message(mark("Summary")), _key(found)), *found]


def _key(sections: Sequence[Section]) -> list[Statement]:
    return [one for section in sections for one in _pointed(section)]


def _pointed(section: Section) -> list[Statement]:
    """Return the key sentences of a section; the first points to its cautions, where there are any."""
    key = [one for one in section.statements if one.key]
    if key and section.cautions:
        facts = {"evidence": key[0].evidence, "section": section.title, "count": len(section.cautions)}
        template = mark("{evidence}; cautions in the section “{section}”: {count}")
        key[0] = replace(key[0], evidence=Message(template, facts))
    return key
