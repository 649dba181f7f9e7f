"""The provider: the toolbox entry that holds all algorithms."""

from __future__ import annotations

from qgis.core import QgsApplication, QgsProcessingProvider
from qgis.PyQt.QtGui import QIcon

from ..language import tr
from . import data, hotspots, indices, inequality, maps, programmes
from .algorithm import ICONS
from .models import MODELS, load_model
from .versions import plugin_version


class SejahteraProvider(QgsProcessingProvider):
    """Sejahtera's algorithms, by group."""

    GROUPS = (data, indices, inequality, hotspots, programmes, maps)

    def __init__(self) -> None:
        super().__init__()
        QgsApplication.processingRegistry().providerAdded.connect(self._load_again)

    def id(self) -> str:
        """Return the prefix of every algorithm id."""
        return "sejahtera"

    def name(self) -> str:
        """Return the name in the toolbox."""
        return "Sejahtera"

    def longName(self) -> str:
        """Return the name with what it is for."""
        return tr("Sejahtera: welfare inequality between kelurahan")

    def versionInfo(self) -> str:
        """Return the plugin's version."""
        return plugin_version()

    def icon(self) -> QIcon:
        """Return the plugin's icon."""
        return QIcon(self.svgIconPath())

    def svgIconPath(self) -> str:
        """Return the path of the plugin's icon."""
        return str(ICONS / "sejahtera.svg")

    def loadAlgorithms(self) -> None:
        """Add one instance of each algorithm and, once these can be found, the models made of them."""
        for group in self.GROUPS:
            for algorithm in group.ALGORITHMS:
                self.addAlgorithm(algorithm())
        if QgsApplication.processingRegistry().providerById(self.id()) is not None:
            for words in MODELS:
                self.addAlgorithm(load_model(words))

    def _load_again(self, provider: str) -> None:
        """Take the models in: QGIS finds the algorithms they are made of only after the provider is added."""
        if provider == self.id():
            self.refreshAlgorithms()
