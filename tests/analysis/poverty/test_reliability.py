import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sejahtera.analysis.core.messages import InputError
from sejahtera.analysis.poverty.alkire_foster import measure
from sejahtera.analysis.poverty.engines.memory import profile_frame, sums_frame
from sejahtera.analysis.poverty.reliability import KEPT, Least, withhold
from sejahtera.analysis.poverty.survey import standard_errors

pytestmark = pytest.mark.defect("A24")


@pytest.mark.parametrize(
    ("records", "code"), [(0, "withheld"), (4, "withheld"), (5, "few"), (29, "few"), (30, "enough")]
)
def test_below_thirty_records_are_few_and_below_five_are_withheld(records, code):
    assert Least().codes(pd.Series([records])).tolist() == [code]


def test_each_limit_can_be_left_out():
    records = pd.Series([2, 10, 40])
    assert Least(0, 0).codes(records).tolist() == ["enough"] * 3
    assert Least(0, 5).codes(records).tolist() == ["withheld", "enough", "enough"]
    assert Least(50, 0).codes(records).tolist() == ["few"] * 3
    with pytest.raises(InputError, match="negative"):
        Least(-1)


@given(st.lists(st.integers(0, 100), min_size=1), st.integers(0, 60), st.integers(0, 60))
def test_more_records_are_never_less_reliable(records, flagged, shown):
    order = {"withheld": 0, "few": 1, "enough": 2}
    codes = Least(flagged, shown).codes(pd.Series(sorted(records))).map(order)
    assert codes.is_monotonic_increasing


@pytest.mark.parametrize("engine", [profile_frame, sums_frame])
def test_two_households_of_weight_500_are_two_records_and_their_values_are_withheld(af2, engine):
    frame, definition = af2
    # two of B, nobody poor, who stand for 1000 persons
    frame = pd.concat([frame[:4], frame[4:6].assign(persons=500, **dict.fromkeys(definition.fields, 0))])
    poverty = measure(engine(frame, definition, "ward", ["persons"]))
    assert poverty.areas.loc["B", "headcount"] == 0.0
    shown = withhold(poverty, Least(5, 3).codes(poverty.areas["records"]))
    measures = [column for column in shown.areas.columns if column not in KEPT]
    assert shown.areas.loc["B", measures].isna().all()
    assert shown.areas.loc["B", "records"] == 2
    assert shown.areas.loc["B", "population"] == 1000
    pd.testing.assert_series_equal(shown.areas.loc["A"], poverty.areas.loc["A"])
    pd.testing.assert_series_equal(shown.total, poverty.total)
    assert poverty.areas.loc["B", "headcount"] == 0.0  # what was measured is not changed


def test_the_standard_errors_of_what_is_withheld_are_withheld(af2):
    frame, definition = af2
    profile = profile_frame(frame[:6], definition, "ward", ["persons"], cluster="household")
    poverty, errors = measure(profile), standard_errors(profile)
    shown = withhold(errors, Least(5, 3).codes(poverty.areas["records"]))
    assert shown.areas.loc["B"].isna().all()
    assert (shown.areas.loc["A"] > 0).all()
    assert np.isfinite(shown.total["se_mpi"])
