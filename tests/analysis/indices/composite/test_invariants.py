import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from sejahtera.analysis.indices.composite.pipeline import composite_index
from sejahtera.analysis.indices.definition.flat import definition_from_rows

ROWS = [("a", "One", "+", 1), ("b", "One", "-", 2), ("c", "Two", "+", 1), ("d", "Two", "-", 1)]
FIELDS = list("abcd")

quick = settings(max_examples=25, deadline=None, derandomize=True)


@st.composite
def frames(draw):
    """Return four indicators of whole numbers, none constant."""
    n = draw(st.integers(3, 12))
    values = draw(arrays(float, (n, 4), elements=st.integers(0, 50).map(float)))
    assume((np.ptp(values, axis=0) > 0).all())
    return pd.DataFrame(values, columns=FIELDS)


def units(frame, rows=ROWS, **choices):
    return composite_index(frame, definition_from_rows(rows, **choices)).units


@quick
@given(frames(), st.floats(0.001, 1000), st.floats(-1000, 1000))
def test_a_change_of_units_does_not_move_ranks_under_minmax(frame, factor, shift):
    changed = frame.assign(a=frame["a"] * factor + shift, d=frame["d"] * factor)
    np.testing.assert_allclose(units(frame)["index"], units(changed)["index"], atol=1e-6)
    assert units(frame.assign(a=frame["a"] * 4))["rank"].tolist() == units(frame)["rank"].tolist()


@pytest.mark.parametrize("aggregation", ["arithmetic", "geometric", "harmonic", "power", "copeland"])
@quick
@given(frame=frames(), unit=st.integers(0, 2), field=st.sampled_from(FIELDS), gain=st.integers(1, 60))
def test_a_better_value_never_lowers_the_index(aggregation, frame, unit, field, gain):
    sign = 1 if field in "ac" else -1
    better = frame.copy()
    better.loc[unit, field] += sign * gain
    assume(np.ptp(better[field]) > 0)
    choices = {"aggregation": aggregation, "aggregation_dimensions": "arithmetic"}
    before, after = units(frame, **choices)["index"], units(better, **choices)["index"]
    assert after[unit] >= before[unit] - 1e-9


@pytest.mark.parametrize("aggregation", ["arithmetic", "geometric", "mazziotta", "topsis"])
@quick
@given(frame=frames(), seed=st.integers(0, 1000))
def test_permuting_the_rows_permutes_the_results(aggregation, frame, seed):
    order = np.random.default_rng(seed).permutation(len(frame))
    choices = {"aggregation": aggregation, "aggregation_dimensions": "arithmetic"}
    straight, shuffled = units(frame, **choices), units(frame.iloc[order], **choices)
    np.testing.assert_allclose(shuffled.loc[frame.index, "index"], straight["index"], atol=1e-9)
    assert shuffled.loc[frame.index, "rank"].tolist() == straight["rank"].tolist()


@quick
@given(frames(), st.permutations(FIELDS))
def test_the_order_of_indicators_does_not_matter(frame, order):
    by_field = {row[0]: row for row in ROWS}
    np.testing.assert_allclose(
        units(frame, [by_field[field] for field in order])["index"], units(frame)["index"], atol=1e-9
    )


@quick
@given(frames(), st.floats(0.01, 100))
def test_weights_are_scale_free(frame, factor):
    scaled = [(field, name, direction, weight * factor) for field, name, direction, weight in ROWS]
    np.testing.assert_allclose(units(frame, scaled)["index"], units(frame)["index"], atol=1e-9)


@quick
@given(frames())
def test_the_index_lies_between_the_worst_and_the_best_indicator(frame):
    result = composite_index(frame, definition_from_rows(ROWS))
    scores, index = result.normalised, result.units["index"]
    assert (index >= scores.min(axis=1) - 1e-9).all()
    assert (index <= scores.max(axis=1) + 1e-9).all()


@quick
@given(frames())
def test_means_are_ordered_harmonic_geometric_arithmetic(frame):
    found = [
        units(frame, aggregation=method, normalisation={"method": "minmax", "scale": [1, 100]})["index"]
        for method in ("harmonic", "geometric", "arithmetic")
    ]
    assert (found[0] <= found[1] + 1e-9).all()
    assert (found[1] <= found[2] + 1e-9).all()


@quick
@given(frames(), st.sampled_from(["drop", "mean", "median"]), st.integers(0, 2))
def test_contributions_sum_to_the_index_with_gaps(frame, missing, unit):
    frame.loc[unit, "b"] = np.nan
    assume(frame["b"].nunique() > 1)
    result = composite_index(frame, definition_from_rows(ROWS, missing=missing))
    np.testing.assert_allclose(result.contributions.sum(axis=1), result.units["index"], atol=1e-9)
