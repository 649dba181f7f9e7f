"""Run inside the window of QGIS, started by screenshots.py: run the index from its dialog, take pictures.

QGIS executes this file with `--code`; it must end QGIS in any case, or the virtual screen stays open.
"""

import json
import os
import sys
from pathlib import Path

from qgis.core import QgsApplication, QgsProject, QgsVectorLayer
from qgis.PyQt.QtWidgets import QApplication, QDockWidget, QTreeView
from qgis.utils import iface, reloadPlugin

sys.path.append(os.environ["SEJAHTERA_SCRIPTS"])
from window_steps import later, leave, place_window

PICTURES = Path(os.environ["SEJAHTERA_PICTURES"])
ALGORITHM = "sejahtera:compositeindex"


class Visit:
    """The steps of one visit, each starting the next."""

    def start(self):
        """Reload the plugin as its developers do, show the layer and the toolbox."""
        for _ in range(2):
            reloadPlugin("sejahtera")
        window = place_window(1500, 950)
        self.layer = QgsVectorLayer(os.environ["SEJAHTERA_LAYER"], "Kelurahan", "ogr")
        QgsProject.instance().addMapLayer(self.layer)
        toolbox = window.findChild(QDockWidget, "ProcessingToolbox")
        toolbox.show()
        tree = toolbox.findChild(QTreeView)
        self.show_group(tree)
        later(1000, self.open_dialog)

    def show_group(self, tree):
        """Open the branch of Sejahtera in the toolbox."""
        model = tree.model()
        tree.collapseAll()
        for row in range(model.rowCount()):
            branch = model.index(row, 0)
            if str(branch.data()).startswith("Sejahtera"):
                tree.expand(branch)
                for group in range(model.rowCount(branch)):
                    tree.expand(model.index(group, 0, branch))
                tree.scrollTo(branch, QTreeView.ScrollHint.PositionAtTop)

    def open_dialog(self):
        """Open the dialog of the composite index, filled in."""
        import processing

        parameters = {
            "INPUT": self.layer,
            "DEFINITION": os.environ["SEJAHTERA_DEFINITION"],
            "ID_FIELD": "kode",
            "NAME_FIELD": "nama",
            "GROUP_FIELD": "kecamatan",
            "OUTPUT": "TEMPORARY_OUTPUT",
        }
        self.dialog = processing.createAlgorithmDialog(ALGORITHM, parameters)
        self.dialog.resize(1000, 760)
        self.dialog.move(120, 80)
        self.dialog.show()
        later(1000, self.run)

    def run(self):
        """Press Run."""
        self.dialog.grab().save(str(PICTURES / "dialog.png"))
        self.dialog.algorithmFinished.connect(lambda *_: later(1500, self.show_result))
        self.dialog.runButton().click()

    def show_result(self):
        """Show the result alone on the map."""
        self.dialog.close()
        layers = [layer for layer in QgsProject.instance().mapLayers().values() if layer != self.layer]
        (self.result,) = [layer for layer in layers if layer.fields().indexOf("index") >= 0]
        root = QgsProject.instance().layerTreeRoot()
        root.findLayer(self.layer.id()).setItemVisibilityChecked(False)
        iface.setActiveLayer(self.result)
        iface.mapCanvas().setDestinationCrs(self.result.crs())
        iface.zoomToActiveLayer()
        iface.messageBar().clearWidgets()
        iface.layerTreeView().expandAllNodes()
        later(3000, self.finish)

    def finish(self):
        """Take the picture of the window, note what was seen, and leave QGIS."""
        iface.mapCanvas().waitWhileRendering()
        QApplication.processEvents()
        iface.mainWindow().grab().save(str(PICTURES / "qgis.png"))
        providers = QgsApplication.processingRegistry().providers()
        ours = [provider for provider in providers if provider.id() == "sejahtera"]
        facts = {
            "providers": len(ours),
            "algorithms": len(ours[0].algorithms()),
            "features": self.result.featureCount(),
            "renderer": self.result.renderer().type(),
            "legend": [item.label() for item in self.result.renderer().legendSymbolItems()],
        }
        (PICTURES / "seen.json").write_text(json.dumps(facts), encoding="utf-8")
        leave()


visit = Visit()
iface.initializationCompleted.connect(lambda: later(500, visit.start))
