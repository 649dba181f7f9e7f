"""A run of an algorithm written down: its parameters, and the command that repeats it."""

from __future__ import annotations

import json
import shlex
from collections.abc import Mapping
from typing import Any

from qgis.core import QgsApplication, QgsMapLayer, QgsProcessingContext, QgsVectorLayer

from ...analysis.indices.definition.model import Definition
from ...analysis.indices.definition.schema import definition_to_dict

INDEX = "sejahtera:compositeindex"


def has_algorithm(algorithm_id: str) -> bool:
    """Say whether an algorithm is there."""
    return QgsApplication.processingRegistry().algorithmById(algorithm_id) is not None


def definition_text(definition: Definition) -> str:
    """Return a definition as JSON on one line, as the parameter DEFINITION takes it."""
    return json.dumps(definition_to_dict(definition), ensure_ascii=False, separators=(",", ":"))


def index_parameters(layer: QgsVectorLayer, definition: Definition, keys: Mapping[str, str]) -> dict[str, Any]:
    """Return the parameters of `compositeindex`; keys: the fields of name, code and group."""
    parameters = {"INPUT": layer, "DEFINITION": definition_text(definition)}
    for key, name in (("code", "ID_FIELD"), ("name", "NAME_FIELD"), ("group", "GROUP_FIELD")):
        if keys.get(key):
            parameters[name] = keys[key]
    return {**parameters, "OUTPUT": "TEMPORARY_OUTPUT"}


def help_of(algorithm_id: str, parameter: str = "") -> str:
    """Return what an algorithm says of itself or of one of its parameters; empty where it is not there."""
    algorithm = QgsApplication.processingRegistry().algorithmById(algorithm_id)
    if algorithm is None:
        return ""
    if not parameter:
        return algorithm.shortDescription()
    definition = algorithm.parameterDefinition(parameter)
    return definition.help() if definition is not None else ""


def known_parameters(algorithm_id: str, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Return those parameters that an algorithm has."""
    algorithm = QgsApplication.processingRegistry().algorithmById(algorithm_id)
    return {name: value for name, value in parameters.items() if algorithm.parameterDefinition(name) is not None}


def python_command(algorithm_id: str, parameters: Mapping[str, Any]) -> str:
    """Return the Python call of a run."""
    algorithm = QgsApplication.processingRegistry().algorithmById(algorithm_id)
    return algorithm.asPythonCommand(dict(parameters), QgsProcessingContext())


def shell_command(algorithm_id: str, parameters: Mapping[str, Any]) -> str:
    """Return the `qgis_process` command of a run; QGIS writes it itself from 3.24 only."""
    words = ["qgis_process", "run", algorithm_id, "--"]
    for name, value in parameters.items():
        text = value.source() if isinstance(value, QgsMapLayer) else str(value)
        words.append(f"{name}={text}")
    return " ".join(shlex.quote(word) for word in words)
