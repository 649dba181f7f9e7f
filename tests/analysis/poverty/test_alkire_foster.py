import dataclasses
from functools import reduce
from operator import add

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sejahtera.analysis.core.messages import InputError
from sejahtera.analysis.poverty.alkire_foster import curve, measure, redundancy
from sejahtera.analysis.poverty.definition import PovertyDefinition, PovertyDimension
from sejahtera.analysis.poverty.engines.memory import profile_frame
from sejahtera.analysis.poverty.rules import Deprivation


@pytest.mark.parametrize(
    ("k", "expected", "censored", "contributions"),
    [
        (0.25, (0.75, 0.5833333333, 0.4375, 0.2107371795, 0.1658910667), [0.25, 0.75, 0.25, 0.5],
         [0.1428571429, 0.4285714286, 0.1428571429, 0.2857142857]),
        (0.5, (0.5, 0.75, 0.375, 0.2055288462, 0.165457039), [0.25, 0.5, 0.25, 0.5],
         [0.1666666667, 0.3333333333, 0.1666666667, 0.3333333333]),
        (0.75, (0.25, 1, 0.25, 0.1169871795, 0.09210634451), [0.25] * 4, [0.25] * 4),
        (1.0, (0.25, 1, 0.25, 0.1169871795, 0.09210634451), [0.25] * 4, [0.25] * 4),
    ],
)  # fmt: skip
def test_four_persons_at_every_cutoff(af1, k, expected, censored, contributions):
    frame, definition = af1
    total = measure(profile_frame(frame, definition, "area", depths=True), k).total
    np.testing.assert_allclose(
        total[["headcount", "intensity", "mpi", "gap", "severity"]].astype(float), expected, rtol=2e-9
    )
    np.testing.assert_allclose([total[f"censored_{f}"] for f in "abcd"], censored)
    np.testing.assert_allclose([total[f"contribution_{f}"] for f in "abcd"], contributions, rtol=2e-9)


def test_unequal_weights(af1):
    frame, definition = af1
    weighted = dataclasses.replace(
        definition,
        dimensions=tuple(
            dataclasses.replace(d, weight=w) for d, w in zip(definition.dimensions, [0.4, 0.25, 0.25, 0.1])
        ),
    )
    total = measure(profile_frame(frame, weighted, "area", depths=True)).total
    np.testing.assert_allclose(
        total[["headcount", "intensity", "mpi", "gap", "severity"]].astype(float),
        [0.25, 1, 0.25, 0.08092948718, 0.05466181788],
        rtol=2e-9,
    )


AF2 = {
    1 / 3: {
        "total": (0.6, 0.6543209877, 0.3925925926),
        "censored": [0.5, 0.3, 0.3666666667, 0.5, 0.4333333333, 0.3],
        "contributions": [0.2122641509, 0.1273584906, 0.3113207547, 0.141509434, 0.1226415094, 0.08490566038],
        "A": (0.4691358025, 0.5555555556, 0.7169811321),
        "B": (0.2777777778, 0.6666666667, 0.2830188679),
    },
    0.5: {
        "total": (0.3666666667, 0.8232323232, 0.3018518519),
        "censored": [0.3333333333, 0.2333333333, 0.3666666667, 0.3333333333, 0.2, 0.2333333333],
        "contributions": [0.1840490798, 0.1288343558, 0.4049079755, 0.1226993865, 0.0736196319, 0.08588957055],
        "A": (0.4691358025, 0.5555555556, 0.9325153374),
        "B": (0.05092592593, 0.08333333333, 0.06748466258),
    },
}


@pytest.mark.parametrize("k", AF2)
def test_eight_households_in_two_wards(af2, k):
    frame, definition = af2
    result = measure(profile_frame(frame, definition, "ward", ["persons"]), k)
    expected, total = AF2[k], result.total
    fields = definition.fields
    np.testing.assert_allclose([total[c] for c in ("headcount", "intensity", "mpi")], expected["total"], rtol=2e-9)
    np.testing.assert_allclose([total[f"uncensored_{f}"] for f in fields], [0.5, 0.3, 11 / 30, 2 / 3, 17 / 30, 0.3])
    np.testing.assert_allclose([total[f"censored_{f}"] for f in fields], expected["censored"])
    np.testing.assert_allclose([total[f"contribution_{f}"] for f in fields], expected["contributions"], rtol=2e-9)
    for ward in "AB":
        row = result.areas.loc[ward, ["mpi", "headcount", "share"]].astype(float)
        np.testing.assert_allclose(row, expected[ward], rtol=2e-9)


def test_nobody_poor_leaves_intensity_and_contributions_undefined(af2):
    frame, definition = af2
    result = measure(profile_frame(frame[frame["household"] == 3], definition, "ward"))
    assert (result.total["headcount"], result.total["mpi"]) == (0, 0)
    assert np.isnan([result.total[c] for c in ("intensity", "contribution_health", "contribution_i0", "share")]).all()


