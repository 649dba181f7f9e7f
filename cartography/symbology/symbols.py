"""Fill symbols of QGIS's own kind, sizes in millimetres."""

from __future__ import annotations

from qgis.core import (
    QgsFillSymbol,
    QgsGeometryGeneratorSymbolLayer,
    QgsLinePatternFillSymbolLayer,
    QgsLineSymbol,
    QgsSymbol,
    QgsUnitTypes,
    QgsVectorLayer,
    QgsWkbTypes,
)
from qgis.PyQt.QtGui import QColor

from .palettes import GROUND, GROUP_OUTLINE, HATCH, OUTLINE

UNIT_WIDTH = 0.13
GROUP_WIDTH = 0.45


def class_symbol(layer: QgsVectorLayer, colour: str, hatched: bool = False) -> QgsSymbol:
    """Return the symbol of a class, hatched where there is no value, for any geometry."""
    if layer.geometryType() != QgsWkbTypes.GeometryType.PolygonGeometry:
        symbol = QgsSymbol.defaultSymbol(layer.geometryType())
        symbol.setColor(QColor(colour))
        return symbol
    symbol = QgsFillSymbol.createSimple({"color": colour, "outline_color": OUTLINE, "outline_width": str(UNIT_WIDTH)})
    if hatched:
        symbol.appendSymbolLayer(_hatch())
    return symbol


def outline_symbol(colour: str, width: float) -> QgsFillSymbol:
    """Return a polygon symbol that draws its border alone."""
    return QgsFillSymbol.createSimple(
        {"style": "no", "outline_color": colour, "outline_width": str(width), "joinstyle": "round"}
    )


def ground_symbol(factor: float) -> QgsFillSymbol:
    """Return the fill of the larger area in a locator."""
    return QgsFillSymbol.createSimple(
        {"color": GROUND, "outline_color": GROUP_OUTLINE, "outline_width": str(0.18 * factor)}
    )


def closed_outline_symbol(colour: str, width: float, gap: float) -> QgsFillSymbol:
    """Return a border that passes over slivers and overlaps narrower than twice `gap`.

    A merging renderer hands over geometries in the map's projection, so `gap` is in its units.
    """
    closing = QgsGeometryGeneratorSymbolLayer.create(
        {"geometryModifier": f"buffer(buffer($geometry, {gap!r}), -{gap!r})", "SymbolType": "Fill"}
    )
    closing.setSubSymbol(outline_symbol(colour, width))
    symbol = QgsFillSymbol()
    symbol.changeSymbolLayer(0, closing)
    return symbol


def _hatch() -> QgsLinePatternFillSymbolLayer:
    hatch = QgsLinePatternFillSymbolLayer()
    hatch.setSubSymbol(QgsLineSymbol.createSimple({"line_color": HATCH, "line_width": "0.15"}))
    hatch.setLineAngle(45)
    hatch.setDistance(1.2)
    hatch.setDistanceUnit(QgsUnitTypes.RenderUnit.RenderMillimeters)
    return hatch
