"""Round scales, grids that are neither dense nor bare, and bars in whole kilometres."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from qgis.core import QgsExpression, QgsRectangle
from sejahtera.cartography.layout.map_frame import degree_expression
from sejahtera.cartography.layout.scales import bar_segments, graticule_interval, metric_interval, round_scale

SCALES = st.floats(500, 5e6)


@given(st.floats(100, 5e6), st.floats(100, 5e6))
@settings(max_examples=60, deadline=None)
def test_the_layer_fits_at_the_automatic_scale_and_not_at_half_the_paper(width, height):
    scale = round_scale(190, 140, QgsRectangle(0, 0, width, height))
    assert width / scale * 1000 <= 190
    assert height / scale * 1000 <= 140
    assert max(width / 190, height / 140) / scale * 1000 > 0.6


@given(SCALES)
@settings(max_examples=60, deadline=None)
def test_grids_and_bars_have_room(scale):
    assert 25 <= metric_interval(scale, 25) / scale * 1000 <= 63
    segment, count = bar_segments(scale, 50)
    assert 2 <= count <= 5
    assert 15 < segment * count * 1e6 / scale <= 50.001


@pytest.mark.parametrize(
    ("scale", "metres", "minutes"), [(60000, 2000, 2), (40000, 1000, 1), (25000, 1000, 1), (2500, 100, 0.25)]
)
def test_intervals_are_those_of_printed_maps(scale, metres, minutes):
    assert metric_interval(scale, 25) == metres
    assert graticule_interval(scale, 45) * 60 == pytest.approx(minutes)


@pytest.mark.parametrize(
    ("axis", "value", "written"),
    [
        ("x", 110 + 49 / 60, "110°49′ E"),
        ("y", -(7 + 34 / 60), "7°34′ S"),
        ("y", -7.5833333333, "7°35′ S"),
        ("x", -0.05, "0°03′ W"),
        ("y", 0.9999999999, "1°00′ N"),
    ],
)
def test_degrees_are_written_with_minutes_and_side(qgis_app, axis, value, written):
    text = degree_expression("en", 1 / 60).replace("@grid_axis", f"'{axis}'")
    assert QgsExpression(text.replace("@grid_number", repr(value))).evaluate() == written


def test_short_intervals_are_written_with_seconds(qgis_app):
    text = degree_expression("en", 15 / 3600).replace("@grid_axis", "'x'")
    value = 110 + 49 / 60 + 15 / 3600
    assert QgsExpression(text.replace("@grid_number", repr(value))).evaluate() == "110°49′15″ E"
