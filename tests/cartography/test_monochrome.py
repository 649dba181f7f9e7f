"""Without colour a map says the same: classes keep their order, their sides and what they stand out from."""

import numpy as np
import pytest
from qgis.core import QgsCategorizedSymbolRenderer, QgsFillSymbol, QgsRendererCategory, QgsSingleSymbolRenderer
from qgis.PyQt.QtCore import QSize
from qgis.PyQt.QtGui import QImage
from sejahtera.analysis.core.messages import InputError
from sejahtera.cartography.styles.apply_style import classes_of
from sejahtera.cartography.styles.monochrome import INKS, draw_without_colour
from sejahtera.cartography.styles.register import kinds
from sejahtera.cartography.symbology.palettes import HISTORIES
from sejahtera.cartography.symbology.schemes import Bivariate, Diverging, Gap, Ground, Qualitative, Sequential

from ..builders import grid_layer
from ..styled import field_of, style

POLYGON_KINDS = tuple(kind for kind in kinds().codes if kind != "connections")
#: Grey levels that a photocopy still shows.
STEP = 6

each_ink = pytest.mark.parametrize("code", ["grey", "hatch"])
each_kind = pytest.mark.parametrize("kind", POLYGON_KINDS)
pytestmark = pytest.mark.defect("A17")


def drawing(symbol):
    """Return a symbol as drawn in greys, without its outline."""
    image = symbol.asImage(QSize(120, 120)).convertToFormat(QImage.Format.Format_Grayscale8)
    bits = image.constBits().asstring(image.sizeInBytes())
    return np.frombuffer(bits, dtype=np.uint8).reshape(image.height(), image.bytesPerLine())[10:110, 10:110]


def darkness(symbol):
    """Return the mean darkness, 0 white to 255 black."""
    return 255 - drawing(symbol).mean()


def drawn(layer, kind, code, field=None, **options):
    """Return meaning, label and symbol of each class of a layer, styled as `kind` and then without colour."""
    style(kind, field or field_of(layer, kind), "en", **options)(layer)
    draw_without_colour(layer, code, "en")
    symbols = [item.symbol().clone() for item in layer.renderer().legendSymbolItems()]
    classes = classes_of(layer, "en")
    assert len(symbols) == len(classes)
    return [(one.meaning, one.label, symbol) for one, symbol in zip(classes, symbols)]


def is_uncertain(label):
    return "uncertain" in label


def by_words(classes):
    """Return the darkness by the beginning of the label."""
    return {label.partition(" ·")[0]: darkness(symbol) for _, label, symbol in classes}


@each_ink
@each_kind
def test_a_sequence_grows_darker_towards_the_worst(result_layer, kind, code):
    classes = drawn(result_layer, kind, code)
    for uncertain in (False, True):
        levels = [
            (meaning.level, darkness(symbol))
            for meaning, label, symbol in classes
            if isinstance(meaning, Sequential) and is_uncertain(label) is uncertain
        ]
        shades = [shade for _, shade in sorted(levels)]
        assert all(later - earlier > STEP for earlier, later in zip(shades, shades[1:]))


@each_ink
@each_kind
def test_a_divergence_is_lightest_in_the_middle_and_each_side_has_a_texture_of_its_own(result_layer, kind, code):
    classes = drawn(result_layer, kind, code)
    sides = {True: [], False: []}
    for meaning, _, symbol in classes:
        if isinstance(meaning, Diverging):
            sides[meaning.worse].append((meaning.strength, symbol))
    grounds = [darkness(symbol) for meaning, _, symbol in classes if isinstance(meaning, Ground)]
    for side in sides.values():
        shades = grounds[:1] + [darkness(symbol) for _, symbol in sorted(side, key=lambda one: one[0])]
        assert all(later - earlier > STEP for earlier, later in zip(shades, shades[1:]))
    textures = [{dotted(symbol) for _, symbol in side} for side in sides.values()]
    assert not textures[0] & textures[1]


def dotted(symbol):
    kinds = {symbol.symbolLayer(index).layerType() for index in range(symbol.symbolLayerCount())}
    return "PointPatternFill" in kinds


@each_ink
@each_kind
def test_the_ground_is_the_lightest_class(result_layer, kind, code):
    classes = drawn(result_layer, kind, code)
    grounds = [darkness(symbol) for meaning, _, symbol in classes if isinstance(meaning, Ground)]
    others = [darkness(symbol) for meaning, _, symbol in classes if not isinstance(meaning, (Ground, Gap))]
    assert all(ground < min(others) - STEP for ground in grounds)


@each_ink
@each_kind
def test_no_two_classes_look_alike(result_layer, kind, code):
    images = [drawing(symbol).astype(int) for _, _, symbol in drawn(result_layer, kind, code)]
    for place, one in enumerate(images):
        for other in images[place + 1 :]:
            assert np.abs(one - other).mean() > STEP


@each_ink
def test_signs_of_units_without_a_class_are_no_pattern_of_a_class(result_layer, code):
    all_kinds = [drawn(result_layer, kind, code) for kind in POLYGON_KINDS]
    gaps, patterns = set(), set()
    for meaning, _, symbol in (one for classes in all_kinds for one in classes):
        where = gaps if isinstance(meaning, Gap) else patterns
        where.add(drawing(symbol).tobytes())
    assert len(gaps) >= 3
    assert not gaps & patterns


