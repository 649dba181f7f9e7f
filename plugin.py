"""The front door: registers the provider and, where there is a window, the menu and the dock."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsApplication


class SejahteraPlugin:
    """What QGIS loads, with a window or without (`iface` is None in `qgis_process`)."""

    def __init__(self, iface: Any) -> None:
        self.iface = iface
        self.provider = None

    def initProcessing(self) -> None:
        """Register the provider, once."""
        if self.provider is None:
            from .processing.provider import SejahteraProvider

            self.provider = SejahteraProvider()
            QgsApplication.processingRegistry().addProvider(self.provider)

    def initGui(self) -> None:
        """Register the provider and what belongs to a window."""
        self.initProcessing()

    def unload(self) -> None:
        """Take everything back."""
        if self.provider is not None:
            QgsApplication.processingRegistry().removeProvider(self.provider)
            self.provider = None
