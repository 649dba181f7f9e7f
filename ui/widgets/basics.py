"""Labels, buttons and scroll areas as all pages use them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QLabel, QPushButton, QScrollArea, QSizePolicy, QWidget


def wrapped(text: str = "", faint: bool = False) -> QLabel:
    """Return a label whose text wraps, in italics where it is `faint`."""
    label = QLabel(text)
    label.setWordWrap(True)
    label.setMinimumWidth(60)
    if faint:
        font = label.font()
        font.setItalic(True)
        label.setFont(font)
    return label


def button(text: str, slot: Callable[[], Any], tip: str = "") -> QPushButton:
    """Return a push button that does something; `&` marks its key."""
    made = QPushButton(text)
    made.setMinimumWidth(20)
    made.setToolTip(tip)
    made.clicked.connect(lambda *_: slot())
    return made


def scrolled(content: QWidget) -> QScrollArea:
    """Return a scroll area around a widget, scrolling up and down only."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QScrollArea.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    content.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    area.setWidget(content)
    return area
