"""Comparison of groups by the toolbox."""

import pytest
from qgis.core import QgsProcessingException

from ...builders import Log, field_values, grid_layer, run_algorithm

CITY = {
    "nama": ["Bumi", "Sewu", "Jebres", "Mojo", "Joglo", "Tipes", "Sumber", "Kerten"],
    "inc01": [2.0, 3.0, 1.0, 2.5, 12.0, 9.0, 11.0, 10.0],
    "same": [1.0] * 8,
    "people": [1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 3.0],
    "part": ["core"] * 4 + ["edge"] * 4,
    "kec": ["A", "A", "B", "B", "C", "C", "C", None],
}


@pytest.fixture
def compare(provider, context, qgis_app):
    """Return a function that compares and gives the rows by field, the results and the log."""

    def run(columns=None, **parameters):
        log = Log()
        parameters = {
            "INPUT": grid_layer({**CITY, **(columns or {})}),
            "FIELDS": ["inc01", "same"],
            "GROUP_FIELD": "part",
            "NAME_FIELD": "nama",
            "PERMUTATIONS": 999,
            "OUTPUT": "memory:",
            **parameters,
        }
        results = run_algorithm("sejahtera:groupcomparison", parameters, context, log)
        table = context.takeResultLayer(results["OUTPUT"])
        names = table.fields().names()
        rows = zip(*(field_values(table, name) for name in names))
        return {row[0]: dict(zip(names, row)) for row in rows}, results, log

    return run


def test_the_gap_is_in_the_unit_of_the_field_and_weighted(compare):
    rows, results, _ = compare(FIELDS=["inc01"], CORE="core", POPULATION_FIELD="people")
    row = rows["inc01"]
    assert (row["n_one"], row["n_other"]) == (4, 4)
    assert row["mean_one"] == pytest.approx(2.125)
    assert row["mean_other"] == pytest.approx((12 + 9 + 11 + 30) / 6)
    assert row["gap"] == pytest.approx(row["mean_one"] - row["mean_other"])
    assert row["cliffs_delta"] == -1.0
    assert row["dominance_1"] == row["dominance_2"] == "dominated"
    assert results["DIFFERENT"] == 1


def test_the_catalogue_names_the_field_and_its_direction(compare):
    rows, *_ = compare(CORE="core")
    assert rows["inc01"]["direction"] == "-"
    assert rows["inc01"]["name"] != "inc01"
    assert rows["same"]["direction"] is None


def test_the_first_group_may_be_several_values(compare):
    rows, _, log = compare(GROUP_FIELD="kec", CORE="A; B")
    assert (rows["inc01"]["n_one"], rows["inc01"]["n_other"]) == (4, 3)
    assert any("1 unit belongs to neither group" in warning for warning in log.warnings)


def test_two_groups_need_no_name(compare):
    rows, *_ = compare()
    assert rows["inc01"]["mean_one"] == pytest.approx(2.125)


def test_more_groups_are_compared_among_each_other(compare):
    rows, *_ = compare(GROUP_FIELD="kec")
    assert (rows["inc01"]["low_group"], rows["inc01"]["high_group"]) == ("B", "C")
    assert 0 < rows["inc01"]["p_rank"] < 0.2
    assert rows["same"]["p_rank"] is None


def test_the_correction_makes_p_larger_with_the_number_of_fields(compare):
    many = {"FIELDS": ["inc01", "people"], "CORE": "core"}
    holm, none = (compare(CORRECTION=code, **many)[0]["inc01"] for code in ("holm", "none"))
    assert holm["q_permutation"] == pytest.approx(2 * none["q_permutation"])
    assert none["q_permutation"] == none["p_permutation"]


def test_the_report_says_that_the_grouping_is_a_hypothesis(compare, tmp_path):
    compare(REPORT=str(tmp_path / "report.html"), CORE="core")
    html = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "hypothesis" in html
    assert html.count("<svg") == 2


def test_the_report_of_many_groups_has_their_extremes(compare, tmp_path):
    compare(REPORT=str(tmp_path / "report.html"), GROUP_FIELD="kec")
    assert "ε²" in (tmp_path / "report.html").read_text(encoding="utf-8")


BAD = {
    "an unknown group": ({"CORE": "centre"}, "no value “centre”; its values are: core, edge"),
    "a group on both sides": ({"CORE": "core", "OTHER": "core;edge"}, "“core” stands in both groups"),
    "nobody left": ({"CORE": "core;edge"}, "no units"),
    "an unknown field": ({"FIELDS": ["inc99"]}, "no field “inc99”"),
    "a negative seed": ({"SEED": -1}, "it cannot be negative"),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_input_is_one_sentence(compare, tmp_path, case):
    parameters, words = BAD[case]
    with pytest.raises(QgsProcessingException, match=words):
        compare(OUTPUT=str(tmp_path / "out.csv"), **parameters)
    assert not list(tmp_path.iterdir())


def test_negative_weights_are_refused_with_their_kelurahan(compare):
    with pytest.raises(QgsProcessingException, match="negative or infinite at Sewu"):
        compare({"people": [1.0, -2.0, 1.0, 1.0, 1.0, 1.0, 1.0, 3.0]}, CORE="core", POPULATION_FIELD="people")


@pytest.mark.defect("B10")
def test_units_without_population_are_named_and_are_not_of_neither_group(compare):
    people = {"people": [1.0, None, 1.0, 1.0, 0.0, 1.0, 1.0, 3.0]}
    rows, _, log = compare(people, CORE="core", POPULATION_FIELD="people")
    assert (rows["inc01"]["n_one"], rows["inc01"]["n_other"]) == (3, 3)
    assert any("2 units without a population above 0 were left out: Sewu, Joglo" in one for one in log.warnings)
    assert not any("neither group" in one for one in log.warnings)
