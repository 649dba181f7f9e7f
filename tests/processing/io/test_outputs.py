"""Outputs stand whole or not at all, and messages name what the user knows."""

import gc

import numpy as np
import pandas as pd
import pytest
from qgis.core import (
    QgsFields,
    QgsProcessing,
    QgsProcessingException,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFileDestination,
    QgsVectorLayer,
)
from sejahtera.analysis.core.messages import InputError
from sejahtera.cartography.base.attributes import values_of
from sejahtera.processing.base.algorithm import Algorithm
from sejahtera.processing.base.parameters import field, input_layer
from sejahtera.processing.io import outputs as outputs_module
from sejahtera.processing.io.frames import (
    collection_paused,
    fields_of,
    free_names,
    is_null,
    make_field,
    read_frame,
    write_features,
    write_table,
)
from sejahtera.processing.io.map_of import MapOf
from sejahtera.processing.io.output_checks import check_layer
from sejahtera.processing.io.outputs import Outputs
from sejahtera.processing.io.results import write_beside

from ...builders import Log, grid_layer


class Double(Algorithm):
    """Doubles a field; fails on request after the outputs were opened."""

    ID = "double"
    TITLE = "Double"
    GROUP = ("test", "Test")

    def define(self):
        self.add(input_layer(), "layer")
        self.add(field("FIELD", "field"), "field")
        self.add(QgsProcessingParameterFeatureSink("OUTPUT", "out"), "out")
        self.add(QgsProcessingParameterFileDestination("NOTE", "note", "*.txt", None, True, False), "note")

    def compute(self, run):
        column = run.field("FIELD")
        frame = run.frame([column])
        result = pd.DataFrame({"twice": frame[column] * 2, "count": np.arange(len(frame))}, index=frame.index)
        source = run.source()
        fields = QgsFields(source.fields())
        for new in fields_of(result):
            fields.append(new)
        sink = run.outputs.layer("OUTPUT", fields, source.wkbType(), source.sourceCrs())
        write_features(sink, source, result, run.progress(0.5, 1.0))
        note = run.outputs.file("NOTE")
        if note:
            note.write_text("done")
        if (frame[column] < 0).any():
            raise InputError("“{column}” is negative in {units}.", column=column, units=[frame.index[0]])
        return {}


def run(layer, output, context, feedback, field="v", **others):
    parameters = {"INPUT": layer, "FIELD": field, "OUTPUT": str(output), **others}
    algorithm = Double().create()
    ok, sentence = algorithm.checkParameterValues(parameters, context)
    assert ok, sentence
    return algorithm.run(parameters, context, feedback, catchExceptions=False)[0]


@pytest.fixture
def values_layer(qgis_app):
    return grid_layer({"v": [1.0, 2.0, None, 4.0], "name": ["a", "b", "c", None]})


def test_numpy_values_and_missing_ones_reach_the_file(values_layer, context, feedback, tmp_path):
    out = tmp_path / "out.gpkg"
    run(values_layer, out, context, feedback, NOTE=str(tmp_path / "n.txt"))
    layer = QgsVectorLayer(str(out), "out", "ogr")
    frame = read_frame(layer_source(layer), ["twice", "count", "name"])
    np.testing.assert_array_equal(frame["twice"], [2, 4, np.nan, 8])
    assert frame["count"].tolist() == [0, 1, 2, 3]
    assert frame["name"].tolist() == ["a", "b", "c", None]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["n.txt", "out.gpkg"]
    del layer


def layer_source(layer):
    from qgis.core import QgsProcessingContext, QgsProcessingFeatureSource

    context = QgsProcessingContext()
    source = QgsProcessingFeatureSource(layer, context)
    source.context = context
    return source


def test_a_failed_run_leaves_the_former_file_as_it_was(qgis_app, context, feedback, tmp_path):
    out = tmp_path / "out.gpkg"
    out.write_bytes(b"former")
    layer = grid_layer({"v": [-1.0, 2.0, 3.0, 4.0]})
    with pytest.raises(QgsProcessingException, match="“v” is negative"):
        run(layer, out, context, feedback)
    assert out.read_bytes() == b"former"
    assert [path.name for path in tmp_path.iterdir()] == ["out.gpkg"]


