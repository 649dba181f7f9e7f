"""Groups of a page that can be folded."""

from __future__ import annotations

from qgis.gui import QgsCollapsibleGroupBox
from qgis.PyQt.QtWidgets import QVBoxLayout, QWidget


def folded(title: str, panel: QWidget, collapsed: bool = True) -> QgsCollapsibleGroupBox:
    """Return a group around a panel that can be folded, and is where it is `collapsed`."""
    group = QgsCollapsibleGroupBox(title)
    inner = QVBoxLayout(group)
    inner.setContentsMargins(6, 2, 2, 2)
    inner.addWidget(panel)
    group.setCollapsed(collapsed)
    return group
