"""Maps for photocopiers: the classes of a style in greys, or in hatches from open to dense."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from qgis.core import (
    QgsCategorizedSymbolRenderer,
    QgsFillSymbol,
    QgsLinePatternFillSymbolLayer,
    QgsLineSymbol,
    QgsPointPatternFillSymbolLayer,
    QgsRendererCategory,
    QgsRuleBasedRenderer,
    QgsSymbol,
    QgsUnitTypes,
    QgsVectorLayer,
)
from qgis.PyQt.QtGui import QColor

from ..analysis.messages import mark
from ..analysis.registers import Method, Register
from .palettes import NO_DATA, OUTLINE
from .symbols import UNIT_WIDTH

_INK = "#202020"
#: Lightness of the greys from the worst class to the best.
_DARKEST, _LIGHTEST = 0.22, 0.97
#: Distance in mm between the lines of a hatch, and how thick these are, from the worst class to the best.
_DENSEST, _OPENEST = 0.6, 3.4
_THICKEST, _THINNEST = 0.34, 0.16


def grey_symbol(level: float, width: float) -> QgsFillSymbol:
    """Return a fill from dark (level 0, the worst) to light (1)."""
    grey = round(255 * (_DARKEST + level * (_LIGHTEST - _DARKEST)))
    return _flat(f"#{grey:02x}{grey:02x}{grey:02x}", width)


def hatch_symbol(level: float, width: float) -> QgsFillSymbol:
    """Return lines from dense (level 0, the worst) to open; neighbouring classes lean to other sides."""
    symbol = _flat("#ffffff", width)
    step, thickness = round(level * 12), _THINNEST + (1 - level) * (_THICKEST - _THINNEST)
    for angle in (45, 135) if level < 0.2 else (45 if step % 2 else 135,):
        lines = QgsLinePatternFillSymbolLayer()
        lines.setSubSymbol(QgsLineSymbol.createSimple({"line_color": _INK, "line_width": str(thickness)}))
        lines.setLineAngle(angle)
        lines.setDistance(_DENSEST * (_OPENEST / _DENSEST) ** level)
        lines.setDistanceUnit(QgsUnitTypes.RenderUnit.RenderMillimeters)
        symbol.appendSymbolLayer(lines)
    return symbol


INKS = Register(
    mark("ink"),
    [
        Method("colour", mark("Colours of the style")),
        Method("grey", mark("Greys"), grey_symbol),
        Method("hatch", mark("Hatches in black on white"), hatch_symbol),
    ],
)


def ink(layer: QgsVectorLayer, code: str) -> None:
    """Draw the classes of a polygon layer in greys or hatches; the reddest end of the legend is darkest.

    Only renderers of classes are changed. Units without data are dotted.
    """
    draw, renderer = INKS[code].function, layer.renderer()
    if draw is None:
        return
    if isinstance(renderer, QgsCategorizedSymbolRenderer):
        known = renderer.categories()  # its symbols live as long as this list
        symbols = _inked([one.symbol() for one in known], draw)
        categories = [
            QgsRendererCategory(one.value(), symbol, one.label(), one.renderState())
            for one, symbol in zip(known, symbols)
        ]
        layer.setRenderer(QgsCategorizedSymbolRenderer(renderer.classAttribute(), categories))
    elif isinstance(renderer, QgsRuleBasedRenderer):
        copy = renderer.clone()
        rules = [rule for rule in copy.rootRule().children() if rule.symbol() is not None]
        for rule, symbol in zip(rules, _inked([rule.symbol() for rule in rules], draw)):
            rule.setSymbol(symbol)
        layer.setRenderer(copy)


def _inked(symbols: Sequence[QgsSymbol], draw: Callable[[float, float], QgsFillSymbol]) -> list[QgsSymbol]:
    """Return new symbols for the classes of a legend."""
    if not all(isinstance(symbol, QgsFillSymbol) for symbol in symbols):
        return [symbol.clone() for symbol in symbols]
    counted = [symbol.color() for symbol in symbols if symbol.color().name() != NO_DATA]
    last = max(len(counted) - 1, 1)
    worst_first = len(counted) > 1 and _redness(counted[0]) > _redness(counted[-1])
    drawn, place = [], 0
    for symbol in symbols:
        if symbol.color().name() == NO_DATA:
            drawn.append(_dotted())
            continue
        level = place / last
        drawn.append(draw(level if worst_first else 1 - level, UNIT_WIDTH))
        place += 1
    return drawn


def _redness(colour: QColor) -> int:
    return colour.red() - colour.blue()


def _flat(colour: str, width: float) -> QgsFillSymbol:
    return QgsFillSymbol.createSimple(
        {"color": colour, "outline_color": OUTLINE, "outline_width": str(width)}
    )


def _dotted() -> QgsFillSymbol:
    """Return the fill of units without data."""
    symbol = _flat("#ffffff", UNIT_WIDTH)
    dots = QgsPointPatternFillSymbolLayer()
    dots.setDistanceX(1.6)
    dots.setDistanceY(1.6)
    dots.setDisplacementX(0.8)
    marker = dots.subSymbol()
    marker.setSize(0.35)
    marker.setColor(QColor(_INK))
    symbol.appendSymbolLayer(dots)
    return symbol
