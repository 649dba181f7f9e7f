"""Classes in grey or hatched stay apart on a photocopy, and the worst is the darkest."""

import numpy as np
import pytest
from qgis.core import QgsFillSymbol, QgsSingleSymbolRenderer
from qgis.PyQt.QtCore import QSize
from qgis.PyQt.QtGui import QImage
from sejahtera.analysis.messages import InputError
from sejahtera.cartography.detect import detect
from sejahtera.cartography.monochrome import draw_without_colour
from sejahtera.cartography.styles import style

KINDS = ("index", "dimension", "rank", "hotspots", "change", "priorities")


def darkness(symbol):
    """Return the mean darkness of a symbol as drawn, 0 white to 255 black."""
    image = symbol.asImage(QSize(120, 120))
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    bits = grey.constBits().asstring(grey.sizeInBytes())
    pixels = np.frombuffer(bits, dtype=np.uint8).reshape(grey.height(), grey.bytesPerLine())
    return 255 - pixels[10:110, 10:110].mean()


def symbols_of(layer):
    """Return copies of the symbols of a legend; the symbols themselves die with the list of its items."""
    items = layer.renderer().legendSymbolItems()
    return [item.symbol().clone() for item in items]


@pytest.mark.parametrize("code", ["grey", "hatch"])
@pytest.mark.parametrize("kind", KINDS)
def test_classes_grow_darker_towards_the_worst(result_layer, kind, code):
    found = detect(result_layer, kind)
    options = {} if kind == "priorities" else {"higher_is_better": True}
    style(kind, found.field, "en", **options)(result_layer)
    draw_without_colour(result_layer, code, "en")
    symbols = symbols_of(result_layer)
    shades = [darkness(symbol) for symbol in symbols[:-1]]
    steps = [later - earlier for earlier, later in zip(shades, shades[1:])]
    if kind == "priorities":  # its legend begins with the most urgent
        steps = [-step for step in steps]
    assert min(steps) > 3


def test_units_without_data_differ_from_every_class(result_layer):
    style("index", "class", "en")(result_layer)
    draw_without_colour(result_layer, "hatch", "en")
    symbols = symbols_of(result_layer)
    assert symbols[-1].symbolLayer(1).layerType() == "PointPatternFill"
    assert {symbol.symbolLayer(1).layerType() for symbol in symbols[:-1]} == {"LinePatternFill"}


def test_labels_and_colours_of_other_styles_stay(result_layer):
    style("index", "class", "en")(result_layer)
    before = [item.label() for item in result_layer.renderer().legendSymbolItems()]
    draw_without_colour(result_layer, "grey", "en")
    assert [item.label() for item in result_layer.renderer().legendSymbolItems()] == before
    result_layer.setRenderer(QgsSingleSymbolRenderer(QgsFillSymbol.createSimple({"color": "#ff0000"})))
    draw_without_colour(result_layer, "grey", "en")
    assert result_layer.renderer().symbol().color().name() == "#ff0000"


def test_an_unknown_ink_is_refused(result_layer):
    with pytest.raises(InputError, match="colour, grey, hatch"):
        draw_without_colour(result_layer, "sepia", "en")
