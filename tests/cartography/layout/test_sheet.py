"""A sheet is complete, nothing on it overlaps or is cut, and its scale is true."""

import csv
import itertools
import re
from dataclasses import replace

import pytest
from qgis.core import QgsFeature, QgsGeometry, QgsPointXY, QgsProject, QgsRectangle, QgsVectorLayer
from sejahtera.analysis.core.messages import InputError
from sejahtera.cartography.base.cards import PROPERTY
from sejahtera.cartography.layout.margin import NORTH
from sejahtera.cartography.layout.request import SheetRequest
from sejahtera.cartography.layout.sheet import build_sheet
from sejahtera.language import tr

from ...builders import grid_layer
from ...styled import index_style
from ..conftest import BREAKS
from ..layouts import clipped, item_rects, labels, outside, overlaps

#: A layout dies with its project, so a test keeps the sheets it builds.
KEPT = []
SHEETS = list(itertools.product(("A4", "A3", "A2", "A1"), ("landscape", "portrait"), ("id", "both")))


@pytest.fixture
def request_(result_layer):
    """Return the request of a sheet with every block."""
    index_style("class", BREAKS, language="en", method="Goalposts.\nEqual weights.\nQuantiles, 5.")(result_layer)
    return SheetRequest(
        result_layer,
        title="Peta indeks kesejahteraan multidimensi|Map of the multidimensional welfare index",
        subtitle="Kota Surakarta\nTahun 2025",
        institution="Pemerintah Kota Surakarta\nBadan Perencanaan Pembangunan Daerah",
        source="Badan Pusat Statistik, Kota Surakarta Dalam Angka 2025, diolah",
        note="Batas wilayah bukan acuan resmi.",
        name_field="nama",
        group_field="kecamatan",
        synthetic=True,
        maker="Sejahtera 0.1.0",
    )


def build(*arguments):
    KEPT.append(build_sheet(*arguments))
    return KEPT[-1]


@pytest.fixture(autouse=True)
def _let_go():
    yield
    KEPT.clear()


@pytest.mark.parametrize(("paper", "orientation", "language"), SHEETS)
def test_nothing_leaves_the_neatline_or_overlaps(request_, paper, orientation, language):
    sheet = build(replace(request_, paper=paper, orientation=orientation, language=language))
    assert not outside(sheet.layout)
    assert not overlaps(sheet.layout)


@pytest.mark.parametrize("name", ["Kelurahan", "Kepatihan Kulon dan Kepatihan Wetan Bersatu Selamanya"])
def test_every_text_fits_into_its_item(request_, name):
    for feature in list(request_.layer.getFeatures()):
        request_.layer.dataProvider().changeAttributeValues({feature.id(): {0: f"{name} {feature.id()}"}})
    sheet = build(request_)
    assert len(labels(sheet.layout)) >= 15
    assert not clipped(sheet.layout)


@pytest.mark.parametrize(("language", "written"), [("id", "60.000"), ("en", "60,000"), ("both", "60.000")])
def test_the_scale_in_figures_is_that_of_the_map(request_, language, written):
    sheet = build(replace(request_, scale=60000, language=language))
    assert sheet.layout.itemById("map").scale() == pytest.approx(60000)
    text = labels(sheet.layout)["scale"]
    assert text.endswith(f" 1 : {written}")
    sheet.layout.itemById("map").setScale(25000)
    assert labels(sheet.layout)["scale"].endswith(f" 1 : {written.replace('60', '25')}")


def test_the_automatic_scale_is_round_and_holds_the_whole_layer(request_):
    sheet = build(request_)
    assert sheet.plan.scale == 15000
    assert sheet.layout.itemById("map").extent().contains(request_.layer.extent())
    assert not sheet.warnings


def test_a_scale_that_cuts_the_layer_is_warned_of(request_):
    (warning,) = build(replace(request_, scale=5000)).warnings
    assert "1 : 5000" in str(warning)


def test_a_sheet_carries_what_a_planner_looks_for(request_):
    layout = build(request_).layout
    texts = labels(layout)
    assert texts["title"].replace("\n", " ") == "PETA INDEKS KESEJAHTERAAN MULTIDIMENSI"
    assert texts["subtitle"] == "KOTA SURAKARTA\nTAHUN 2025"
    assert texts["north_letter"] == tr("N", "id")
    assert texts["synthetic"] == tr("SIMULATED DATA – SCHEMATIC MAP", "id")
    assert "WGS 84" in texts["projection"]
    assert "Zona UTM 49S" in texts["projection"]
    assert "Goalposts." in texts["method"]
    assert texts["note"].startswith(tr("Values describe areas, not individuals.", "id"))
    assert "Sejahtera 0.1.0" in texts["imprint"]
    assert {"legend", "scale_bar", "north_arrow", "source"} <= set(item_rects(layout))
    assert layout.itemById("map").grids().size() == 2


