"""Steps inside a real QGIS window: an error must end QGIS, or the virtual screen stays open."""

import os
import time
import traceback

from qgis.core import QgsProject
from qgis.PyQt.QtCore import QTimer
from qgis.PyQt.QtWidgets import QDockWidget
from qgis.utils import iface

#: So many seconds something may take that is waited for.
TIME_LIMIT = 60


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


def drive(visit, end):
    """Go to the next step of a visit, which yields for how many milliseconds the window shall run by itself.

    Dialogs and menus of QGIS run loops of their own, so nothing may wait for them on the spot.
    """
    pause = next(visit, None)
    if pause is None:
        end()
    else:
        later(pause, lambda: drive(visit, end))


def wait_for(condition, what):
    """Wait until something is there; the first true value is returned."""
    start = time.monotonic()
    while time.monotonic() - start < TIME_LIMIT:
        found = condition()
        if found:
            return found
        yield 50
    raise RuntimeError(f"waited in vain for {what}")


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
