"""Steps inside a real QGIS window: an error must end QGIS, or the virtual screen stays open.

QGIS executes the scripts that import this with `--code`, started by in_window.py.
"""

import json
import os
import time
import traceback
from pathlib import Path

from qgis.core import Qgis, QgsApplication, QgsProject
from qgis.PyQt.QtCore import QTimer
from qgis.PyQt.QtWidgets import QApplication, QDockWidget, QTreeView
from qgis.utils import iface

#: Where pictures and facts are left.
FOLDER = Path(os.environ["SEJAHTERA_FOLDER"])
#: What was seen, for who started the window.
FACTS = {"qgis": Qgis.QGIS_VERSION}
#: So many seconds something may take that is waited for.
TIME_LIMIT = 60


def later(milliseconds, step):
    """Call a step when the window has had time to draw; an error in it ends QGIS with a code."""

    def guarded():
        try:
            step()
        except Exception:
            traceback.print_exc()
            QApplication.primaryScreen().grabWindow(0).save(str(FOLDER / "in-vain.png"))
            os._exit(3)

    QTimer.singleShot(milliseconds, guarded)


def drive(visit, end):
    """Go to the next step of a visit, which yields for how many milliseconds the window shall run by itself.

    Dialogs and menus of QGIS run loops of their own, so nothing may wait for them on the spot.
    """
    pause = next(visit, None)
    if pause is None:
        end()
    else:
        later(pause, lambda: drive(visit, end))


def begin(visit, end=None):
    """Drive a visit when the window is there; at its end the facts are left, and QGIS, unless it ends otherwise."""
    QgsApplication.messageLog().messageReceived.connect(print_error)
    iface.initializationCompleted.connect(lambda: later(500, lambda: drive(visit(), end or ending)))


def print_error(text, tag, _):
    """Print a Python error that QGIS would only log, for who started the window."""
    if tag == "Python error":
        print(text, flush=True)


def ending():
    """Leave the facts, then QGIS."""
    drive(leave(), lambda: None)


def wait_for(condition, what):
    """Wait until something is there; the first true value is returned."""
    start = time.monotonic()
    while time.monotonic() - start < TIME_LIMIT:
        found = condition()
        if found:
            return found
        yield 50
    raise RuntimeError(f"waited in vain for {what}")


def shown(kind, wanted, what):
    """Wait for a window of a class that is seen and wanted."""
    found = lambda: next(  # noqa: E731
        (one for one in QApplication.topLevelWidgets() if isinstance(one, kind) and one.isVisible() and wanted(one)),
        None,
    )
    return (yield from wait_for(found, what))


def picture(widget, name):
    """Save a picture of a widget."""
    QApplication.processEvents()
    widget.grab().save(str(FOLDER / f"{name}.png"))


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


def toolbox():
    """Return the tree of the toolbox and the place of each of our algorithms in it, by group and title."""
    dock = iface.mainWindow().findChild(QDockWidget, "ProcessingToolbox")
    dock.show()
    tree = dock.findChild(QTreeView, "algorithmTree")
    model, found = tree.model(), {}
    for row in range(model.rowCount()):
        branch = model.index(row, 0)
        if str(branch.data()).startswith("Sejahtera"):
            for number in range(model.rowCount(branch)):
                group = model.index(number, 0, branch)
                leaves = [model.index(leaf, 0, group) for leaf in range(model.rowCount(group))]
                found[group.data()] = {leaf.data(): leaf for leaf in leaves}
    return tree, found


def tell():
    """Leave the facts."""
    (FOLDER / "seen.json").write_text(json.dumps(FACTS), encoding="utf-8")


def leave():
    """Leave the facts, and QGIS when it is at rest, without boxes that nobody could answer here."""
    tell()
    QgsProject.instance().clear()
    yield from wait_for(at_rest, "QGIS at rest")
    QgsProject.instance().setDirty(False)
    iface.actionExit().trigger()


def at_rest():
    """Say whether no task is at work and no map being drawn."""
    return not QgsApplication.taskManager().countActiveTasks() and not iface.mapCanvas().isDrawing()
