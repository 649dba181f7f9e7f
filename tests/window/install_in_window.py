"""Run inside the window of QGIS by test_install.py: install the zip as a user does, then look for the plugin.

Plugins ▸ Manage and Install Plugins… ▸ Install from ZIP, the path, the button, the warning; then the toolbox, the
browser, the models and the dock with its demo.
"""

import os
import sys
from pathlib import Path

from qgis.gui import QgsFileWidget
from qgis.PyQt.QtWidgets import QAction, QDialog, QListWidget, QMessageBox, QPushButton
from qgis.utils import active_plugins, iface, plugins
from steps import FACTS, begin, later, picture, place_window, shown, toolbox, wait_for

MODELS = ("modelindex", "modelhotspots", "modelinequality", "modelstudy")


def install():
    """Choose the page of the plugin manager, write the path, press the button, say yes to the warning."""
    later(0, iface.mainWindow().findChild(QAction, "mActionManagePlugins").trigger)
    dialog = yield from shown(QDialog, lambda one: one.objectName() == "QgsPluginManagerBase", "the plugin manager")
    pages = dialog.findChild(QListWidget, "mOptionsListWidget")
    pages.setCurrentRow(next(row for row in range(pages.count()) if "ZIP" in pages.item(row).text()))
    dialog.findChild(QgsFileWidget, "mZipFileWidget").setFilePath(os.environ["SEJAHTERA_ZIP"])
    picture(dialog, "install_from_zip")
    later(0, dialog.findChild(QPushButton, "buttonInstallFromZip").click)
    box = yield from shown(QMessageBox, QMessageBox.isVisible, "the warning")
    later(0, box.button(QMessageBox.StandardButton.Yes).click)
    yield from wait_for(lambda: "sejahtera" in active_plugins, "the plugin")
    yield 500
    picture(dialog, "installed_from_zip")
    later(0, dialog.reject)
    yield from wait_for(lambda: not dialog.isVisible(), "the manager's end")


def browser():
    """Return what our branch of the browser holds."""
    model = iface.browserModel()
    branch = next(
        index for index in (model.index(row, 0) for row in range(model.rowCount())) if index.data() == "Sejahtera"
    )
    model.fetchMore(branch)
    yield from wait_for(lambda: model.rowCount(branch), "our branch of the browser")
    return [model.index(row, 0, branch).data() for row in range(model.rowCount(branch))]


def titles():
    """Open the dialog of each model and return what stands above its help."""
    import processing

    found = []
    for name in MODELS:
        dialog = processing.createAlgorithmDialog(f"sejahtera:{name}", {})
        dialog.show()
        yield from wait_for(dialog.isVisible, name)
        found.append(dialog.algorithm().displayName())
        dialog.close()
    return found


def visit():
    """Install the zip, then look at everything that it brings."""
    FACTS["before"] = "sejahtera" in active_plugins
    window = place_window(1400, 900)
    yield from install()
    FACTS["folder"] = str(Path(sys.modules["sejahtera"].__file__).parent)
    FACTS["toolbox"] = {group: list(leaves) for group, leaves in toolbox()[1].items()}
    FACTS["browser"] = yield from browser()
    FACTS["models"] = yield from titles()
    plugin = plugins["sejahtera"]
    plugin.action.trigger()
    yield from wait_for(lambda: plugin.dock is not None and plugin.dock.isVisible(), "the dock")
    plugin.dock.start.demo.click()
    session = plugin.dock.session
    yield from wait_for(lambda: session.result is not None and not session.engine.busy, "the demo's index")
    FACTS["units"] = len(session.result.units)
    picture(window, "after_the_zip")
    session.set_live(False)


begin(visit)
