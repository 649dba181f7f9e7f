"""Multidimensional poverty by the toolbox: Alkire and Foster's numbers, and the one sentence instead."""

import json

import pytest
from qgis.core import QgsProcessingException, QgsVectorLayer
from sejahtera.cartography.base.cards import card_of
from sejahtera.language import is_compiled
from sejahtera.processing.indices.presets import poverty_preset
from sejahtera.resources.presets import load_poverty_presets

from ...builders import field_values, grid_layer
from .households import CITY, changed, definition, records, same


def test_wards_and_city_have_the_numbers_of_the_worked_example(poverty):
    values, results, _ = poverty()
    assert values("mpi")[:2] == pytest.approx([0.4691358025, 0.2777777778], abs=1e-9)
    assert values("headcount")[:2] == pytest.approx([0.5555555556, 0.6666666667], abs=1e-9)
    assert values("share")[:2] == pytest.approx([0.7169811321, 0.2830188679], abs=1e-9)
    assert results["HEADCOUNT"] == pytest.approx(0.6)
    assert results["INTENSITY"] == pytest.approx(0.6543209877, abs=1e-9)
    assert results["MPI"] == pytest.approx(0.3925925926, abs=1e-9)


def test_k_is_a_choice(poverty):
    values, results, _ = poverty(K=0.5)
    assert results["MPI"] == pytest.approx(0.3018518519, abs=1e-9)
    assert values("mpi")[1] == pytest.approx(0.05092592593, abs=1e-9)


def test_contributions_of_dimensions_sum_to_one_and_nobody_poor_has_none(poverty):
    values, *_ = poverty(K=0.7)
    parts = [values(f"contribution_{code}") for code in ("health", "school", "living")]
    assert sum(part[0] for part in parts) == pytest.approx(1.0)
    assert values("headcount")[1] == values("mpi")[1] == 0.0
    assert values("intensity")[1] is None
    assert parts[0][1] is None


def test_a_kelurahan_without_records_is_empty_and_named(poverty):
    values, _, log = poverty()
    assert values("mpi")[2] is None
    assert any("No records that can be measured in Jebres" in warning for warning in log.warnings)


def test_the_table_has_the_total_with_its_standard_errors(poverty, context):
    _, results, _ = poverty(CLUSTER_FIELD="cluster", OUTPUT_TABLE="memory:")
    table = context.takeResultLayer(results["OUTPUT_TABLE"])
    assert field_values(table, "area") == ["A", "B", "total"]
    assert field_values(table, "name")[:2] == ["Bumi", "Sewu"]
    assert field_values(table, "se_mpi")[2] == pytest.approx(0.1663829056, abs=1e-9)
    assert field_values(table, "se_headcount")[2] == pytest.approx(0.1987899905, abs=1e-9)
    censored = [field_values(table, f"censored_d{place}")[2] for place in range(1, 7)]
    assert censored == pytest.approx([0.5, 0.3, 0.3666666667, 0.5, 0.4333333333, 0.3], abs=1e-9)


def test_a_record_without_an_answer_is_left_out_and_counted(poverty):
    _, _, log = poverty(lambda row: {**row, "d1": "" if row["id"] == "H0" else row["d1"]})
    assert any("1 record misses an indicator" in warning for warning in log.warnings)


def test_strata_of_one_cluster_are_told_and_leave_no_standard_error(poverty):
    alone = {"STRATA_FIELD": "stratum", "CLUSTER_FIELD": "cluster"}
    values, _, log = poverty(lambda row: {**row, "stratum": "t" if row["id"] == "H7" else "s"}, **alone)
    assert values("se_mpi")[0] is None
    assert any("1 stratum has a single cluster" in warning for warning in log.warnings)
    values, *_ = poverty(lambda row: {**row, "stratum": "t" if row["id"] == "H7" else "s"}, LONELY="certainty", **alone)
    assert values("se_mpi")[0] > 0


def test_records_of_other_areas_are_left_out_where_that_is_wanted(poverty):
    elsewhere = lambda row: {**row, "ward": "X" if row["id"] == "H7" else row["ward"]}  # noqa: E731
    values, results, log = poverty(elsewhere, ONLY_LAYER=True)
    assert values("records")[:2] == [4, 3]
    assert any("7 records were measured, 0 left out" in info for info in log.infos)
    assert results["HEADCOUNT"] == pytest.approx((10 + 7) / 29)