def test_a_score_at_k_is_poor_whatever_its_binary_fraction():
    """Eight tenths against 0.8: mpitbR compares without tolerance."""
    dimension = PovertyDimension("all", tuple(Deprivation(f"x{j}") for j in range(10)))
    definition = PovertyDefinition((dimension,), k=0.8)
    frame = pd.DataFrame(0, index=[0], columns=definition.fields).assign(area=1)
    frame.loc[0, [f"x{j}" for j in range(8)]] = 1
    assert reduce(add, [0.1] * 8) < 0.8  # what the tolerance is for; `sum` rounds once from Python 3.12
    assert measure(profile_frame(frame, definition, "area")).total["headcount"] == 1


def test_k_of_one_is_intersection_and_a_small_k_is_union(af2):
    frame, definition = af2
    profile = profile_frame(frame, definition, "ward", ["persons"])
    assert measure(profile, 1.0).total["headcount"] == pytest.approx(6 / 30)
    assert measure(profile, 1e-9).total["headcount"] == pytest.approx(27 / 30)


def test_the_curve_falls_with_k_and_agrees_with_single_measures(af2):
    frame, definition = af2
    profile = profile_frame(frame, definition, "ward", ["persons"])
    headcounts, mpis = curve(profile, [0.2, 1 / 3, 0.5, 1.0])
    assert (headcounts.diff(axis=1).iloc[:, 1:] <= 0).all().all()
    assert mpis.loc["A", 0.5] == measure(profile, 0.5).areas.loc["A", "mpi"]


def test_two_indicators_that_tell_the_same_are_redundant(af2):
    frame, definition = af2
    table = redundancy(profile_frame(frame.assign(i1=frame["i0"]), definition, "ward"))
    assert table.loc["i0", "i1"] == pytest.approx(1)
    assert table.loc["i0", "i2"] == pytest.approx((2 / 8) / (3 / 8))


@pytest.mark.parametrize("k", [0, -0.1, 1.1, np.nan])
def test_a_cutoff_outside_its_range_is_refused(af2, k):
    frame, definition = af2
    with pytest.raises(InputError, match="cut-off k"):
        measure(profile_frame(frame, definition, "ward"), k)


households = st.lists(
    st.tuples(st.lists(st.integers(0, 1), min_size=6, max_size=6), st.integers(1, 9), st.sampled_from("ABC")),
    min_size=1,
    max_size=25,
)


def straightforward(frame, definition, k):
    """The textbook in plain pandas."""
    deprived = frame[list(definition.fields)]
    score = deprived @ definition.weights
    poor = score >= k - 1e-9
    persons = frame["persons"]
    return pd.Series(
        {
            "headcount": np.average(poor, weights=persons),
            "mpi": np.average(score * poor, weights=persons),
            **{f"censored_{f}": np.average(deprived[f] * poor, weights=persons) for f in definition.fields},
        }
    )


@settings(max_examples=40, deadline=None)
@given(rows=households, k=st.floats(0.05, 1))
def test_measures_equal_the_textbook_and_wards_add_up(af2, rows, k):
    _, definition = af2
    bits, persons, wards = zip(*rows)
    frame = pd.DataFrame(list(bits), columns=definition.fields).assign(persons=persons, ward=wards)
    result = measure(profile_frame(frame, definition, "ward", ["persons"]), k)
    expected = straightforward(frame, definition, k)
    np.testing.assert_allclose(result.total[expected.index].astype(float), expected, rtol=1e-12, atol=1e-14)
    areas, total = result.areas, result.total
    assert (areas["population_share"] * areas["mpi"]).sum() == pytest.approx(total["mpi"], abs=1e-14)
    assert sum(w * total[f"censored_{f}"] for w, f in zip(definition.weights, definition.fields)) == pytest.approx(
        total["mpi"], abs=1e-14
    )
    if total["mpi"] > 0:
        parts = [total[f"contribution_{d.code}"] for d in definition.dimensions]
        assert sum(parts) == pytest.approx(1)
        assert areas["share"].sum() == pytest.approx(1)
        assert total["headcount"] * total["intensity"] == pytest.approx(total["mpi"])


@settings(max_examples=40, deadline=None)
@given(rows=households, data=st.data())
def test_a_deprivation_more_never_lowers_poverty(af2, rows, data):
    _, definition = af2
    bits, persons, wards = zip(*rows)
    frame = pd.DataFrame(list(bits), columns=definition.fields).assign(persons=persons, ward=wards)
    before = measure(profile_frame(frame, definition, "ward", ["persons"])).total
    worse = frame.copy()
    worse.loc[data.draw(st.integers(0, len(rows) - 1)), data.draw(st.sampled_from(definition.fields))] = 1
    after = measure(profile_frame(worse, definition, "ward", ["persons"])).total
    assert after["mpi"] >= before["mpi"] - 1e-15
    assert after["headcount"] >= before["headcount"] - 1e-15
