"""The crowded middle of a city stands larger in a free corner of its map."""

import pytest
from qgis.core import QgsFeature, QgsGeometry, QgsRectangle, QgsVectorLayer
from qgis.PyQt.QtCore import QRectF
from sejahtera.cartography.layout.inset import plan_inset
from sejahtera.cartography.layout.request import SheetRequest
from sejahtera.cartography.layout.sheet import build_sheet

from ..layouts import clipped, labels, outside, overlaps


@pytest.fixture
def city(qgis_app):
    """Return a broad band of large units with a knot of small ones; the corners are free."""
    layer = QgsVectorLayer("Polygon?crs=EPSG:32749&field=nama:string", "Kota", "memory")
    squares = [(x * 3000, 8000, 3000) for x in range(5)] + [(6000, 5000, 3000), (6000, 11000, 3000)]
    knot = [(9000 + x * 150, 7000 + y * 150, 150) for x in range(4) for y in range(4)]
    for number, (x, y, side) in enumerate(squares + knot):
        feature = QgsFeature(layer.fields())
        feature.setGeometry(QgsGeometry.fromRect(QgsRectangle(x, y, x + side, y + side)))
        feature.setAttributes([f"K{number}"])
        layer.dataProvider().addFeatures([feature])
    layer.updateExtents()
    return layer


def test_units_without_room_for_their_number_stand_at_twice_the_scale(city):
    sheet = build_sheet(SheetRequest(city, labels="numbers", language="en"))
    inset, main = sheet.layout.itemById("inset_centre"), sheet.layout.itemById("map")
    assert inset.scale() == pytest.approx(main.scale() / 2)
    assert len(sheet.plan.inset.units) == 16
    assert main.overviews().overview(0).linkedMap() is inset
    assert labels(sheet.layout)["inset_scale"] == f"1 : {main.scale() / 2:,.0f}"
    assert not outside(sheet.layout)
    assert not overlaps(sheet.layout, inside=("inset_centre", "inset_scale"))
    assert not clipped(sheet.layout)


def test_the_main_map_leaves_their_labels_to_the_inset(city):
    sheet = build_sheet(SheetRequest(city, labels="numbers"))
    settings = sheet.layout.itemById("map").layers()[-1].labeling().settings()
    shown = settings.dataDefinedProperties().property(settings.Show).expressionString()
    assert "@map_id = 'map'" in shown
    assert sheet.layout.itemById("map").createExpressionContext().variable("map_id") == "map"


def test_an_inset_never_covers_a_unit(city):
    sheet = build_sheet(SheetRequest(city, labels="numbers"))
    inset, main = sheet.layout.itemById("inset_centre"), sheet.layout.itemById("map")
    view, per_mm = main.extent(), main.scale() / 1000
    x = view.xMinimum() + (inset.x() - main.x()) * per_mm
    y = view.yMaximum() - (inset.y() - main.y()) * per_mm
    covered = QgsRectangle(x, y - inset.rect().height() * per_mm, x + inset.rect().width() * per_mm, y)
    assert not any(feature.geometry().intersects(covered) for feature in city.getFeatures())


def test_where_no_corner_is_free_there_is_none(qgis_app):
    view, knot = QgsRectangle(0, 0, 1000, 1000), QgsRectangle(480, 480, 520, 520)
    shapes = {1: QgsGeometry.fromRect(knot), 2: QgsGeometry.fromRect(QgsRectangle(0, 0, 1000, 300))}
    frame = QRectF(10, 10, 100, 100)
    below = plan_inset(shapes, [1], frame, view, 1.0)
    assert below.rect.bottom() < 50
    shapes[3] = QgsGeometry.fromRect(QgsRectangle(0, 700, 1000, 1000))
    assert plan_inset(shapes, [1], frame, view, 1.0) is None
    assert plan_inset(shapes, [], frame, view, 1.0) is None