def test_an_indicator_that_was_not_collected_is_left_out_where_that_is_wanted(poverty):
    more = json.loads(definition())
    more["dimensions"][0]["indicators"].append({"field": "nutrition", "rule": "flag"})
    _, results, log = poverty(DEFINITION=json.dumps(more), DROP_ABSENT=True)
    assert results["MPI"] == pytest.approx(0.3925925926, abs=1e-9)
    assert any("nutrition" in warning for warning in log.warnings)


def test_the_change_from_an_earlier_year_splits_into_indicators(poverty, tmp_path):
    earlier = records(tmp_path / "in" / "earlier.csv", changed("H1", d1=1, d2=1))
    values, _, log = poverty(
        RECORDS_BEFORE=earlier, CLUSTER_FIELD="cluster", YEARS=2, REPORT=str(tmp_path / "change.html")
    )
    assert values("mpi_before")[0] > values("mpi")[0]
    assert values("mpi_change")[0] == pytest.approx(values("mpi")[0] - values("mpi_before")[0])
    assert sum(values(f"change_d{place}")[0] for place in range(1, 7)) == pytest.approx(values("mpi_change")[0])
    assert values("mpi_change")[1] == pytest.approx(0.0, abs=1e-12)
    assert 0 < values("mpi_change_p")[0] <= 1
    assert values("mpi_change")[2] is None
    assert any("8 records of the earlier year" in step for step in log.infos)
    assert "Change a year" in (tmp_path / "change.html").read_text(encoding="utf-8")


@pytest.mark.defect("A10")
def test_kelurahan_with_records_of_one_year_only_are_named(poverty, tmp_path):
    elsewhere = records(tmp_path / "in" / "earlier.csv", lambda row: {**row, "ward": row["ward"].replace("B", "C")})
    values, _, log = poverty(RECORDS_BEFORE=elsewhere, YEARS=1)
    assert values("mpi_change") == [pytest.approx(0.0, abs=1e-12), None, None]
    assert any("Sewu, Jebres have records of one year only" in warning for warning in log.warnings)


def test_a_map_of_the_change_shows_a_fall_of_poverty_as_good(poverty, tmp_path):
    earlier = records(tmp_path / "in" / "earlier.csv", changed("H1", d1=1, d2=1))
    path = tmp_path / "change.gpkg"
    poverty(RECORDS_BEFORE=earlier, MAP="change", OUTPUT=str(path))
    layer = QgsVectorLayer(str(path), "p", "ogr")
    layer.loadDefaultStyle()
    card = card_of(layer)
    assert (card.kind, card.shown) == ("change", "mpi_change")
    colours = {
        rule.label().partition(" (")[0]: rule.symbol().color() for rule in layer.renderer().rootRule().children()
    }
    assert colours["Strong fall"].blue() > colours["Strong fall"].red()
    assert colours["Strong rise"].red() > colours["Strong rise"].blue()
    assert str(card.title) == "Change of multidimensional poverty (M0)"
    del layer


def test_a_map_of_change_needs_an_earlier_year(poverty):
    with pytest.raises(QgsProcessingException, match="needs the records of an earlier year"):
        poverty(MAP="change")


@pytest.mark.skipif(not is_compiled("id"), reason="the translations are not compiled")
def test_a_preset_speaks_the_language_of_the_user():
    definition = poverty_preset("dtsen", "id")
    assert (definition.name, definition.dimensions[0].name) == ("DTSEN, sebuah usulan", "Kesehatan")
    assert definition.indicators[4].name == "Tanpa sanitasi layak"
    assert poverty_preset("dtsen", "en") == load_poverty_presets()["dtsen"]


def test_years_of_different_indicators_are_not_compared(poverty, tmp_path):
    path = tmp_path / "in" / "earlier.csv"
    records(path)
    path.write_text(path.read_text(encoding="utf-8").replace(",d6", ",e6"), encoding="utf-8")
    with pytest.raises(QgsProcessingException, match="different indicators"):
        poverty(RECORDS_BEFORE=str(path), DROP_ABSENT=True)


