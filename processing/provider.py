"""The provider: the toolbox entry that holds all algorithms."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from pkgutil import iter_modules

from qgis.core import QgsApplication, QgsProcessingProvider
from qgis.PyQt.QtGui import QIcon

from ..language import tr
from . import data, development, indices, inequality, maps, poverty, programmes, report, spatial, study
from .base.algorithm import ICONS, Algorithm
from .io.versions import plugin_version
from .models import MODELS, load_model

#: The folders of the algorithms, by subject.
SUBJECTS = (data, indices, development, poverty, inequality, spatial, programmes, maps, report, study)


def algorithm_classes() -> Iterator[type[Algorithm]]:
    """Yield every algorithm of the folders; it stands in a file that bears its id."""
    for subject in SUBJECTS:
        for module in iter_modules(subject.__path__):
            # QGIS forgets at a reload what came by `__import__`; what importlib brought would stay, and be stale
            file = __import__(f"{subject.__name__}.{module.name}", fromlist=("ID",))
            for _, found in inspect.getmembers(file, inspect.isclass):
                if issubclass(found, Algorithm) and module.name == found.ID:
                    yield found


class SejahteraProvider(QgsProcessingProvider):
    """Sejahtera's algorithms."""

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
        for algorithm in algorithm_classes():
            self.addAlgorithm(algorithm())
        if QgsApplication.processingRegistry().providerById(self.id()) is not None:
            for words in MODELS:
                self.addAlgorithm(load_model(words))

    def _load_again(self, provider: str) -> None:
        """Take the models in: QGIS finds the algorithms they are made of only after the provider is added."""
        if provider == self.id():
            self.refreshAlgorithms()
