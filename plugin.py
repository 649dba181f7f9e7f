"""The front door: registers the provider and, where there is a window, the menu and the dock."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import QgsApplication

MENU = "Sejahtera"
ICON = Path(__file__).parent / "resources" / "icons" / "sejahtera.svg"


class SejahteraPlugin:
    """What QGIS loads, with a window or without (`iface` is None in `qgis_process`)."""

    def __init__(self, iface: Any) -> None:
        self.iface = iface
        self.provider = None
        self.action = None
        self.dock = None

    def initProcessing(self) -> None:
        """Register the provider, once."""
        if self.provider is None:
            from .processing.provider import SejahteraProvider

            self.provider = SejahteraProvider()
            QgsApplication.processingRegistry().addProvider(self.provider)

    def initGui(self) -> None:
        """Register the provider, the menu and the button of the dock; the dock is made when first opened."""
        from qgis.PyQt.QtGui import QIcon
        from qgis.PyQt.QtWidgets import QAction

        from .language import tr

        self.initProcessing()
        self.action = QAction(QIcon(str(ICON)), tr("Welfare index (weighting dock)"), self.iface.mainWindow())
        self.action.setObjectName("sejahtera_dock")
        self.action.setCheckable(True)
        self.action.setToolTip(tr("Build a welfare index and see the map change"))
        self.action.triggered.connect(self.show_dock)
        self.iface.addPluginToVectorMenu(MENU, self.action)
        self.iface.addVectorToolBarIcon(self.action)

    def show_dock(self, shown: bool = True) -> None:
        """Open the dock, or hide it."""
        if self.dock is None:
            if not shown:
                return
            from qgis.PyQt.QtCore import Qt

            from .ui.dock import SejahteraDock

            self.dock = SejahteraDock(self.iface, self.iface.mainWindow())
            self.iface.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, self.dock)
            self.dock.setToggleVisibilityAction(self.action)
        self.dock.setUserVisible(shown)

    def unload(self) -> None:
        """Take everything back."""
        if self.dock is not None:
            self.dock.shut()
            self.iface.removeDockWidget(self.dock)
            self.dock.deleteLater()
            self.dock = None
        if self.action is not None:
            self.iface.removePluginVectorMenu(MENU, self.action)
            self.iface.removeVectorToolBarIcon(self.action)
            self.action.deleteLater()
            self.action = None
        if self.provider is not None:
            QgsApplication.processingRegistry().removeProvider(self.provider)
            self.provider = None