@each_ink
@pytest.mark.parametrize(("better", "worse"), [(True, "low"), (False, "high")])
def test_hot_and_cold_spots_at_99_percent_are_told_apart(result_layer, code, better, worse):
    classes = drawn(result_layer, "hotspots", code, higher_is_better=better)
    shades = by_words(classes)
    cold, hot = shades["Pocket of low values, 99 %"], shades["Pocket of high values, 99 %"]
    assert (cold - hot if worse == "low" else hot - cold) > 3 * STEP
    assert shades["Not significant"] == min(shades[words] for words in shades if words != "No data")


@each_ink
def test_high_need_with_low_aid_is_the_darkest_of_nine_and_the_best_of_both_is_the_lightest(result_layer, code):
    classes = drawn(
        result_layer, "bivariate", code, first="need", second="aid",
        higher_is_better=False, second_higher_is_better=True,
    )  # fmt: skip
    shades = by_words(classes[:-1])
    assert max(shades, key=shades.get) == "need high, aid low"
    assert min(shades, key=shades.get) == "need low, aid high"
    pairs = {(one.first, one.second): darkness(symbol) for one, _, symbol in classes if _is_pair(one)}
    assert all(pairs[a, b] > pairs[a + 1, b] and pairs[b, a] > pairs[b, a + 1] for a in (1, 2) for b in (1, 2, 3))


def _is_pair(meaning):
    return isinstance(meaning, Bivariate)


@each_ink
def test_lagging_pockets_are_darker_than_advanced_ones_and_outliers_lighter_than_their_side(result_layer, code):
    shades = by_words(drawn(result_layer, "clusters", code))
    assert shades["Low among low (lagging pocket)"] > shades["High among high (advanced pocket)"]
    assert shades["Low among low (lagging pocket)"] > shades["Low among high"] > shades["Not significant"]
    assert shades["High among high (advanced pocket)"] > shades["High among low"] > shades["Not significant"]


@each_ink
def test_every_history_of_a_pocket_is_told_apart(qgis_app, code):
    codes = [f"{history}_{side}" for history in HISTORIES for side in ("hot", "cold")]
    layer = grid_layer({"pattern": [*codes, "none", "island", "nodata"]})
    images = [drawing(symbol).astype(int) for _, _, symbol in drawn(layer, "pattern", code)]
    assert len(images) == 19
    unlike = [np.abs(a - b).mean() for place, a in enumerate(images) for b in images[place + 1 :]]
    assert min(unlike) > 3


@each_ink
def test_twelve_regions_have_twelve_patterns(qgis_app, code):
    layer = grid_layer({"region": list(range(1, 13))})
    classes = drawn(layer, "regions", code)
    assert all(isinstance(meaning, Qualitative) for meaning, _, _ in classes[:-1])
    assert len({drawing(symbol).tobytes() for _, _, symbol in classes}) == 13


@each_ink
def test_residuals_diverge_around_none(qgis_app, code):
    layer = grid_layer({"residual_sd": [-2.0, -1.0, 0.0, 1.0, 2.0]})
    classes = drawn(layer, "dimension", code, "residual_sd", breaks=[-3, -1.5, -0.5, 0.5, 1.5, 3], around_middle=True)
    assert [type(meaning) for meaning, _, _ in classes] == [Diverging, Diverging, Ground, Diverging, Diverging, Gap]


@each_ink
@pytest.mark.parametrize("meaning", [Sequential(0.5), Diverging(True, 0.5), Diverging(False, 0.5), Qualitative(1)])
def test_uncertain_values_are_told_from_firm_ones_of_their_class(qgis_app, code, meaning):
    firm, doubtful = (drawing(INKS[code].function(meaning, doubt)).astype(int) for doubt in (False, True))
    assert np.abs(firm - doubtful).mean() > STEP


def test_labels_stay(result_layer):
    style("index", "class", "en")(result_layer)
    before = [item.label() for item in result_layer.renderer().legendSymbolItems()]
    draw_without_colour(result_layer, "grey", "en")
    assert [item.label() for item in result_layer.renderer().legendSymbolItems()] == before


def test_a_layer_in_one_symbol_keeps_it(result_layer):
    result_layer.setRenderer(QgsSingleSymbolRenderer(QgsFillSymbol.createSimple({"color": "#ff0000"})))
    draw_without_colour(result_layer, "grey", "en")
    assert result_layer.renderer().symbol().color().name() == "#ff0000"


@each_ink
def test_classes_of_another_hand_keep_the_order_of_their_lightness(qgis_app, code):
    layer = grid_layer({"kelas": [1, 2, 3]})
    colours = {1: "#fee0d2", 2: "#de2d26", 3: "#fc9272"}
    categories = [
        QgsRendererCategory(value, QgsFillSymbol.createSimple({"color": colour}), str(value))
        for value, colour in colours.items()
    ]
    layer.setRenderer(QgsCategorizedSymbolRenderer("kelas", categories))
    draw_without_colour(layer, code, "en")
    light, dark, middle = (darkness(item.symbol().clone()) for item in layer.renderer().legendSymbolItems())
    assert light < middle < dark


def test_an_unknown_ink_is_refused(result_layer):
    with pytest.raises(InputError, match="colour, grey, hatch"):
        draw_without_colour(result_layer, "sepia", "en")
    assert INKS.codes == ["colour", "grey", "hatch"]
