"""The provider and the inputs of all cases, prepared once."""

import pytest
from qgis.core import QgsApplication, QgsProcessingContext, QgsProject
from sejahtera.processing.provider import SejahteraProvider

from ..processing.conftest import collected, provider  # noqa: F401 - fixtures
from .cases import prepare


@pytest.fixture
def context(qgis_new_project):
    """Return a processing context of an empty project."""
    context = QgsProcessingContext()
    context.setProject(QgsProject.instance())
    return context


@pytest.fixture(scope="session")
def prepared(tmp_path_factory, qgis_processing):
    """Return the folder of the inputs, which no test may change."""
    folder = tmp_path_factory.mktemp("inputs")
    ours = SejahteraProvider()
    QgsApplication.processingRegistry().addProvider(ours)
    context = QgsProcessingContext()
    context.setProject(QgsProject.instance())
    prepare(folder, context)
    QgsApplication.processingRegistry().removeProvider(ours)
    return folder
