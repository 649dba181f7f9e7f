"""The plugin opens the dock when asked, not before, and takes everything back."""

import subprocess
import sys

import pytest
import sejahtera
from qgis.core import QgsProject
from qgis.PyQt.QtWidgets import QMainWindow

from ..shipped import ROOT
from .conftest import Window

_START = f"""
import importlib.util, sys
spec = importlib.util.spec_from_file_location(
    "sejahtera", {str(ROOT / "__init__.py")!r}, submodule_search_locations=[{str(ROOT)!r}])
sys.modules["sejahtera"] = importlib.util.module_from_spec(spec)
spec.loader.exec_module(sys.modules["sejahtera"])
from qgis.core import QgsApplication
app = QgsApplication([], True); app.initQgis()
from unittest.mock import MagicMock
iface = MagicMock(); iface.mainWindow = lambda: None
import sejahtera
plugin = sejahtera.classFactory(iface)
plugin.initProcessing()
plugin.initGui()
heavy = [name for name in ("pandas", "scipy", "matplotlib", "sejahtera.ui.dock") if name in sys.modules]
plugin.unload()
print("RESULT", heavy)
"""


class _Interface(Window):
    """A window that plugins add themselves to."""

    def __init__(self):
        super().__init__()
        self.menu, self.bar, self.docks = [], [], []

    def addPluginToVectorMenu(self, name, action):  # noqa: N802
        self.menu.append((name, action))

    def removePluginVectorMenu(self, name, action):  # noqa: N802
        self.menu.remove((name, action))

    def addVectorToolBarIcon(self, action):  # noqa: N802
        self.bar.append(action)

    def removeVectorToolBarIcon(self, action):  # noqa: N802
        self.bar.remove(action)

    def addDockWidget(self, area, dock):  # noqa: N802
        self.docks.append(dock)
        self.window.addDockWidget(area, dock)

    def removeDockWidget(self, dock):  # noqa: N802
        self.docks.remove(dock)
        self.window.removeDockWidget(dock)


@pytest.fixture
def interface(qgis_processing, qgis_new_project):
    interface = _Interface()
    yield interface
    QgsProject.instance().clear()
    interface.window.close()
    interface.window.deleteLater()


@pytest.mark.defect("B19")
def test_starting_qgis_loads_neither_dock_nor_heavy_packages(tmp_path):
    result = subprocess.run([sys.executable, "-c", _START], cwd=tmp_path, capture_output=True, text=True, check=False)
    (line,) = [line for line in result.stdout.splitlines() if line.startswith("RESULT")]
    assert line == "RESULT []"


def test_the_action_opens_hides_and_shows_one_dock(interface, qtbot):
    plugin = sejahtera.classFactory(interface)
    plugin.initGui()
    interface.window.show()
    (action,) = interface.bar
    assert ("Sejahtera", action) in interface.menu
    action.trigger()
    (dock,) = interface.docks
    qtbot.waitUntil(dock.isVisible)
    action.trigger()
    assert not dock.isVisible()
    action.trigger()
    assert interface.docks == [dock]
    qtbot.waitUntil(dock.isVisible)
    plugin.unload()


def test_unloading_leaves_no_dock_action_or_layer_behind(interface, draft, settle):
    from .conftest import city

    for _ in range(3):
        plugin = sejahtera.classFactory(interface)
        plugin.initGui()
        plugin.show_dock()
        session = plugin.dock.session
        if session.layer is None:
            city_layer = city()
            QgsProject.instance().addMapLayer(city_layer)
            session.set_layer(city_layer)
            session.model.edit(draft)
        assert session.layer.name() == "grid"
        settle(session)
        plugin.unload()
        assert not interface.docks
        assert not interface.menu
        assert not interface.bar
        assert [layer.name() for layer in QgsProject.instance().mapLayers().values()] == ["grid"]


@pytest.mark.defect("B17")
def test_an_empty_live_layer_of_an_earlier_version_is_gone_before_the_dock_is_opened(interface, tmp_path):
    from qgis.core import QgsVectorLayer
    from sejahtera.ui.preview.cache import MARK

    project = QgsProject.instance()
    stale = QgsVectorLayer("Polygon?crs=EPSG:4326", "Live index", "memory")
    stale.setCustomProperty(MARK, True)
    project.addMapLayer(stale)
    project.write(str(tmp_path / "old.qgs"))
    plugin = sejahtera.classFactory(interface)
    plugin.initGui()
    project.read(str(tmp_path / "old.qgs"))
    assert not project.mapLayers()
    assert not project.isDirty()
    plugin.unload()


def test_without_pandas_the_dock_says_how_to_get_it(qgis_app, monkeypatch):
    from sejahtera.ui import dock as module

    monkeypatch.setattr(module, "missing_packages", lambda packages: list(packages))
    window = QMainWindow()
    dock = module.SejahteraDock(None, window)
    assert "pandas" in dock.widget().text()
    dock.shut()