def test_a_hostile_name_of_a_column_is_a_name_and_nothing_else(poverty, tmp_path):
    hostile = 'd1"; DROP TABLE records; --'
    text = definition().replace('"d1"', json.dumps(hostile))
    path = records(tmp_path / "in" / "hostile.csv")
    content = (tmp_path / "in" / "hostile.csv").read_text(encoding="utf-8")
    quoted = '"' + hostile.replace('"', '""') + '"'
    (tmp_path / "in" / "hostile.csv").write_text(content.replace(",d1,", f",{quoted},"), encoding="utf-8")
    values, results, _ = poverty(DEFINITION=text, RECORDS=path)
    assert results["MPI"] == pytest.approx(0.3925925926, abs=1e-9)
    assert values(f"censored_{hostile}")[0] == pytest.approx(10 / 18)


def test_where_only_rates_are_known_bounds_are_given(poverty):
    rates = {"d1": [50.0, 0.0], "d2": [30.0, 0.0], "d3": [20.0, None]}
    equal = json.dumps(
        {
            "schema": "sejahtera-poverty-definition",
            "version": 1,
            "k": 0.3,
            "dimensions": [
                {"code": f"x{place}", "indicators": [{"field": f"d{place}", "rule": "flag"}]} for place in (1, 2, 3)
            ],
        }
    )
    layer = grid_layer({"kode": ["A", "B"], "nama": ["Bumi", "Sewu"], **rates})
    values, results, log = poverty(INPUT=layer, MODE="rates", PERCENT=True, RECORDS=None, DEFINITION=equal)
    assert (values("headcount_low")[0], values("headcount_high")[0]) == pytest.approx((0.5, 1.0))
    assert (values("mpi_low")[0], values("mpi_high")[0]) == pytest.approx((1 / 3, 1 / 3))
    assert values("mpi_high")[1] is None
    assert "MPI" not in results
    assert any("only bounds" in warning for warning in log.warnings)


def test_the_file_opens_styled_and_the_report_tells_of_robustness(poverty, tmp_path):
    poverty(CLUSTER_FIELD="cluster", OUTPUT=str(tmp_path / "mpi.gpkg"), REPORT=str(tmp_path / "mpi.html"))
    layer = QgsVectorLayer(str(tmp_path / "mpi.gpkg"), "mpi", "ogr")
    assert layer.renderer().type() == "RuleRenderer"
    html = (tmp_path / "mpi.html").read_text(encoding="utf-8")
    assert html.count("<svg") == 2
    assert "Kendall" in html


def test_the_report_of_bounds_is_written(poverty, tmp_path):
    layer = grid_layer({**CITY, **{f"d{place}": [0.5, 0.1, 0.2] for place in range(1, 7)}})
    poverty(INPUT=layer, MODE="rates", REPORT=str(tmp_path / "bounds.html"))
    assert "Bumi" in (tmp_path / "bounds.html").read_text(encoding="utf-8")


@pytest.mark.defect("A24")
def test_few_records_are_flagged_and_too_few_have_no_values(poverty, context, tmp_path):
    report = tmp_path / "mpi.html"
    lone = lambda row: {**row, "ward": "A" if row["id"] in ("H4", "H5") else row["ward"]}  # noqa: E731
    values, results, log = poverty(
        lone, MIN_RECORDS=7, SUPPRESS_RECORDS=3, CLUSTER_FIELD="cluster", OUTPUT_TABLE="memory:", REPORT=str(report)
    )
    assert values("records")[:2] == [6, 2]
    assert values("reliability")[:2] == ["few", "withheld"]
    assert values("population")[1] is not None
    for name in ("headcount", "intensity", "mpi", "se_mpi", "share", "contribution_health", "censored_d1"):
        assert values(name)[0] is not None
        assert values(name)[1] is None, name
    table = context.takeResultLayer(results["OUTPUT_TABLE"])
    assert table.fields().names()[-1] == "reliability"
    assert field_values(table, "reliability") == ["few", "withheld", "enough"]
    assert field_values(table, "mpi")[1:] == [None, pytest.approx(0.3925925926, abs=1e-9)]
    assert any("Fewer than 7 records: the values of Bumi" in warning for warning in log.warnings)
    assert any("Withheld, since there are fewer than 3 records: Sewu" in warning for warning in log.warnings)
    text = report.read_text(encoding="utf-8")
    assert "Measured on 8 records in 2 kelurahan; with few records: 1, with too few to be shown: 1." in text
    assert '<td dir="auto">Bumi *</td><td class="n">6</td>' in text
    assert '<td dir="auto">Sewu **</td><td class="n">2</td><td class="n">–</td>' in text