def test_the_legend_shows_classes_gaps_and_boundaries(request_):
    legend = build(replace(request_, language="en")).layout.itemById("legend").model()
    nodes = [legend.layerLegendNodes(layer) for layer in legend.rootGroup().findLayers()]
    texts = [str(node.data(0)) for layer in nodes for node in layer]
    assert texts[0] == "Very high (70.0 – 90.0) · 3"
    assert texts[-3:] == ["No data · 1", "Kecamatan boundary", "Kelurahan boundary"]


def test_names_label_the_map_where_they_fit_and_a_key_where_they_do_not(request_):
    assert build(request_).plan.labels == "names"
    sheet = build(replace(request_, scale=100000))
    assert sheet.plan.labels == "numbers"
    texts = labels(sheet.layout)
    assert texts["key_0_heading"] == "BARAT"
    assert texts["key_0_numbers"].split("\n") == [str(place) for place in range(1, 9)]
    assert texts["key_1_numbers"].split("\n")[0] == "9"
    names = texts["key_0_names"].split("\n")
    assert texts["key_0_values"].split("\n")[names.index("Kelurahan 14")] == "81,0"


def test_a_map_of_both_languages_has_the_english_title_below(request_):
    texts = labels(build(replace(request_, language="both")).layout)
    assert texts["title_english"].replace("\n", " ") == "Map of the multidimensional welfare index"
    assert "title_english" not in labels(build(request_).layout)


@pytest.mark.parametrize("text", ['<script>alert(1)</script> & "kutip"', "[% 1 + 1 %]", "Ĝĉ 漢字 🙂 עברית"])
def test_texts_are_printed_as_they_stand(request_, text):
    texts = labels(build(replace(request_, note=text)).layout)
    assert texts["note"].replace("\u200b", "").endswith(text)


def test_long_texts_are_set_smaller_and_shorten_the_method(request_):
    index_style("class", BREAKS, language="en", method="\n".join(["A step of the method."] * 200))(request_.layer)
    sheet = build(replace(request_, note="Catatan panjang. " * 20))
    assert labels(sheet.layout)["method"].endswith("…")
    assert not overlaps(sheet.layout)


def test_texts_without_end_are_refused(request_):
    with pytest.raises(InputError, match="do not fit"):
        build(replace(request_, note="Catatan panjang sekali. " * 500))


def test_a_style_of_the_user_is_kept(request_):
    request_.layer.removeCustomProperty(PROPERTY)
    request_.layer.renderer().updateCategoryLabel(0, "Mine")
    legend = build(request_).layout.itemById("legend").model()
    assert str(legend.layerLegendNodes(legend.rootGroup().findLayers()[0])[0].data(0)) == "Mine"


def test_a_layer_without_style_or_result_is_still_a_map(qgis_app):
    layer = QgsVectorLayer("Polygon?crs=EPSG:4326&field=a:int", "Wilayah", "memory")
    add_square(layer, 110.8, -7.6)
    sheet = build(SheetRequest(layer))
    assert labels(sheet.layout)["title"] == "WILAYAH"
    assert sheet.layout.itemById("map").crs().authid() == "EPSG:9489"


def add_square(layer, x, y, size=0.01):
    feature = QgsFeature(layer.fields())
    feature.setGeometry(QgsGeometry.fromRect(QgsRectangle(x, y, x + size, y + size)))
    layer.dataProvider().addFeatures([feature])
    layer.updateExtents()


def test_a_field_that_only_looks_like_a_result_is_a_plain_map(qgis_app):
    sheet = build(SheetRequest(grid_layer({"class": [1, 3372]})))
    assert labels(sheet.layout)["title"] == "GRID"
    assert sheet.layout.itemById("map").layers()[-1].renderer().type() == "singleSymbol"


@pytest.mark.parametrize(
    ("x", "y", "crs"),
    [(110.8, -7.6, 9489), (95.3, 5.5, 9476), (140.7, -2.5, 9494), (4.9, 52.4, 32631), (-70.0, -30.0, 32719)],
)
def test_degrees_are_printed_in_the_utm_zone_of_the_place(qgis_app, x, y, crs):
    layer = QgsVectorLayer("Polygon?crs=EPSG:4326&field=a:int", "Wilayah", "memory")
    add_square(layer, x, y)
    assert build(SheetRequest(layer)).layout.itemById("map").crs().authid() == f"EPSG:{crs}"


def test_web_maps_are_not_printed_in_their_stretched_metres(qgis_app):
    layer = QgsVectorLayer("Polygon?crs=EPSG:3857&field=a:int", "Wilayah", "memory")
    add_square(layer, 12334000, -843000, 5000)
    assert build(SheetRequest(layer)).layout.itemById("map").crs().authid() == "EPSG:9489"


