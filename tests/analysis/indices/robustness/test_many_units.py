"""Thousands of kelurahan: ranks in few bytes, summed up in pieces, with the numbers of the whole."""

import tracemalloc

import numpy as np
import pandas as pd
import pytest
from sejahtera.analysis.indices.definition.flat import definition_from_rows
from sejahtera.analysis.indices.robustness import sobol
from sejahtera.analysis.indices.robustness.assumptions import Assumptions
from sejahtera.analysis.indices.robustness.ranking import rank_summary
from sejahtera.analysis.indices.robustness.robustness import index_robustness
from sejahtera.analysis.indices.robustness.sobol import sobol_index


def test_medians_intervals_and_shares_are_those_of_the_draws_that_rank_the_unit():
    drawn = np.random.default_rng(2).integers(0, 30, (101, 30)).astype(np.uint16)
    bottom = (drawn == 29).sum(axis=0)
    table = rank_summary(drawn, bottom, pd.RangeIndex(30))
    for unit, row in table.iterrows():
        own = drawn[:, unit][drawn[:, unit] > 0]
        expected = [
            np.median(own),
            np.percentile(own, 5, method="lower"),
            np.percentile(own, 95, method="higher"),
            (own <= 6).mean(),
            bottom[unit] / own.size,
            own.size,
        ]
        np.testing.assert_allclose(row, expected)


@pytest.mark.slow
def test_draws_of_thousands_of_units_need_the_memory_of_their_ranks_alone():
    random = np.random.default_rng(4)
    frame = pd.DataFrame(random.normal(size=(4000, 6)), columns=list("abcdef"))
    definition = definition_from_rows([(name, f"d{name in 'abc'}", "+", 1) for name in frame.columns])
    tracemalloc.start()
    index_robustness(frame, definition, Assumptions(), draws=1000)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    # the indices of two samples and one exchanged choice would alone be 48 MB a choice, here four times over
    assert peak < 200e6


def test_the_sobol_indices_of_many_outputs_do_not_depend_on_how_they_are_cut(monkeypatch):
    a, b, mixed = np.random.default_rng(9).integers(1, 400, (3, 50, 400)).astype(np.uint16)
    whole = sobol_index(a, b, mixed)
    monkeypatch.setattr(sobol, "MOST_NUMBERS", 700)
    cut = sobol_index(a, b, mixed)
    assert [cut.first, cut.total, cut.total_high] == pytest.approx(
        [whole.first, whole.total, whole.total_high], abs=1e-12
    )
