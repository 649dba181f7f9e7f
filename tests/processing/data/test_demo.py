"""From the table that an office might send to the audit of its indicators, on the shipped demo data."""

import pytest
from qgis.core import QgsProcessingException

from ...builders import Log, field_values, run_algorithm
from ...shipped import ROOT

DEMO = ROOT / "resources" / "demo"
JOIN = {
    "INPUT": str(DEMO / "kelurahan.gpkg"),
    "TABLE": str(DEMO / "indicators_messy.csv"),
    "ID_FIELD": "kode",
    "NAME_FIELD": "nama",
    "GROUP_FIELD": "kecamatan",
    "TABLE_CODE_FIELD": "Kode BPS",
    "TABLE_NAME_FIELD": "Kelurahan",
    "TABLE_GROUP_FIELD": "Kecamatan",
    "OUTPUT_UNMATCHED": "memory:",
}
CHECK = {"DEFINITION": str(DEMO / "definition.json"), "NAME_FIELD": "nama", "POPULATION_FIELD": "penduduk"}


@pytest.fixture
def joined(provider, context, tmp_path):
    path = str(tmp_path / "joined.gpkg")
    results = run_algorithm("sejahtera:joinindicators", {**JOIN, "NUMBERS": "comma", "OUTPUT": path}, context, Log())
    return path, results, context.takeResultLayer(results["OUTPUT_UNMATCHED"])


def test_the_thousands_of_an_office_are_asked_about(provider, context, tmp_path):
    with pytest.raises(QgsProcessingException, match="“Penduduk” cannot be read without a guess"):
        run_algorithm("sejahtera:joinindicators", {**JOIN, "OUTPUT": str(tmp_path / "j.gpkg")}, context, Log())
    assert list(tmp_path.iterdir()) == []


def test_the_messy_table_of_an_office_reaches_53_kelurahan(joined):
    _, results, unmatched = joined
    assert results["MATCHED"] == 53
    assert field_values(unmatched, "name") == ["Purwosari"] * 3
    assert field_values(unmatched, "reason") == ["duplicate"] * 3


def test_what_was_put_into_the_demo_data_is_found(joined, context, tmp_path):
    report = tmp_path / "report.html"
    results = run_algorithm(
        "sejahtera:checkindicators",
        {"INPUT": joined[0], "OUTPUT": "memory:", "REPORT": str(report), **CHECK},
        context,
        Log(),
    )
    table = context.takeResultLayer(results["OUTPUT"])
    findings = dict(zip(field_values(table, "field"), field_values(table, "findings")))
    assert "redundant" in findings["inc02"]
    assert "redundant" in findings["job02"]
    assert "near_constant" in findings["spr01"]
    assert "few_cases" in findings["soc05"]
    assert len(findings) == 41
    text = report.read_text(encoding="utf-8")
    assert "SYNTHETIC DATA" in text
    assert "Joglo" in text
