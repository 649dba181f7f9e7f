"""Run inside the window of QGIS, started by screenshots.py: take a picture of each page of the dock.

QGIS executes this file with `--code`; it must end QGIS in any case, or the virtual screen stays open.
"""

import json
import os
import sys
from pathlib import Path

from qgis.core import QgsProject
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication
from qgis.utils import iface, plugins

sys.path.append(os.environ["SEJAHTERA_SCRIPTS"])
from window_steps import later, leave, place_window

PICTURES = Path(os.environ["SEJAHTERA_PICTURES"])
VARIANT = os.environ["SEJAHTERA_VARIANT"]
WIDTH = int(os.environ.get("SEJAHTERA_WIDTH", "340"))
WATER = ("dimension", "wsh")


def picture(widget, name):
    """Save a picture of a widget."""
    QTest.qWait(150)
    QApplication.processEvents()
    widget.grab().save(str(PICTURES / f"dock-{name}-{VARIANT}.png"))


def settle(session):
    """Wait until the index and the map are there."""
    QTest.qWait(100)
    while session.engine.busy:
        QTest.qWait(20)
    QTest.qWait(400)


def visit():
    """Open the dock, the demo, then every page."""
    window = place_window(1250, 820)
    plugin = plugins["sejahtera"]
    plugin.action.trigger()
    dock = plugin.dock
    window.resizeDocks([dock], [WIDTH], Qt.Orientation.Horizontal)
    QTest.qWait(500)
    picture(dock, "start")
    dock.start.demo.click()
    session = dock.session
    settle(session)
    session.scenarios.save("Setara", session.model.draft)
    iface.mapCanvas().setDestinationCrs(session.layer.crs())
    iface.mapCanvas().zoomToFeatureExtent(session.layer.extent())
    indicators, weights, result, profile, charts, scenarios = dock.pages
    indicators.tree.setCurrentIndex(indicators.rows.index_of(WATER))
    indicators.rows.set_share(WATER, 0.25)
    settle(session)
    indicators.tree.setCurrentIndex(indicators.rows.index_of(("field", "wsh01")))
    iface.layerTreeView().expandAllNodes()
    iface.mapCanvas().waitWhileRendering()
    picture(window, "window")
    picture(dock, "indicators")
    for number, (page, name) in enumerate(
        ((weights, "weights"), (result, "result"), (profile, "profile")), 1
    ):
        dock.show_page(number)
        settle(session)
        if page is result:
            names = session.column("name")
            session.select([unit for unit, text in names.items() if text == "Panularan"])
        picture(dock, name)
    dock.show_page(4)
    for kind in ("lorenz", "histogram", "bars", "moran"):
        charts.kind.choose(kind)
        QTest.qWait(1500 if kind == "moran" else 300)
        picture(dock, f"charts-{kind}")
    dock.show_page(5)
    settle(session)
    scenarios.comparison.tabs.setCurrentIndex(1)
    picture(dock, "scenarios")
    weights.node.choose("wsh")
    picture_of_ahp(weights)
    facts = {"units": len(session.result.units), "message": session.message}
    (PICTURES / "seen.json").write_text(json.dumps(facts), encoding="utf-8")
    session.set_live(False)
    QgsProject.instance().setDirty(False)
    leave()


def picture_of_ahp(weights):
    """Show judgements that contradict each other."""
    from sejahtera.ui.dialogs.ahp import AhpDialog

    dialog = AhpDialog(list(weights.children().values()), (), iface.mainWindow())
    dialog.show()
    for cell, place in (((0, 1), 4), ((1, 2), 3), ((0, 2), -5)):
        dialog.table.setCurrentCell(*cell)
        dialog.slider.setValue(place)
    picture(dialog, "ahp")
    dialog.close()


iface.initializationCompleted.connect(lambda: later(500, visit))
