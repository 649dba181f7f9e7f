"""A draw that changes nothing is the index itself, whatever its methods."""

from dataclasses import replace
from itertools import product

import numpy as np
import pandas as pd
import pytest
from scipy import sparse
from sejahtera.analysis.core.messages import InputError
from sejahtera.analysis.indices.composite.pipeline import composite_index
from sejahtera.analysis.indices.definition.flat import definition_from_rows
from sejahtera.analysis.indices.definition.schema import definition_from_dict
from sejahtera.analysis.indices.methods.aggregation import MEANS
from sejahtera.analysis.indices.methods.normalisation import NORMALISATIONS
from sejahtera.analysis.indices.robustness.alternatives import alternative
from sejahtera.analysis.indices.robustness.assumptions import Assumptions
from sejahtera.analysis.indices.robustness.robustness import index_robustness
from sejahtera.analysis.indices.robustness.sampling import draw, nominal_draws
from sejahtera.analysis.indices.robustness.scenarios import Scenarios

from .city import ROWS

WEIGHTINGS = {
    "given": {},
    "equal": {"method": "equal"},
    "pca": {"method": "pca"},
    "entropy": {"method": "entropy"},
    "critic": {"method": "critic"},
    "ahp": {"method": "ahp", "pairwise": [[1, 2, 3], [1 / 2, 1, 2], [1 / 3, 1 / 2, 1]]},
    "bwm": {"method": "bwm", "best_to_others": [1, 2, 3], "others_to_worst": [3, 2, 1]},
}
RULES = [
    {"method": "refuse"},
    {"method": "drop", "coverage": 0.5},
    {"method": "mean"},
    {"method": "median"},
    {"method": "group", "statistic": "median"},
    {"method": "group", "statistic": "mean"},
    {"method": "neighbours"},
]
#: Pairs of weighting and rule that `make test-fast` takes too; together they have each once.
QUICK = list(zip(WEIGHTINGS, (rule["method"] for rule in RULES)))
PAIRS = [
    pytest.param(
        weighting,
        rule,
        marks=() if (weighting, rule["method"]) in QUICK else pytest.mark.slow,
        id=f"{weighting}-{'-'.join(map(str, rule.values()))}",
    )
    for weighting, rule in product(WEIGHTINGS, RULES)
]
GOALPOSTS = dict.fromkeys("abcdef", (-40.0, 140.0))


def in_a_ring(units):
    """Return weights in which each unit has the one before and the one behind as neighbours."""
    matrix = np.eye(units, k=1) + np.eye(units, k=-1) + np.eye(units, k=units - 1) + np.eye(units, k=1 - units)
    return sparse.csr_matrix(matrix)


@pytest.fixture
def town():
    """Twelve units of skewed indicators, which stay apart in their groups and among their neighbours."""
    random = np.random.default_rng(11)
    values = random.gamma(2.0, 15.0, (12, 1)) + random.gamma(2.0, 8.0, (12, 6))
    return pd.DataFrame(values, columns=list("abcdef"))


def two_dimensions(rule, normalisation, aggregation, weighting):
    """Return a definition of three indicators in each of two dimensions, weighted by a method below."""
    choice = {"weighting": WEIGHTINGS[weighting]} if WEIGHTINGS[weighting] else {}
    indicators = [
        {"field": name, "direction": "+-"[number % 2], "weight": 1 + number % 3, "goalposts": GOALPOSTS[name]}
        for number, name in enumerate("abcdef")
    ]
    return definition_from_dict(
        {
            "normalisation": {"method": normalisation},
            "missing": rule,
            "aggregation": {"within": {"method": aggregation}, "across": {"method": aggregation}},
            "dimensions": [
                {"code": code, "weight": weight, "indicators": part, **choice}
                for code, weight, part in (("p", 1, indicators[:3]), ("q", 2, indicators[3:]))
            ],
        }
    )


@pytest.mark.defect("A2")
@pytest.mark.parametrize(("weighting", "rule"), PAIRS)
def test_a_draw_of_the_definition_itself_is_the_index_to_the_bit(town, rule, weighting):
    if rule["method"] != "refuse":
        town.iloc[1, 0] = town.iloc[5, 4] = town.iloc[8, 2] = town.iloc[8, 5] = np.nan
    groups, neighbours = pd.Series(list("xyz") * 4), in_a_ring(12)
    computed = 0
    for normalisation, aggregation in product(NORMALISATIONS, MEANS):
        definition = two_dimensions(rule, normalisation, aggregation, weighting)
        try:
            index = composite_index(town, definition, groups=groups, neighbours=neighbours).units["index"]
        except InputError:  # a geometric mean of z-scores
            continue
        assumptions = Assumptions(weights="fixed", leave_one_out=False)
        scenarios = Scenarios(town, definition, assumptions, 1, groups, neighbours)
        fixed = draw(scenarios.weights(), assumptions, scenarios.alternatives, 6, 2, 1, 0)
        # beside draws that do without an indicator
        left_out = np.array([-1, 0, 3, -1])
        for scores in (
            scenarios.evaluate(fixed),
            scenarios.evaluate(nominal_draws(scenarios.weights(), left_out))[left_out < 0],
        ):
            np.testing.assert_array_equal(scores, [index, index])
        computed += 1
    assert computed >= (12 if weighting == "entropy" else 24)


@pytest.mark.defect("A2")
@pytest.mark.parametrize("statistic", ["median", "mean"])
def test_other_rules_for_gaps_keep_what_the_definition_takes_of_the_group(town, statistic):
    definition = two_dimensions({"method": "drop", "statistic": statistic}, "minmax", "arithmetic", "given")
    assert alternative(definition, None, None, "group").missing == replace(definition.missing, method="group")


@pytest.mark.defect("A2")
def test_weights_that_hardly_move_leave_the_median_ranks_where_they_are(city):
    random = np.random.default_rng(8)
    city = city.mask(random.random(city.shape) < 0.15)
    city["a"] = random.normal(50, 10, 20) ** 3  # skewed, so that mean and median of a group differ
    city.loc[[103, 108, 113], "a"] = np.nan
    groups = pd.Series([number % 4 for number in range(20)], index=city.index)
    definition = definition_from_rows(ROWS, missing={"method": "group", "statistic": "mean"})
    assumptions = Assumptions(weights="share", spread=0.01, leave_one_out=False)
    units = index_robustness(city, definition, assumptions, draws=400, groups=groups).units
    index = np.sort(units["index"])
    near = pd.Series(units["index"]).apply(lambda one: np.sort(np.abs(index - one))[1] < 0.5)
    assert near.sum() < 15
    assert (units["rank_median"] == units["rank"])[~near].all()


@pytest.mark.defect("A2")
def test_a_kelurahan_short_of_the_coverage_has_no_index_in_the_draws_that_leave_gaps(city):
    city.iloc[4, :5] = np.nan
    definition = definition_from_rows(ROWS, missing="mean")
    scenarios = Scenarios(city, definition, Assumptions(missing=("drop",)), seed=1)
    draws = nominal_draws(scenarios.weights(), np.full(2, -1))
    scores = scenarios.evaluate(replace(draws, missing=np.array([0, 1])))
    assert not np.isnan(scores[0]).any()
    np.testing.assert_array_equal(np.flatnonzero(np.isnan(scores[1])), [4])
