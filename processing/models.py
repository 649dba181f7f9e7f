"""The shipped models: chains of our algorithms that users run, open in the model designer, and change.

The files in `resources/models` are written by `scripts/models.py`. They hold English; when QGIS loads them,
titles are translated and labels taken from the algorithms, which speak the user's language.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from qgis.core import (
    QgsApplication,
    QgsProcessingModelAlgorithm,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterEnum,
)
from qgis.PyQt.QtGui import QIcon

from ..analysis.core.messages import mark
from ..language import search_words, tr
from .base.algorithm import ICONS

FOLDER = Path(__file__).parent.parent / "resources" / "models"
GROUP = ("models", mark("Models"))


@dataclass(frozen=True)
class Words:
    """What a model is called and what it is for; `name` is its id and its file, the same for ever."""

    name: str
    title: str
    summary: str
    tags: str

    @property
    def path(self) -> Path:
        """Return the file of the model."""
        return FOLDER / f"{self.name}.model3"


MODELS = (
    Words(
        "modelindex",
        mark("From a table to the map of the index"),
        mark(
            "Joins a table of indicators to the kelurahan, checks the indicators, computes the index of a "
            "definition and prints its map."
        ),
        mark("model,join,audit,index,map,chain"),
    ),
    Words(
        "modelhotspots",
        mark("Pockets of low and high values"),
        mark(
            "Shows who is whose neighbour, tests whether neighbours are alike, finds hotspots, clusters and "
            "outliers, and prints the map of hotspots."
        ),
        mark("model,hotspot,cluster,Moran,Getis-Ord,neighbours,chain"),
    ),
    Words(
        "modelinequality",
        mark("Inequality within and between kecamatan"),
        mark(
            "Measures the inequality of a field, splits it into within and between kecamatan, and compares "
            "the groups with a permutation test."
        ),
        mark("model,inequality,Gini,Theil,kecamatan,decomposition,chain"),
    ),
    Words(
        "modelstudy",
        mark("A whole study"),
        mark(
            "From the layer and the table to everything: join, audit, index, inequality by kecamatan, "
            "hotspots, clusters and the printed map."
        ),
        mark("model,study,index,inequality,hotspot,report,chain"),
    ),
)


class Model(QgsProcessingModelAlgorithm):
    """A shipped model with a stable id and with words in the user's language."""

    def __init__(self, words: Words) -> None:
        super().__init__(words.name, GROUP[0])
        self.words = words

    def name(self) -> str:
        """Return the id, the same for ever; QGIS's own models change it with their title."""
        return self.words.name

    def displayName(self) -> str:
        """Return the title in the user's language."""
        return tr(self.words.title)

    def groupId(self) -> str:
        """Return the id of the group."""
        return GROUP[0]

    def group(self) -> str:
        """Return the name of the group in the user's language."""
        return tr(GROUP[1])

    def shortDescription(self) -> str:
        """Return one line for the tooltip."""
        return tr(self.words.summary)

    def shortHelpString(self) -> str:
        """Return the summary and how to change the model."""
        change = tr("To change the chain, open the file {file} in the model designer and save it as your own.")
        return f"<p>{tr(self.words.summary)}</p><p>{change.format(file=self.words.path.name)}</p>"

    def tags(self) -> list[str]:
        """Return search words and titles in all languages, whichever QGIS runs in."""
        return search_words(self.words.tags, self.words.title)

    def icon(self) -> QIcon:
        """Return the icon of models."""
        return QIcon(self.svgIconPath())

    def svgIconPath(self) -> str:
        """Return the path of the icon of models."""
        return str(ICONS / f"{GROUP[0]}.svg")

    def createInstance(self) -> Model:
        """Return a new instance; QGIS runs that one."""
        copy = Model(self.words)
        copy.loadVariant(self.toVariant())
        copy.setProvider(self.provider())
        return copy


def load_model(words: Words) -> Model:
    """Read a model and call its parameters and outputs as the algorithms of its chain do, in their language.

    These must be registered before, or QGIS leaves out the outputs. QGIS 3.22 does not read the help of
    parameters from the file, so that it comes from the algorithms as well.
    """
    model = Model(words)
    model.fromFile(str(words.path))
    for step in model.toVariant()["children"]:  # childAlgorithms() would copy all of them
        child = model.childAlgorithm(step)
        algorithm = QgsApplication.processingRegistry().algorithmById(child.algorithmId())
        for name, sources in child.parameterSources().items():
            for source in sources:
                ours = model.parameterDefinition(source.parameterName())
                _call_alike(ours, algorithm.parameterDefinition(name))
        outputs = child.modelOutputs()
        for name, output in outputs.items():
            # Several steps give a “Report”, so the step comes first.
            label = algorithm.parameterDefinition(name).description()
            output.setDescription(f"{algorithm.displayName()}: {label}")
        child.setModelOutputs(outputs)
    model.updateDestinationParameters()
    return model


def _call_alike(ours: QgsProcessingParameterDefinition | None, theirs: QgsProcessingParameterDefinition) -> None:
    """Give a parameter of the model the words of the algorithm's, the first that takes it."""
    if ours is not None and not ours.help():
        ours.setDescription(theirs.description())
        ours.setHelp(theirs.help())
        if isinstance(ours, QgsProcessingParameterEnum):
            ours.setOptions(theirs.options())
