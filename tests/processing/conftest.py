"""A real provider, context and feedback."""

import gc

import pytest
from qgis.core import QgsApplication, QgsProcessingContext, QgsProject
from qgis.PyQt import sip

from ..builders import Log


@pytest.fixture(scope="session", autouse=True)
def collected(qgis_app):
    """Free what tests left in cycles while QGIS is still there: afterwards its objects crash Python."""
    yield
    gc.collect()


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
    """Give a processing context of the project; pytest holds it until QGIS has gone, which it must not."""
    context = QgsProcessingContext()
    context.setProject(QgsProject.instance())
    yield context
    sip.delete(context)


@pytest.fixture
def feedback():
    """Return a feedback that remembers."""
    return Log()
