"""A dock in a window of its own, over small real layers.

QGIS is imported where it is used: the tests that need Qt alone run under PyQt6 without it.
"""

import pytest
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QMainWindow
from sejahtera.analysis.indices.definition.draft import Draft
from sejahtera.analysis.indices.definition.flat import definition_from_rows

NAMES = ["Bumi", "Jajar", "Mojo", "Sewu", "Tipes", "Kauman", "Kerten", "Pajang", "Sumber"]
ROWS = [("air", "Water", "+", 1), ("san", "Water", "-", 1), ("inc", "Income", "+", 1)]
VALUES = {
    "air": [10.0, 20.0, 30.0, 40.0, 50.0, 60.0, 70.0, 80.0, 95.0],
    "san": [9.0, 3.0, 7.0, 1.0, 5.0, 8.0, 2.0, 6.0, 4.0],
    "inc": [3.0, 9.0, 1.0, 5.0, 8.0, 2.0, 7.0, 4.0, 6.5],
}


class Messages:
    """A message bar that remembers."""

    def __init__(self):
        self.texts = []

    def pushMessage(self, title, text, level):  # noqa: N802, ARG002
        self.texts.append(text)


class Window:
    """What the dock asks of QGIS's interface, with a real window and a real canvas."""

    def __init__(self):
        from qgis.core import QgsProject
        from qgis.gui import QgsLayerTreeMapCanvasBridge, QgsMapCanvas

        self.window = QMainWindow()
        self.canvas = QgsMapCanvas(self.window)
        self.window.setCentralWidget(self.canvas)
        self.window.resize(1000, 800)
        root = QgsProject.instance().layerTreeRoot()
        self.bridge = QgsLayerTreeMapCanvasBridge(root, self.canvas, self.canvas)
        self.messages = Messages()

    def mainWindow(self):  # noqa: N802
        return self.window

    def mapCanvas(self):  # noqa: N802
        return self.canvas

    def messageBar(self):  # noqa: N802
        return self.messages


@pytest.fixture
def provider(qgis_processing):
    """Register our provider for one test."""
    from qgis.core import QgsApplication
    from sejahtera.processing.provider import SejahteraProvider

    provider = SejahteraProvider()
    QgsApplication.processingRegistry().addProvider(provider)
    yield provider
    QgsApplication.processingRegistry().removeProvider(provider)


@pytest.fixture
def draft():
    """Return an index of three indicators in two dimensions."""
    return Draft(definition_from_rows(ROWS, name="Test index"))


def city(**more):
    """Return a layer of nine squares with names, two groups, three indicators and more columns."""
    from ..builders import grid_layer

    return grid_layer({"nama": NAMES, "kecamatan": list("aaaabbbbb"), **VALUES, **more})


@pytest.fixture
def settle(qtbot):
    """Return a function that waits until a session has computed."""
    from qgis.core import QgsApplication

    def wait(session):
        qtbot.waitUntil(lambda: not session.engine.busy, timeout=10_000)
        QgsApplication.processEvents()
        return session.result

    return wait


@pytest.fixture
def session(qgis_new_project):
    """Return a session on an empty project."""
    from qgis.core import QgsProject
    from sejahtera.ui.session import Session

    session = Session(QgsProject.instance())
    yield session
    session.close()
    session.deleteLater()


@pytest.fixture
def working(session, draft, settle):
    """Return a session with a layer and an index that has been computed."""
    from qgis.core import QgsProject

    city_layer = city()
    QgsProject.instance().addMapLayer(city_layer)
    session.set_layer(city_layer)
    session.model.edit(draft)
    assert settle(session) is not None
    return session


@pytest.fixture
def dock(qtbot, qgis_new_project, provider):
    """Return a dock in a window that is shown."""
    from qgis.core import QgsProject
    from sejahtera.ui.dock import SejahteraDock

    window = Window()
    dock = SejahteraDock(window, window.window)
    window.window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, dock)
    window.window.show()
    qtbot.waitExposed(window.window)
    yield dock
    dock.shut()
    QgsProject.instance().clear()
    window.window.close()
    window.window.deleteLater()


@pytest.fixture
def at_work(dock, draft, settle):
    """Return a dock with a layer and an index that has been computed."""
    from qgis.core import QgsProject

    city_layer = city()
    QgsProject.instance().addMapLayer(city_layer)
    dock.session.set_layer(city_layer)
    dock.session.model.edit(draft)
    settle(dock.session)
    return dock
