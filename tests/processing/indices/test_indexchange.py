"""Change of the index by the toolbox."""

import json

import pytest
from qgis.core import QgsProcessingException, QgsVectorLayer

from ...builders import Log, field_values, grid_layer, run_algorithm

DEFINITION = {
    "schema": "sejahtera-index-definition",
    "version": 1,
    "normalisation": {"method": "minmax"},
    "dimensions": [
        {"code": "economy", "indicators": [{"field": "poor", "direction": "-"}, {"field": "work", "direction": "+"}]},
        {"code": "school", "indicators": [{"field": "years", "direction": "+"}]},
    ],
}
AFTER = {
    "kode": ["1", "2", "3", "4", "5", "6"],
    "nama": ["Bumi", "Sewu", "Jebres", "Mojo", "Joglo", "Tipes"],
    "poor": [10.0, 8.0, 6.0, 4.0, 2.0, 0.0],
    "work": [1.0, 2.0, 3.0, 4.0, 5.0, 6.0],
    "years": [6.0, 9.0, 7.0, 8.0, 10.0, 5.0],
}
BEFORE = {**AFTER, "poor": [10.0, 9.0, 7.0, 2.0, 3.0, 1.0], "years": [6.0, 7.0, 7.5, 8.0, 9.0, 6.5]}


@pytest.fixture
def change(provider, context, qgis_app):
    """Return a function that compares two layers and gives a function of the fields, results and log."""

    def run(before=None, after=None, **parameters):
        log = Log()
        earlier = {"INPUT_BEFORE": grid_layer(before or BEFORE), "ID_FIELD": "kode"}
        parameters = {
            "INPUT": grid_layer(after or AFTER),
            "DEFINITION": json.dumps(DEFINITION),
            "NAME_FIELD": "nama",
            "DRAWS": 99,
            "OUTPUT": "memory:",
            **({} if "SUFFIX_BEFORE" in parameters else earlier),
            **parameters,
        }
        results = run_algorithm("sejahtera:indexchange", parameters, context, log)
        layer = context.takeResultLayer(results["OUTPUT"])
        return (lambda name: field_values(layer, name)) if layer else None, results, log

    return run


def test_contributions_of_dimensions_sum_to_the_change(change):
    values, results, _ = change()
    parts = zip(values("contribution_economy"), values("contribution_school"))
    assert [sum(pair) for pair in parts] == pytest.approx(values("change"), abs=1e-12)
    assert [after - before for before, after in zip(values("index_before"), values("index_after"))] == pytest.approx(
        values("change"), abs=1e-12
    )
    assert results["MEAN_CHANGE"] == pytest.approx(sum(values("change")) / 6)


def test_the_goalposts_are_common_to_both_years(change):
    values, *_ = change()
    # poor runs from 0 to 10 and years from 5 to 10 over both years: Mojo's economy loses 20 of 100 in poor
    assert values("contribution_economy")[3] == pytest.approx(-20 / 2 / 2)
    assert values("contribution_school")[3] == pytest.approx(0.0, abs=1e-12)


def test_places_won_are_positive(change):
    values, *_ = change()
    ranks = zip(values("rank_before"), values("rank_after"), values("change_rank"))
    assert all(won == before - after for before, after, won in ranks)
    assert set(values("beyond_noise")) <= {0, 1}


def test_rows_are_joined_by_code_whatever_their_order(change):
    turned = {name: column[::-1] for name, column in BEFORE.items()}
    assert change(turned)[0]("change") == change()[0]("change")


def test_both_years_may_stand_in_one_layer(change):
    both = {**AFTER, **{f"{name}_2024": BEFORE[name] for name in ("poor", "work", "years")}}
    values, *_ = change(after=both, SUFFIX_BEFORE="_2024")
    assert values("change") == pytest.approx(change()[0]("change"), abs=1e-12)


def test_a_kelurahan_of_one_year_only_is_named_and_has_no_change(change):
    values, _, log = change({name: column[1:] for name, column in BEFORE.items()})
    assert values("change")[0] is None
    assert any("In one year only and left out: Bumi" in warning for warning in log.warnings)


