"""Maps for photocopiers: the classes of a style in greys, or in hatches on white.

What a class looks like follows from its meaning (`schemes`), never from its place in the legend: a sequence
grows darker towards the worst; of a divergence the worse side is plain or lined and the better side dotted,
both darker away from the middle; kinds without order have patterns of their own; two variables cross. The
ground stays empty, and units without a class have signs that no class has.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from qgis.core import (
    QgsCategorizedSymbolRenderer,
    QgsFeatureRenderer,
    QgsFillSymbol,
    QgsGraduatedSymbolRenderer,
    QgsRuleBasedRenderer,
    QgsSymbol,
    QgsSymbolLayer,
    QgsVectorLayer,
    QgsWkbTypes,
)
from qgis.PyQt.QtGui import QColor

from ...analysis.core.messages import mark
from ...analysis.core.registers import Method, Register
from ..symbology.fill_patterns import INK, PAPER, dots, flat, lines, signs
from ..symbology.schemes import Bivariate, Diverging, Gap, Meaning, Qualitative, Sequential
from .apply_style import classes_of

#: Lightness of the greys of a sequence from the worst class to the best.
_DARKEST, _LIGHTEST = 0.22, 0.97
#: Distance in mm between the lines of a hatch and their width, from the worst class to the best.
_DENSEST, _OPENEST = 0.6, 3.4
_THICKEST, _THINNEST = 0.34, 0.16
#: Signs of units without a class, with size and distance in mm.
_SIGNS = {
    "no data": ("cross2", 1.0, 2.4),
    "no neighbours": ("circle", 1.1, 2.4),
    "too little data": ("line", 1.1, 2.4),
    "left out": ("triangle", 1.0, 2.4),
}


def grey_symbol(meaning: Meaning, uncertain: bool = False) -> QgsFillSymbol:
    """Return the fill of a class in greys; lines cross one whose values are uncertain."""
    grey, pattern = _grey(meaning)
    doubt = [lines(135, 1.3, 0.2, _contrast(grey))] if uncertain else []
    return _over(flat(grey), *pattern, *doubt)


def _grey(meaning: Meaning) -> tuple[float, list]:
    """Return the lightness and the pattern of a class in greys."""
    if isinstance(meaning, Sequential):
        return _LIGHTEST - meaning.level * (_LIGHTEST - _DARKEST), []
    if isinstance(meaning, Diverging) and meaning.worse:
        return 0.66 - meaning.strength * (0.66 - _DARKEST), []
    if isinstance(meaning, Diverging):
        return 0.93 - 0.25 * meaning.strength, [dots(*_dotting(meaning.strength))]
    if isinstance(meaning, Bivariate):
        return {1: 0.55, 2: 0.78, 3: _LIGHTEST}[meaning.first], _crossing(45, meaning.second)
    if isinstance(meaning, Qualitative):
        grey = (0.4, 0.65, 0.86)[meaning.number % 3]
        return grey, _PLAIN_KINDS[meaning.number // 3 % len(_PLAIN_KINDS)](_contrast(grey))
    return PAPER, _signs_of(meaning)


def hatch_symbol(meaning: Meaning, uncertain: bool = False) -> QgsFillSymbol:
    """Return the fill of a class in black on white; one whose values are uncertain is dotted or crossed."""
    if uncertain and isinstance(meaning, Sequential):
        return _over(flat(PAPER), dots(2.6 * (1.0 / 2.6) ** meaning.level, 0.4 + 0.55 * meaning.level))
    doubt = [lines(90, 1.8, 0.15)] if uncertain else []
    return _over(flat(PAPER), *_hatch(meaning), *doubt)


def _hatch(meaning: Meaning) -> list:
    """Return the pattern of a class in black on white."""
    if isinstance(meaning, Sequential):
        angles = (45, 135) if meaning.level > 0.8 else (45 if round(meaning.level * 12) % 2 else 135,)
        return [lines(angle, *_lining(meaning.level)) for angle in angles]
    if isinstance(meaning, Diverging) and meaning.worse:
        angles = (45, 135) if meaning.strength > 0.8 else (45,)
        return [lines(angle, *_lining(0.3 + 0.7 * meaning.strength)) for angle in angles]
    if isinstance(meaning, Diverging):
        return [dots(*_dotting(meaning.strength))]
    if isinstance(meaning, Bivariate):
        return [*_crossing(45, meaning.first), *_crossing(135, meaning.second)]
    if isinstance(meaning, Qualitative):
        return _HATCHED_KINDS[meaning.number % len(_HATCHED_KINDS)]()
    return _signs_of(meaning)


INKS = Register(
    mark("ink"),
    [
        Method("colour", mark("Colours of the style")),
        Method("grey", mark("Greys"), grey_symbol),
        Method("hatch", mark("Hatches in black on white"), hatch_symbol),
    ],
)


def draw_without_colour(layer: QgsVectorLayer, code: str, language: str) -> None:
    """Draw the classes of a polygon layer in the greys or hatches of the register `INKS`.

    Classes of another hand, whose meaning is not known, keep the order of their lightness; a layer in one
    symbol stays as it is.
    """
    draw, renderer = INKS[code].function, layer.renderer().clone()
    if draw is None or layer.geometryType() != QgsWkbTypes.GeometryType.PolygonGeometry:
        return
    known = classes_of(layer, language)
    for index, (symbol, replace) in enumerate(_classes(renderer)):
        if known:
            one = known[index]
            replace(draw(one.meaning, one.hatched and not isinstance(one.meaning, Gap)))
        else:
            replace(draw(_by_lightness(symbol.color())))
    layer.setRenderer(renderer)


def _classes(renderer: QgsFeatureRenderer) -> list[tuple[QgsSymbol, Callable[[QgsFillSymbol], object]]]:
    """Return the symbol of each class and what puts another into its place."""
    if isinstance(renderer, QgsRuleBasedRenderer):
        rules = [rule for rule in renderer.rootRule().children() if rule.symbol() is not None]
        return [(rule.symbol(), rule.setSymbol) for rule in rules]
    if isinstance(renderer, QgsCategorizedSymbolRenderer):
        classes, replace = renderer.categories(), renderer.updateCategorySymbol
    elif isinstance(renderer, QgsGraduatedSymbolRenderer):
        classes, replace = renderer.ranges(), renderer.updateRangeSymbol
    else:
        return []
    return [(one.symbol().clone(), partial(replace, index)) for index, one in enumerate(classes)]


def _by_lightness(colour: QColor) -> Meaning:
    luma = (0.299 * colour.red() + 0.587 * colour.green() + 0.114 * colour.blue()) / 255
    return Sequential(1 - luma)


def _over(ground: QgsFillSymbol, *patterns: QgsSymbolLayer) -> QgsFillSymbol:
    for pattern in patterns:
        ground.appendSymbolLayer(pattern)
    return ground


def _contrast(grey: float) -> str:
    return "#ffffff" if grey < 0.5 else INK


def _lining(level: float) -> tuple[float, float]:
    """Return distance and width of the lines of a class on a scale."""
    return _OPENEST * (_DENSEST / _OPENEST) ** level, _THINNEST + level * (_THICKEST - _THINNEST)


def _dotting(strength: float) -> tuple[float, float]:
    """Return distance and size of the dots on the better side of a divergence."""
    return 2.4 * (0.95 / 2.4) ** strength, 0.4 + 0.2 * strength


def _crossing(angle: float, third: int) -> list:
    """Return the lines of one of two variables: dense where it is worst, none where it is best."""
    return {1: [lines(angle, 0.9, 0.3)], 2: [lines(angle, 2.2, 0.2)], 3: []}[third]


def _signs_of(meaning: Meaning) -> list:
    """Return the signs of units without a class, none on the ground."""
    return [signs(*_SIGNS[meaning.reason])] if isinstance(meaning, Gap) else []


#: Patterns of kinds over a grey, in a tone that stands out from it.
_PLAIN_KINDS: tuple[Callable[[str], list], ...] = (
    lambda _tone: [],
    lambda tone: [lines(45, 1.6, 0.25, tone)],
    lambda tone: [dots(1.5, 0.5, tone)],
    lambda tone: [lines(0, 1.8, 0.2, tone), lines(90, 1.8, 0.2, tone)],
)
#: Patterns of kinds on white, neighbours as unlike as can be.
_HATCHED_KINDS: tuple[Callable[[], list], ...] = (
    lambda: [lines(45, 0.8, 0.3)],
    lambda: [dots(1.5, 0.4)],
    lambda: [lines(0, 1.6, 0.2)],
    lambda: [lines(45, 1.7, 0.2), lines(135, 1.7, 0.2)],
    lambda: [lines(90, 0.8, 0.25)],
    lambda: [lines(135, 2.4, 0.2)],
    lambda: [dots(0.9, 0.5)],
    lambda: [lines(0, 2.0, 0.2), lines(90, 2.0, 0.2)],
    lambda: [lines(0, 0.7, 0.3)],
    lambda: [lines(90, 2.2, 0.2)],
    lambda: [lines(0, 1.0, 0.35), lines(90, 1.0, 0.35)],
    lambda: [dots(2.6, 0.9)],
)
