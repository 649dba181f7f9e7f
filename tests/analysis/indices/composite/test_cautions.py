"""What an index says of its own weights."""

import numpy as np
import pandas as pd
import pytest
from sejahtera.analysis.indices.composite.pipeline import composite_index
from sejahtera.analysis.indices.definition.schema import definition_from_dict

FIELDS = ["water", "school", "health", "work", "safety", "beds"]


def made(weighting="entropy", fields=FIELDS, **changes):
    indicators = [{"field": field, "direction": "+"} for field in fields]
    content = {
        "dimensions": [{"code": "all", "name": "Everything", "indicators": indicators}],
        "normalisation": {"method": "minmax"},
        "weighting": {"method": weighting},
        **changes,
    }
    return definition_from_dict(content)


@pytest.fixture
def frame():
    """Sixty kelurahan with five even indicators and one that nearly all lack."""
    random = np.random.default_rng(5)
    even = 50 + random.uniform(-10, 10, (60, 1)) + random.uniform(-10, 10, (60, 5))
    beds = np.where(np.arange(60) < 3, 100.0, random.uniform(0, 2, 60))
    return pd.DataFrame(np.column_stack([even, beds]), columns=FIELDS)


def said(frame, definition):
    result = composite_index(frame, definition)
    return [one for one in result.diagnostics.warnings if "code" in one.facts], result


@pytest.mark.defect("A21")
def test_a_skewed_indicator_that_entropy_lets_rule_is_named_with_its_share(frame):
    (caution,), result = said(frame, made())
    weights = result.weights.set_index("field")["weight_overall"]
    share = weights["beds"]
    assert share > 0.5
    assert caution.facts["share"] == round(100 * share, 1)
    assert caution.facts["times"] == round(6 * share, 1)
    assert str(caution).startswith(f"beds holds {round(100 * share, 1)} % of all weight by Entropy")
    assert caution.facts["code"] == "all"


def test_a_weight_that_people_gave_is_no_surprise(frame):
    indicators = [{"field": f, "direction": "+", "weight": 20 if f == "beds" else 1} for f in FIELDS]
    definition = made("given", dimensions=[{"code": "all", "indicators": indicators}])
    cautions, result = said(frame, definition)
    assert result.weights.set_index("field").at["beds", "weight_overall"] > 0.5
    assert cautions == []


@pytest.mark.defect("A21")
def test_data_that_weigh_a_dimension_weigh_what_is_in_it(frame):
    """The only indicator of a dimension has all its weight; the dimension has it by entropy."""
    parts = [("people", FIELDS[:3]), ("place", FIELDS[3:5]), ("care", ["beds"])]
    dimensions = [
        {"code": code, "indicators": [{"field": field, "direction": "+"} for field in fields]} for code, fields in parts
    ]
    cautions, _ = said(frame, made("entropy", dimensions=dimensions))
    assert [one.facts["name"] for one in cautions] == ["beds"]


@pytest.mark.defect("A21")
def test_an_indicator_that_runs_against_the_index_is_named_with_its_correlation(frame):
    turned = frame.assign(beds=100 - frame[FIELDS[:5]].mean(axis=1) + np.linspace(0, 5, 60))
    (caution,), result = said(turned, made("equal"))
    r = result.weights.set_index("field").at["beds", "correlation"]
    scores, index = result.normalised["beds"], result.units["index"]
    assert r == pytest.approx(np.corrcoef(scores, index)[0, 1])
    assert r < -0.2
    assert str(caution).startswith("Against the index: beds. Where the index is better, it scores worse")
    assert f"down to {round(r, 2)})" in str(caution)


def test_a_correlation_that_chance_gives_among_few_is_no_caution():
    """Twelve kelurahan: chance reaches -0.47 (one-sided, 5 %), and three of four indicators agree."""
    steps = np.arange(12.0)
    frame = pd.DataFrame(dict.fromkeys(("a", "b", "c"), steps))
    weak = np.array([5.0, 9, 1, 8, 4, 7, 6, 2, 8, 3, 5, 4])
    assert -0.47 < np.corrcoef(weak, steps)[0, 1] < -0.2
    heavy = [{"field": f, "direction": "+", "weight": 10 if f != "d" else 0.1} for f in "abcd"]
    definition = made("given", dimensions=[{"code": "all", "indicators": heavy}])
    assert said(frame.assign(d=weak), definition)[0] == []


def test_even_weights_are_no_caution(frame):
    assert said(frame[FIELDS[:5]], made("entropy", FIELDS[:5]))[0] == []