def test_a_single_point_is_a_map_too(qgis_app):
    layer = QgsVectorLayer("Point?crs=EPSG:4326&field=nama:string", "Puskesmas", "memory")
    feature = QgsFeature(layer.fields())
    feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(110.8, -7.5)))
    feature.setAttributes(["Ngoresan"])
    layer.dataProvider().addFeatures([feature])
    layer.updateExtents()
    sheet = build(SheetRequest(layer))
    assert sheet.plan.scale == 500
    assert labels(sheet.layout)["key_0_names"] == "Ngoresan"


def test_a_layer_without_features_is_refused(qgis_app):
    layer = QgsVectorLayer("Polygon?crs=EPSG:4326&field=class:int", "empty", "memory")
    with pytest.raises(InputError, match="no features with a geometry"):
        build(SheetRequest(layer))


def test_a_layer_without_crs_is_refused(qgis_app):
    layer = QgsVectorLayer("Polygon?field=class:int", "nowhere", "memory")
    add_square(layer, 0, 0)
    layer.setCrs(type(layer.crs())())
    with pytest.raises(InputError, match="no coordinate reference system"):
        build(SheetRequest(layer))


def test_the_layout_stays_in_the_project_and_the_users_layer_as_it_was(request_):
    project = QgsProject()
    before = [category.label() for category in request_.layer.renderer().categories()]
    names = [build(replace(request_, language="id"), project).layout.name() for _ in range(2)]
    assert names == ["Peta indeks kesejahteraan multidimensi", "Peta indeks kesejahteraan multidimensi (2)"]
    assert [layout.name() for layout in project.layoutManager().layouts()] == names
    assert [category.label() for category in request_.layer.renderer().categories()] == before
    assert not any(group.itemVisibilityChecked() for group in project.layerTreeRoot().findGroups())


@pytest.mark.parametrize(("paper", "scale"), [("A4", 60000), ("A3", 40000), ("A2", 25000), ("A1", 20000)])
def test_surakarta_is_printed_at_the_scale_its_planners_expect(qgis_app, shared_data, paper, scale):
    path = shared_data / "boundaries" / "surakarta_kelurahan_54_kemendagri2025.gpkg"
    codes = shared_data / "codes" / "surakarta_kelurahan_54_kode.csv"
    with codes.open(encoding="utf-8") as file:
        assert len(list(csv.DictReader(file))) == 54
    layer = QgsVectorLayer(str(path), "Surakarta", "ogr")
    sheet = build(SheetRequest(layer, paper=paper, name_field="nama"))
    assert sheet.plan.scale == scale
    assert not overlaps(sheet.layout)
    numbers = re.findall(r"\d+", "\n".join(t for n, t in labels(sheet.layout).items() if "numbers" in n))
    assert sheet.plan.labels == "names" or sorted(map(int, numbers)) == list(range(1, 55))


def test_labels_and_table_can_be_chosen(request_):
    plain = build(replace(request_, labels="none", table="no"))
    assert (plain.plan.labels, plain.plan.columns) == ("", [])
    listed = build(replace(request_, table="yes"))
    assert listed.plan.labels == "names"
    assert listed.plan.columns
    assert "key_0_numbers" not in labels(listed.layout)
    assert build(replace(request_, labels="numbers")).plan.labels == "numbers"
    with pytest.raises(InputError, match="need the table"):
        build(replace(request_, labels="numbers", table="no"))


def test_names_without_room_are_told(request_):
    for feature in list(request_.layer.getFeatures()):
        changed = {feature.id(): {0: f"Pasarkliwonkulon{feature.id()}"}}
        request_.layer.dataProvider().changeAttributeValues(changed)
    (warning,) = build(replace(request_, labels="names", scale=60000)).warnings
    assert "Pasarkliwonkulon1" in str(warning)


def test_number_edition_and_people_stand_in_the_margin(request_):
    people = {"sheet": "3 dari 12", "edition": "I, 2026", "author": "Tim SIG", "checker": "Kepala Bidang"}
    texts = labels(build(replace(request_, language="en", **people)).layout)
    assert texts["sheet"] == "Sheet: 3 dari 12"
    assert texts["checker"] == "Checked by: Kepala Bidang"


def test_an_english_sheet_has_the_english_title_alone(request_):
    texts = labels(build(replace(request_, language="en")).layout)
    assert texts["title"].replace("\n", " ") == "MAP OF THE MULTIDIMENSIONAL WELFARE INDEX"
    assert "title_english" not in texts


def test_the_place_in_a_larger_area_is_framed(request_):
    province = grid_layer({"nama": ["a", "b", "c", "d"]}, size=40000.0)
    sheet = build(replace(request_, inset=province, logo=str(NORTH)))
    inset = sheet.layout.itemById("inset_location")
    assert inset.overviews().overview(0).linkedMap() is sheet.layout.itemById("map")
    assert inset.extent().contains(province.extent())
    assert sheet.layout.itemById("logo").picturePath() == str(NORTH)
    assert not outside(sheet.layout)
    assert not overlaps(sheet.layout)
