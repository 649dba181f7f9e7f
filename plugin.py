"""The front door: registers the provider and, where there is a window, the menu and the dock."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import QgsApplication, QgsProject

MENU = "Sejahtera"
ICON = Path(__file__).parent / "resources" / "icons" / "sejahtera.svg"


class SejahteraPlugin:
    """What QGIS loads, with a window or without (`iface` is None in `qgis_process`)."""

    def __init__(self, iface: Any) -> None:
        self.iface = iface
        # what QGIS is given, None as long as it is not there
        self.provider: Any = None
        self.action: Any = None
        self.template_action: Any = None
        self.dock: Any = None
        self.browser: Any = None

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
        from .ui.browser import BrowserProvider

        self.initProcessing()
        self.action = QAction(QIcon(str(ICON)), tr("Welfare index (weighting dock)"), self.iface.mainWindow())
        self.action.setObjectName("sejahtera_dock")
        self.action.setCheckable(True)
        self.action.setToolTip(tr("Build a welfare index and see the map change"))
        self.action.triggered.connect(self.show_dock)
        self.iface.addPluginToVectorMenu(MENU, self.action)
        self.iface.addVectorToolBarIcon(self.action)
        self.template_action = QAction(tr("Add the project template “new study”"), self.iface.mainWindow())
        self.template_action.setObjectName("sejahtera_template")
        self.template_action.setToolTip(tr("Puts a project with groups and steps under “New from Template”"))
        self.template_action.triggered.connect(self.add_template)
        self.iface.addPluginToVectorMenu(MENU, self.template_action)
        # live layers that 0.1.0 saved are taken away before anybody sees them, the dock opened or not
        QgsProject.instance().readProject.connect(self._sweep)
        self._sweep()
        self.browser = BrowserProvider(self.iface)
        QgsApplication.dataItemProviderRegistry().addProvider(self.browser)

    def _sweep(self, *_: Any) -> None:
        from .ui.preview.cache import sweep

        sweep(QgsProject.instance())

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

    def add_template(self) -> None:
        """Put the project template among the user's own and say where it is."""
        from qgis.core import Qgis

        from .language import tr
        from .ui.project_template import add_template

        level = Qgis.MessageLevel.Info
        try:
            path, new = add_template()
        except OSError as error:
            level = Qgis.MessageLevel.Warning
            sentence = tr("The project template cannot be written: {reason}").format(reason=error)
        else:
            template = (
                tr("The template is ready under Project ▸ New from Template: {path}")
                if new
                else tr("The template was there already and stays as it is: {path}")
            )
            sentence = template.format(path=path)
        self.iface.messageBar().pushMessage(MENU, sentence, level)

    def unload(self) -> None:
        """Take everything back."""
        if self.dock is not None:
            self.dock.shut()
            self.iface.removeDockWidget(self.dock)
            self.dock.deleteLater()
            self.dock = None
        if self.action is not None:
            QgsProject.instance().readProject.disconnect(self._sweep)
            self.iface.removeVectorToolBarIcon(self.action)
            for action in (self.action, self.template_action):
                self.iface.removePluginVectorMenu(MENU, action)
                action.deleteLater()
            self.action = self.template_action = None
        if self.browser is not None:
            QgsApplication.dataItemProviderRegistry().removeProvider(self.browser)
            self.browser = None
        if self.provider is not None:
            QgsApplication.processingRegistry().removeProvider(self.provider)
            self.provider = None
