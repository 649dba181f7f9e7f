"""A real provider, context and feedback."""

import pytest
from qgis.core import QgsApplication, QgsProcessingContext, QgsProject

from ..builders import Log


@pytest.fixture
def provider(qgis_processing):
    """Register our provider for one test."""
    from sejahtera.processing.provider import SejahteraProvider

    provider = SejahteraProvider()
    QgsApplication.processingRegistry().addProvider(provider)
    yield provider
    QgsApplication.processingRegistry().removeProvider(provider)


@pytest.fixture
def context():
    """Return a processing context of an empty project."""
    context = QgsProcessingContext()
    context.setProject(QgsProject.instance())
    return context


@pytest.fixture
def feedback():
    """Return a feedback that remembers."""
    return Log()
