"""Targeting by the toolbox, on the demo programmes whose errors are stored beside them."""

import csv

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
        log = Log()
        run.log = log
        return run_algorithm("sejahtera:targeting", {**defaults, **COUNTS, **parameters}, context, log)

    return run


@pytest.mark.parametrize("expected", table_of("programmes_expected.csv"), ids=lambda row: row["program"] + row["tahun"])
def test_coverage_and_errors_of_the_demo_programmes_are_the_stored_ones(target, qgis_app, expected):
    results = target(PROGRAMME=expected["program"], YEAR=expected["tahun"])
    assert 100 * results["COVERAGE"] == pytest.approx(float(expected["cakupan"]), abs=1e-4)
    assert 100 * results["INCLUSION"] == pytest.approx(float(expected["kesalahan_inklusi"]), abs=1e-4)


def test_the_leaking_programme_favours_the_better_off(target, qgis_app, context, tmp_path):
    good, leaking = (
        target(PROGRAMME=name, OUTPUT_SUMMARY="memory:") for name in ("Kartu Pekerja Rentan", "Hibah Modal Usaha")
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
        rows += [f"{row['kode']},{int(n < 2)},{int(n in (0, 3))},100,{n * 10 + number % 7 + 1}" for n in range(4)]
    (tmp_path / "records.csv").write_text("\n".join(rows), encoding="utf-8")
    results = target(
        KIND="records",
        TABLE=str(tmp_path / "records.csv"),
        ELIGIBLE_FIELD="layak",
        RECIPIENTS_FIELD="dapat",
        AMOUNT_FIELD="jumlah",
        WELFARE_FIELD="belanja",
        **dict.fromkeys(("ELIGIBLE_RECIPIENTS_FIELD", "BUDGET_FIELD", "SPENT_FIELD", "PROGRAMME_FIELD", "YEAR_FIELD")),
    )
    assert results["COVERAGE"] == 0.5
    assert results["INCLUSION"] == 0.5


def cut(path, keep):
    """Write the rows of the demo programmes that `keep` keeps, and return the path."""
    rows = [row for row in table_of("programmes.csv") if keep(row)]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    return str(path)


def chosen(row):
    return (row["program"], row["tahun"]) == ("Kartu Pekerja Rentan", "2025")


def summary_of(context, results):
    table = context.takeResultLayer(results["OUTPUT_SUMMARY"])
    return dict(zip(field_values(table, "measure"), field_values(table, "value")))


@pytest.mark.defect("A4")
def test_a_kelurahan_without_a_row_is_named_and_has_no_value(target, qgis_app, context, tmp_path):
    lost = table_of("indicators_2025.csv")[4]
    table = cut(tmp_path / "some.csv", lambda row: chosen(row) and row["kode"] != lost["kode"])
    results = target(TABLE=table, OUTPUT_SUMMARY="memory:", REPORT=str(tmp_path / "t.html"))
    layer = context.takeResultLayer(results["OUTPUT"])
    row = dict(zip(field_values(layer, "nama"), zip(*(field_values(layer, f) for f in ("coverage", "quota")))))
    assert row[lost["nama"]] == (None, None)
    said = f"The table lacks counts of {lost['nama']}"
    assert any(said in warning for warning in target.log.warnings)
    assert said in (tmp_path / "t.html").read_text(encoding="utf-8")
    rows = [one for one in table_of("programmes.csv") if chosen(one) and one["kode"] != lost["kode"]]
    right, eligible = (sum(int(one[c]) for one in rows) for c in ("penerima_layak", "sasaran"))
    assert summary_of(context, results)["coverage"] == pytest.approx(right / eligible)


@pytest.mark.defect("A5")
@pytest.mark.parametrize(
    ("parameters", "sentence"),
    [
        ({"PROGRAMME": ""}, "PROGRAMME is empty, but program holds several: .*Hibah.*, Kartu Pekerja Rentan"),
        ({"YEAR": ""}, "YEAR is empty, but tahun holds several: 2024, 2025"),
    ],
)
def test_programmes_and_years_are_never_added_up(target, qgis_app, tmp_path, parameters, sentence):
    with pytest.raises(QgsProcessingException, match=sentence):
        target(OUTPUT=str(tmp_path / "o.gpkg"), **parameters)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.defect("A5")
def test_rows_without_a_programme_are_one_more_value(target, qgis_app, tmp_path):
    path = tmp_path / "gap.csv"
    cut(path, chosen)
    path.write_text(path.read_text(encoding="utf-8").replace("Kartu Pekerja Rentan", "", 1), encoding="utf-8")
    with pytest.raises(QgsProcessingException, match=r"several: Kartu Pekerja Rentan, \(empty\)"):
        target(TABLE=str(path), PROGRAMME="")


def test_a_table_of_one_programme_and_year_needs_no_choice(target, qgis_app, tmp_path):
    table = cut(tmp_path / "one.csv", chosen)
    assert target(TABLE=table, PROGRAMME="", YEAR="")["COVERAGE"] == target()["COVERAGE"]
    assert not any("added up" in warning for warning in target.log.warnings)


@pytest.mark.defect("A5")
def test_rows_that_are_added_up_are_told(target, qgis_app):
    target(YEAR_FIELD=None)
    assert any("added up" in one and "YEAR_FIELD" in one for one in target.log.warnings)
    assert any("YEAR “2025” is a title only" in warning for warning in target.log.warnings)


def test_a_count_that_is_empty_in_one_of_several_rows_is_not_known(target, qgis_app, context, tmp_path):
    code = table_of("indicators_2025.csv")[0]["kode"]
    path = tmp_path / "rt.csv"
    cut(path, chosen)
    with path.open("a", encoding="utf-8") as file:
        file.write(f"Kartu Pekerja Rentan,2025,{code},10,,,0,0\n")
    layer = context.takeResultLayer(target(TABLE=str(path))["OUTPUT"])
    assert dict(zip(field_values(layer, "kode"), field_values(layer, "coverage")))[code] is None


@pytest.mark.defect("A6")
def test_shares_of_records_are_of_the_records(target, qgis_app, context, tmp_path):
    # in every kelurahan four households: two are eligible, the first of them and one other receive
    rows = ["kode,layak,dapat,belanja"]
    rows += [
        f"{row['kode']},{int(n < 2)},{int(n in (0, 3))},{n + 1}"
        for row in table_of("indicators_2025.csv")
        for n in range(4)
    ]
    (tmp_path / "records.csv").write_text("\n".join(rows), encoding="utf-8")
    results = target(
        KIND="records",
        TABLE=str(tmp_path / "records.csv"),
        ELIGIBLE_FIELD="layak",
        RECIPIENTS_FIELD="dapat",
        WELFARE_FIELD="belanja",
        OUTPUT_SUMMARY="memory:",
        PROGRAMME="",
        YEAR="",
        **dict.fromkeys(("ELIGIBLE_RECIPIENTS_FIELD", "BUDGET_FIELD", "SPENT_FIELD", "PROGRAMME_FIELD", "YEAR_FIELD")),
    )
    measures = summary_of(context, results)
    assert {name: measures[name] for name in ("reach", "false_positive", "differential", "accuracy")} == {
        "reach": 0.5,
        "false_positive": 0.5,
        "differential": 0.0,
        "accuracy": 0.5,
    }


@pytest.mark.parametrize(
    ("parameters", "sentence"),
    [
        ({"PROGRAMME": "Kartu Lain"}, "Kartu Lain"),
        ({"YEAR": "1999"}, "1999"),
        ({"ELIGIBLE_RECIPIENTS_FIELD": None}, "ELIGIBLE_RECIPIENTS_FIELD"),
        ({"ELIGIBLE_FIELD": "program"}, "program"),
        ({"ELIGIBLE_FIELD": "penerima_layak", "ELIGIBLE_RECIPIENTS_FIELD": "sasaran"}, "more eligible recipients"),
        ({"ID_FIELD": "kode_bps"}, "kode_bps"),
        ({"ID_FIELD": "nama"}, "codes that the layer does not have"),
        ({"KIND": "records"}, "WELFARE_FIELD"),
    ],
)
def test_bad_input_is_one_sentence_and_no_file(target, qgis_app, tmp_path, parameters, sentence):
    with pytest.raises(QgsProcessingException, match=sentence):
        target(OUTPUT=str(tmp_path / "o.gpkg"), **parameters)
    assert list(tmp_path.iterdir()) == []
