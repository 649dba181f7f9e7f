"""An atlas is written as one PDF or as files, whole or not at all."""

import json
import re
import shutil
import subprocess

import numpy as np
import pandas as pd
import pytest
from qgis import processing
from qgis.core import QgsProcessingException, QgsProject, QgsVectorLayer, edit
from sejahtera.analysis.indices.composite.pipeline import composite_index
from sejahtera.analysis.indices.definition.schema import definition_from_dict
from sejahtera.cartography.atlas.columns import Columns
from sejahtera.cartography.atlas.facts import unit_facts
from sejahtera.cartography.atlas.request import AtlasRequest
from sejahtera.processing.maps.variables import variables_of

from ...builders import Log, field_values, grid_layer, run_algorithm
from ...shipped import ROOT
from ..demo_city import DEMO, city_layer


@pytest.fixture
def layer(qgis_new_project):
    count = 9
    index = [float(10 * number) + 0.5 for number in range(count)]
    layer = grid_layer(
        {
            "kode": [f"k{number}" for number in range(count)],
            "nama": [f"Kelurahan {number}" for number in range(count)],
            "kecamatan": ["x" if number < 5 else "y" for number in range(count)],
            "inc01": [30.0 - number for number in range(count)],
            "edu01": [3.0 + number for number in range(count)],
            "index": index,
            "rank": list(range(count, 0, -1)),
            "class": [1 + number // 3 for number in range(count)],
            "dim_inc": index,
            "status_data": ["data simulasi"] * count,
        },
        size=900.0,
    )
    QgsProject.instance().addMapLayer(layer)
    return layer


def run(layer, feedback=None, **parameters):
    fields = {"ID_FIELD": "kode", "NAME_FIELD": "nama", "GROUP_FIELD": "kecamatan", "LANGUAGE": "en"}
    given = {"INPUT": layer, "RESOLUTION": 72, **fields, **parameters}
    return processing.run("sejahtera:exportatlas", given, feedback=feedback)


def told(path, tool, *arguments, to=()):
    if shutil.which(tool) is None:
        pytest.skip("poppler-utils are not installed")
    return subprocess.run([tool, *arguments, str(path), *to], capture_output=True, text=True, check=True).stdout


def test_all_pages_are_one_pdf_with_embedded_fonts(provider, layer, tmp_path):
    path = tmp_path / "atlas.pdf"
    result = run(layer, OUTPUT=str(path))
    assert (result["COUNT"], result["LAYOUT"]) == (9, "Welfare profile of the kelurahan")
    assert [one.name for one in tmp_path.iterdir()] == ["atlas.pdf"]
    assert "Pages:           9" in told(path, "pdfinfo")
    fonts = told(path, "pdffonts").splitlines()[2:]
    assert fonts
    assert {line.split()[-5] for line in fonts} == {"yes"}


def test_the_text_of_every_page_is_in_the_pdf(provider, layer, tmp_path):
    path = tmp_path / "atlas.pdf"
    run(layer, OUTPUT=str(path))
    if shutil.which("pdftotext") is None:
        pytest.skip("poppler-utils are not installed")
    text = subprocess.run(["pdftotext", str(path), "-"], capture_output=True, text=True, check=True).stdout
    for number in range(9):
        assert f"KELURAHAN {number}" in text
        assert f"Sheet {number + 1} of 9" in text
    assert "SIMULATED DATA" in text
    assert "Poor population" in text


@pytest.mark.parametrize("ending", ["pdf", "png"])
def test_a_folder_gets_a_file_for_each_page(provider, layer, tmp_path, ending):
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "mine.txt").write_text("stays")
    run(layer, FOLDER=str(tmp_path / "pages"), FORMAT=ending, OUTPUT=None)
    names = sorted(path.name for path in (tmp_path / "pages").iterdir())
    assert names == [*(f"{n + 1}_k{n}_Kelurahan-{n}.{ending}" for n in range(9)), "mine.txt"]


