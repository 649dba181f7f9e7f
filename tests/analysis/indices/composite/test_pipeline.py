import numpy as np
import pandas as pd
import pytest
from sejahtera.analysis.indices.composite.pipeline import composite_index
from sejahtera.analysis.indices.definition.flat import definition_from_rows
from sejahtera.analysis.indices.definition.schema import definition_from_dict

ROWS = [("pov", "Income", "-", 2), ("school", "School", "+", 1), ("water", "Home", "+", 1), ("unemp", "Home", "-", 1)]


def test_a_small_definition_is_as_computed_by_hand():
    """Two dimensions, three wards.

    Income: poverty of 10, 20, 30 % between goalposts 0 and 40, reversed: 75, 50, 25.
    Living: water of 50, 100, 75 % by min–max on 1–100: 1, 100, 50.5; population per clinic likewise,
    2000/4 = 500, 3000/3 = 1000, 1500/2 = 750 persons, fewer is better: 100, 1, 50.5. Water weighs 3, clinics
    1: 25.75, 75.25, 50.5. Index, geometric mean with weights 1 and 1: the roots of the products.
    """
    frame = pd.DataFrame(
        {"poor": [10.0, 20, 30], "water": [50, 100, 75], "people": [2000, 3000, 1500], "clinics": [4, 3, 2]},
        index=["Laweyan", "Bumi", "Sondakan"],
    )
    definition = definition_from_dict(
        {
            "dimensions": [
                {
                    "code": "income",
                    "normalisation": {"method": "goalposts"},
                    "indicators": [{"field": "poor", "direction": "-", "goalposts": [0, 40]}],
                },
                {
                    "code": "living",
                    "indicators": [
                        {"field": "water", "direction": "+", "weight": 3},
                        {"field": "people", "direction": "-", "weight": 1, "denominator": "clinics"},
                    ],
                },
            ],
            "aggregation": {"within": {"method": "arithmetic"}, "across": {"method": "geometric"}},
            "classes": {"method": "equal", "count": 2},
        }
    )
    result = composite_index(frame, definition)
    assert result.units["dim_income"].tolist() == pytest.approx([75, 50, 25])
    assert result.units["dim_living"].tolist() == pytest.approx([25.75, 75.25, 50.5])
    expected = np.sqrt([75 * 25.75, 50 * 75.25, 25 * 50.5])
    np.testing.assert_allclose(result.units["index"], expected)
    assert result.units["rank"].tolist() == [2, 1, 3]
    assert result.units["class"].tolist() == [1, 2, 1]
    np.testing.assert_allclose(result.breaks, [expected[2], (expected[1] + expected[2]) / 2, expected[1]])
    assert list(result.units) == ["index", "rank", "class", "coverage", "dim_income", "dim_living"]
    assert result.units.index.tolist() == ["Laweyan", "Bumi", "Sondakan"]


def test_weights_of_rows_are_global_under_arithmetic_means(ca):
    result = composite_index(ca, definition_from_rows(ROWS, aggregation_dimensions="arithmetic"))
    table = result.weights[result.weights["field"] != ""].set_index("field")
    assert table["weight_overall"].to_dict() == pytest.approx({"pov": 0.4, "school": 0.2, "water": 0.2, "unemp": 0.2})
    np.testing.assert_allclose(result.units["index"], result.normalised @ table["weight_overall"])


def test_scores_are_on_0_to_100_and_on_1_to_100_where_a_mean_above_needs_it(ca):
    plain = composite_index(ca, definition_from_rows(ROWS, aggregation_dimensions="arithmetic"))
    geometric = composite_index(ca, definition_from_rows(ROWS, aggregation_dimensions="geometric"))
    assert (plain.normalised.min().min(), plain.normalised.max().max()) == (0, 100)
    assert (geometric.normalised.min().min(), geometric.normalised.max().max()) == (1, 100)
    assert any("1 to 100" in str(step) for step in geometric.diagnostics.method)


def test_goalposts_stay_on_0_to_100_under_a_geometric_mean(ca):
    posts = {"pov": (0, 20), "school": (0, 20), "water": (0, 100), "unemp": (0, 10)}
    definition = definition_from_rows(
        ROWS, normalisation="goalposts", goalposts=posts, aggregation_dimensions="geometric"
    )
    result = composite_index(ca, definition)
    assert result.normalised["pov"].tolist() == pytest.approx([40, 60, 25, 75, 50])


def test_a_scale_of_the_definition_is_used(ca):
    definition = definition_from_rows(ROWS, normalisation={"method": "minmax", "scale": [10, 20]})
    scores = composite_index(ca, definition).normalised
    assert (scores.min().min(), scores.max().max()) == (10, 20)


@pytest.mark.parametrize("method", ["minmax", "zscore", "robustz", "rank", "percentile", "distance", "ampi"])
def test_deprivation_turns_the_scores_and_leaves_the_best_off_first(ca, method):
    choices = {"normalisation": method, "aggregation_dimensions": "arithmetic"}
    welfare = composite_index(ca, definition_from_rows(ROWS, **choices)).units
    turned = composite_index(ca, definition_from_rows(ROWS, orientation="deprivation", **choices)).units
    sums = welfare["index"] + turned["index"]
    assert np.ptp(sums) == pytest.approx(0, abs=1e-9)
    assert turned["rank"].tolist() == welfare["rank"].tolist()


