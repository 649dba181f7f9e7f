"""What the fuzzer found, one test for each, so that it stays mended."""

import json

import numpy as np
import pandas as pd
import pytest
from qgis.core import QgsFeature, QgsGeometry, QgsProcessingException, QgsProject, QgsRectangle, QgsVectorLayer
from sejahtera.analysis.core.messages import InputError, Message
from sejahtera.analysis.data.tables.delimited import free_headers, read_delimited
from sejahtera.analysis.indices.composite.pipeline import composite_index
from sejahtera.analysis.indices.definition.schema import definition_from_dict
from sejahtera.analysis.spatial.geometry import Polygons
from sejahtera.analysis.spatial.weights.contiguity import rook
from sejahtera.analysis.spatial.weights.distance import knn
from sejahtera.analysis.spatial.weights.files import read_weights
from sejahtera.processing.io.geometries import metric_crs
from sejahtera.processing.programmes.thematicfindings import code_book
from sejahtera.processing.study.manifest import content_hash, is_intact, read_manifest, records_of
from sejahtera.resources.recommendations import load_recommendations

from ..builders import Log, grid_layer, run_algorithm
from ..processing.conftest import context, provider  # noqa: F401 - fixtures


def test_an_error_is_one_line_of_readable_signs_whatever_a_file_holds():
    error = InputError("{column}: {why}", column="a\nb\0c\u202ed" + "x" * 10_000, why=Message("{n}", {"n": "\t"}))
    assert str(error).isprintable()
    assert len(str(error)) < 400
    assert str(InputError("{names}", names=["a\n", "b"])) == "a , b"


@pytest.mark.parametrize("count", ["²", "２", "9" * 5000])
@pytest.mark.parametrize("text", ["0 {} layer id\na 0\n", "0 1 layer id\na {}\n"])
def test_a_number_of_areas_is_of_plain_digits(tmp_path, text, count):
    path = tmp_path / "w.gal"
    path.write_text(text.format(count), encoding="utf-8")
    with pytest.raises(InputError):
        read_weights(path, ["a"])


SHIPPED = {"schema": "sejahtera-recommendations", "version": 1}
ONE = {"code": "R1", "name": "x", "signals": [{"indicator": "INC01", "weight": 1}]}


@pytest.mark.parametrize(
    "content",
    [
        {"recommendations": 5},
        {"recommendations": [ONE], "rule": [1]},
        {"recommendations": [ONE], "rule": {"percentile": 10**400}},
        {"recommendations": [{**ONE, "signals": [{"indicator": "INC01", "weight": float("nan")}]}]},
        {"recommendations": [{**ONE, "signals": [{"indicator": "INC01", "weight": 10**400}]}]},
    ],
)
def test_recommendations_of_a_wrong_kind_are_refused(content):
    with pytest.raises(InputError):
        load_recommendations("id", json.dumps({**SHIPPED, **content}))


@pytest.mark.parametrize("read", [lambda text: load_recommendations("id", text), lambda text: code_book(text, "id")])
def test_json_nested_without_end_is_refused(read):
    with pytest.raises(InputError):
        read('{"a":' + "[" * 100_000)