def test_a_page_for_each_kecamatan(provider, layer, tmp_path):
    assert run(layer, OUTPUT=str(tmp_path / "a.pdf"), COVERAGE="group")["COUNT"] == 2


def test_a_kecamatan_without_any_index_has_its_page_all_the_same(provider, layer, tmp_path):
    with edit(layer):
        for feature in layer.getFeatures():
            if feature["kecamatan"] == "y":
                for name in ("index", "rank", "class", "dim_inc"):
                    layer.changeAttributeValue(feature.id(), layer.fields().indexFromName(name), None)
    path = tmp_path / "a.pdf"
    assert run(layer, OUTPUT=str(path), COVERAGE="group")["COUNT"] == 2
    assert "–" in told(path, "pdftotext", "-f", "2", to=["-"])


def test_contributions_are_joined_by_code(provider, layer, tmp_path):
    table = grid_layer({"kode": ["k1", "k0"], "inc01": [9.0, 0.0], "edu01": [1.0, 5.0]})
    run(layer, OUTPUT=str(tmp_path / "a.pdf"), CONTRIBUTIONS=table)
    assert "Pages:           9" in told(tmp_path / "a.pdf", "pdfinfo")


def test_contributions_in_a_csv_file_are_numbers_too(provider, layer, tmp_path):
    path = tmp_path / "contributions.csv"
    path.write_text("kode,inc01,edu01\n" + "".join(f"k{n},{n}.5,\n" for n in range(9)))
    assert run(layer, OUTPUT=str(tmp_path / "a.pdf"), CONTRIBUTIONS=str(path))["COUNT"] == 9
    path.write_text("kode,inc01\nk0,banyak\n")
    with pytest.raises(QgsProcessingException, match="says “banyak” in row 2, which is no number"):
        run(layer, OUTPUT=str(tmp_path / "b.pdf"), CONTRIBUTIONS=str(path))


@pytest.mark.parametrize(
    ("parameters", "sentence"),
    [
        ({"OUTPUT": None}, "Say where the atlas goes"),
        ({"OUTPUT": "atlas.png"}, "does not end in .pdf"),
        ({"NAME_FIELD": "judul"}, "no field “judul”"),
        ({"COVERAGE": "group", "GROUP_FIELD": None}, "needs GROUP_FIELD"),
        ({"LOGO": "/nowhere/logo.svg"}, "no picture"),
        ({"DEFINITION": "{}"}, "."),
    ],
)
def test_what_cannot_be_printed_is_said_and_nothing_is_left(provider, layer, tmp_path, parameters, sentence):
    output = parameters.get("OUTPUT", "atlas.pdf")
    given = {**parameters, "OUTPUT": output and str(tmp_path / output)}
    with pytest.raises(QgsProcessingException, match=sentence):
        run(layer, **given)
    assert list(tmp_path.iterdir()) == []
    assert not QgsProject.instance().layoutManager().layouts()


def test_an_empty_layer_is_one_sentence(provider, qgis_new_project, tmp_path):
    layer = QgsVectorLayer("Polygon?crs=EPSG:32749&field=class:int", "empty", "memory")
    given = {"INPUT": layer, "OUTPUT": str(tmp_path / "a.pdf")}
    with pytest.raises(QgsProcessingException, match="no features"):
        processing.run("sejahtera:exportatlas", given)


def test_a_folder_that_cannot_be_written_is_one_sentence(provider, layer, tmp_path):
    (tmp_path / "file").write_text("in the way")
    for given in (
        {"OUTPUT": str(tmp_path / "file" / "a.pdf")},
        {"OUTPUT": None, "FOLDER": str(tmp_path / "file" / "f")},
    ):
        with pytest.raises(QgsProcessingException, match="cannot be written to"):
            run(layer, **given)
    assert not QgsProject.instance().layoutManager().layouts()


