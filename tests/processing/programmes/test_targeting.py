"""Targeting by the toolbox, on the demo programmes whose errors are stored beside them."""

import pytest
from qgis.core import QgsProcessingException, QgsVectorLayer

from ...builders import Log, field_values, run_algorithm
from ..demo_city import DEMO, city_layer, table_of

COUNTS = {
    "TABLE": str(DEMO / "programmes.csv"),
    "TABLE_CODE_FIELD": "kode",
    "ELIGIBLE_FIELD": "sasaran",
    "RECIPIENTS_FIELD": "penerima",
    "ELIGIBLE_RECIPIENTS_FIELD": "penerima_layak",
    "BUDGET_FIELD": "anggaran",
    "SPENT_FIELD": "realisasi",
    "PROGRAMME_FIELD": "program",
    "YEAR_FIELD": "tahun",
}


@pytest.fixture
def target(provider, context):
    """Return a function that runs the algorithm on the demo city."""

    def run(**parameters):
        defaults = {
            "INPUT": city_layer(),
            "OUTPUT": "memory:",
            "ID_FIELD": "kode",
            "NAME_FIELD": "nama",
            "POPULATION_FIELD": "penduduk",
            "NEED_FIELD": "job02",
            "PROGRAMME": "Kartu Pekerja Rentan",
            "YEAR": "2025",
        }
        return run_algorithm("sejahtera:targeting", {**defaults, **COUNTS, **parameters}, context, Log())

    return run


@pytest.mark.parametrize(
    "expected", table_of("programmes_expected.csv"), ids=lambda row: row["program"] + row["tahun"]
)
def test_coverage_and_errors_of_the_demo_programmes_are_the_stored_ones(target, qgis_app, expected):
    results = target(PROGRAMME=expected["program"], YEAR=expected["tahun"])
    assert 100 * results["COVERAGE"] == pytest.approx(float(expected["cakupan"]), abs=1e-4)
    assert 100 * results["INCLUSION"] == pytest.approx(float(expected["kesalahan_inklusi"]), abs=1e-4)


def test_the_leaking_programme_favours_the_better_off(target, qgis_app, context, tmp_path):
    good, leaking = (
        target(PROGRAMME=name, OUTPUT_SUMMARY="memory:")
        for name in ("Kartu Pekerja Rentan", "Hibah Modal Usaha")
    )
    values = []
    for results in (good, leaking):
        table = context.takeResultLayer(results["OUTPUT_SUMMARY"])
        values.append(dict(zip(field_values(table, "measure"), field_values(table, "value"))))
    assert values[0]["concentration"] < 0 < values[1]["concentration"]
    assert values[0]["cgh"] > 1 > values[1]["cgh"]


def test_layer_and_report_name_the_under_served(target, qgis_app, tmp_path):
    target(OUTPUT=str(tmp_path / "t.gpkg"), REPORT=str(tmp_path / "t.html"))
    layer = QgsVectorLayer(str(tmp_path / "t.gpkg"), "t", "ogr")
    served = field_values(layer, "served")
    assert {"under", "over"} <= set(served)
    pairs = list(zip(field_values(layer, "quota"), field_values(layer, "recipients")))
    known = [pair for pair in pairs if pair[0] is not None]
    assert len(known) == 53  # the need of Joglo is not known
    assert sum(quota for quota, _ in known) == sum(recipients for _, recipients in known)
    assert layer.renderer().type() == "categorizedSymbol"
    report = (tmp_path / "t.html").read_text(encoding="utf-8")
    assert "Under-served" in report
    assert "<svg" in report
    del layer


def test_records_of_households_give_the_same_kinds_of_numbers(target, qgis_app, tmp_path):
    rows = ["kode,layak,dapat,jumlah,belanja"]
    for number, row in enumerate(table_of("indicators_2025.csv")):
        rows += [
            f"{row['kode']},{int(n < 2)},{int(n in (0, 3))},100,{n * 10 + number % 7 + 1}" for n in range(4)
        ]
    (tmp_path / "records.csv").write_text("\n".join(rows), encoding="utf-8")
    results = target(
        KIND="records",
        TABLE=str(tmp_path / "records.csv"),
        ELIGIBLE_FIELD="layak",
        RECIPIENTS_FIELD="dapat",
        AMOUNT_FIELD="jumlah",
        WELFARE_FIELD="belanja",
        **dict.fromkeys(
            ("ELIGIBLE_RECIPIENTS_FIELD", "BUDGET_FIELD", "SPENT_FIELD", "PROGRAMME_FIELD", "YEAR_FIELD")
        ),
    )
    assert results["COVERAGE"] == 0.5
    assert results["INCLUSION"] == 0.5


@pytest.mark.parametrize(
    ("parameters", "sentence"),
    [
        ({"PROGRAMME": "Kartu Lain"}, "Kartu Lain"),
        ({"YEAR": "1999"}, "1999"),
        ({"ELIGIBLE_RECIPIENTS_FIELD": None}, "ELIGIBLE_RECIPIENTS_FIELD"),
        ({"ELIGIBLE_FIELD": "program"}, "program"),
        (
            {"ELIGIBLE_FIELD": "penerima_layak", "ELIGIBLE_RECIPIENTS_FIELD": "sasaran"},
            "more eligible recipients",
        ),
        ({"ID_FIELD": "kode_bps"}, "kode_bps"),
        ({"ID_FIELD": "nama"}, "codes that the layer does not have"),
        ({"KIND": "records"}, "WELFARE_FIELD"),
    ],
)
def test_bad_input_is_one_sentence_and_no_file(target, qgis_app, tmp_path, parameters, sentence):
    with pytest.raises(QgsProcessingException, match=sentence):
        target(OUTPUT=str(tmp_path / "o.gpkg"), **parameters)
    assert list(tmp_path.iterdir()) == []
