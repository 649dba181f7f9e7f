"""Whoever adds a method writes its entry, and nothing else."""

import numpy as np
import pandas as pd
import pytest
from sejahtera.analysis.indices.composite.pipeline import composite_index
from sejahtera.analysis.indices.definition.flat import definition_from_rows
from sejahtera.analysis.indices.definition.schema import definition_from_json, definition_to_json
from sejahtera.analysis.indices.methods.aggregation import AGGREGATIONS, MEANS, POSITIVE, AggregationMethod
from sejahtera.analysis.indices.methods.normalisation import NORMALISATIONS, NormalisationMethod, zscore
from sejahtera.analysis.indices.methods.sums import shared, weighted_mean
from sejahtera.analysis.indices.robustness.assumptions import Assumptions
from sejahtera.analysis.indices.robustness.robustness import index_robustness

ROWS = [("a", "One", "+", 1), ("b", "One", "-", 2), ("c", "Two", "+", 1)]


def logistic(values, direction, spread):
    return 1.0 / (1.0 + np.exp(-zscore(values, direction, spread)))


def lehmer(scores, weights, choice):
    return weighted_mean(scores**2, weights) / weighted_mean(scores, weights)


def lehmer_parts(scores, weights, index, choice):
    return shared(index, weights * scores**2, weights)


@pytest.fixture
def frame(monkeypatch):
    entry = NormalisationMethod("logistic", "Logistic of the z-score", logistic, bounded=True)
    mean = AggregationMethod("lehmer", "Lehmer mean", lehmer, lehmer_parts, POSITIVE)
    for register, one in ((NORMALISATIONS, entry), (AGGREGATIONS, mean), (MEANS, mean)):
        monkeypatch.setitem(register._entries, one.code, one)
    return pd.DataFrame(np.random.default_rng(1).normal(size=(20, 3)), columns=list("abc"))


def test_a_new_normalisation_and_a_new_mean_are_read_written_computed_split_and_told(frame):
    definition = definition_from_rows(ROWS, normalisation="logistic", aggregation="lehmer")
    assert definition_from_json(definition_to_json(definition)) == definition
    result = composite_index(frame, definition)
    assert result.units["index"].between(0, 100).all()
    np.testing.assert_allclose(result.contributions.sum(axis=1), result.units["index"])
    told = " ".join(str(step) for step in result.diagnostics.method)
    assert "Logistic of the z-score on a scale of 0 to 100" in told
    assert "Lehmer mean" in told


def test_they_can_be_drawn(frame):
    assumptions = Assumptions(normalisations=("logistic",), aggregations=("lehmer",))
    result = index_robustness(frame, definition_from_rows(ROWS), assumptions, draws=100)
    assert {"normalisation", "aggregation"} <= set(result.sensitivities["factor"])
