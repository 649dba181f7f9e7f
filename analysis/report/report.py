"""The sections of a policy report, in order, and the summary written from their key sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ..core.messages import InputError, Message, Progress, mark, no_progress
from ..core.registers import Method, Register
from .parts import Section, Statement
from .results import Results
from .sections.causes import causes_section
from .sections.decisions import findings_section, priorities_section, targeting_section
from .sections.drivers import drivers_section
from .sections.effect import effect_section
from .sections.index import groups_section, index_section, ranking_section
from .sections.method import limits_section, method_section, quality_section
from .sections.pockets import clusters_section, hotspots_section
from .sections.poverty import poverty_section
from .sections.spread import change_section, inequality_section
from .sections.uncertainty import robustness_section

#: The results whose warnings qualify what a section says, where they are not of its own name.
_SOURCES = {
    "index": "index",
    "groups": "",
    "drivers": "",
    "causes": "drivers",
    "effect": "programmes",
    "quality": "check",
}

#: A function makes its section from the results, or None where they are absent.
SECTIONS = Register(
    mark("section"),
    [
        Method("index", mark("The welfare index"), index_section),
        Method("groups", mark("Kecamatan side by side"), groups_section),
        Method("drivers", mark("What the index is made of"), drivers_section),
        Method("robustness", mark("How the ranks hold under other choices"), robustness_section),
        Method("hotspots", mark("Pockets of low and high welfare"), hotspots_section),
        Method("clusters", mark("Clusters and outliers"), clusters_section),
        Method("inequality", mark("Inequality"), inequality_section),
        Method("change", mark("Change since the earlier year"), change_section),
        Method("poverty", mark("Multidimensional poverty"), poverty_section),
        Method("causes", mark("What goes along with the index"), causes_section),
        Method("priorities", mark("Priorities"), priorities_section),
        Method("targeting", mark("Whom the programme reaches"), targeting_section),
        Method("effect", mark("What the programme changed"), effect_section),
        Method("findings", mark("What people say"), findings_section),
        Method("ranking", mark("Ranking of all kelurahan"), ranking_section),
        Method("quality", mark("Quality of the data"), quality_section),
        Method("method", mark("Method"), method_section),
        Method("limits", mark("Limits"), limits_section),
    ],
)


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
    for done, method in enumerate(SECTIONS.values(), 1):
        section = method.function(results)
        if section is not None:
            warnings = results.origin(_SOURCES.get(method.code, method.code)).warnings
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
