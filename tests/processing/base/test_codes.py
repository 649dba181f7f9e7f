"""Rows reach the areas that their codes mean, in every algorithm that joins by code, whichever office wrote them."""

import pytest
from qgis.core import QgsProcessingException

from ...builders import Log, field_values, grid_layer, run_algorithm
from ..poverty.households import definition as poverty_definition

pytestmark = pytest.mark.defect("A8")

KEMENDAGRI = ["11.01", "11.09", "11.03", "11.05", "11.71"]
#: The same places in the same order: Aceh Selatan, Simeulue, Aceh Timur, Aceh Barat, Banda Aceh.
BPS = ["1103", "1101", "1105", "1107", "1171"]


@pytest.fixture
def kabupaten(qgis_app):
    return grid_layer({"kode": KEMENDAGRI, "people": [100.0] * 5, "need": [1.0, 2.0, 3.0, 4.0, 5.0]})


@pytest.fixture
def run(provider, context, kabupaten, tmp_path):
    """Return a function that runs an algorithm on a table by BPS code, and gives a field of its output."""

    def with_table(algorithm, **more):
        path = tmp_path / "table.csv"
        rows = [f"{code};{10 * at};{at}" for at, code in enumerate(BPS, 1)]
        path.write_text("\n".join(["k;ten;one", *rows]) + "\n", encoding="utf-8")
        keys = {"INPUT": kabupaten, "ID_FIELD": "kode", "OUTPUT": "memory:"}
        table = {"TABLE": str(path), "TABLE_CODE_FIELD": "k"}
        given = {
            "targeting": {
                **table,
                "POPULATION_FIELD": "people",
                "NEED_FIELD": "need",
                "ELIGIBLE_FIELD": "ten",
                "RECIPIENTS_FIELD": "one",
                "ELIGIBLE_RECIPIENTS_FIELD": "one",
            },
            "joinindicators": table,
        }[algorithm]
        log = Log()
        results = run_algorithm(f"sejahtera:{algorithm}", {**keys, **given, **more}, context, log)
        return context.takeResultLayer(results["OUTPUT"]), log

    return with_table


@pytest.mark.parametrize("algorithm", ["joinindicators", "targeting"])
def test_codes_that_may_be_of_either_office_are_asked_about(run, algorithm):
    with pytest.raises(QgsProcessingException, match="choose TABLE_CODE_SYSTEM"):
        run(algorithm)


@pytest.mark.parametrize(("algorithm", "field"), [("joinindicators", "ten"), ("targeting", "eligible")])
def test_codes_of_the_other_office_are_translated_where_it_is_named(run, algorithm, field):
    layer, log = run(algorithm, TABLE_CODE_SYSTEM="bps")
    assert field_values(layer, field) == [10.0, 20.0, 30.0, 40.0, 50.0]
    assert "The table has codes of the statistics office, BPS (as chosen)." in log.infos
    assert "The layer has codes of the home ministry, Kemendagri (told by their form)." in log.infos


def test_records_of_the_other_office_are_counted_where_they_belong(provider, context, kabupaten, tmp_path):
    path = tmp_path / "records.csv"
    lines = [f"{code};1" for at, code in enumerate(BPS, 1) for _ in range(at)]
    path.write_text("\n".join(["k;d1", *lines]) + "\n", encoding="utf-8")
    indicators = [{"field": "d1", "rule": "flag"}]
    parameters = {
        "INPUT": kabupaten,
        "ID_FIELD": "kode",
        "RECORDS": str(path),
        "RECORD_CODE_FIELD": "k",
        "DEFINITION": poverty_definition(dimensions=[{"code": "d", "weight": 1, "indicators": indicators}]),
        "OUTPUT": "memory:",
    }
    with pytest.raises(QgsProcessingException, match="choose TABLE_CODE_SYSTEM"):
        run_algorithm("sejahtera:multidimensionalpoverty", parameters, context, Log())
    named = {**parameters, "TABLE_CODE_SYSTEM": "bps"}
    results = run_algorithm("sejahtera:multidimensionalpoverty", named, context, Log())
    assert field_values(context.takeResultLayer(results["OUTPUT"]), "records") == [1, 2, 3, 4, 5]
