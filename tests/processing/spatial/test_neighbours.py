"""Neighbours as lines, files and tables; whatever the geometry and the coordinates."""

import pytest
from qgis.core import QgsFeature, QgsGeometry, QgsPointXY, QgsProcessingUtils, QgsVectorLayer

from ...builders import Log, field_values, grid_layer, run_algorithm

GRID = {"code": [f"K{number}" for number in range(9)], "value": [float(number) for number in range(9)]}


def points_layer(places, crs="EPSG:32749"):
    """Return a layer of points with codes and values."""
    layer = QgsVectorLayer(f"Point?crs={crs}&field=code:string&field=value:double", "points", "memory")
    features = []
    for number, (x, y) in enumerate(places):
        feature = QgsFeature(layer.fields())
        feature.setAttributes([f"P{number}", float(number)])
        feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(x, y)))
        features.append(feature)
    layer.dataProvider().addFeatures(features)
    layer.updateExtents()
    return layer


def links(layer):
    """Return who has whom as a neighbour; a line is one pair, in both directions where it has two weights."""
    pairs = list(zip(field_values(layer, "from"), field_values(layer, "to")))
    back = [one[::-1] for one, weight in zip(pairs, field_values(layer, "weight_back")) if weight is not None]
    assert len({frozenset(pair) for pair in pairs}) == len(pairs)
    return {*pairs, *back}


def test_squares_have_lines_to_those_that_share_a_border(run):
    results, layer = run("neighbours", grid_layer(GRID), WEIGHTS="rook", ID_FIELD="code")
    assert {end for start, end in links(layer) if start == "K4"} == {"K1", "K3", "K5", "K7"}
    assert (results["PAIRS"], results["ISLANDS"], results["COMPONENTS"]) == (12, 0, 1)
    assert set(field_values(layer, "distance")) == {100.0}
    assert set(field_values(layer, "found_by")) == {"border"}
    line = next(layer.getFeatures()).geometry()
    assert line.length() == pytest.approx(100)


def test_row_weights_of_an_area_sum_to_one_and_binary_ones_are_one(run):
    _, row = run("neighbours", grid_layer(GRID), STYLE="row", ID_FIELD="code")
    weights = dict.fromkeys(GRID["code"], 0.0)
    for here, there in (("from", "weight"), ("to", "weight_back")):
        for unit, weight in zip(field_values(row, here), field_values(row, there)):
            weights[unit] += weight
    assert all(total == pytest.approx(1) for total in weights.values())
    _, binary = run("neighbours", grid_layer(GRID), STYLE="binary")
    assert set(field_values(binary, "weight")) == {1.0}


def test_the_summary_counts_areas_by_their_number_of_neighbours(run, context):
    results, _ = run("neighbours", grid_layer(GRID), WEIGHTS="rook", OUTPUT_SUMMARY="TEMPORARY_OUTPUT")
    table = QgsProcessingUtils.mapLayerFromString(results["OUTPUT_SUMMARY"], context)
    items = dict(zip(field_values(table, "item"), field_values(table, "value")))
    assert (items["units"], items["neighbours_2"], items["neighbours_3"], items["neighbours_4"]) == (9, 4, 4, 1)


def test_degrees_are_measured_in_metres(run):
    layer = points_layer([(110.80, -7.55), (110.81, -7.55), (110.82, -7.55), (110.90, -7.55)], "EPSG:4326")
    results, lines = run("neighbours", layer, WEIGHTS="distance", DISTANCE=1200, ID_FIELD="code")
    assert links(lines) == {("P0", "P1"), ("P1", "P0"), ("P1", "P2"), ("P2", "P1")}
    assert field_values(lines, "distance")[0] == pytest.approx(1104, rel=0.01)
    assert results["MINIMUM_BAND"] == pytest.approx(8832, rel=0.01)
    assert next(lines.getFeatures()).geometry().boundingBox().xMinimum() == pytest.approx(110.80, abs=1e-6)


