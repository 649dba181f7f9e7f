"""Steps inside a real QGIS window: an error must end QGIS, or the virtual screen stays open."""

import os
import traceback

from qgis.core import QgsProject
from qgis.PyQt.QtCore import QTimer
from qgis.PyQt.QtWidgets import QDockWidget
from qgis.utils import iface


def guarded(step):
    """Return the step so that an error ends QGIS with a code instead of leaving the window open."""

    def run(*arguments):
        try:
            step(*arguments)
        except Exception:
            traceback.print_exc()
            os._exit(3)

    return run


def later(milliseconds, step):
    """Call a step when the window has had time to draw."""
    QTimer.singleShot(milliseconds, guarded(step))


def place_window(width, height):
    """Put the window into the corner of the screen, without the browser panels; return it."""
    window = iface.mainWindow()
    window.showNormal()
    window.move(0, 0)
    window.resize(width, height)
    for name in ("Browser", "Browser2"):
        dock = window.findChild(QDockWidget, name)
        if dock:
            dock.hide()
    return window


def leave():
    """End QGIS without the box about temporary layers that nobody could answer here."""
    QgsProject.instance().clear()
    QgsProject.instance().setDirty(False)
    iface.actionExit().trigger()