def test_a_dimension_may_have_its_own_methods(ca):
    definition = definition_from_dict(
        {
            "dimensions": [
                {
                    "code": "a",
                    "normalisation": {"method": "rank"},
                    "weighting": {"method": "ahp", "pairwise": [[1, 3], [1 / 3, 1]]},
                    "aggregation": {"method": "harmonic"},
                    "indicators": [{"field": "pov", "direction": "-"}, {"field": "school", "direction": "+"}],
                },
                {"code": "b", "indicators": [{"field": "water", "direction": "+"}]},
            ],
            "aggregation": {"across": {"method": "arithmetic"}},
        }
    )
    result = composite_index(ca, definition)
    assert result.normalised["pov"].tolist() == pytest.approx([25.75, 75.25, 1, 100, 50.5])
    assert result.normalised["water"].min() == 0
    expected = 1 / (0.75 / result.normalised["pov"] + 0.25 / result.normalised["school"])
    np.testing.assert_allclose(result.units["dim_a"], expected)


def test_judgements_on_the_dimensions_are_not_applied_to_the_indicators(ca):
    weighting = {"method": "ahp", "pairwise": [[1, 2, 4], [1 / 2, 1, 2], [1 / 4, 1 / 2, 1]]}
    table = composite_index(ca, definition_from_rows(ROWS, weighting=weighting)).weights
    assert table[table["level"] == 1]["weight"].tolist() == pytest.approx([4 / 7, 2 / 7, 1 / 7])
    assert table[table["dimension"] == "home"]["weight"].tolist()[1:] == [0.5, 0.5]


def test_dimensions_may_be_nested(ca):
    inner = [
        {"code": "x", "indicators": [{"field": "pov", "direction": "-"}]},
        {"code": "y", "weight": 3, "indicators": [{"field": "school", "direction": "+"}]},
    ]
    outer = [{"code": "top", "dimensions": inner}, {"code": "z", "indicators": [{"field": "water", "direction": "+"}]}]
    definition = definition_from_dict({"dimensions": outer, "aggregation": {"across": {"method": "arithmetic"}}})
    result = composite_index(ca, definition)
    assert list(result.dimensions) == ["top", "x", "y", "z"]
    assert list(result.units.filter(like="dim_")) == ["dim_top", "dim_z"]
    np.testing.assert_allclose(result.units["dim_top"], (result.dimensions["x"] + 3 * result.dimensions["y"]) / 4)
    table = result.weights
    assert table["level"].tolist() == [1, 2, 3, 2, 3, 1, 2]
    assert table[table["field"] == "school"]["weight_overall"].item() == pytest.approx(3 / 8)


def test_weights_that_sum_neither_to_1_nor_100_are_said_to_be_scaled(ca):
    def steps(first, second):
        indicators = [
            {"field": "pov", "direction": "-", "weight": first},
            {"field": "school", "direction": "+", "weight": second},
        ]
        content = {"dimensions": [{"code": "a", "name": "Access", "indicators": indicators}]}
        return [str(step) for step in composite_index(ca, definition_from_dict(content)).diagnostics.method]

    assert any("weights of Access sum to 7.0" in step for step in steps(3, 4))
    assert not any("sum to" in step for step in steps(30, 70))
    assert not any("sum to" in step for step in steps(2, 2))


def test_the_stages_can_be_looked_at(ca):
    stages = composite_index(ca, definition_from_rows(ROWS)).stages
    np.testing.assert_array_equal(stages.denominated, ca.to_numpy().T)
    assert stages.treated is stages.imputed is stages.denominated


def test_the_input_is_not_changed(ca):
    before = ca.copy()
    composite_index(ca, definition_from_rows(ROWS, outliers="log"))
    pd.testing.assert_frame_equal(ca, before)


def test_progress_rises_to_the_end(ca):
    told = []
    composite_index(ca, definition_from_rows(ROWS), progress=told.append)
    assert told == sorted(told)
    assert told[0] < 0.2
    assert told[-1] >= 0.9


def test_every_message_renders(ca):
    definition = definition_from_rows(ROWS, outliers="winsorise", missing="mean", weighting="critic")
    result = composite_index(ca.mask(ca == 70), definition)
    assert all(str(message) for message in result.diagnostics.method + result.diagnostics.warnings)


def test_what_does_not_vary_has_no_correlation_and_no_effective_weight():
    frame = pd.DataFrame({"flat": [0.1] * 7, "b": [1.0, 2, 3, 4, 5, 6, 7]})
    posts = {"flat": (0, 0.3), "b": (0, 10)}
    choices = {"normalisation": "goalposts", "goalposts": posts, "aggregation_dimensions": "arithmetic"}
    rows = [("flat", "A", "+", 1), ("b", "A", "+", 1)]
    table = composite_index(frame, definition_from_rows(rows, **choices)).weights.set_index("field")
    assert np.isnan(table.loc["flat", "correlation"])
    assert table.loc[["flat", "b"], "weight_effective"].tolist() == pytest.approx([0, 1])
    alone = composite_index(frame, definition_from_rows(rows[:1], **choices))
    assert alone.weights["weight_effective"].isna().all()
    assert alone.units["rank"].tolist() == [1] * 7
    assert alone.units["class"].tolist() == [1] * 7
    assert "1 class instead of 5" in str(alone.diagnostics.warnings[0])


@pytest.mark.parametrize("method", ["equal", "pca", "entropy", "critic", "bod"])
def test_an_only_child_weighs_all_whatever_the_method(ca, method):
    plain = composite_index(ca, definition_from_rows(ROWS[:1])).units
    found = composite_index(ca, definition_from_rows(ROWS[:1], weighting=method)).units
    np.testing.assert_allclose(found["index"], plain["index"])
