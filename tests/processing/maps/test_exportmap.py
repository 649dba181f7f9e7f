"""A map is printed from a project or from a file, whole or not at all."""

import pytest
from qgis import processing
from qgis.core import QgsProcessingException, QgsProject, QgsReadWriteContext, QgsVectorFileWriter, QgsVectorLayer
from sejahtera.language import is_compiled
from sejahtera.processing.io.map_of import titled

from ...builders import Log, grid_layer
from ...styled import index_style, style, telling


@pytest.fixture
def result_layer(qgis_new_project):
    layer = grid_layer(
        {
            "nama": ["a", "b", "c", "d"],
            "kecamatan": ["x", "x", "y", "y"],
            "index": [10.0, 20.0, None, 40.0],
            "class": [1, 1, None, 2],
            "status_data": ["data simulasi"] * 4,
        },
        size=900.0,
    )
    QgsProject.instance().addMapLayer(layer)
    return telling(layer, kind="index", shown="class")


def run(layer, output, **parameters):
    return processing.run(
        "sejahtera:exportmap", {"INPUT": layer, "OUTPUT": str(output), "LANGUAGE": "en", "RESOLUTION": 72, **parameters}
    )


def layout(name):
    return QgsProject.instance().layoutManager().layoutByName(name)


def legend(name):
    model = layout(name).itemById("legend").model()
    return [str(node.data(0)) for node in model.layerLegendNodes(model.rootGroup().findLayers()[0])]


def test_a_map_is_written_in_all_formats_and_its_layout_stays(provider, result_layer, tmp_path):
    result = run(
        result_layer,
        tmp_path / "map.pdf",
        TITLE="Peta saya",
        PAPER="A3",
        ORIENTATION="portrait",
        GROUP_FIELD="kecamatan",
        OUTPUT_PNG=str(tmp_path / "map.png"),
    )
    assert sorted(path.name for path in tmp_path.iterdir()) == ["map.pdf", "map.png"]
    assert all(path.stat().st_size > 5000 for path in tmp_path.iterdir())
    assert result["LAYOUT"] == "Peta saya"
    assert layout("Peta saya").pageCollection().page(0).pageSize().width() == 297


def test_an_unstyled_result_is_styled_and_simulated_data_say_so(provider, result_layer, tmp_path):
    run(result_layer, tmp_path / "map.svg", TITLE="T")
    assert legend("T") == ["High (40) · 1", "Low (10 – 20) · 2", "No data · 1"]
    assert layout("T").itemById("synthetic") is not None
    run(result_layer, tmp_path / "map.svg", TITLE="Asli", SYNTHETIC="no")
    assert layout("Asli").itemById("synthetic") is None


def test_the_style_stored_in_a_geopackage_is_used(provider, result_layer, tmp_path):
    path = tmp_path / "result.gpkg"
    options = QgsVectorFileWriter.SaveVectorOptions()
    context = QgsProject.instance().transformContext()
    QgsVectorFileWriter.writeAsVectorFormatV3(result_layer, str(path), context, options)
    stored = QgsVectorLayer(str(path), "result", "ogr")
    index_style("class", [0, 25, 50], language="id", method="Equal weights.")(stored)
    stored.saveStyleToDatabase("result", "", True, "")
    del stored
    run(str(path), tmp_path / "map.svg", TITLE="T")
    assert legend("T")[:2] == ["High (25 – 50) · 1", "Low (0 – 25) · 2"]
    assert layout("T").itemById("method").currentText() == "Equal weights."


