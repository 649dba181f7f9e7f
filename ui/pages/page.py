"""What all pages have in common."""

from __future__ import annotations

from qgis.PyQt.QtGui import QShowEvent
from qgis.PyQt.QtWidgets import QVBoxLayout, QWidget

from ...cartography.base.cards import unit_names_of
from ...language import KELURAHAN, naming_units
from ..session import Session


class Page(QWidget):
    """A page of the dock. It is brought up to date when it is seen, not before."""

    TITLE = ""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self._stale = True
        self.box = QVBoxLayout(self)
        self.box.setContentsMargins(4, 4, 4, 4)
        self.box.setSpacing(4)
        self.build()
        session.result_changed.connect(self.update_soon)
        session.layer_changed.connect(self.update_soon)
        session.model.changed.connect(self.model_changed)

    def build(self) -> None:
        """Make the widgets."""
        raise NotImplementedError

    def refresh(self) -> None:
        """Show the state of the session."""
        raise NotImplementedError

    def model_changed(self) -> None:
        """Hear of an edit; most pages wait for its result."""

    def update_soon(self) -> None:
        """Refresh now if the page is seen, otherwise when it comes to be."""
        if self.isVisible():
            self._catch_up()
        else:
            self._stale = True

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up."""
        super().showEvent(event)
        if self._stale:
            self._catch_up()

    def _catch_up(self) -> None:
        """Refresh, with units called as the layer calls them."""
        self._stale = False
        layer = self.session.layer
        with naming_units(KELURAHAN if layer is None else unit_names_of(layer)):
            self.refresh()
