import numpy as np
import pytest
from sejahtera.analysis.indices.composite.pipeline import composite_index
from sejahtera.analysis.indices.definition.flat import definition_from_rows
from sejahtera.analysis.indices.definition.model import Aggregation
from sejahtera.analysis.indices.methods.aggregation import AGGREGATIONS, lower_bound
from sejahtera.analysis.indices.methods.relative import copeland_scores

EQUAL = np.full(4, 0.25)
CA_ROWS = [("pov", "All", "-", 1), ("school", "All", "+", 1), ("water", "All", "+", 1), ("unemp", "All", "-", 1)]
CB_ROWS = [("a", "All", "+", 1), ("b", "All", "+", 1), ("c", "All", "+", 1)]


def aggregated(method, scores, weights=EQUAL, **choices):
    return AGGREGATIONS[method].function(scores, np.asarray(weights), Aggregation(method, **choices))


def index_of(frame, rows, **choices):
    definition = definition_from_rows(rows, aggregation_dimensions="arithmetic", **choices)
    return composite_index(frame, definition).units["index"].to_numpy()


def test_arithmetic(ca_scores):
    np.testing.assert_allclose(
        aggregated("arithmetic", ca_scores), [0.3267857143, 0.7857142857, 0, 1, 0.5785714286], atol=1e-10
    )
    np.testing.assert_allclose(
        aggregated("arithmetic", ca_scores, [0.4, 0.3, 0.2, 0.1]),
        [0.3064285714, 0.7635714286, 0, 1, 0.5528571429],
        atol=1e-10,
    )


def test_geometric(ca_scores):
    scores = 1 + 99 * ca_scores
    np.testing.assert_allclose(
        aggregated("geometric", scores), [32.86683218, 78.47561971, 1, 100, 57.65093338], atol=1e-8
    )
    np.testing.assert_allclose(
        aggregated("geometric", scores, [0.4, 0.3, 0.2, 0.1]), [30.9784064, 76.28024544, 1, 100, 55.14787645], atol=1e-7
    )


def test_harmonic(ca_scores):
    np.testing.assert_allclose(
        aggregated("harmonic", 1 + 99 * ca_scores), [32.37720877, 78.17203811, 1, 100, 57.05769861], atol=1e-8
    )


@pytest.mark.parametrize(
    ("power", "expected"),
    [(2, [33.82216114, 79.10084609, 1, 100, 58.93131336]), (0.5, [33.110545, 78.62994114, 1, 100, 57.96097738])],
)
def test_power(ca_scores, power, expected):
    np.testing.assert_allclose(aggregated("power", 1 + 99 * ca_scores, power=power), expected, atol=1e-7)


def test_power_contains_the_other_means(ca_scores):
    scores = 1 + 99 * ca_scores
    for power, method in [(1, "arithmetic"), (0, "geometric"), (-1, "harmonic")]:
        np.testing.assert_allclose(aggregated("power", scores, power=power), aggregated(method, scores))


@pytest.mark.parametrize(
    ("penalty", "expected"),
    [
        ("-", [93.99252107, 107.0108581, 84.6895844, 113.1502211, 101.0973367]),
        ("+", [94.00927024, 107.0229963, 84.70919863, 113.1847921, 101.1332214]),
    ],
)
def test_mazziotta_pareto_on_scores_with_mean_100_and_deviation_10(ca, penalty, expected):
    found = index_of(ca, CA_ROWS, normalisation="zscore", aggregation={"method": "mazziotta", "penalty": penalty})
    np.testing.assert_allclose(found, expected, atol=1e-7)


@pytest.mark.parametrize(
    ("penalty", "expected"),
    [
        ("-", [97.51971337, 95.76499385, 100.1453855, 96.23849635, 100.8756753, 104.2096098]),
        ("+", [100.4479174, 97.32495086, 100.2610883, 96.85144836, 101.9696416, 108.3910793]),
    ],
)
def test_mazziotta_pareto_of_unbalanced_units(cb, penalty, expected):
    found = index_of(cb, CB_ROWS, normalisation="zscore", aggregation={"method": "mazziotta", "penalty": penalty})
    np.testing.assert_allclose(found, expected, atol=1e-7)


@pytest.mark.parametrize(
    ("penalty", "expected"),
    [
        ("-", [87.26426234, 114.8102307, 67.62232152, 127.6621727, 102.3350493]),
        ("+", [87.36430909, 114.8897693, 67.79196419, 127.752113, 102.5078079]),
    ],
)
def test_adjusted_mazziotta_pareto(ca, penalty, expected):
    found = index_of(ca, CA_ROWS, normalisation="ampi", aggregation={"method": "mazziotta", "penalty": penalty})
    np.testing.assert_allclose(found, expected, atol=1e-7)


def test_adjusted_mazziotta_pareto_of_unbalanced_units(cb):
    found = index_of(cb, CB_ROWS, normalisation="ampi", aggregation="mazziotta")
    expected = [91.70035461, 89.51203288, 100.1742047, 91.5784006, 100.6525641, 104.647909]
    np.testing.assert_allclose(found, expected, atol=1e-7)


def test_the_penalty_is_added_where_high_scores_are_deprivation(ca):
    turned = index_of(ca, CA_ROWS, normalisation="zscore", aggregation="mazziotta", orientation="deprivation")
    signs = {"-": "+", "+": "-"}
    rows = [(field, name, signs[direction], weight) for field, name, direction, weight in CA_ROWS]
    plus = index_of(ca, rows, normalisation="zscore", aggregation={"method": "mazziotta", "penalty": "+"})
    np.testing.assert_allclose(turned, plus)


def test_copeland_counts_majorities_won_less_lost(ca_scores, cb_scores):
    np.testing.assert_array_equal(copeland_scores(ca_scores, EQUAL), [-2, 2, -4, 4, 0])
    np.testing.assert_array_equal(copeland_scores(cb_scores, np.full(3, 1 / 3)), [-1, -4, 1, -4, 3, 5])
    np.testing.assert_allclose(aggregated("copeland", ca_scores), [25, 75, 0, 100, 50])


def test_copeland_compares_two_units_on_what_both_have():
    scores = np.array([[1.0, 2, 3], [9, 1, 5]])
    weights = np.array([[0.5, 1, 0.5], [0.5, 0, 0.5]])  # the second unit lacks the second child
    # 1 and 2 on the first child alone; 1 and 3 tie, one child each; 2 and 3 on the first child
    np.testing.assert_array_equal(copeland_scores(scores, weights), [-1, 0, 1])


def test_topsis_is_the_closeness_to_the_ideal(ca):
    signed = ca.to_numpy().T * np.array([[-1], [1], [1], [-1]])
    np.testing.assert_allclose(
        aggregated("topsis", signed) / 100, [0.3352344954, 0.7457311447, 0, 1, 0.5461338039], atol=1e-9
    )


@pytest.mark.parametrize(
    ("choice", "bound"),
    [
        (Aggregation("geometric"), "positive"),
        (Aggregation("harmonic"), "positive"),
        (Aggregation("power", power=-0.5), "positive"),
        (Aggregation("power", power=0.5), "nonnegative"),
        (Aggregation("arithmetic"), "any"),
    ],
)
def test_each_mean_knows_the_scores_it_is_defined_for(choice, bound):
    assert lower_bound(choice) == bound
