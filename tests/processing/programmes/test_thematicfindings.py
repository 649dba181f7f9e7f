"""Thematic findings by the toolbox on the demo's sixty notes."""

import pytest
from qgis.core import QgsProcessingException, QgsVectorLayer

from ...builders import Log, field_values, run_algorithm
from ..demo_city import DEMO, city_layer

NOTES = {
    "TABLE": str(DEMO / "findings.csv"),
    "TABLE_CODE_FIELD": "kode",
    "THEME_FIELD": "tema",
    "INTENSITY_FIELD": "intensitas",
    "SOURCE_FIELD": "jenis_sumber",
    "DATE_FIELD": "tanggal",
    "QUOTE_FIELD": "kutipan",
}


@pytest.fixture
def find(provider, context):
    """Return a function that runs the algorithm on the demo city."""

    def run(**parameters):
        defaults = {
            "INPUT": city_layer(),
            "OUTPUT": "memory:",
            "ID_FIELD": "kode",
            "NAME_FIELD": "nama",
            "GROUP_FIELD": "kecamatan",
            "INDEX_FIELD": "inc01",
            "HIGHER_IS_BETTER": False,
        }
        return run_algorithm("sejahtera:thematicfindings", {**defaults, **NOTES, **parameters}, context, Log())

    return run


def test_layer_tables_and_report_hold_numbers_and_voices(find, qgis_app, tmp_path):
    results = find(
        OUTPUT=str(tmp_path / "f.gpkg"), OUTPUT_THEMES=str(tmp_path / "t.csv"), REPORT=str(tmp_path / "f.html")
    )
    assert results["NOTES"] == 60
    layer = QgsVectorLayer(str(tmp_path / "f.gpkg"), "f", "ogr")
    labels = field_values(layer, "convergence")
    assert labels.count("few") == 38
    assert labels.count("both") == results["BOTH_BAD"] > 0
    assert sum(field_values(layer, "notes")) == 60
    assert layer.renderer().type() == "categorizedSymbol"
    report = (tmp_path / "f.html").read_text(encoding="utf-8")
    assert "Numbers and voices both bad" in report
    assert "Earnings below the minimum wage" in report
    assert report.count("<svg") == 2
    assert (tmp_path / "t.csv").read_text().count("\n") == 12
    del layer


def test_a_kelurahan_with_one_note_is_not_named_beside_its_quote(find, qgis_app, tmp_path):
    find(REPORT=str(tmp_path / "f.html"))
    few = (tmp_path / "f.html").read_text(encoding="utf-8")
    find(LEAST_NOTES=1, REPORT=str(tmp_path / "all.html"))
    every = (tmp_path / "all.html").read_text(encoding="utf-8")
    quotes_few = few[few.index("Quotes by theme") :]
    quotes_every = every[every.index("Quotes by theme") :]
    assert "” (Mojosongo" not in quotes_few or "” (Mojosongo" in quotes_every
    assert quotes_few.count("” (Jebres,") != quotes_every.count("” (Jebres,")


def test_a_code_book_of_ones_own(find, qgis_app):
    with pytest.raises(QgsProcessingException, match=r"code book: P1"):
        find(CODE_BOOK='{"X1": "Water"}')


@pytest.mark.parametrize(
    ("parameters", "sentence"),
    [
        ({"THEME_FIELD": "kutipan"}, "code book"),
        ({"INTENSITY_FIELD": "tema"}, "no number"),
        ({"DATE_FIELD": "kutipan"}, "2025-12-31"),
        ({"ID_FIELD": "nama"}, "codes that the layer does not have"),
        ({"CODE_BOOK": "[1]"}, "code book"),
        ({"CODE_BOOK": '{"P1": 3}'}, "JSON object"),
        ({"TABLE_CODE_FIELD": "desa"}, "desa"),
    ],
)
def test_bad_input_is_one_sentence_and_no_file(find, qgis_app, tmp_path, parameters, sentence):
    with pytest.raises(QgsProcessingException, match=sentence):
        find(OUTPUT=str(tmp_path / "o.gpkg"), **parameters)
    assert list(tmp_path.iterdir()) == []
