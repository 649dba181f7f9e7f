"""UNIT_NAME and GROUP_NAME: what units and groups are called, as the user or a result given says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from qgis.core import (
    QgsMapLayer,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterVectorLayer,
    QgsWkbTypes,
)

from ...cartography.base.metadata import named_units, unit_names_of
from ...language import KELURAHAN, UnitNames, tr
from .parameters import Declared, advanced, text


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


def chosen_unit_names(
    algorithm: QgsProcessingAlgorithm, parameters: Mapping[str, Any], context: QgsProcessingContext
) -> UnitNames:
    """Return the names given, else those that stay with the first input that has any."""
    unit, group = (
        algorithm.parameterAsString(parameters, name, context) for name in ("UNIT_NAME", "GROUP_NAME")
    )
    if unit and group:
        return named_units(unit, group)
    found = (unit_names_of(layer) for layer in _layers(algorithm, parameters, context))
    return named_units(unit, group, next((names for names in found if names != KELURAHAN), KELURAHAN))


def _layers(
    algorithm: QgsProcessingAlgorithm, parameters: Mapping[str, Any], context: QgsProcessingContext
) -> Iterator[QgsMapLayer]:
    """Yield the layers given as inputs, a file with the style that stays with it."""
    project = context.project()
    for definition in algorithm.parameterDefinitions():
        if not isinstance(
            definition, (QgsProcessingParameterFeatureSource, QgsProcessingParameterVectorLayer)
        ) or not parameters.get(definition.name()):
            continue
        layer = algorithm.parameterAsVectorLayer(parameters, definition.name(), context)
        if layer is None or not layer.isValid() or layer.wkbType() == QgsWkbTypes.Type.NoGeometry:
            continue
        if project is None or project.mapLayer(layer.id()) is None:
            layer.loadDefaultStyle()  # Processing opens files without the style stored in them
        yield layer
