"""Units without neighbours have data: maps show them as a class of their own, apart from those without data."""

import pytest
from qgis.core import QgsGeometry, QgsVectorLayer
from sejahtera.cartography.base.attributes import make_field
from sejahtera.cartography.styles.apply_style import class_words, relabel
from sejahtera.cartography.styles.monochrome import draw_without_colour
from sejahtera.cartography.styles.register import kinds
from sejahtera.language import tr

from ...builders import grid_layer, run_algorithm
from ...cartography.test_styles import labels, shown
from ...styled import style

pytestmark = pytest.mark.defect("A18")
SIDE = 7


def legend_items(layer):
    return layer.renderer().legendSymbolItems()


@pytest.fixture
def archipelago(qgis_app):
    """Return a grid of 49 units: the first lies far out in the sea, the second has no value."""
    values = [float(row * column % 11 + row) for row in range(SIDE) for column in range(SIDE)]
    layer = grid_layer(
        {"value": [values[0], None, *values[2:]], "other": [values[-1], None, *values[-3::-1]]}, rows=SIDE
    )
    square = QgsGeometry.fromWkt("Polygon ((90000 0, 90100 0, 90100 100, 90000 100, 90000 0))")
    first = next(layer.getFeatures()).id()
    layer.dataProvider().changeGeometryValues({first: square})
    return layer


CASES = [
    ("hotspots", {"FIELD": "value"}, "gi_class"),
    ("hotspots", {"FIELD": "value", "MAP": "significance"}, "gi_q"),
    ("clustersoutliers", {"FIELD": "value"}, "lisa_class"),
    ("clustersoutliers", {"FIELD": "value", "MAP": "significance"}, "lisa_q"),
    ("bivariateclusters", {"FIELD": "value", "FIELD_2": "other"}, "lisa_class"),
    ("emerginghotspots", {"FIELDS": ["value", "other"]}, "pattern"),
]


@pytest.mark.parametrize(("algorithm", "parameters", "field"), CASES)
def test_an_island_is_no_gap_in_the_data(
    provider, context, feedback, archipelago, tmp_path, algorithm, parameters, field
):
    path = str(tmp_path / "o.gpkg")
    given = {"INPUT": archipelago, "OUTPUT": path, "PERMUTATIONS": 9, **parameters}
    run_algorithm(f"sejahtera:{algorithm}", given, context, feedback)
    layer = QgsVectorLayer(path, "o", "ogr")
    layer.loadDefaultStyle()
    assert "No neighbours · 1" in labels(layer)
    assert "No data · 1" in labels(layer)
    drawn = shown(layer)
    assert [len(one) for one in drawn] == [1] * SIDE**2
    assert drawn[0] == ["No neighbours · 1"]
    assert drawn[1] == ["No data · 1"]
    relabel(layer, "id")
    assert f"{tr('No neighbours', 'id')} · 1" in labels(layer)
    draw_without_colour(layer, "hatch", "id")
    signs = [item.symbol().symbolLayer(1).subSymbol()[0].shape() for item in legend_items(layer)[-2:]]
    assert signs[0] != signs[1]


def test_units_that_have_no_join_to_count_are_not_without_data(provider, context, feedback, archipelago, tmp_path):
    for column, period in (("a", 2), ("b", 3)):
        archipelago.dataProvider().addAttributes([make_field(column, "int")])
        archipelago.updateFields()
        place = archipelago.fields().lookupField(column)
        flags = {one.id(): {place: int(one.id() % period == 1)} for one in archipelago.getFeatures()}
        archipelago.dataProvider().changeAttributeValues(flags)
    path = str(tmp_path / "o.gpkg")
    asked = {"FIELD": "a", "FIELD_2": "b", "STATISTIC": "colocation", "MAP": "significance"}
    given = {"INPUT": archipelago, "OUTPUT": path, "PERMUTATIONS": 9, **asked}
    run_algorithm("sejahtera:bivariateclusters", given, context, feedback)
    layer = QgsVectorLayer(path, "o", "ogr")
    layer.loadDefaultStyle()
    assert labels(layer)[-2:] == ["No neighbours · 1", "No data · 0"]
    assert [len(one) for one in shown(layer)] == [1] * SIDE**2
    assert sum("Not significant" in one[0] for one in shown(layer)) > SIDE**2 // 2


def test_the_class_of_an_island_has_its_words(qgis_app):
    layer = grid_layer({"value": [1.0, None, 2.0, 3.0], "gi_class": [None, None, 0, -3]})
    style("hotspots", "gi_class", "en", value_fields=["value"])(layer)
    words = class_words(layer, kinds()["hotspots"], "gi_class", "en")
    assert words == ["No neighbours", "No data", "Not significant", "Pocket of low values, 99 %"]


def test_without_islands_the_legend_has_no_such_class(qgis_app):
    layer = grid_layer({"value": [1.0, None, 2.0, 3.0], "gi_class": [3, None, 0, -3]})
    style("hotspots", "gi_class", "en", value_fields=["value"])(layer)
    assert not any("No neighbours" in one for one in labels(layer))


def test_where_the_values_are_gone_islands_are_not_guessed(qgis_app):
    layer = grid_layer({"gi_class": [None, 0, 1, -3]})
    style("hotspots", "gi_class", "en", value_fields=["value"])(layer)
    assert labels(layer)[-1] == "No data · 1"
