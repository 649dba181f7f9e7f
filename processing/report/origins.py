"""How the results of a report came about, as far as their layers and tables tell."""

from __future__ import annotations

from dataclasses import replace

from qgis.core import QgsVectorLayer

from ...analysis.report.results import Origin
from ...analysis.spatial.significance import PERMUTED, SIDES
from ...cartography.base.attributes import newest_field, values_of
from ...cartography.base.metadata import CAUTIONS_FIELD, method_of, warnings_of
from ...cartography.base.retelling import facts_of, whole_number
from ...cartography.styles.apply_style import recall
from ...language import LANGUAGES, tr


def origin_of(layer: QgsVectorLayer) -> Origin:
    """Return how a layer came about, as far as its style tells."""
    notes = tuple(line for line in method_of(layer).splitlines() if line.strip())
    memory = recall(layer) or {}
    title = str(memory.get("title") or "")
    origin = Origin(title, title.partition(": ")[2].strip(), notes, warnings=tuple(_warnings(layer)))
    for note in notes:
        facts = facts_of(note, PERMUTED)
        if facts:
            return replace(
                origin,
                permutations=whole_number(facts["count"]),
                seed=whole_number(facts["seed"]),
                sides=_sides(facts["sides"]),
            )
    return origin


def _sides(words: str) -> str | None:
    """Return the number of sides that a note tells in words of ours."""
    known = {tr(method.label, language): code for code, method in SIDES.items() for language in LANGUAGES}
    return known.get(words)


def _warnings(layer: QgsVectorLayer) -> list[str]:
    """Return what the run warned of: noted in the layer, else in the column that a table has for it."""
    column = newest_field(layer, CAUTIONS_FIELD)
    if warnings_of(layer) or column is None or layer.isSpatial():
        return warnings_of(layer)
    told = next((str(value) for value in values_of(layer, column) if value), "")
    return [line for line in told.splitlines() if line.strip()]
