"""The plugin is loaded, unloaded and loaded again, with a window and without."""

import pytest
import sejahtera
from qgis.core import QgsApplication


def _registered():
    providers = QgsApplication.processingRegistry().providers()
    return [provider for provider in providers if provider.id() == "sejahtera"]


@pytest.fixture
def no_plugin(qgis_processing):
    assert not _registered()
    yield
    assert not _registered(), "the plugin left its provider behind"


def test_without_a_window_the_provider_is_registered(no_plugin):
    plugin = sejahtera.classFactory(None)
    plugin.initProcessing()
    assert len(_registered()) == 1
    plugin.unload()


def test_with_a_window_the_provider_is_registered_once(no_plugin, qgis_iface):
    plugin = sejahtera.classFactory(qgis_iface)
    plugin.initProcessing()
    plugin.initGui()
    assert len(_registered()) == 1
    plugin.unload()


def test_a_reload_leaves_one_provider_with_all_its_algorithms(no_plugin, qgis_iface):
    counts = []
    for _ in range(3):
        plugin = sejahtera.classFactory(qgis_iface)
        plugin.initGui()
        (provider,) = _registered()
        counts.append(len(provider.algorithms()))
        plugin.unload()
        assert not _registered()
    assert len(set(counts)) == 1


def test_unloading_twice_or_before_loading_does_no_harm(no_plugin, qgis_iface):
    plugin = sejahtera.classFactory(qgis_iface)
    plugin.unload()
    plugin.initGui()
    plugin.unload()
    plugin.unload()
