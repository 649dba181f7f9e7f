"""Frees what is left of QGIS before it ends, as the tests of the toolbox do."""

from ..processing.conftest import collected  # noqa: F401 - a fixture
