"""Whatever comes in, an answer in one sentence or a stated class: never a crash, never a silent zero."""

import pytest
from qgis.core import QgsGeometry, QgsProcessingException

from ...builders import Log, field_values, grid_layer, run_algorithm
from .test_neighbours import points_layer

VALUES = [3.0, 1.0, 4.0, 1.5, 9.0, 2.0, 6.0, 5.0, 3.5]


def squares(**more):
    return grid_layer({"code": [f"K{n}" for n in range(9)], "value": list(VALUES), **more})


def apart():
    """Return squares that do not touch."""
    layer = squares()
    changes = {}
    for number, feature in enumerate(layer.getFeatures()):
        moved = feature.geometry()
        moved.translate(1000.0 * number, 0.0)
        changes[feature.id()] = moved
    layer.dataProvider().changeGeometryValues(changes)
    layer.updateExtents()
    return layer


def replaced(wkt, place=5):
    layer = squares()
    layer.dataProvider().changeGeometryValues({place: QgsGeometry.fromWkt(wkt)})
    return layer


@pytest.mark.parametrize(
    ("layer", "parameters", "sentence"),
    [
        (apart, {}, "No area with a value of value has a neighbour"),
        (lambda: grid_layer({"value": [1.0, 2.0]}), {}, "at least three areas; there are 2"),
        (lambda: grid_layer({"value": [1.0] * 9}), {}, "value has the same value everywhere"),
        (lambda: grid_layer({"value": [1.0, 2.0, *[None] * 7]}), {}, "has values for 2 areas only"),
        (squares, {"WEIGHTS": "knn", "K": 9}, "must be from 1 to 8"),
        (squares, {"WEIGHTS": "knn", "K": 0}, "must be from 1 to 8"),
        (squares, {"WEIGHTS": "distance", "DISTANCE": -5}, "must be a positive number of metres"),
        (squares, {"TOLERANCE": -1}, "must be 0 or a positive distance"),
        (squares, {"ORDER": 0}, "it must be 1 or more"),
        (squares, {"WEIGHTS": "kernel", "K": 3, "DISTANCE": 100}, "not both"),
        (squares, {"WEIGHTS": "inverse", "POWER": 0}, "must be positive"),
        (squares, {"PERMUTATIONS": -1}, "cannot be negative"),
        (squares, {"SEED": -1}, "cannot be negative"),
        (squares, {"ALPHA": 1.5}, "must be between 0 and 1"),
        (squares, {"WEIGHTS": "file"}, "Choose the file of neighbours"),
        (squares, {"WEIGHTS": "file", "WEIGHTS_FILE": "nowhere.gal"}, "Choose the code field"),
        (squares, {"FIELD": "no such field"}, "The layer has no field “no such field”"),
        (lambda: points_layer([(0, 0), (1, 0), (5, 0)]), {}, "Only polygons have borders"),
        (lambda: points_layer([(0, 0), (0, 0), (5, 0)]), {"WEIGHTS": "inverse"}, "which lie at the same place"),
    ],
)
def test_what_cannot_be_computed_is_said_in_one_sentence(run, qgis_app, layer, parameters, sentence):
    with pytest.raises(QgsProcessingException, match=sentence) as raised:
        run("hotspots", layer(), **{"FIELD": "value", "PERMUTATIONS": 9, **parameters})
    assert "Traceback" not in str(raised.value)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("0 9 grid code\nK0 1\nK1\nK1 1\nK0\nX7 0\n", "names areas that the layer does not have: X7"),
        ("0 9 grid code\nK0 1\nK1\nK1 0\n", "lacks these areas of the layer"),
        ("0 4 grid code\n", "is for 4 areas; the layer has 9"),
        ("0 9 grid code\n" + "K0 1\nK1\n" + "".join(f"K{n} 0\n\n" for n in range(1, 9)), "in one direction only"),
        ("not a file of weights", "does not begin with the number of areas"),
        ("", "is empty"),
    ],
)
def test_a_wrong_file_of_neighbours_is_refused(run, tmp_path, text, sentence):
    path = tmp_path / "wrong.gal"
    path.write_text(text)
    with pytest.raises(QgsProcessingException, match=sentence):
        run("hotspots", squares(), FIELD="value", WEIGHTS="file", WEIGHTS_FILE=str(path), ID_FIELD="code")


