"""Red is low welfare, and the default ramp survives a photocopier."""

import pytest
from sejahtera.analysis.core.messages import InputError
from sejahtera.cartography.symbology.palettes import PALETTES, ramp


def lightness(colour):
    """Return L* of CIELAB."""
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    y = sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear))
    return 116 * y ** (1 / 3) - 16


@pytest.mark.parametrize("count", [3, 4, 5, 6, 7])
def test_classes_stay_apart_on_a_photocopy(count):
    greys = [lightness(colour) for colour in ramp("contrast", count)]
    assert min(after - before for before, after in zip(greys, greys[1:])) > 5


@pytest.mark.parametrize("palette", PALETTES.codes)
def test_the_worst_class_is_red_and_the_best_is_blue(palette):
    colours = ramp(palette, 5)
    red, _, blue = (int(colours[0][place : place + 2], 16) for place in (1, 3, 5))
    assert red > 2 * blue
    red, _, blue = (int(colours[-1][place : place + 2], 16) for place in (1, 3, 5))
    assert blue > red


def test_one_class_has_one_colour():
    assert len(ramp("contrast", 1)) == 1


def test_an_unknown_palette_is_refused():
    with pytest.raises(InputError, match="not a known palette"):
        ramp("rainbow", 5)
