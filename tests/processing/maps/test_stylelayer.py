"""A loaded layer is styled in place; a file gets its style beside it."""

import pytest
from qgis import processing
from qgis.core import QgsProcessingException, QgsProject

from ...builders import grid_layer


@pytest.fixture
def result_layer(qgis_new_project):
    layer = grid_layer({"nama": ["a", "b", "c"], "index": [10.0, 20.0, None], "class": [1, 2, None]})
    QgsProject.instance().addMapLayer(layer)
    return layer


def run(layer, **parameters):
    return processing.run("sejahtera:stylelayer", {"INPUT": layer, **parameters})


def labels(layer):
    return [item.label() for item in layer.renderer().legendSymbolItems()]


def test_a_loaded_layer_is_styled_in_place_and_handed_on(provider, result_layer):
    assert run(result_layer, LANGUAGE="en")["OUTPUT"] in (result_layer, result_layer.id())
    assert labels(result_layer) == ["High (20) · 1", "Low (10) · 1", "No data · 1"]
    assert result_layer.labelsEnabled()


def test_kind_and_field_can_be_chosen_by_code_or_number(provider, result_layer):
    run(result_layer, KIND="dimension", FIELD="index", LANGUAGE="en", HIGHER_IS_BETTER=False)
    first = labels(result_layer)
    run(result_layer, KIND=2, FIELD="index", LANGUAGE=1)
    assert labels(result_layer) == first


@pytest.mark.parametrize("name", ["OUTPUT_QML", "OUTPUT_SLD"])
def test_the_style_is_written_as_a_file(provider, result_layer, tmp_path, name):
    path = tmp_path / f"style.{name[-3:].lower()}"
    run(result_layer, LANGUAGE="en", **{name: str(path)})
    assert "High (20) · 1" in path.read_text(encoding="utf-8")
    assert [one.name for one in tmp_path.iterdir()] == [path.name]


def test_a_qml_dresses_another_layer(provider, result_layer, tmp_path):
    run(result_layer, LANGUAGE="en", OUTPUT_QML=str(tmp_path / "style.qml"))
    other = grid_layer({"class": [1, 2], "index": [1.0, 2.0]})
    other.loadNamedStyle(str(tmp_path / "style.qml"))
    assert labels(other) == labels(result_layer)


def test_a_layer_without_results_is_refused(provider, qgis_new_project):
    with pytest.raises(QgsProcessingException, match="no field of a known result"):
        run(grid_layer({"penduduk": [1]}))


def test_an_unknown_field_is_refused(provider, result_layer):
    with pytest.raises(QgsProcessingException, match="no field “kelas”"):
        run(result_layer, FIELD="kelas")
