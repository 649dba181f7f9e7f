"""Where a mouse event happened, in Qt 5 and Qt 6."""

from __future__ import annotations

from qgis.PyQt.QtCore import QPoint
from qgis.PyQt.QtGui import QMouseEvent


def point_of(event: QMouseEvent) -> QPoint:
    """Return the place within the widget."""
    return event.position().toPoint() if hasattr(event, "position") else event.pos()