def test_a_failed_run_leaves_no_folder_that_it_made(qgis_app, context, feedback, tmp_path):
    layer = grid_layer({"v": [-1.0, 2.0, 3.0, 4.0]})
    with pytest.raises(QgsProcessingException, match="“v” is negative"):
        run(layer, tmp_path / "new" / "deep" / "out.gpkg", context, feedback)
    assert list(tmp_path.iterdir()) == []


def test_a_cancelled_run_leaves_nothing(qgis_app, context, tmp_path):
    layer = grid_layer({"v": [float(i) for i in range(2500)]})
    run(layer, tmp_path / "out.gpkg", context, Log(cancel_at=60))
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_one_sentence(values_layer, context, feedback, tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(QgsProcessingException, match="cannot be written"):
        run(values_layer, tmp_path / "file" / "o.gpkg", context, feedback)


def test_an_unknown_field_is_named_with_the_fields_there_are(values_layer, context, feedback):
    with pytest.raises(QgsProcessingException, match=r"no field “w”.*v, name"):
        run(values_layer, QgsProcessing.TEMPORARY_OUTPUT, context, feedback, field="w")


def test_a_layer_without_features_is_refused(qgis_app, context, feedback):
    layer = QgsVectorLayer("Polygon?crs=EPSG:4326&field=v:double", "empty", "memory")
    with pytest.raises(QgsProcessingException, match="no features"):
        run(layer, "memory:", context, feedback)


def test_new_fields_get_a_free_name():
    assert free_names(["Index", "a"], ["index", "rank"]) == {"index": "index_2", "rank": "rank"}


def test_fields_have_the_kind_asked_for():
    assert [make_field("a", kind).isNumeric() for kind in ("float", "int", "str")] == [True, True, False]


def test_a_style_knows_the_columns_just_written_without_reading_them(tmp_path, context, feedback, monkeypatch):
    seen = []

    class Styled(Double):
        def compute(self, run):
            column = run.field("FIELD")
            frame = run.frame([column]).rename(columns={column: "label"})
            write_beside(run, "OUTPUT", frame, MapOf("dimension", "label"))
            return {}

    def look(layer, card, _language):
        read = [None if is_null(f[card.shown]) else f[card.shown] for f in layer.getFeatures()]
        seen.append((values_of(layer, card.shown), read))

    monkeypatch.setattr(outputs_module, "apply_card", look)
    layer = grid_layer({"v": [1.0, None, 3.0, 4.5]})
    parameters = {"INPUT": layer, "FIELD": "v", "OUTPUT": str(tmp_path / "out.gpkg")}
    Styled().create().run(parameters, context, feedback, catchExceptions=False)
    assert seen == [([1.0, None, 3.0, 4.5], [1.0, None, 3.0, 4.5])]


def test_python_looks_for_unused_cycles_again_after_a_pause_and_after_a_failure():
    with collection_paused():
        with collection_paused():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()
    with pytest.raises(ZeroDivisionError), collection_paused():
        _ = 1 / 0
    assert gc.isenabled()


@pytest.mark.parametrize("ending", ["gpkg", "shp", "geojson", "csv", "xlsx", "ods", "sqlite", "kml", "tab", "gml"])
@pytest.mark.parametrize("rows", [0, 3])
def test_a_layer_is_taken_for_whole_in_every_format(qgis_app, context, tmp_path, ending, rows):
    path = tmp_path / f"o.{ending}"
    outputs = Outputs(Double().create(), {"OUTPUT": str(path)}, context)
    frame = pd.DataFrame({"nama": ["a", "b", "c"], "kelas": ["x", "y", "z"]}, dtype=object)[:rows]
    sink = outputs.layer("OUTPUT", fields_of(frame))
    write_table(sink, frame)
    del sink
    outputs.commit()
    assert path.exists() or path.with_suffix(".dbf").exists()


def test_a_layer_that_lacks_a_row_is_not_taken_for_whole(qgis_app, tmp_path):
    path = tmp_path / "o.csv"
    path.write_text("a\n1\n2\n")
    check_layer(path, 2)
    with pytest.raises(InputError, match=r"o\.csv could not be written to its end"):
        check_layer(path, 3)
    path.write_text("a\n1\n2")
    with pytest.raises(InputError, match="to its end"):
        check_layer(path, 2)
