"""The typeface of maps: Arial, or what measures like it."""

from __future__ import annotations

from functools import cache

from qgis.core import QgsFontUtils
from qgis.PyQt.QtGui import QFont

_FAMILIES = ("Arial", "Liberation Sans", "Arimo", "Helvetica", "Open Sans", "DejaVu Sans")


@cache
def font_family() -> str:
    """Return the first family that is installed; where none is, the system's default."""
    for family in _FAMILIES:
        if QgsFontUtils.fontFamilyOnSystem(family):
            return family
    return QFont().defaultFamily()


def font(size: float, bold: bool = False, italic: bool = False) -> QFont:
    """Return a font of a size in points."""
    chosen = QFont(font_family())
    chosen.setPointSizeF(size)
    chosen.setBold(bold)
    chosen.setItalic(italic)
    return chosen
