"""How the results of a report came about, as the cards of their layers and tables tell."""

from __future__ import annotations

from qgis.core import QgsVectorLayer

from ...analysis.core.card import Card, Test
from ...analysis.report.results import Origin
from ...cartography.base.attributes import values_of
from ...cartography.base.cards import card_of
from ...cartography.base.metadata import CAUTIONS_FIELD


def origin_of(layer: QgsVectorLayer) -> Origin:
    """Return how a layer came about, as far as it tells."""
    card = card_of(layer)
    if card is None:
        return Origin(warnings=tuple(_cautions(layer)))
    test, told = card.test or Test(), card.diagnostics
    return Origin(
        title=card.title,
        column=", ".join(_columns(card)),
        notes=tuple(told.method),
        permutations=test.permutations,
        seed=told.seed,
        sides=test.sides,
        correction=test.correction,
        warnings=tuple(told.warnings),
    )


def _columns(card: Card) -> list[str]:
    """Return the fields of INPUT that were analysed."""
    return [name for one in ("FIELD", "FIELD_2", "FIELDS") for name in card.parameters.get(one, ())]


def _cautions(layer: QgsVectorLayer) -> list[str]:
    """Return the warnings in the column that a table of text has for them, which has no card."""
    if layer.isSpatial() or layer.fields().lookupField(CAUTIONS_FIELD) < 0:
        return []
    told = next((str(value) for value in values_of(layer, CAUTIONS_FIELD) if value), "")
    return [line for line in told.splitlines() if line.strip()]