@pytest.mark.defect("A24")
def test_without_a_word_of_the_user_thirty_records_are_enough_and_five_are_shown(poverty):
    values, *_ = poverty(MIN_RECORDS=None, SUPPRESS_RECORDS=None)
    assert values("reliability")[:2] == ["withheld", "withheld"]
    assert values("headcount")[:2] == [None, None]


@pytest.mark.defect("A24")
def test_a_change_rests_on_the_records_of_both_years(poverty, tmp_path):
    gone = lambda row: {**row, "ward": "B" if row["id"] in ("H1", "H2", "H3") else row["ward"]}  # noqa: E731
    earlier = records(tmp_path / "in" / "earlier.csv", gone)
    values, _, log = poverty(RECORDS_BEFORE=earlier, MIN_RECORDS=5, SUPPRESS_RECORDS=3)
    assert values("records_before")[:2] == [1, 7]
    assert values("reliability")[:2] == ["few", "few"]
    assert values("reliability_before")[:2] == ["withheld", "enough"]
    assert values("mpi_change")[0] is None
    assert values("mpi_change")[1] is not None
    assert any("Earlier year: Withheld" in warning and "Bumi" in warning for warning in log.warnings)


BAD = {
    "a negative least number": (same, {"MIN_RECORDS": -1}, "MIN_RECORDS"),
    "a kelurahan that the layer lacks": (changed("H3", ward="Z"), {}, "no kelurahan of these codes of the records: Z"),
    "a person twice": (changed("H3", id="H2"), {"RECORD_ID_FIELD": "id"}, "H2"),
    "a negative weight": (changed("H3", persons=-1), {}, "1 record has a negative weight"),
    "weights of zero": (lambda row: {**row, "persons": 0}, {}, "No record is left"),
    "an indicator outside 0 and 1": (changed("H3", d4=2), {}, "field d4 must hold 0, 1 or NULL"),
    "nothing but gaps": (lambda row: {**row, "d1": ""}, {}, "No record is left"),
    "words for numbers": (lambda row: {**row, "d1": "ya"}, {}, "d1 holds text"),
    "a field that the records lack": (same, {"SIZE_FIELD": "people"}, "no field “people”"),
    "one field as weight and as size": (
        same,
        {"WEIGHT_FIELD": "persons", "SIZE_FIELD": "persons"},
        "WEIGHT_FIELD and SIZE_FIELD are both “persons”",
    ),
    "no code of the records": (same, {"RECORD_CODE_FIELD": None}, "RECORD_CODE_FIELD"),
    "no code of the layer": (same, {"ID_FIELD": None}, "ID_FIELD"),
    "no records": (same, {"RECORDS": None}, "Choose RECORDS"),
    "strata without clusters": (same, {"STRATA_FIELD": "stratum"}, "CLUSTER_FIELD"),
    "a broken definition": (same, {"DEFINITION": '{"schema": 1}'}, "not a poverty definition"),
    "a cut-off of zero": (same, {"K": 0}, "above 0 and at most 1"),
    "files without a source": (same, {"ENGINE": "duckdb"}, "needs SOURCE"),
    "a connection that is not stored": (
        same,
        {"ENGINE": "postgres", "SOURCE": "a.b", "CONNECTION": "nowhere"},
        "no PostgreSQL connection named “nowhere”",
    ),
    "rates in percent": (
        same,
        {"MODE": "rates", "INPUT": lambda: grid_layer({**CITY, **{f"d{p}": [50.0, 1.0, 2.0] for p in range(1, 7)}})},
        "must be from 0 to 1",
    ),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_input_is_one_sentence_and_leaves_nothing(poverty, tmp_path, case):
    change, parameters, words = BAD[case]
    parameters = {name: value() if callable(value) else value for name, value in parameters.items()}
    out = {"OUTPUT": str(tmp_path / "out.gpkg"), "REPORT": str(tmp_path / "out.html")}
    with pytest.raises(QgsProcessingException) as refused:
        poverty(change, **out, **parameters)
    assert words in str(refused.value)
    assert len(str(refused.value).splitlines()) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["in"]