def test_a_border_that_does_not_match_is_found_by_the_tolerance_and_counted(run):
    layer = grid_layer({"code": ["a", "b", "c"]}, rows=3)
    layer.startEditing()
    feature = next(layer.getFeatures())
    moved = feature.geometry()
    moved.translate(-1.0, 0.0)
    layer.changeGeometry(feature.id(), moved)
    layer.commitChanges()
    results, lines = run("neighbours", layer, WEIGHTS="rook", ID_FIELD="code")
    assert results["TOLERANCE_PAIRS"] == 1
    found = dict(zip(zip(field_values(lines, "from"), field_values(lines, "to")), field_values(lines, "found_by")))
    assert found["a", "b"] == "tolerance"
    assert found["b", "c"] == "border"
    assert run("neighbours", layer, WEIGHTS="rook", TOLERANCE=0)[0]["ISLANDS"] == 1


def test_islands_are_joined_to_their_nearest_where_asked(run):
    layer = grid_layer({"code": ["a", "b", "c"]}, rows=3)
    layer.dataProvider().deleteFeatures([2])
    far = grid_layer({"code": ["d", "e", "f"]}, rows=3, size=100)
    features = list(far.getFeatures())
    for feature in features:
        moved = feature.geometry()
        moved.translate(1000.0, 0.0)
        feature.setGeometry(moved)
    layer.dataProvider().addFeatures(features)
    assert run("neighbours", layer)[0]["ISLANDS"] == 2
    results, lines = run("neighbours", layer, JOIN_ISLANDS=1, ID_FIELD="code", STYLE="binary")
    assert results["ISLANDS"] == 0
    assert {"border", "island"} == set(field_values(lines, "found_by"))


def test_the_second_order_takes_the_neighbours_of_neighbours_too(run):
    _, lines = run("neighbours", grid_layer(GRID), WEIGHTS="rook", ORDER=2, ID_FIELD="code")
    assert {end for start, end in links(lines) if start == "K0"} == {"K1", "K3", "K2", "K4", "K6"}


@pytest.mark.parametrize("ending", ["gal", "gwt"])
def test_a_file_that_was_written_gives_the_same_neighbours_when_read(run, tmp_path, ending):
    path = tmp_path / f"weights.{ending}"
    layer = grid_layer(GRID)
    _, written = run("neighbours", layer, ID_FIELD="code", OUTPUT_FILE=str(path), STYLE="binary")
    _, read = run("neighbours", layer, WEIGHTS="file", WEIGHTS_FILE=str(path), ID_FIELD="code", STYLE="binary")
    assert links(read) == links(written)
    assert set(field_values(read, "found_by")) == {"file"}


def test_nearest_neighbours_of_points_and_of_polygons_are_those_of_their_centres(run):
    _, lines = run(
        "neighbours", points_layer([(0, 0), (10, 0), (25, 0), (100, 0)]), WEIGHTS="knn", K=1, ID_FIELD="code"
    )
    assert links(lines) == {("P0", "P1"), ("P1", "P0"), ("P2", "P1"), ("P3", "P2")}
    _, lines = run("neighbours", grid_layer({"code": ["a", "b", "c"]}, rows=3), WEIGHTS="knn", K=2, ID_FIELD="code")
    assert len(links(lines)) == 6


def test_the_real_54_kelurahan_have_146_pairs_of_neighbours_and_13_only_by_the_tolerance(run, shared_data):
    layer = QgsVectorLayer(str(shared_data / "boundaries/surakarta_kelurahan_54_kemendagri2025.gpkg"), "54", "ogr")
    results, _ = run("neighbours", layer, NAME_FIELD="nama")
    assert (results["PAIRS"], results["TOLERANCE_PAIRS"], results["ISLANDS"]) == (146, 13, 0)


@pytest.mark.defect("B12")
def test_degrees_that_are_called_metres_are_warned_of(provider, context, qgis_app):
    log = Log()
    layer = grid_layer({"v": [1.0] * 9}, size=0.01)
    run_algorithm("sejahtera:neighbours", {"INPUT": layer, "OUTPUT": "memory:"}, context, log)
    assert any("look like degrees" in one and "EPSG:32749" in one for one in log.warnings)
