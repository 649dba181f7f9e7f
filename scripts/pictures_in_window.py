"""Run inside the window of QGIS by screenshots.py: take the manual's pictures of the dock, or of dialog and result."""

import os

from qgis.core import QgsProject, QgsVectorLayer
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QTreeView
from qgis.utils import iface, plugins
from steps import FACTS, begin, picture, place_window, toolbox, wait_for

#: Theme and language of the pictures of the dock; without one, those of dialog and result are taken.
VARIANT = os.environ.get("SEJAHTERA_VARIANT")
WATER = ("dimension", "wsh")


def of_dock():
    """Open the dock, the demo, then every page."""
    window = place_window(1250, 820)
    plugin = plugins["sejahtera"]
    plugin.action.trigger()
    dock = plugin.dock
    window.resizeDocks([dock], [340], Qt.Orientation.Horizontal)

    def page(name, widget=dock):
        """Take a picture when the index and the map are there."""
        yield 100
        yield from wait_for(lambda: not dock.session.engine.busy, "the index")
        yield 400
        picture(widget, f"dock-{name}-{VARIANT}")

    yield from page("start")
    dock.start.demo.click()
    session = dock.session
    yield from wait_for(lambda: session.result is not None, "the demo")
    session.scenarios.save("Setara", session.model.draft)
    iface.mapCanvas().setDestinationCrs(session.layer.crs())
    iface.mapCanvas().zoomToFeatureExtent(session.layer.extent())
    indicators, weights, result, _, charts, scenarios = dock.pages
    indicators.tree.setCurrentIndex(indicators.rows.index_of(WATER))
    indicators.rows.set_share(WATER, 0.25)
    yield from wait_for(lambda: not session.engine.busy, "the index")
    indicators.tree.setCurrentIndex(indicators.rows.index_of(("field", "wsh01")))
    iface.layerTreeView().expandAllNodes()
    iface.mapCanvas().waitWhileRendering()
    yield from page("window", window)
    yield from page("indicators")
    for number, name in enumerate(("weights", "result", "profile"), 1):
        dock.show_page(number)
        if dock.pages[number] is result:
            yield from wait_for(lambda: not session.engine.busy, "the index")
            names = session.column("name")
            session.select([unit for unit, text in names.items() if text == "Panularan"])
        yield from page(name)
    dock.show_page(4)
    for kind in ("lorenz", "histogram", "bars", "moran"):
        charts.kind.choose(kind)
        yield 1500 if kind == "moran" else 300
        yield from page(f"charts-{kind}")
    dock.show_page(5)
    yield from wait_for(lambda: not session.engine.busy, "the index")
    scenarios.comparison.tabs.setCurrentIndex(1)
    yield from page("scenarios")
    weights.node.choose("wsh")
    yield from of_judgements(weights, page)
    FACTS["message"] = session.message
    session.set_live(False)
    QgsProject.instance().setDirty(False)


def of_judgements(weights, page):
    """Show judgements that contradict each other."""
    from sejahtera.ui.dialogs.ahp import AhpDialog

    dialog = AhpDialog(list(weights.children().values()), (), iface.mainWindow())
    dialog.show()
    for cell, place in (((0, 1), 4), ((1, 2), 3), ((0, 2), -5)):
        dialog.table.setCurrentCell(*cell)
        dialog.slider.setValue(place)
    yield from page("ahp", dialog)
    dialog.close()


def of_result():
    """Run the index from its dialog in the toolbox; show the result alone on the map."""
    import processing

    window = place_window(1500, 950)
    layer = QgsVectorLayer(os.environ["SEJAHTERA_LAYER"], "Kelurahan", "ogr")
    project = QgsProject.instance()
    project.addMapLayer(layer)
    tree, ours = toolbox()
    tree.collapseAll()
    branch = next(iter(next(iter(ours.values())).values())).parent().parent()
    for index in (branch, *(next(iter(leaves.values())).parent() for leaves in ours.values())):
        tree.expand(index)
    tree.scrollTo(branch, QTreeView.ScrollHint.PositionAtTop)
    yield 1000
    parameters = {
        "INPUT": layer,
        "DEFINITION": os.environ["SEJAHTERA_DEFINITION"],
        "ID_FIELD": "kode",
        "NAME_FIELD": "nama",
        "GROUP_FIELD": "kecamatan",
        "OUTPUT": "TEMPORARY_OUTPUT",
    }
    dialog = processing.createAlgorithmDialog("sejahtera:compositeindex", parameters)
    dialog.resize(1000, 760)
    dialog.move(120, 80)
    dialog.show()
    yield 1000
    picture(dialog, "dialog")
    ended = []
    dialog.algorithmFinished.connect(lambda *_: ended.append(True))
    dialog.runButton().click()
    yield from wait_for(lambda: ended, "the index")
    yield 1500
    dialog.close()
    (result,) = [one for one in project.mapLayers().values() if one.fields().indexOf("index") >= 0]
    project.layerTreeRoot().findLayer(layer.id()).setItemVisibilityChecked(False)
    iface.setActiveLayer(result)
    iface.mapCanvas().setDestinationCrs(result.crs())
    iface.zoomToActiveLayer()
    iface.messageBar().clearWidgets()
    iface.layerTreeView().expandAllNodes()
    yield 3000
    iface.mapCanvas().waitWhileRendering()
    picture(window, "qgis")
    FACTS.update(renderer=result.renderer().type(), features=result.featureCount())


begin(of_dock if VARIANT else of_result)
