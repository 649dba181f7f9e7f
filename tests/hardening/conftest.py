"""The provider, the inputs of all cases, and a whole run of each, prepared once."""

import pytest
from qgis.core import QgsApplication, QgsProcessingContext, QgsProject, QgsVectorLayer
from qgis.PyQt import sip
from sejahtera.processing.provider import SejahteraProvider

from ..builders import Log, run_algorithm
from ..processing.conftest import collected, provider  # noqa: F401 - fixtures
from . import awkward
from .cases import parameters_of, prepare


@pytest.fixture
def context(qgis_new_project):
    """Give a processing context of an empty project; pytest holds it until QGIS has gone, which it must not."""
    context = QgsProcessingContext()
    context.setProject(QgsProject.instance())
    yield context
    sip.delete(context)


@pytest.fixture(scope="session")
def prepared(tmp_path_factory, qgis_processing):
    """Return the folder of the inputs, which no test may change."""
    folder = tmp_path_factory.mktemp("inputs")
    ours = SejahteraProvider()
    QgsApplication.processingRegistry().addProvider(ours)
    context = QgsProcessingContext()
    context.setProject(QgsProject.instance())
    prepare(folder, context)
    awkward.prepare(folder, QgsVectorLayer(str(folder / "city.gpkg"), "city", "ogr"))
    QgsApplication.processingRegistry().removeProvider(ours)
    return folder


class Checks(Log):
    """A feedback that counts how often a run asks whether to go on, and cancels at one of these checks."""

    def __init__(self, at=None):
        super().__init__()
        self.at, self.checks = at, 0

    def _check(self):
        self.checks += 1
        if self.checks == self.at:
            self.reached()

    def reached(self):
        """Do at the check what the test is about."""
        self.cancel()

    def isCanceled(self):  # noqa: N802
        self._check()
        return super().isCanceled()

    def setProgress(self, percent):  # noqa: N802
        self._check()
        super().setProgress(percent)


@pytest.fixture(scope="session")
def _known():
    return {}


@pytest.fixture
def whole(provider, context, prepared, tmp_path_factory, _known):  # noqa: F811 - the fixture
    """Return a function that gives the folder of a run that was left alone, and the number of its checks."""

    def run(algorithm):
        if algorithm not in _known:
            folder = tmp_path_factory.mktemp(algorithm)
            feedback = Checks()
            run_algorithm(f"sejahtera:{algorithm}", parameters_of(algorithm, prepared, folder), context, feedback)
            _known[algorithm] = folder, feedback.checks
        return _known[algorithm]

    return run
