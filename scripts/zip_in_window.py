"""Run inside the window of QGIS, started by install_zip.py: install the zip as a user does, then look for the plugin.

Plugins ▸ Manage and Install Plugins… ▸ Install from ZIP, the path, the button, the warning; then the toolbox and the
dock with its demo. QGIS executes this file with `--code`; it must end QGIS in any case.
"""

import json
import os
import sys
from pathlib import Path

from qgis.core import Qgis
from qgis.gui import QgsFileWidget
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import (
    QAction,
    QApplication,
    QDockWidget,
    QListWidget,
    QMessageBox,
    QPushButton,
)
from qgis.utils import active_plugins, iface, plugins

sys.path.append(os.environ["SEJAHTERA_SCRIPTS"])
from window_steps import later, leave, place_window

PICTURES = Path(os.environ["SEJAHTERA_PICTURES"])
ZIP = os.environ["SEJAHTERA_ZIP"]
FACTS = {"qgis": Qgis.QGIS_VERSION, "before": "sejahtera" in active_plugins}


def toolbox():
    """Return the names of our algorithms in the toolbox's tree."""
    window = iface.mainWindow()
    dock = window.findChild(QDockWidget, "ProcessingToolbox")
    dock.show()
    model = dock.findChild(object, "algorithmTree").model()
    found = {}
    for row in range(model.rowCount()):
        branch = model.index(row, 0)
        if str(branch.data()).startswith("Sejahtera"):
            for group in range(model.rowCount(branch)):
                index = model.index(group, 0, branch)
                leaves = [model.index(leaf, 0, index).data() for leaf in range(model.rowCount(index))]
                found[index.data()] = leaves
    return found


def browser():
    """Return what our branch of the browser holds."""
    model = iface.browserModel()
    tops = [model.index(row, 0) for row in range(model.rowCount())]
    branch = next(index for index in tops if index.data() == "Sejahtera")
    model.fetchMore(branch)
    QTest.qWait(300)
    return [model.index(row, 0, branch).data() for row in range(model.rowCount(branch))]


def models():
    """Open the dialog of each model and return what stands above its help."""
    import processing

    titles = []
    for name in ("modelindex", "modelhotspots", "modelinequality", "modelstudy"):
        dialog = processing.createAlgorithmDialog(f"sejahtera:{name}", {})
        dialog.show()
        QTest.qWait(200)
        titles.append(dialog.algorithm().displayName())
        dialog.close()
    return titles


def start():
    """Open the plugin manager from its menu; it is modal, so the next step waits for it."""
    place_window(1400, 900)
    later(1500, in_manager)
    iface.mainWindow().findChild(QAction, "mActionManagePlugins").trigger()


def manager():
    """Return the window of the plugin manager."""
    return next(
        widget
        for widget in QApplication.topLevelWidgets()
        if widget.objectName() == "QgsPluginManagerBase" and widget.isVisible()
    )


def in_manager():
    """Choose the page, write the path, press the button."""
    dialog = manager()
    pages = dialog.findChild(QListWidget, "mOptionsListWidget")
    rows = [pages.item(row).text() for row in range(pages.count())]
    page = next(row for row, text in enumerate(rows) if "ZIP" in text)
    FACTS["page"] = rows[page]
    pages.setCurrentRow(page)
    QTest.qWait(300)
    dialog.findChild(QgsFileWidget, "mZipFileWidget").setFilePath(ZIP)
    button = dialog.findChild(QPushButton, "buttonInstallFromZip")
    FACTS["button"] = button.text()
    dialog.grab().save(str(PICTURES / "install_from_zip.png"))
    later(1000, lambda: accept_warning(3))
    later(200, button.click)
    later(6000, leave_manager)


def accept_warning(tries):
    """Say yes to the question that QGIS asks before it trusts a zip."""
    boxes = [widget for widget in QApplication.topLevelWidgets() if isinstance(widget, QMessageBox)]
    for box in boxes:
        if box.isVisible():
            FACTS["warning"] = box.text()
            box.button(QMessageBox.StandardButton.Yes).click()
            return
    if tries:
        later(500, lambda: accept_warning(tries - 1))


def leave_manager():
    """Note what the manager says, close it."""
    dialog = manager()
    bar = dialog.findChild(object, "msgBar")
    item = bar.currentItem() if bar is not None else None
    FACTS["message"] = item.text() if item is not None else ""
    dialog.grab().save(str(PICTURES / "installed_from_zip.png"))
    later(500, look)
    dialog.reject()


def look():
    """Look at toolbox and dock, start the demo of the dock."""
    FACTS["active"] = "sejahtera" in active_plugins
    FACTS["folder"] = str(Path(sys.modules["sejahtera"].__file__).parent)
    FACTS["toolbox"] = toolbox()
    FACTS["browser"], FACTS["models"] = browser(), models()
    plugin = plugins["sejahtera"]
    plugin.action.trigger()
    QTest.qWait(500)
    plugin.dock.start.demo.click()
    session = plugin.dock.session
    while session.engine.busy or session.result is None:
        QTest.qWait(50)
    QTest.qWait(1000)
    FACTS["units"] = len(session.result.units)
    FACTS["dock"] = plugin.dock.isVisible()
    iface.mainWindow().grab().save(str(PICTURES / "after_the_zip.png"))
    session.set_live(False)
    (PICTURES / "seen.json").write_text(json.dumps(FACTS), encoding="utf-8")
    leave()


iface.initializationCompleted.connect(lambda: later(500, start))
