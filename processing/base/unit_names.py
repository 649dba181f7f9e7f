"""UNIT_NAME and GROUP_NAME: what units and groups are called, as the user or a result given says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from qgis.core import QgsProcessingContext

from ...analysis.core.card import KELURAHAN, UnitNames, named_units
from ...language import tr
from .parameters import Declared, advanced, text

if TYPE_CHECKING:
    from .algorithm import Algorithm


def unit_name_texts() -> Declared:
    """Return UNIT_NAME and GROUP_NAME."""
    return [
        advanced(text("UNIT_NAME", tr("Name of a unit"), "")),
        tr(
            "What the areas are called in legends, reports and messages, for example kabupaten or RW. The "
            "name stays with the result; by default it is that of the input, else kelurahan."
        ),
        advanced(text("GROUP_NAME", tr("Name of a group"), "")),
        tr("What the groups of areas are called, for example provinsi; by default kecamatan."),
    ]


def chosen_unit_names(algorithm: Algorithm, parameters: Mapping[str, Any], context: QgsProcessingContext) -> UnitNames:
    """Return the names given, else those that the card of the first input has that knows any."""
    unit, group = (algorithm.parameterAsString(parameters, name, context) for name in ("UNIT_NAME", "GROUP_NAME"))
    known = (card.units for card in algorithm.inputs.cards.values() if card.units != KELURAHAN)
    return named_units(unit, group, next(known, KELURAHAN))
