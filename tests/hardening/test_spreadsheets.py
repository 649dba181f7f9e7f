"""Results go into spreadsheets too: a file without geometry has the attributes and no style."""

import pytest
from qgis.core import QgsProcessingException, QgsVectorLayer

from ..builders import Log, field_values, run_algorithm
from ..styled import index_style
from .cases import CASES, parameters_of
from .folders import left_over

STYLED = [name for name, (_, _, written) in CASES.items() if written.get("OUTPUT", "").endswith((".gpkg", ".shp"))]
ENDINGS = ("csv", "xlsx", "ods")

pytestmark = pytest.mark.defect("B6")


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("algorithm", STYLED)
def test_a_result_is_written_into_a_spreadsheet_whatever_its_style(
    algorithm, ending, provider, context, prepared, tmp_path
):
    given = parameters_of(algorithm, prepared, tmp_path)
    for name in CASES[algorithm][2]:
        given[name] = None
    given["OUTPUT"] = str(tmp_path / f"o.{ending}")
    results = run_algorithm(f"sejahtera:{algorithm}", given, context, Log())
    assert results["OUTPUT"] == given["OUTPUT"]
    assert not left_over(tmp_path, [f"o.{ending}"])
    table = QgsVectorLayer(given["OUTPUT"], "table", "ogr")
    assert table.featureCount() > 0
    assert not table.isSpatial()


def test_the_values_in_a_spreadsheet_are_those_of_the_layer(provider, context, prepared, tmp_path):
    for name in ("o.gpkg", "o.csv"):
        given = {**parameters_of("compositeindex", prepared, tmp_path), "OUTPUT": str(tmp_path / name)}
        run_algorithm("sejahtera:compositeindex", given, context, Log())
    layers = [QgsVectorLayer(str(tmp_path / name), name, "ogr") for name in ("o.gpkg", "o.csv")]
    mapped, listed = (field_values(layer, "index") for layer in layers)
    assert [float(one) if one else None for one in listed] == pytest.approx(mapped)


def test_a_style_passes_over_a_table(qgis_app):
    table = QgsVectorLayer("NoGeometry?field=class:int", "table", "memory")
    index_style("class")(table)
    assert table.isValid()


@pytest.mark.parametrize("algorithm", ["stylelayer", "exportmap", "exportatlas"])
def test_a_table_has_no_map_which_is_one_sentence(algorithm, provider, context, prepared, tmp_path):
    table = tmp_path / "index.csv"
    table.write_text("kode,nama,class\n1,A,1\n2,B,2\n", encoding="utf-8")
    given = {**parameters_of(algorithm, prepared, tmp_path / "out"), "INPUT": str(table)}
    with pytest.raises(QgsProcessingException, match="a table without geometry") as error:
        run_algorithm(f"sejahtera:{algorithm}", given, context, Log())
    assert "\n" not in str(error.value)
    assert [path.name for path in tmp_path.iterdir()] == ["index.csv"]