def test_a_table_whose_only_rows_are_in_its_header_is_refused(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text('"a\nb";c\n\n', encoding="utf-8")
    with pytest.raises(InputError, match="no rows below its header"):
        read_delimited(path)


def test_a_cell_longer_than_any_text_is_refused(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("a;b\n1;" + "x" * 200_000 + "\n", encoding="utf-8")
    with pytest.raises(InputError, match="Line 2"):
        read_delimited(path)


def test_ten_thousand_columns_of_one_name_get_names_of_their_own():
    names = free_headers(["a"] * 10_000)
    assert (names[1], names[-1]) == ("a_2", "a_10000")
    assert len(set(names)) == 10_000


MANIFEST = {"schema": "sejahtera-study-manifest", "version": 1}


WRONG = ([], {**MANIFEST, "steps": 1}, {**MANIFEST, "steps": [{}, 1, {"id": 2}]})


@pytest.mark.parametrize("content", ["[" * 100_000, *map(json.dumps, WRONG)])
def test_a_manifest_of_a_wrong_kind_is_as_none(tmp_path, content):
    (tmp_path / "manifest.json").write_text(content, encoding="utf-8")
    assert records_of(read_manifest(tmp_path)) == {}


def test_a_manifest_that_names_other_files_makes_no_step_intact(tmp_path):
    folder = tmp_path / "results"
    folder.mkdir()
    secret = tmp_path / "secret.txt"
    secret.write_text("secret", encoding="utf-8")
    (folder / "o.csv").write_text("a", encoding="utf-8")
    right = {"file": "o.csv", "sha256": content_hash(folder / "o.csv")}
    wrong = {"file": "../secret.txt", "sha256": content_hash(secret)}
    outputs = {"OUTPUT": "o.csv"}
    assert is_intact({"key": "k", "outputs": {"OUTPUT": right}}, "k", outputs, folder)
    for recorded in ({}, [], "x", {"OUTPUT": wrong}, {"OUTPUT": []}, {"OUTPUT": {"file": "o.csv"}}):
        assert not is_intact({"key": "k", "outputs": recorded}, "k", outputs, folder)


def test_polygons_that_are_points_have_no_sides_in_common():
    dots = [[np.array([[place, 0.0]] * 3)] for place in range(3)]
    assert rook(Polygons.from_rings(dots), 0.0).matrix.nnz == 0


def test_coordinates_beyond_any_map_are_refused():
    square = np.array([(0, 0), (1, 0), (1, 1)], float)
    with pytest.raises(InputError, match="beyond any map"):
        Polygons.from_rings([[square], [square * 1e300], [square]])
    with pytest.raises(InputError, match="beyond any map"):
        knn(np.array([(0, 0), (1, 1), (1e300, 0), (2, 2)]), 2)


def test_an_extent_that_is_no_number_is_no_crash(qgis_app):
    layer = QgsVectorLayer("Polygon?crs=EPSG:4326", "l", "memory")
    nan = float("nan")
    assert metric_crs(layer.crs(), QgsRectangle(nan, nan, nan, nan)).isValid()


def test_a_wrong_coordinate_is_told_of_the_area_that_has_it(qgis_app, provider, context):  # noqa: F811
    layer = QgsVectorLayer("Polygon?crs=EPSG:32749&field=nama:string", "l", "memory")
    features = []
    for place, name in enumerate(["Tipes", "Bumi", "Pajang"]):
        feature = QgsFeature(layer.fields())
        wide = 1e300 if name == "Bumi" else 9
        feature.setGeometry(QgsGeometry.fromWkt(f"Polygon (({place} 0, {wide} 0, 9 9, {place} 0))"))
        feature.setAttributes([name])
        features.append(feature)
    layer.dataProvider().addFeatures(features)
    given = {"INPUT": layer, "NAME_FIELD": "nama", "OUTPUT": "memory:"}
    with pytest.raises(QgsProcessingException, match="beyond any map, in Bumi;"):
        run_algorithm("sejahtera:neighbours", given, context, Log())
    QgsProject.instance().clear()


def test_an_index_that_grows_beyond_all_numbers_is_refused():
    leaf = {"field": "x", "direction": "+"}
    content = {"dimensions": [{"code": "a", "indicators": [leaf]}], "normalisation": {"method": "robustz"}}
    frame = pd.DataFrame({"x": [1e-298, 2e-298, 3e-298, 4e-298, 1e50]})
    with np.errstate(over="ignore"), pytest.raises(InputError, match="too large to compute with"):
        composite_index(frame, definition_from_dict(content))


def test_a_number_that_no_computation_bears_is_refused_with_its_kelurahan(qgis_app, provider, context):  # noqa: F811
    layer = grid_layer({"nama": ["a", "b", "c"], "v": [1.0, 1e200, 2.0]})
    given = {"INPUT": layer, "FIELDS": ["v"], "NAME_FIELD": "nama", "OUTPUT": "memory:"}
    with pytest.raises(QgsProcessingException, match="“v” holds a number too large to compute with in 2"):
        run_algorithm("sejahtera:checkindicators", given, context, Log())
