import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sejahtera.analysis.core.corrections import CORRECTIONS, holm


def test_adjusted_values_equal_those_of_r():
    p = np.array([0.01, 0.04, 0.03, 0.005])
    assert holm(p) == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert CORRECTIONS["fdr"].function(p) == pytest.approx([0.02, 0.04, 0.04, 0.02])


def test_a_missing_p_stays_missing_and_is_no_test():
    assert holm(np.array([0.02, np.nan, 0.5])) == pytest.approx([0.04, np.nan, 0.5], nan_ok=True)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.floats(0, 1), min_size=1, max_size=20))
def test_a_correction_never_lowers_p_and_keeps_the_order(p):
    p = np.array(p)
    for method in CORRECTIONS.values():
        adjusted = method.function(p)
        assert ((adjusted >= p - 1e-15) & (adjusted <= 1)).all()
        assert (np.diff(adjusted[np.argsort(p)]) >= -1e-15).all()


@pytest.mark.parametrize("code", list(CORRECTIONS))
def test_a_column_of_a_table_is_corrected_by_its_places_whatever_its_labels(code):
    p = np.array([0.04, 0.01, np.nan, 0.03])
    for labels in (list("abcd"), [3, 2, 1, 0]):
        corrected = CORRECTIONS[code].function(pd.Series(p, index=labels))
        np.testing.assert_array_equal(np.asarray(corrected), CORRECTIONS[code].function(p))
