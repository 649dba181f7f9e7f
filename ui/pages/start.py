"""What the dock shows before there is anything to show: what to do first."""

from __future__ import annotations

from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QFrame, QVBoxLayout, QWidget

from ...language import tr
from ..session import Session
from ..widgets.basics import button, wrapped


class StartPage(QWidget):
    """Three steps, and the demo city for those who want to look first."""

    demo_requested = pyqtSignal()
    add_requested = pyqtSignal()
    core_requested = pyqtSignal()
    open_requested = pyqtSignal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        box = QVBoxLayout(self)
        title = wrapped(tr("Build a welfare index"))
        font = title.font()
        font.setPointSizeF(font.pointSizeF() * 1.3)
        font.setBold(True)
        title.setFont(font)
        box.addWidget(title)
        self.layer_step = wrapped()
        box.addWidget(self.layer_step)
        box.addWidget(wrapped(tr("2. Choose the indicators and group them into dimensions.")))
        self.core = button(
            tr("Use the catalogue"),
            self.core_requested.emit,
            tr("Take the fields that the catalogue of indicators knows, with their directions and goalposts"),
        )
        self.add = button(tr("Add indicators…"), self.add_requested.emit)
        self.open = button(tr("Open a definition…"), self.open_requested.emit)
        for widget in (self.core, self.add, self.open):
            box.addWidget(widget)
        box.addWidget(wrapped(tr("3. Move the weights; map, ranks and charts follow.")))
        line = QFrame()
        line.setFrameShape(QFrame.Shape.HLine)
        line.setFrameShadow(QFrame.Shadow.Sunken)
        box.addWidget(line)
        box.addWidget(wrapped(tr("Or look first: a city of 54 kelurahan with synthetic data.")))
        self.demo = button(tr("Open the demo data"), self.demo_requested.emit)
        box.addWidget(self.demo)
        box.addStretch()
        session.layer_changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Say which step is next."""
        layer = self.session.layer
        numbers = any((self.session.model.numeric or {}).values())
        if layer is None:
            text = tr("1. Choose a polygon layer of kelurahan above; its fields hold the indicators.")
        elif not numbers:
            text = tr("1. The layer “{name}” has no numeric field. Join a table of indicators to it first.").format(
                name=layer.name()
            )
        else:
            text = tr("1. Done: the layer is “{name}”.").format(name=layer.name())
        self.layer_step.setText(text)
        for widget in (self.core, self.add):
            widget.setEnabled(layer is not None and numbers)