@pytest.mark.parametrize(
    "wkt",
    [
        "Polygon ((100 -100, 200 0, 200 -100, 100 0, 100 -100))",
        "MultiPolygon (((100 -100, 150 -100, 150 0, 100 0, 100 -100)), ((160 -100, 200 -100, 200 0, 160 0, 160 -100)))",
        "Polygon ((90 -100, 210 -100, 210 5, 90 5, 90 -100))",
    ],
    ids=["invalid", "multipart", "overlapping"],
)
def test_geometries_that_are_not_clean_still_have_neighbours(run, wkt):
    results, _ = run("neighbours", replaced(wkt))
    assert results["ISLANDS"] == 0


def test_an_area_without_geometry_is_an_island_and_named(run, feedback):
    layer = replaced("Polygon EMPTY")
    _, output = run("clustersoutliers", layer, FIELD="value", NAME_FIELD="code", PERMUTATIONS=9)
    assert field_values(output, "lisa_class").count("island") == 1
    assert any("K4 has no geometry" in warning for warning in feedback.warnings)


def test_places_that_repeat_are_neighbours_and_told(run, feedback):
    layer = points_layer([(0, 0), (0, 0), (50, 0), (60, 0)])
    run("neighbours", layer, WEIGHTS="knn", K=1)
    assert any("1 place repeats another exactly" in warning for warning in feedback.warnings)


def test_many_islands_are_told(run, feedback):
    layer = squares()
    moved = next(layer.getFeatures()).geometry()
    moved.translate(10000.0, 0.0)
    layer.dataProvider().changeGeometryValues({1: moved})
    run("hotspots", layer, FIELD="value", PERMUTATIONS=9)
    assert any("1 of 9 areas has no neighbours" in warning for warning in feedback.warnings)


def test_a_layer_without_coordinate_system_is_taken_in_metres_and_told(run, feedback):
    layer = grid_layer({"value": list(VALUES)}, crs="")
    run("neighbours", layer)
    assert any("no coordinate system" in warning for warning in feedback.warnings)


def test_local_moran_takes_one_field(run):
    with pytest.raises(QgsProcessingException, match="choose local Geary"):
        run("clustersoutliers", squares(other=VALUES[::-1]), FIELD="value", FIELDS=["other"])


def test_a_bivariate_map_needs_two_fields(run):
    with pytest.raises(QgsProcessingException, match="was chosen twice"):
        run("bivariateclusters", squares(), FIELD="value", FIELD_2="value")


def test_neighbours_that_a_file_cannot_hold_are_refused_and_nothing_is_written(run, tmp_path):
    with pytest.raises(QgsProcessingException, match=r"does not end in \.gal, \.gwt"):
        run("neighbours", squares(), ID_FIELD="code", OUTPUT_FILE=str(tmp_path / "weights.txt"))
    with pytest.raises(QgsProcessingException, match="not mutual"):
        run("neighbours", squares(), ID_FIELD="code", WEIGHTS="knn", K=2, OUTPUT_FILE=str(tmp_path / "w.gal"))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("algorithm", ["globalautocorrelation", "hotspots", "clustersoutliers", "bivariateclusters"])
def test_a_cancelled_run_leaves_no_file(provider, context, tmp_path, algorithm):
    layer = squares(other=VALUES[::-1])
    values = {"INPUT": layer, "FIELD": "value", "FIELD_2": "other", "OUTPUT": str(tmp_path / "out.gpkg")}
    results = run_algorithm(f"sejahtera:{algorithm}", values, context, Log(cancel_at=26))
    assert "OUTPUT" not in results
    assert list(tmp_path.iterdir()) == []
