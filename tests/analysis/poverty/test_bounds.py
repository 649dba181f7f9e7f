import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sejahtera.analysis.core.messages import InputError
from sejahtera.analysis.poverty.alkire_foster import measure
from sejahtera.analysis.poverty.bounds import bounds
from sejahtera.analysis.poverty.definition import PovertyDefinition, PovertyDimension
from sejahtera.analysis.poverty.engines.memory import profile_frame
from sejahtera.analysis.poverty.rules import Deprivation

THREE = PovertyDefinition(tuple(PovertyDimension(c, (Deprivation(c),)) for c in "abc"))
RATES = pd.DataFrame([[0.5, 0.3, 0.2]], columns=list("abc"), index=["Pajang"])


def test_union_knows_m0_exactly_and_bounds_the_headcount():
    row = bounds(RATES, THREE, 0.01).loc["Pajang"]
    np.testing.assert_allclose(row, [0.5, 1.0, 1 / 3, 1 / 3], atol=1e-9)


def test_intersection_bounds_the_headcount():
    row = bounds(RATES, THREE, 1.0).loc["Pajang"]
    np.testing.assert_allclose(row, [0, 0.2, 0, 0.2], atol=1e-9)


def test_an_area_with_a_missing_rate_has_no_bounds():
    rates = pd.concat([RATES, pd.DataFrame([[0.5, np.nan, 0.2]], columns=list("abc"), index=["Bumi"])])
    assert bounds(rates, THREE).loc["Bumi"].isna().all()


def test_percentages_are_refused_with_the_area():
    with pytest.raises(InputError, match=r"from 0 to 1 at Pajang"):
        bounds(RATES * 100, THREE)
    with pytest.raises(InputError, match="no field c"):
        bounds(RATES.drop(columns="c"), THREE)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.lists(st.integers(0, 1), min_size=3, max_size=3), min_size=1, max_size=12),
    st.sampled_from([0.2, 0.4, 0.7, 1.0]),
)
def test_what_records_show_lies_within_the_bounds_of_their_rates(rows, k):
    frame = pd.DataFrame(rows, columns=list("abc")).assign(area="x")
    total = measure(profile_frame(frame, THREE, "area"), k).total
    low = bounds(frame[list("abc")].mean().to_frame().T, THREE, k).iloc[0]
    assert low["headcount_low"] - 1e-7 <= total["headcount"] <= low["headcount_high"] + 1e-7
    assert low["mpi_low"] - 1e-7 <= total["mpi"] <= low["mpi_high"] + 1e-7
