"""Write the shipped models, resources/models/*.model3, from the chains below.

usage: models.py   with the Python that QGIS uses

An input of a model is a parameter of one of its algorithms, with its label and help; an output is one of a
step, with the label of that step's own output.
"""

from __future__ import annotations

import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

from plugin_package import english, qgis, sejahtera

UNIT_FIELDS = ("ID_FIELD", "NAME_FIELD", "GROUP_FIELD")


@dataclass(frozen=True)
class Step:
    """One algorithm of a chain.

    `inputs` names parameters of the model that go to the parameter of the same name; `takes` gives others:
    `"join.OUTPUT"` is an output of an earlier step, `"=text"` a fixed value, `"@NAME"` a parameter of the
    model of another name. `gives` lists the outputs that the model hands out.
    """

    name: str
    algorithm: str
    inputs: tuple[str, ...] = ()
    takes: dict[str, str] = field(default_factory=dict)
    gives: tuple[str, ...] = ()


JOIN = Step(
    "join",
    "joinindicators",
    (
        *("INPUT", "TABLE", "ID_FIELD", "TABLE_CODE_FIELD", "NAME_FIELD", "TABLE_NAME_FIELD"),
        *("GROUP_FIELD", "TABLE_GROUP_FIELD", "NUMBERS"),
    ),
    gives=("OUTPUT_UNMATCHED",),
)
CHECK = Step(
    "check", "checkindicators", ("DEFINITION", *UNIT_FIELDS), {"INPUT": "join.OUTPUT"}, ("OUTPUT", "REPORT")
)
INDEX = Step(
    "index",
    "compositeindex",
    ("DEFINITION", *UNIT_FIELDS),
    {"INPUT": "join.OUTPUT"},
    ("OUTPUT", "OUTPUT_CONTRIBUTIONS", "REPORT"),
)
MAP = Step(
    "map",
    "exportmap",
    ("TITLE", "SOURCE", "NAME_FIELD", "GROUP_FIELD"),
    {"INPUT": "index.OUTPUT"},
    ("OUTPUT",),
)


def spatial(step: Step, layer: str, value: str) -> Step:
    """Return a hotspot step on another layer and field."""
    inputs = tuple(name for name in step.inputs if name not in {"INPUT", "FIELD"})
    return Step(
        step.name, step.algorithm, inputs, {**step.takes, "INPUT": layer, "FIELD": f"={value}"}, step.gives
    )


GLOBAL = Step("global", "globalautocorrelation", ("INPUT", "FIELD", "NAME_FIELD"), gives=("OUTPUT", "REPORT"))
HOTSPOTS = Step("hotspots", "hotspots", ("INPUT", "FIELD", "NAME_FIELD"), gives=("OUTPUT", "REPORT"))
CLUSTERS = Step("clusters", "clustersoutliers", ("INPUT", "FIELD", "NAME_FIELD"), gives=("OUTPUT", "REPORT"))
INEQUALITY = Step(
    "inequality",
    "inequalitymeasures",
    ("INPUT", "FIELD", "POPULATION_FIELD", "GROUP_FIELD"),
    gives=("OUTPUT", "OUTPUT_GROUPS", "REPORT"),
)

CHAINS = {
    "modelindex": (JOIN, CHECK, INDEX, MAP),
    "modelhotspots": (
        Step("neighbours", "neighbours", ("INPUT", "NAME_FIELD"), gives=("OUTPUT",)),
        GLOBAL,
        HOTSPOTS,
        CLUSTERS,
        Step(
            "map", "exportmap", ("TITLE", "SOURCE", "NAME_FIELD"), {"INPUT": "hotspots.OUTPUT"}, ("OUTPUT",)
        ),
    ),
    "modelinequality": (
        INEQUALITY,
        Step(
            "comparison",
            "groupcomparison",
            ("INPUT", "POPULATION_FIELD", "GROUP_FIELD"),
            {"FIELDS": "@FIELD"},
            ("OUTPUT", "REPORT"),
        ),
    ),
    "modelstudy": (
        JOIN,
        CHECK,
        INDEX,
        Step(
            "inequality",
            "inequalitymeasures",
            ("POPULATION_FIELD", "GROUP_FIELD"),
            {"INPUT": "index.OUTPUT", "FIELD": "=index"},
            ("OUTPUT", "REPORT"),
        ),
        spatial(GLOBAL, "index.OUTPUT", "index"),
        spatial(HOTSPOTS, "index.OUTPUT", "index"),
        spatial(CLUSTERS, "index.OUTPUT", "index"),
        MAP,
    ),
}

#: Without these a model makes no sense, though the single algorithm does without them.
NEEDED = {
    "modelindex": ("DEFINITION",),
    "modelhotspots": (),
    "modelinequality": ("GROUP_FIELD",),
    "modelstudy": ("DEFINITION", "GROUP_FIELD"),
}


def compose(words: object, provider: object) -> object:
    """Return the model of a chain, laid out from top to bottom for the designer."""
    model = sejahtera("processing.models").Model(words)
    taken: dict[str, object] = {}
    for row, step in enumerate(CHAINS[words.name]):
        algorithm = provider.algorithm(step.algorithm)
        for name in step.inputs:
            if name not in taken:
                taken[name] = _input(algorithm, name, words.name)
                _place(model, taken[name], len(taken))
        model.addChildAlgorithm(_child(step, algorithm, row))
    model.setParameterOrder(list(taken))
    model.updateDestinationParameters()
    return model


def _input(algorithm: object, name: str, model: str) -> object:
    core = qgis()
    definition = algorithm.parameterDefinition(name).clone()
    if name in NEEDED[model]:
        optional = core.QgsProcessingParameterDefinition.Flag.FlagOptional
        definition.setFlags(definition.flags() & ~optional)
    return definition


def _place(model: object, definition: object, number: int) -> None:
    core = qgis()
    component = core.QgsProcessingModelParameter(definition.name())
    component.setPosition(_point(120, 60 * number))
    model.addModelParameter(definition, component)


def _child(step: Step, algorithm: object, row: int) -> object:
    core = qgis()
    source = core.QgsProcessingModelChildParameterSource
    child = core.QgsProcessingModelChildAlgorithm(f"sejahtera:{step.algorithm}")
    child.setChildId(step.name)
    child.setDescription(algorithm.displayName())
    child.setPosition(_point(460, 110 * (row + 1)))
    for name in step.inputs:
        child.addParameterSources(name, [source.fromModelParameter(name)])
    for name, value in step.takes.items():
        if value.startswith("="):
            given = source.fromStaticValue(value[1:])
        elif value.startswith("@"):
            given = source.fromModelParameter(value[1:])
        else:
            given = source.fromChildOutput(*value.split("."))
        child.addParameterSources(name, [given])
    outputs = {}
    for number, name in enumerate(step.gives):
        output = core.QgsProcessingModelOutput(name, algorithm.parameterDefinition(name).description())
        output.setChildId(step.name)
        output.setChildOutputName(name)
        output.setPosition(_point(760, 110 * (row + 1) + 40 * number))
        outputs[name] = output
    child.setModelOutputs(outputs)
    return child


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
    with english() as provider, tempfile.TemporaryDirectory() as folder:
        for words in models.MODELS:
            words.path.parent.mkdir(exist_ok=True)
            words.path.write_text(text_of(compose(words, provider), Path(folder)), encoding="utf-8")
            print(words.path.name)


if __name__ == "__main__":
    sys.exit(main())
