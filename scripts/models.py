"""Write the shipped models, resources/models/*.model3, from the study of the demo data, resources/demo/study.json.

usage: models.py   with the Python that QGIS uses

A model is a part of the study's chain: what its steps read of each other stays, and what they read of anything else
is an input of the model, with the label and help of the algorithm's parameter. An output is one of a step, with the
label of that step's own output.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

from plugin_package import ROOT, qgis, sejahtera, speaking

STUDY = ROOT / "resources" / "demo" / "study.json"


@dataclass(frozen=True)
class Chain:
    """A part of the study.

    steps: what they are called in the model, and in the study. gives: the outputs that the model hands out, by
    step. inputs: parameters of the model, which go to every step that has one of that name and does not read it
    of another step. needed: inputs without which the model makes no sense, though single algorithms do without
    them. takes: parameters of a step that read an input of another name.
    """

    steps: Mapping[str, str]
    gives: Mapping[str, tuple[str, ...]]
    inputs: tuple[str, ...]
    needed: tuple[str, ...] = ()
    takes: Mapping[tuple[str, str], str] = field(default_factory=dict)


def _office(*names: str) -> dict[str, str]:
    """Return the steps that begin with the table as an office sent it."""
    return {name: f"{name}_office" for name in names}


_JOINED = (
    *("INPUT", "TABLE", "ID_FIELD", "TABLE_CODE_FIELD", "NAME_FIELD", "TABLE_NAME_FIELD"),
    *("GROUP_FIELD", "TABLE_GROUP_FIELD", "NUMBERS", "DEFINITION"),
)
_RESULT = ("OUTPUT", "REPORT")
_INDEX = {
    "join": ("OUTPUT_UNMATCHED",),
    "check": _RESULT,
    "index": ("OUTPUT", "OUTPUT_CONTRIBUTIONS", "REPORT"),
    "map": ("OUTPUT",),
}
_SPATIAL = {"global": _RESULT, "hotspots": _RESULT, "clusters": _RESULT}

CHAINS = {
    "modelindex": Chain(
        _office("join", "check", "index", "map"), _INDEX, (*_JOINED, "TITLE", "SOURCE"), ("DEFINITION",)
    ),
    "modelhotspots": Chain(
        {"neighbours": "neighbours", "global": "global", **_office("hotspots", "clusters"), "map": "hotspots_map"},
        {"neighbours": ("OUTPUT",), **_SPATIAL, "map": ("OUTPUT",)},
        ("INPUT", "NAME_FIELD", "FIELD", "TITLE", "SOURCE"),
    ),
    "modelinequality": Chain(
        {"inequality": "inequality_office", "comparison": "groups"},
        {"inequality": ("OUTPUT", "OUTPUT_GROUPS", "REPORT"), "comparison": _RESULT},
        ("INPUT", "FIELD", "POPULATION_FIELD", "GROUP_FIELD"),
        ("GROUP_FIELD",),
        {("comparison", "FIELDS"): "FIELD"},
    ),
    "modelstudy": Chain(
        {
            **_office("join", "check", "index", "inequality"),
            "global": "global",
            **_office("hotspots", "clusters", "map"),
        },
        {**_INDEX, **_SPATIAL, "inequality": _RESULT},
        (*_JOINED, "POPULATION_FIELD", "TITLE", "SOURCE"),
        ("DEFINITION", "GROUP_FIELD"),
    ),
}


def compose(words: object, provider: object) -> object:
    """Return the model of a chain, laid out from top to bottom for the designer."""
    model = sejahtera("processing.models").Model(words)
    chain = CHAINS[words.name]
    study = {step.id: step for step in sejahtera("analysis.study.schema").study_from_text(str(STUDY)).steps}
    algorithms = {name: provider.algorithm(study[step].algorithm) for name, step in chain.steps.items()}
    for row, name in enumerate(chain.inputs, 1):
        algorithm = next(one for one in algorithms.values() if one.parameterDefinition(name))
        component = qgis().QgsProcessingModelParameter(name)
        component.setPosition(_point(120, 60 * row))
        model.addModelParameter(_input(algorithm, name, chain.needed), component)
    for row, (name, step) in enumerate(chain.steps.items(), 1):
        model.addChildAlgorithm(_child(model, chain, name, study[step], algorithms[name], row))
    model.setParameterOrder(list(chain.inputs))
    model.updateDestinationParameters()
    return model


def _input(algorithm: object, name: str, needed: tuple[str, ...]) -> object:
    definition = algorithm.parameterDefinition(name).clone()
    if name in needed:
        optional = qgis().QgsProcessingParameterDefinition.Flag.FlagOptional
        definition.setFlags(definition.flags() & ~optional)
    return definition


def _child(model: object, chain: Chain, name: str, step: object, algorithm: object, row: int) -> object:
    core = qgis()
    child = core.QgsProcessingModelChildAlgorithm(algorithm.id())
    child.setChildId(name)
    child.setDescription(algorithm.displayName())
    child.setPosition(_point(460, 110 * row))
    for parameter in algorithm.parameterDefinitions():
        source = _source(chain, name, step, parameter, model)
        if source is not None:
            child.addParameterSources(parameter.name(), [source])
    outputs = {}
    for number, output in enumerate(chain.gives[name]):
        title = algorithm.parameterDefinition(output).description()
        outputs[output] = given = core.QgsProcessingModelOutput(output, title)
        given.setChildId(name)
        given.setChildOutputName(output)
        given.setPosition(_point(760, 110 * row + 40 * number))
    child.setModelOutputs(outputs)
    return child


def _source(chain: Chain, name: str, step: object, parameter: object, model: object) -> object:
    """Return what a parameter of a step reads: an output of another, an input, or what the study says.

    Of what the study says only that is taken without which the algorithm cannot run.
    """
    core = qgis()
    source = core.QgsProcessingModelChildParameterSource
    key, value = parameter.name(), step.parameters.get(parameter.name())
    owner, _, output = value[1:].partition(".") if isinstance(value, str) and value.startswith("@") else 3 * ("",)
    owners = {there: here for here, there in chain.steps.items()}
    if output and owner in owners:
        return source.fromChildOutput(owners[owner], output)
    if taken := chain.takes.get((name, key)):
        return source.fromModelParameter(taken)
    alike = model.parameterDefinition(key) if key in chain.inputs else None
    if alike is not None and alike.type() == parameter.type():
        return source.fromModelParameter(key)
    optional = parameter.flags() & core.QgsProcessingParameterDefinition.Flag.FlagOptional
    needed = not optional and parameter.defaultValue() is None and not parameter.isDestination()
    return source.fromStaticValue(value) if needed else None


def _point(x: float, y: float) -> object:
    from qgis.PyQt.QtCore import QPointF

    return QPointF(x, y)


def text_of(model: object, folder: Path) -> str:
    """Return what QGIS writes for a model; it leaves the order of attributes to chance, here it is fixed.

    The help of parameters is left out: the plugin takes it from the algorithms when it loads the model.
    """
    path = folder / "model.model3"
    model.toFile(str(path))
    tree = ElementTree.parse(path)
    for element in tree.iter():
        element.attrib = dict(sorted(element.attrib.items()))
    for parent in tree.iterfind(".//Option[@name='parameterDefinitions']/Option"):
        for child in parent.findall("Option[@name='help']"):
            parent.remove(child)
    ElementTree.indent(tree)
    return "<!DOCTYPE model>\n" + ElementTree.tostring(tree.getroot(), encoding="unicode") + "\n"


def main() -> None:
    """Write all models."""
    models = sejahtera("processing.models")
    with speaking("en") as provider, tempfile.TemporaryDirectory() as folder:
        for words in models.MODELS:
            words.path.parent.mkdir(exist_ok=True)
            words.path.write_text(text_of(compose(words, provider), Path(folder)), encoding="utf-8")
            print(words.path.name)


if __name__ == "__main__":
    sys.exit(main())
