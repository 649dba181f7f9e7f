import numpy as np
import pandas as pd
import pytest
from sejahtera.analysis.indices.composite.pipeline import composite_index
from sejahtera.analysis.indices.definition.flat import definition_from_rows
from sejahtera.analysis.indices.definition.model import Aggregation
from sejahtera.analysis.indices.definition.schema import definition_from_dict
from sejahtera.analysis.indices.methods.aggregation import AGGREGATIONS
from sejahtera.analysis.indices.methods.normalisation import NORMALISATIONS

ROWS = [("a", "One", "+", 2), ("b", "One", "-", 1), ("c", "Two", "+", 1), ("d", "Two", "-", 3), ("e", "Two", "+", 1)]
GOALPOSTS = dict.fromkeys("abcde", (-5, 5))
# Copeland and TOPSIS give 0 to the worst unit, where these means are undefined
COMBINATIONS = [
    (within, across)
    for within in AGGREGATIONS
    for across in AGGREGATIONS
    if within not in ("copeland", "topsis") or across not in ("geometric", "harmonic")
]


@pytest.fixture
def frame():
    values = np.random.default_rng(11).normal(size=(20, 5))
    return pd.DataFrame(values, columns=list("abcde"), index=range(100, 120))


def test_arithmetic_contributions_are_weight_times_score(ca):
    rows = [("pov", "I", "-", 0.4), ("school", "E", "+", 0.3), ("water", "S", "+", 0.2), ("unemp", "S", "-", 0.1)]
    result = composite_index(ca, definition_from_rows(rows, aggregation_dimensions="arithmetic"))
    first = result.contributions.iloc[0] / 100
    np.testing.assert_allclose(first, [0.12, 0.075, 0.07142857143, 0.04], atol=1e-10)
    np.testing.assert_allclose(
        first / first.sum(), [0.3916083916, 0.2447552448, 0.2331002331, 0.1305361305], atol=1e-10
    )


def test_geometric_contributions_are_the_logarithmic_shares_above_one():
    scores, weights = np.array([[80.0], [50], [20]]), np.array([[0.5], [0.3], [0.2]])
    index = np.exp((weights * np.log(scores)).sum(axis=0))
    assert index[0] == pytest.approx(52.65528817)
    parts = AGGREGATIONS["geometric"].parts(scores, weights, index, Aggregation("geometric"))
    logarithmic_mean = (index - 1) / np.log(index)
    np.testing.assert_allclose(parts, weights + logarithmic_mean * weights * np.log(scores))
    assert parts.sum() == pytest.approx(index[0])


@pytest.mark.parametrize("method", ["geometric", "harmonic", "power"])
def test_contributions_at_the_baseline_are_the_weights(method):
    weights = np.array([[0.7], [0.3]])
    choice = Aggregation(method, power=-2)
    parts = AGGREGATIONS[method].parts(np.ones((2, 1)), weights, np.ones(1), choice)
    np.testing.assert_allclose(parts, weights)


@pytest.mark.parametrize("missing", ["refuse", "drop"])
@pytest.mark.parametrize(("within", "across"), COMBINATIONS)
def test_contributions_sum_to_the_index(frame, within, across, missing):
    if missing == "drop":
        frame = frame.mask(np.random.default_rng(2).random(frame.shape) < 0.15)
    definition = definition_from_rows(
        ROWS,
        normalisation="goalposts",
        goalposts=GOALPOSTS,
        aggregation=within,
        aggregation_dimensions={"method": across, "power": 2},
        missing={"method": missing, "coverage": 0.3},
    )
    result = composite_index(frame, definition)
    sums = result.contributions.sum(axis=1, min_count=1)
    np.testing.assert_allclose(sums, result.units["index"], atol=1e-9)


@pytest.mark.parametrize("normalisation", [code for code in NORMALISATIONS if code != "goalposts"])
@pytest.mark.parametrize("aggregation", ["arithmetic", "mazziotta", "copeland", "topsis"])
def test_contributions_sum_on_every_scale(frame, normalisation, aggregation):
    definition = definition_from_rows(
        ROWS, normalisation=normalisation, aggregation=aggregation, aggregation_dimensions="arithmetic"
    )
    result = composite_index(frame, definition)
    np.testing.assert_allclose(result.contributions.sum(axis=1), result.units["index"], atol=1e-9)


def test_a_missing_indicator_contributes_nothing_and_is_not_zero(frame):
    frame.loc[104, "c"] = np.nan
    result = composite_index(frame, definition_from_rows(ROWS, missing="drop"))
    assert np.isnan(result.contributions.loc[104, "c"])
    assert result.contributions.notna().sum().sum() == frame.size - 1


def test_contributions_go_down_a_tree_of_three_levels(frame):
    tree = {
        "dimensions": [
            {
                "code": "top",
                "dimensions": [
                    {
                        "code": code,
                        "weight": weight,
                        "aggregation": {"method": "geometric"},
                        "indicators": [{"field": field, "direction": "+"} for field in fields],
                    }
                    for code, weight, fields in (("x", 1, "ab"), ("y", 2, "cd"))
                ],
            },
            {"code": "side", "indicators": [{"field": "e", "direction": "-"}]},
        ],
        "aggregation": {"across": {"method": "harmonic"}},
    }
    result = composite_index(frame, definition_from_dict(tree))
    np.testing.assert_allclose(result.contributions.sum(axis=1), result.units["index"], atol=1e-9)
    assert list(result.contributions) == list("abcde")


def test_the_penalty_of_a_dimension_with_score_0_goes_down_by_weight(ca):
    frame = pd.concat([ca, ca.iloc[[2]].assign(water=90.0, unemp=5.0)], ignore_index=True)
    rows = [("pov", "I", "-", 1), ("school", "I", "+", 3), ("water", "S", "+", 2), ("unemp", "S", "-", 2)]
    definition = definition_from_rows(rows, aggregation_dimensions="mazziotta")
    result = composite_index(frame, definition)
    last = result.contributions.iloc[5]
    assert result.units["dim_i"].iloc[5] == 0
    assert last["school"] == pytest.approx(3 * last["pov"])
    assert last.sum() == pytest.approx(result.units["index"].iloc[5])


def test_effective_weights_sum_to_one_whatever_the_aggregation(frame):
    result = composite_index(frame, definition_from_rows(ROWS))
    indicators = result.weights[result.weights["field"] != ""]
    assert indicators["weight_effective"].sum() == pytest.approx(1)
    assert indicators["weight_overall"].sum() == pytest.approx(1)


def test_correlations_with_the_index_are_pearsons(frame):
    frame.loc[103, "a"] = np.nan
    result = composite_index(frame, definition_from_rows(ROWS, missing="drop"))
    table = result.weights[result.weights["field"] != ""].set_index("field")
    expected = result.normalised.corrwith(result.units["index"])
    np.testing.assert_allclose(table["correlation"], expected[table.index])
