"""Priorities by the toolbox on the demo city: true of its numbers, in both languages."""

import json

import pytest
from qgis.core import QgsProcessingException, QgsVectorLayer
from sejahtera.cartography.base.cards import card_of, told_text
from sejahtera.cartography.base.wording import told
from sejahtera.language import number

from ...builders import Log, field_values, grid_layer, run_algorithm
from ...styled import telling
from ..demo_city import city_layer


@pytest.fixture
def prioritise(provider, context):
    """Return a function that runs the algorithm on a layer."""

    def run(layer, **parameters):
        defaults = {"INPUT": layer, "OUTPUT": "memory:", "NAME_FIELD": "nama"}
        return run_algorithm("sejahtera:priorities", {**defaults, **parameters}, context, Log())

    return run


def test_a_reason_is_told_again_in_the_other_language_with_all_its_numbers(prioritise, qgis_app, tmp_path):
    path = str(tmp_path / "p.gpkg")
    for year in ("2025", ""):
        prioritise(city_layer(), YEAR=year, OUTPUT=path)
        layer = QgsVectorLayer(path, "p", "ogr")
        reasons = [reason for reason in field_values(layer, "reason") if reason]
        assert len(reasons) > 40
        for reason in reasons:
            other = told_text(layer, "reason", reason, "id")
            assert " (rata-rata " in other
            assert not {"(mean", "beyond the cut-off", "draws"} & set(other.split())
            assert told_text(layer, "reason", reason, "en") == reason
        del layer


@pytest.mark.parametrize("text", ["", "Panularan: karena warga memintanya", "Informal employment is high"])
def test_words_that_are_no_reason_of_ours_stay(text, qgis_app):
    assert told_text(telling(grid_layer({"reason": [text]})), "reason", text, "id") == text


def test_panularan_needs_sanitation_and_the_reason_says_so(prioritise, qgis_app, tmp_path):
    results = prioritise(
        city_layer(),
        GROUP_FIELD="kecamatan",
        POPULATION_FIELD="penduduk",
        YEAR="2025",
        OUTPUT=str(tmp_path / "p.gpkg"),
        OUTPUT_LIST=str(tmp_path / "list.gpkg"),
        REPORT=str(tmp_path / "r.html"),
    )
    layer = QgsVectorLayer(str(tmp_path / "p.gpkg"), "p", "ogr")
    rows = {feature["nama"]: feature for feature in layer.getFeatures()}
    assert (rows["Panularan"]["priority"], rows["Panularan"]["decision"]) == ("R4", "strong")
    reason = rows["Panularan"]["reason"]
    assert reason.startswith("Panularan: ")
    assert "2025" in reason
    assert "beyond the cut-off" in reason
    assert all(0 <= rows["Panularan"][f"need_{number}"] <= 100 for number in range(1, 8))
    assert layer.renderer().type() == "categorizedSymbol"
    table = QgsVectorLayer(str(tmp_path / "list.gpkg"), "l", "ogr")
    assert table.featureCount() == 54 * 11
    assert {"strong", "recommended", "monitor", "insufficient"} >= set(field_values(table, "decision"))
    report = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert "not a recommendation of the study" in report
    assert results["STRONG"] == field_values(table, "decision").count("strong")
    del layer, table


def test_a_budget_is_shared_to_the_last_step(prioritise, qgis_app, context):
    results = prioritise(
        city_layer(),
        POPULATION_FIELD="penduduk",
        BUDGET=10_000_000_000,
        BUDGET_FOR="R4",
        MINIMUM=50_000_000,
        CAP=600_000_000,
        EFFECT=1.0,
    )
    layer = context.takeResultLayer(results["OUTPUT"])
    amounts = field_values(layer, "allocation")
    assert sum(amounts) == 10_000_000_000
    assert min(amounts) >= 50_000_000
    assert max(amounts) <= 600_000_000
    assert results["GINI_AFTER"] < results["GINI_BEFORE"]


@pytest.mark.parametrize(
    ("parameters", "sentence"),
    [
        ({"BUDGET": 1e9}, "POPULATION_FIELD"),
        ({"BUDGET": 1e9, "POPULATION_FIELD": "penduduk", "BUDGET_FOR": "R9"}, "R9"),
        ({"BUDGET": 1e9, "POPULATION_FIELD": "penduduk", "MINIMUM": 1e9}, "below the least"),
        ({"RECOMMENDATIONS": "{}"}, "schema"),
        ({"RECOMMENDATIONS": "/no/such.json"}, "no/such"),
        ({"ID_FIELD": "kode_kec"}, "kode_kec"),
    ],
)
def test_bad_input_is_one_sentence_and_no_file(prioritise, qgis_app, tmp_path, parameters, sentence):
    with pytest.raises(QgsProcessingException, match=sentence):
        prioritise(city_layer(), OUTPUT=str(tmp_path / "o.gpkg"), **parameters)
    assert list(tmp_path.iterdir()) == []


