"""The catalogue is complete, in both languages, and covers the study."""

import json
from collections import Counter
from dataclasses import fields

import pytest
from sejahtera.resources.catalogue import Text, default_definition, load_catalogue

CATALOGUE = load_catalogue()
INDICATORS = pytest.mark.parametrize("indicator", CATALOGUE.indicators, ids=lambda item: item.code)


def test_51_indicators_of_which_41_are_core_in_11_dimensions():
    assert len(CATALOGUE.indicators) == 51
    assert len(CATALOGUE.core) == 41
    sizes = Counter(indicator.dimension for indicator in CATALOGUE.core)
    assert sizes == {
        "INC": 3, "JOB": 3, "AST": 4, "EDU": 4, "HLT": 3, "SPR": 5,
        "WSH": 3, "ENV": 4, "ACC": 4, "SOC": 5, "GEN": 3,
    }  # fmt: skip


def test_codes_are_unique_and_every_reference_resolves():
    for table in (CATALOGUE.indicators, CATALOGUE.dimensions, CATALOGUE.problems, CATALOGUE.recommendations):
        codes = [row.code for row in table]
        assert len(set(codes)) == len(codes)
    superdimensions = {row.code for row in CATALOGUE.superdimensions}
    assert {row.superdimension for row in CATALOGUE.dimensions} == superdimensions
    for indicator in CATALOGUE.indicators:
        assert CATALOGUE.dimension(indicator.dimension) is not None
        assert set(indicator.problems) <= {row.code for row in CATALOGUE.problems}
        assert set(indicator.recommendations) <= {row.code for row in CATALOGUE.recommendations}


def test_an_indicator_is_found_by_code_and_by_field_name():
    assert CATALOGUE.indicator("WSH03") is CATALOGUE.indicator("wsh03")
    assert CATALOGUE.indicator("wsh03").field == "wsh03"
    assert CATALOGUE.indicator("population") is None


def test_the_catalogue_says_that_it_is_a_proposal():
    assert "proposal" in CATALOGUE.note.en
    assert "Usulan" in CATALOGUE.note.id


@INDICATORS
def test_every_text_is_there_in_both_languages(indicator):
    texts = [getattr(indicator, item.name) for item in fields(indicator)] + [indicator.target.basis]
    for text in (text for text in texts if isinstance(text, Text)):
        assert text.id.strip()
        assert text.en.strip()
    for text in (indicator.name, indicator.definition, indicator.why):
        assert text.id != text.en
    assert indicator.why.id.endswith(".")
    assert indicator.why.en.endswith(".")


@INDICATORS
def test_bounds_are_ordered_and_the_cutoff_lies_between_the_goalposts(indicator):
    assert indicator.plausible[0] < indicator.plausible[1]
    if indicator.unit.en == "%" or indicator.unit.en == "0–100":
        assert indicator.plausible[0] >= 0
        assert indicator.plausible[1] <= 100
    if indicator.goalposts is not None:
        low, high = indicator.goalposts
        assert low < high
        # The goalposts overlap most of what is plausible, else the score would hardly vary.
        overlap = min(high, indicator.plausible[1]) - max(low, indicator.plausible[0])
        assert overlap >= 0.5 * (indicator.plausible[1] - indicator.plausible[0])
    if indicator.cutoff is not None:
        assert indicator.goalposts[0] < indicator.cutoff < indicator.goalposts[1]


@INDICATORS
def test_an_indicator_of_the_index_has_a_sign_and_goalposts(indicator):
    assert indicator.status in {"core", "optional", "context"}
    assert indicator.direction in {"+", "-", None}
    if indicator.status != "context":
        assert indicator.direction is not None
        assert indicator.goalposts is not None
        assert indicator.cutoff is not None


def test_overlap_is_named_by_both_sides():
    for indicator in CATALOGUE.indicators:
        for other in indicator.collinear_with:
            assert indicator.code in CATALOGUE.indicator(other).collinear_with


def test_every_problem_and_recommendation_has_two_indicators_except_the_one_about_data():
    problems = Counter(code for indicator in CATALOGUE.indicators for code in indicator.problems)
    recommendations = Counter(code for indicator in CATALOGUE.indicators for code in indicator.recommendations)
    assert problems.pop("P5") == 1
    assert {f"P{number}" for number in range(1, 12) if number != 5} == set(problems)
    assert {f"R{number}" for number in range(1, 8)} <= set(recommendations)
    assert min(problems.values()) >= 2
    assert min(recommendations[f"R{number}"] for number in range(1, 8)) >= 2


def test_additions_of_the_system_are_not_passed_off_as_recommendations_of_the_study():
    for row in CATALOGUE.recommendations:
        assert row.code.startswith("E") == ("tambahan sistem" in row.name.id)
        assert row.code.startswith("E") == ("addition of the system" in row.name.en)


@pytest.mark.parametrize("code", ["AST03", "EDU01", "HLT01", "HLT03", "SPR01", "ENV04"])
def test_targets_that_nobody_checked_say_so(code):
    assert not CATALOGUE.indicator(code).target.verified


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_default_definition_is_json_with_equal_weights(language):
    definition = json.loads(json.dumps(default_definition(language)))
    assert len(definition["dimensions"]) == 11
    assert {dimension["weight"] for dimension in definition["dimensions"]} == {1}
    rows = [row for dimension in definition["dimensions"] for row in dimension["indicators"]]
    assert [row["field"] for row in rows] == [indicator.field for indicator in CATALOGUE.core]
    for row in rows:
        assert set(row) == {"field", "name", "direction", "weight", "goalposts", "unit"}
        assert row["name"] == CATALOGUE.indicator(row["field"]).name.to(language)


def test_the_definition_speaks_the_language_asked_for():
    assert default_definition("id_ID")["name"] == "Indeks kesejahteraan multidimensi"
    assert default_definition("en")["dimensions"][0]["name"] == "Income & poverty"