@pytest.mark.parametrize("kind", ["OUTPUT", "FOLDER"])
def test_a_cancel_leaves_neither_file_nor_layout(provider, layer, tmp_path, kind):
    given = {"OUTPUT": None, kind: str(tmp_path / "out" / "atlas.pdf")}
    run(layer, feedback=Log(cancel_at=30), **given)
    assert not (tmp_path / "out").exists()
    assert not QgsProject.instance().layoutManager().layouts()
    assert list(QgsProject.instance().mapLayers().values()) == [layer]


COMPARED = re.compile(r"(.+): (-?[\d.,]+).*\(mean\u00a0(-?[\d.,]+)\)")


@pytest.mark.defect("A15")
@pytest.mark.parametrize("method", ["goalposts", "rank", "minmax", "zscore"])
def test_in_all_the_city_a_strength_is_better_than_the_mean_printed_beside_it(qgis_app, method):
    content = json.loads((DEMO / "definition.json").read_text(encoding="utf-8"))
    definition = definition_from_dict({**content, "normalisation": {"method": method}})
    layer = city_layer()
    ids = [feature.id() for feature in layer.getFeatures()]
    columns = {name: np.array(field_values(layer, name), dtype=float) for name in definition.columns}
    index = composite_index(pd.DataFrame(columns, index=ids), definition)
    variables = variables_of(definition, layer, "en")
    contributions = dict(zip(index.contributions.index, index.contributions.to_numpy(float)))
    request = AtlasRequest(layer, language="en", name_field="nama", variables=variables, contributions=contributions)
    directions = {one.name: one.direction for one in variables}
    told = 0
    for page in unit_facts(Columns(request)):
        for side, texts in ((1, page.strengths), (-1, page.deprivations)):
            for name, *numbers in (found.groups() for text in texts if (found := COMPARED.match(text))):
                value, mean = (float(number.replace(",", "")) for number in numbers)
                assert (value - mean) * directions[name] * side > 0, (page.name, name, value, mean)
                told += 1
    assert told > 250


@pytest.mark.defect("A13", "B20")
def test_the_atlas_of_another_province_names_the_recommendations_of_its_own_file(
    provider, context, qgis_new_project, shared_data, tmp_path
):
    example = re.search(
        r"```json\n(.*?)```", (ROOT / "docs/recommendations.md").read_text(encoding="utf-8"), re.DOTALL
    )[1]
    table = tmp_path / "ipm.csv"
    lines = (shared_data / "indicators/jateng_ipm_2020_2022.csv").read_text(encoding="utf-8").splitlines()
    table.write_text("\n".join([lines[0], *(line for line in lines[1:] if ",2022," in line)]))
    joined, needs = (str(tmp_path / name) for name in ("joined.gpkg", "needs.gpkg"))
    names = {"NAME_FIELD": "nama", "ID_FIELD": "kode"}
    run_algorithm(
        "sejahtera:joinindicators",
        {
            "INPUT": str(shared_data / "boundaries/jateng_kabkota_35_kemendagri2025.gpkg"),
            "TABLE": str(table),
            "TABLE_NAME_FIELD": "wilayah",
            "OUTPUT": joined,
            **names,
        },
        context,
        Log(),
    )
    given = {"INPUT": joined, "RECOMMENDATIONS": example, "OUTPUT": needs, **names}
    run_algorithm("sejahtera:priorities", given, context, Log())
    atlas = tmp_path / "atlas.pdf"
    parameters = {"INPUT": needs, "OUTPUT": str(atlas), "LANGUAGE": "both", "RESOLUTION": 72, **names}
    run_algorithm("sejahtera:exportatlas", parameters, context, Log())
    if shutil.which("pdftotext") is None:
        pytest.skip("poppler-utils are not installed")
    printed = subprocess.run(["pdftotext", "-raw", str(atlas), "-"], capture_output=True, text=True, check=True).stdout
    text = " ".join(printed.split())
    assert text.count("R1 Bersekolah lebih lama / Longer schooling (") == 35
    assert "Modal produktif" not in text
