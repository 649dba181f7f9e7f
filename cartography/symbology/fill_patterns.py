"""Patterns of fills in QGIS's own symbol layers, sizes in millimetres."""

from __future__ import annotations

from qgis.core import (
    QgsFillSymbol,
    QgsLinePatternFillSymbolLayer,
    QgsLineSymbol,
    QgsMarkerSymbol,
    QgsPointPatternFillSymbolLayer,
    QgsUnitTypes,
)

from .palettes import OUTLINE
from .symbols import UNIT_WIDTH

INK, PAPER = "#202020", 1.0


def flat(lightness: float) -> QgsFillSymbol:
    """Return a grey of a lightness from 0, black, to 1, white, with the outline of units."""
    grey = f"{round(255 * lightness):02x}"
    return QgsFillSymbol.createSimple(
        {"color": f"#{grey * 3}", "outline_color": OUTLINE, "outline_width": str(UNIT_WIDTH)}
    )


def lines(angle: float, distance: float, width: float, colour: str = INK) -> QgsLinePatternFillSymbolLayer:
    """Return parallel lines."""
    pattern = QgsLinePatternFillSymbolLayer()
    pattern.setSubSymbol(QgsLineSymbol.createSimple({"line_color": colour, "line_width": str(width)}))
    pattern.setLineAngle(angle)
    pattern.setDistance(distance)
    pattern.setDistanceUnit(QgsUnitTypes.RenderUnit.RenderMillimeters)
    return pattern


def dots(distance: float, size: float, colour: str = INK) -> QgsPointPatternFillSymbolLayer:
    """Return dots in staggered rows."""
    return _points({"name": "circle", "color": colour, "outline_style": "no", "size": str(size)}, distance)


def signs(name: str, size: float, distance: float) -> QgsPointPatternFillSymbolLayer:
    """Return open signs of QGIS's own, as `cross2` or `circle`, in staggered rows."""
    properties = {"name": name, "color": "#ffffff", "outline_color": INK, "outline_width": "0.15"}
    return _points({**properties, "size": str(size)}, distance)


def _points(marker: dict[str, str], distance: float) -> QgsPointPatternFillSymbolLayer:
    pattern = QgsPointPatternFillSymbolLayer()
    pattern.setSubSymbol(QgsMarkerSymbol.createSimple(marker))
    pattern.setDistanceX(distance)
    pattern.setDistanceY(distance)
    pattern.setDisplacementX(distance / 2)
    return pattern