def test_a_layer_without_signals_names_the_fields_it_needs(prioritise, qgis_app):
    with pytest.raises(QgsProcessingException, match="ast04"):
        prioritise(grid_layer({"nama": list("abcd"), "x": [1.0, 2.0, 3.0, 4.0]}))


SIGNAL = {"indicator": "x", "weight": 1, "direction": "+", "goalposts": [0, 10], "cutoff": 4}


def mapping_of(*recommendations):
    """Return a file of recommendations as text, each of one signal."""
    rows = [{"signals": [SIGNAL], **one} for one in recommendations]
    return json.dumps({"schema": "sejahtera-recommendations", "version": 1, "recommendations": rows})


def four_places(**columns):
    return grid_layer({"nama": list("abcd"), "x": [1.0, 5.0, 7.0, 9.0], **columns})


def test_other_recommendations_may_be_given(prioritise, qgis_app, context):
    results = prioritise(four_places(), RECOMMENDATIONS=mapping_of({"code": "T1", "name": "<b>Trees</b>"}))
    assert field_values(context.takeResultLayer(results["OUTPUT"]), "need_1") == pytest.approx([90, 50, 30, 10])


@pytest.mark.defect("A13")
def test_the_layer_keeps_in_each_language_which_recommendations_it_was_made_with(prioritise, qgis_app, tmp_path):
    path = str(tmp_path / "p.gpkg")
    given = mapping_of({"code": "R1", "name": {"id": "Pohon", "en": "Trees"}}, {"code": "R2", "name": "Kebun"})
    # a field of the name is there already, so that the need of R1 gets another one
    prioritise(four_places(need_1=[0.0] * 4), RECOMMENDATIONS=given, OUTPUT=path)
    layer = QgsVectorLayer(path, "p", "ogr")
    layer.loadDefaultStyle()
    card = card_of(layer)
    assert [one["code"] for one in card.definition["recommendations"]] == ["R1", "R2"]
    assert (card.column("need_1"), card.column("need_2")) == ("need_1_2", "need_2")
    titles = [told(card.about(name).title, "both") for name in ("need_1_2", "need_2")]
    assert titles == ["R1 Pohon / Trees", "R2 Kebun"]
    assert field_values(layer, "priority_name")[0] == "Trees"
    del layer


@pytest.mark.defect("A13")
def test_those_of_the_study_are_noted_as_well(prioritise, qgis_app, tmp_path):
    path = str(tmp_path / "p.gpkg")
    prioritise(city_layer(), OUTPUT=path)
    layer = QgsVectorLayer(path, "p", "ogr")
    layer.loadDefaultStyle()
    card = card_of(layer)
    assert told(card.about("need_1").title, "id") == "R1 Modal produktif komunitas"
    codes = [one["code"] for one in card.definition["recommendations"]]
    assert codes == [*(f"R{number}" for number in range(1, 8)), *(f"E{n}" for n in range(1, 5))]
    del layer


def test_two_needs_in_one_field_are_refused(prioritise, qgis_app):
    given = mapping_of({"code": "T1", "name": "Trees"}, {"code": "1", "origin": "system", "name": "Aid"})
    with pytest.raises(QgsProcessingException, match=r"T1, 1 .*need_1"):
        prioritise(four_places(), RECOMMENDATIONS=given)


@pytest.mark.defect("A16")
def test_a_reason_gives_the_share_of_draws_in_which_its_own_decision_holds(prioritise, qgis_app, tmp_path):
    path = str(tmp_path / "list.gpkg")
    prioritise(city_layer(), OUTPUT_LIST=path)
    table = QgsVectorLayer(path, "l", "ogr")
    words = {"strong": "Strongly recommended", "recommended": "Recommended", "monitor": "Monitor"}
    checked = 0
    for reason, decision, share in zip(*(field_values(table, name) for name in ("reason", "decision", "share_same"))):
        if reason and decision in words:
            holds = f"the decision “{words[decision]}” holds in {number(100 * share, 0, 'en')} % of the draws"
            assert holds in reason
            checked += 1
    assert checked > 300
    del table