@pytest.mark.defect("A10")
def test_gaps_may_be_filled_from_the_neighbours(change):
    """Bumi, in a corner of a grid of three by two, borders on Sewu, Mojo and Joglo."""
    definition = json.dumps({**DEFINITION, "missing": {"method": "neighbours"}})
    gap = {**AFTER, "years": [None, *AFTER["years"][1:]]}
    filled = {**AFTER, "years": [9.0, *AFTER["years"][1:]]}
    earlier = {**BEFORE, "years": [8.0, *BEFORE["years"][1:]]}
    found, _, log = change(after=gap, DEFINITION=definition)
    assert found("change") == pytest.approx(change(earlier, filled)[0]("change"), abs=1e-9)
    assert found("indicators_compared") == [2, 3, 3, 3, 3, 3]
    assert any("Bumi" in warning and "lack values in a year" in warning for warning in log.warnings)


@pytest.mark.defect("A10")
def test_a_kelurahan_without_an_index_has_no_rank_and_costs_nobody_a_place(change):
    definition = json.dumps({**DEFINITION, "missing": {"method": "drop"}})
    gap = {**BEFORE, **{name: [*BEFORE[name][:4], None, BEFORE[name][5]] for name in ("poor", "work", "years")}}
    values, _, log = change(BEFORE, gap, DEFINITION=definition)
    assert values("change") == [pytest.approx(0.0, abs=1e-9)] * 4 + [None, pytest.approx(0.0, abs=1e-9)]
    assert values("change_rank") == [0, 0, 0, 0, None, 0]
    assert values("rank_before")[4] is None
    assert any("No change for Joglo" in warning for warning in log.warnings)


def test_a_suspected_break_of_the_series_is_told(change):
    _, results, log = change({**BEFORE, "work": [100.0, 200.0, 300.0, 400.0, 500.0, 600.0]})
    assert results["BREAKS"] == 1
    assert any("work" in warning and "unit may have changed" in warning for warning in log.warnings)


def test_the_file_opens_styled_around_zero_with_report_and_parts(change, tmp_path):
    change(
        OUTPUT=str(tmp_path / "change.gpkg"),
        OUTPUT_CONTRIBUTIONS=str(tmp_path / "parts.csv"),
        REPORT=str(tmp_path / "change.html"),
        YEAR="2025",
        YEAR_BEFORE="2024",
    )
    layer = QgsVectorLayer(str(tmp_path / "change.gpkg"), "change", "ogr")
    labels = [rule.label() for rule in layer.renderer().rootRule().children()]
    assert len(labels) == 6
    assert "Hardly any change" in labels[2]
    html = (tmp_path / "change.html").read_text(encoding="utf-8")
    assert "2024 – 2025" in html
    assert html.count("<svg") == 1
    assert (tmp_path / "parts.csv").read_text(encoding="utf-8").startswith("kode,nama,poor,work,years")


BAD = {
    "no earlier year": ({"INPUT_BEFORE": None}, {}, "either INPUT_BEFORE"),
    "two earlier years": ({"SUFFIX_BEFORE": "_0", "INPUT_BEFORE": "after"}, {}, "either INPUT_BEFORE"),
    "no code": ({"ID_FIELD": None}, {}, "Choose ID_FIELD"),
    "fields that are not there": ({"SUFFIX_BEFORE": "_2024"}, {}, "no field “poor_2024”"),
    "the same year twice": ({"YEAR": "2025", "YEAR_BEFORE": "2025"}, {}, "different names"),
    "codes that repeat": ({}, {"kode": ["1", "1", "3", "4", "5", "6"]}, "repeats: 1"),
    "other codes": ({}, {"kode": ["a", "b", "c", "d", "e", "f"]}, "No kelurahan is in both years"),
    "a gap where none is allowed": ({}, {"poor": [None, 9.0, 7.0, 2.0, 3.0, 1.0]}, r"Bumi \(before\)"),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_input_is_one_sentence(change, tmp_path, case):
    parameters, columns, words = BAD[case]
    if parameters.get("INPUT_BEFORE") == "after":
        parameters = {**parameters, "INPUT_BEFORE": grid_layer(BEFORE)}
    with pytest.raises(QgsProcessingException, match=words):
        change({**BEFORE, **columns}, OUTPUT=str(tmp_path / "out.gpkg"), **parameters)
    assert not list(tmp_path.iterdir())