def test_a_folder_that_cannot_be_written_is_one_sentence(provider, result_layer, tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(QgsProcessingException, match="cannot be written to"):
        run(result_layer, tmp_path / "file" / "map.pdf")
    assert not QgsProject.instance().layoutManager().layouts()


@pytest.mark.parametrize(
    ("parameters", "sentence"),
    [
        ({"NAME_FIELD": "judul"}, "no field “judul”"),
        ({"PAPER": "A9"}, "PAPER"),
        ({"NOTE": "Catatan panjang sekali. " * 600}, "do not fit"),
        ({"OUTPUT_PNG": "map.txt"}, "does not end in .png"),
    ],
)
def test_what_cannot_be_printed_is_said_and_nothing_is_left(provider, result_layer, tmp_path, parameters, sentence):
    if "OUTPUT_PNG" in parameters:
        parameters = {"OUTPUT_PNG": str(tmp_path / parameters["OUTPUT_PNG"])}
    with pytest.raises(QgsProcessingException, match=sentence):
        run(result_layer, tmp_path / "map.pdf", **parameters)
    assert list(tmp_path.iterdir()) == []


def test_a_layer_without_features_is_refused(provider, qgis_new_project, tmp_path):
    layer = QgsVectorLayer("Polygon?crs=EPSG:4326&field=class:int", "empty", "memory")
    with pytest.raises(QgsProcessingException, match="no features"):
        run(layer, tmp_path / "map.pdf")


def test_a_map_package_holds_layers_project_files_and_checksums(provider, result_layer, tmp_path):
    folder = tmp_path / "package"
    run(result_layer, tmp_path / "map.svg", TITLE="Peta saya", PACKAGE=str(folder), INSET_LAYER=result_layer)
    names = {path.name for path in folder.iterdir()}
    assert names == {"Peta_saya.gpkg", "Peta_saya.qgz", "map.svg", "README.txt", "SHA256SUMS"}
    project = QgsProject()
    assert project.read(str(folder / "Peta_saya.qgz"))
    assert [one.name() for one in project.layoutManager().layouts()] == ["Peta saya"]
    project.clear()


def test_a_template_takes_the_place_of_paper_and_what_it_lacks_is_told(provider, result_layer, tmp_path):
    run(result_layer, tmp_path / "map.svg", TITLE="T", TABLE="no", LABELS="none")
    path = tmp_path / "own.qpt"
    layout("T").saveAsTemplate(str(path), QgsReadWriteContext())
    log = Log()
    given = {"INPUT": result_layer, "OUTPUT": str(tmp_path / "own.svg"), "TITLE": "Lain", "TEMPLATE": str(path)}
    processing.run("sejahtera:exportmap", given, feedback=log)
    assert layout("Lain").itemById("title").currentText() == "Lain"
    assert any("no item for" in warning or "tidak memiliki unsur" in warning for warning in log.warnings)


def test_a_pdf_with_layers_has_them_or_says_why_not(provider, result_layer, tmp_path):
    log = Log()
    given = {"INPUT": result_layer, "OUTPUT": str(tmp_path / "map.pdf"), "LAYERED": True, "LANGUAGE": "en"}
    processing.run("sejahtera:exportmap", given, feedback=log)
    content = (tmp_path / "map.pdf").read_bytes()
    assert b"/OCG" in content or any("layers" in warning for warning in log.warnings)
    assert [path.name for path in tmp_path.iterdir()] == ["map.pdf"]


needs_words = pytest.mark.skipif(not is_compiled("id"), reason="the translations are not compiled")


@needs_words
@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("id", {"Kebutuhan adalah rata-rata", "Zona UTM 49S"}),
        ("en", {"Need is the weighted mean", "UTM zone 49S"}),
        ("both", {"Kebutuhan adalah rata-rata", "Need is the weighted mean", "Zona UTM 49S / UTM zone 49S"}),
    ],
)
def test_the_language_of_the_map_decides_whatever_the_result_was_computed_in(
    provider, result_layer, tmp_path, language, written
):
    method = (
        "Need is the weighted mean of the deprivations (0 to 100, by fixed goalposts) of the signals that have data."
    )
    index_style("class", language="en", title=titled("Change of the index", "saya"), method=method)(result_layer)
    name = run(result_layer, tmp_path / "map.pdf", TITLE="Peta", LANGUAGE=language)["LAYOUT"]
    shown = " ".join(f"{layout(name).itemById(one).text()}" for one in ("method", "projection")).replace("\n", " ")
    everything = {"Kebutuhan adalah rata-rata", "Need is the weighted mean"}
    assert all(words in shown for words in written)
    assert not any(words in shown for words in everything - written)
    model = layout(name).itemById("legend").model()
    heading = model.rootGroup().findLayers()[0].name().replace("\n", " ")
    assert ("Perubahan indeks: saya" in heading) == (language != "en")


def test_beside_each_kelurahan_stands_its_class_where_the_field_holds_words(provider, qgis_new_project, tmp_path):
    codes = ["new_cold", "none", "historical_hot", None]
    layer = grid_layer({"nama": list("abcd"), "pattern": codes}, size=900.0)
    QgsProject.instance().addMapLayer(layer)
    style("pattern", "pattern", "id")(layer)
    name = run(layer, tmp_path / "map.pdf", TABLE="yes")["LAYOUT"]
    texts = [item.text() for item in layout(name).items() if getattr(item, "id", str)().endswith("_values")]
    assert sorted("\n".join(texts).splitlines()) == ["High pocket, historical", "Low pocket, new", "No pattern", "–"]


def test_a_layer_that_has_no_style_and_does_not_tell_is_drawn_in_one_colour_with_a_warning(
    provider, qgis_new_project, tmp_path
):
    layer = grid_layer({"nama": list("abcd"), "class": [1, 1, 2, 2]}, size=900.0)
    QgsProject.instance().addMapLayer(layer)
    log = Log()
    given = {"INPUT": layer, "OUTPUT": str(tmp_path / "map.pdf"), "LANGUAGE": "en", "TITLE": "T"}
    processing.run("sejahtera:exportmap", given, feedback=log)
    assert any("stylelayer" in warning for warning in log.warnings)
    assert (tmp_path / "map.pdf").read_bytes().startswith(b"%PDF")
