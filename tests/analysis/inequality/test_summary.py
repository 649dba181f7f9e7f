"""All measures of a field in one table."""

import numpy as np
import pandas as pd
import pytest
from sejahtera.analysis.core.messages import Cancelled
from sejahtera.analysis.inequality.measures import MEASURES
from sejahtera.analysis.inequality.summary import Sampling, concentration_row, measure_choices, summarise

VALUES = pd.Series([2.0, 4.0, 6.0, 3.0, 9.0, 12.0])
GROUPS = pd.Series(list("AAABBB"))
NONE = Sampling(draws=0)


def table(values=VALUES, weights=None, sampling=NONE, **further):
    return summarise(values, weights, measure_choices(2.0, 0.5), sampling, **further).table.set_index("measure")


def test_every_measure_of_the_register_has_its_row():
    assert list(table().index) == MEASURES.codes


def test_the_parameters_are_those_asked_for():
    found = summarise(VALUES, None, measure_choices(-1.0, 2.0), NONE).table.set_index("measure")
    assert found.at["ge", "value"] == pytest.approx(0.2222222222, abs=1e-9)
    assert found.at["atkinson", "value"] == pytest.approx(0.3076923077, abs=1e-9)


def test_within_between_and_overlap_sum_to_every_measure_that_has_a_value():
    found = table(groups=GROUPS)
    parts = found[["within", "between", "overlap"]].sum(axis=1, skipna=False)
    pd.testing.assert_series_equal(parts, found["value"], check_names=False, rtol=0, atol=1e-12)


def test_the_standard_error_is_the_closed_form_where_there_is_one_and_the_jackknife_elsewhere():
    found = table()
    assert found["standard_error"].notna().all()
    assert found.at["palma", "standard_error"] > 0


def test_without_draws_there_are_no_intervals():
    assert table()[["low", "high"]].isna().all(axis=None)


def test_twice_the_same_year_has_not_changed():
    found = table(before=VALUES, sampling=Sampling(draws=99))
    np.testing.assert_allclose(found["change"].astype(float), 0.0, atol=1e-12)
    assert (found["change_p"] == 1.0).all()


def test_a_measure_that_an_earlier_year_does_not_allow_is_warned_of_and_left_empty():
    earlier = VALUES.where(VALUES > 2, 0.0)
    summary = summarise(VALUES, None, measure_choices(2.0, 0.5), Sampling(draws=9), before=earlier)
    changed = summary.table.set_index("measure")["change"]
    assert np.isnan(changed["theil_l"])
    assert np.isfinite(changed["gini"])
    assert any("Theil L" in str(warning) for warning in summary.diagnostics.warnings)


def test_more_than_ten_groups_have_no_shares_of_gini_but_all_else():
    values = pd.Series(np.arange(1.0, 25.0))
    summary = summarise(values, None, measure_choices(2.0, 0.5), NONE, groups=pd.Series(range(24)) // 2)
    assert "shapley_gini" not in summary.groups
    assert len(summary.groups) == 12
    assert any("12 groups" in str(warning) for warning in summary.diagnostics.warnings)


def test_who_ranks_by_the_quantity_itself_gets_gini():
    row, curve = concentration_row(VALUES, VALUES, None)
    assert row["value"].iloc[0] == pytest.approx(table().at["gini", "value"], abs=1e-12)
    assert (curve.iloc[0] == 0).all()


def test_it_stops_when_asked_to():
    def stop(fraction):
        raise Cancelled

    with pytest.raises(Cancelled):
        summarise(VALUES, None, measure_choices(2.0, 0.5), Sampling(draws=99), progress=stop)
