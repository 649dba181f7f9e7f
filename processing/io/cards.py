"""The cards of a run: what its algorithm said of a result, with parameters, inputs, units and versions."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import (
    QgsMapLayer,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterVectorLayer,
    QgsProperty,
    QgsProviderRegistry,
)

from ...analysis.core.card import Card, FieldCard, Input, Text
from ...analysis.core.fields import described
from ...analysis.core.threads import started
from ...cartography.base.cards import PROPERTY, sound_card
from ..io.versions import versions_of
from .hashes import content_hash
from .map_of import MapOf

if TYPE_CHECKING:
    from ..base.run import Run

_SOURCES = (QgsProcessingParameterFeatureSource, QgsProcessingParameterVectorLayer)
#: The parameters whose fields name, number and group the units, with the role that they have in a card.
_KEYS = {"NAME_FIELD": "name", "ID_FIELD": "code", "GROUP_FIELD": "group"}


@dataclass
class Inputs:
    """What a run reads: names without folders, hashes in the making, and the cards of layers by parameter."""

    names: dict[str, str] = field(default_factory=dict)
    hashes: dict[str, Future] = field(default_factory=dict)
    cards: dict[str, Card] = field(default_factory=dict)

    def listed(self) -> tuple[Input, ...]:
        """Return the inputs in the order of the parameters; one that cannot be read has no hash."""
        return tuple(Input(name, text, self._hash(name)) for name, text in self.names.items())

    def _hash(self, name: str) -> str:
        try:
            return self.hashes[name].result() if name in self.hashes else ""
        except OSError:
            return ""


def inputs_of(
    algorithm: QgsProcessingAlgorithm, parameters: Mapping[str, Any], context: QgsProcessingContext
) -> Inputs:
    """Return the inputs of a run; main thread only, since layers of the project are looked at.

    Files are hashed as they are, byte by byte, in a thread beside the computation; layers in memory and of
    databases are not. Where an algorithm writes no layers, nothing is hashed.
    """
    found = Inputs()
    writes = any(isinstance(one, QgsProcessingParameterFeatureSink) for one in algorithm.parameterDefinitions())
    for name, layer in _layers(algorithm, parameters, context):
        card = sound_card(layer)
        if card is not None:
            found.cards[name] = card
        path, layer_name = _file_of(layer)
        found.names[name] = "|".join(filter(None, (path.name, layer_name))) if path else layer.name()
        if path and writes:
            found.hashes[name] = started(content_hash, path)
    for definition in algorithm.parameterDefinitions():
        value = parameters.get(definition.name())
        named = not definition.isDestination() and definition.name() not in found.names
        if named and isinstance(value, str) and _is_file(value):
            found.names[definition.name()] = Path(value).name
            if writes:
                found.hashes[definition.name()] = started(content_hash, Path(value))
    return found


def _layers(
    algorithm: QgsProcessingAlgorithm, parameters: Mapping[str, Any], context: QgsProcessingContext
) -> Iterator[tuple[str, QgsMapLayer]]:
    """Yield the layers and tables given as inputs, a file with the style that stays with it."""
    project = context.project()
    for definition in algorithm.parameterDefinitions():
        name = definition.name()
        if not isinstance(definition, _SOURCES) or not parameters.get(name):
            continue
        layer = algorithm.parameterAsVectorLayer(parameters, name, context)
        if layer is None or not layer.isValid():
            continue
        ours = project is not None and project.mapLayer(layer.id()) is not None
        if not ours and not layer.customProperty(PROPERTY):
            layer.loadDefaultStyle()  # Processing opens files without the style stored in them
        yield name, layer


def _file_of(layer: QgsMapLayer) -> tuple[Path | None, str]:
    """Return the file behind a layer and the layer's name in it, if it has one."""
    parts = QgsProviderRegistry.instance().decodeUri(layer.providerType(), layer.source())
    path = str(parts.get("path") or "")
    return (Path(path), str(parts.get("layerName") or "")) if _is_file(path) else (None, "")


def _is_file(text: str) -> bool:
    return bool(text) and os.path.isfile(text)  # of Path it would be an error for texts that are no names


def card_of_run(run: Run, output: str, result: MapOf, roles: Mapping[str, str]) -> Card:
    """Return the card of an output; roles: by name in the layer, those that the algorithm has written."""
    inputs, named = run.algorithm.inputs, {role: name for name, role in roles.items()}
    fields = [_field(run, name, role, result.titles) for name, role in roles.items()]
    texts = {
        named[role]: {text: one.naming(run.unit_name) for text, one in known.items()}
        for role, known in result.texts.items()
    }
    return Card(
        algorithm=run.algorithm.ID,
        output=output,
        kind=result.kind,
        shown=named.get(result.shown, ""),
        title=_kept(run, result.title),
        fields=tuple(fields),
        options=result.options,
        definition=run.definition,
        parameters=parameters_of(run),
        diagnostics=run.told.naming(run.unit_name, run.words),
        test=run.test,
        inputs=inputs.listed(),
        units=run.algorithm.unit_names,
        synthetic=run.synthetic,
        versions=versions_of("numpy", "pandas"),
        texts=texts,
    )


def _field(run: Run, name: str, role: str, titles: Mapping[str, Text]) -> FieldCard:
    """Return what is known of a field: its title as the algorithm says it, else as every field of its role has it."""
    title, unit = described(role)
    return FieldCard(name, role, _kept(run, titles.get(role, title)), unit)


def inheriting(run: Run, card: Card, kept: list[str]) -> Card:
    """Return the card of a result that keeps fields of INPUT, with what is known of those and of its units' names."""
    given = run.algorithm.inputs.cards.get("INPUT", Card())
    keys = {
        role: run.names(parameter) for parameter, role in _KEYS.items() if run.algorithm.parameterDefinition(parameter)
    }
    units = [FieldCard(names[0], role) for role, names in keys.items() if names and names[0] in kept]
    known = [one for one in given.fields if one.name in kept and one not in units]
    texts = {name: told for name, told in given.texts.items() if name in kept}
    return replace(card, fields=(*known, *units, *card.fields), texts={**texts, **card.texts})


def parameters_of(run: Run) -> dict[str, Any]:
    """Return the parameters of a run as they were given or are by default; inputs and outputs stand elsewhere."""
    found: dict[str, Any] = {}
    for definition in run.algorithm.parameterDefinitions():
        name = definition.name()
        if definition.isDestination() or name in run.algorithm.inputs.names:
            continue
        value = run.parameters.get(name, definition.defaultValue())
        if value is None or value == "":
            continue
        if name in run.algorithm.choices:
            value = run.choice(name)
        elif isinstance(definition, QgsProcessingParameterField):
            value = run.names(name)
        elif isinstance(value, QgsProperty):
            value = value.valueAsString(run.context.expressionContext(), "")[0]
        found[name] = value
    return found


def _kept(run: Run, text: Any) -> Any:
    return text if isinstance(text, str) else text.naming(run.unit_name, run.words)
