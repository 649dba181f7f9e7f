"""Targeting on counts and records worked out by hand."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sejahtera.analysis.core.messages import InputError
from sejahtera.analysis.programmes.targeting.errors import targeting_errors
from sejahtera.analysis.programmes.targeting.records import counts_of_records
from sejahtera.analysis.programmes.targeting.targeting import targeting

HOUSEHOLDS = pd.DataFrame(
    {
        "code": list("aaaabbbb"),
        "eligible": [1, 1, 1, 0, 0, 0, 1, 0],
        "receives": [1, 1, 0, 1, 0, 0, 1, 1],
        "amount": [200.0, 200, 0, 200, 0, 0, 100, 100],
        "welfare": [1.0, 2, 3, 5, 6, 7, 4, 8],
    }
)


def counts(**columns):
    base = {"eligible": [100.0, 50, 20], "recipients": [40.0, 60, 10], "eligible_recipients": [30.0, 20, 10]}
    return pd.DataFrame({**base, **columns}, index=["x", "y", "z"])


PEOPLE = np.array([1000.0, 1000, 500])
NEED = np.array([50.0, 20, 10])


def test_the_ten_groups_of_the_vector():
    errors = targeting_errors(400, 250, 200, 1000)
    assert float(errors.exclusion) == 0.5
    assert float(errors.inclusion) == 0.2
    assert float(errors.reach) == 0.25
    assert float(errors.false_positive) == pytest.approx(0.0833333333)
    assert float(errors.differential) == pytest.approx(0.4166666667)
    assert float(errors.accuracy) == 0.75


def test_the_eight_households_of_the_vector():
    table, records = counts_of_records(HOUSEHOLDS)
    errors = targeting_errors(*table[["eligible", "recipients", "eligible_recipients", "people"]].sum())
    assert (float(errors.exclusion), float(errors.inclusion)) == (0.25, pytest.approx(0.4))
    assert float(errors.false_positive) == 0.5
    result = targeting(
        table.drop(columns="people"),
        np.array([2.0, 1]),
        np.array([4.0, 4]),
        poorest=0.5,
        records=records.assign(weight=1.0),
    )
    measures = result.summary.set_index("measure")["value"]
    assert measures["cgh"] == pytest.approx(1.25)  # 500 of 800 to the poor half


def test_city_values_are_ratios_of_sums():
    measures = targeting(counts(), NEED, PEOPLE).summary.set_index("measure")["value"]
    assert measures["coverage"] == pytest.approx(60 / 170)
    assert measures["inclusion"] == pytest.approx(50 / 110)


def test_nobody_eligible_gives_no_coverage_and_no_recipients_no_leakage():
    table = counts(eligible=[0.0, 50, 20], eligible_recipients=[0.0, 0, 0], recipients=[0.0, 60, 10])
    result = targeting(table, NEED, PEOPLE)
    assert np.isnan(result.units.loc["x", "coverage"])
    assert np.isnan(result.units.loc["x", "inclusion"])
    assert result.units.loc["y", "coverage"] == 0
    assert any("Nobody is eligible" in str(warning) for warning in result.diagnostics.warnings)


def test_more_recipients_than_eligible_make_an_error_unavoidable():
    table = counts(eligible=[10.0, 10, 10], eligible_recipients=[10.0, 10, 10])
    result = targeting(table, NEED, PEOPLE)
    assert result.summary.set_index("measure").loc["least_inclusion", "value"] == pytest.approx(80 / 110)
    assert result.diagnostics.warnings


def test_the_quota_keeps_the_number_of_recipients_and_names_who_is_under_served():
    units = targeting(counts(), NEED, PEOPLE).units
    assert units["quota"].sum() == 110
    assert units["served"].tolist() == ["under", "over", "over"]
    assert units["quota_gap"].sum() == 0


def test_a_kelurahan_of_unknown_need_is_in_neither_class():
    result = targeting(counts(), np.array([50, 20, np.nan]), PEOPLE)
    units = result.units
    assert any("need of z is not known" in str(warning) for warning in result.diagnostics.warnings)
    assert units.loc["z", "served"] == "unknown"
    assert np.isnan(units.loc["z", "quota"])


def test_benefits_by_decile_sum_to_all_and_lean_to_the_needy():
    result = targeting(counts(recipients=[100.0, 20, 10], eligible_recipients=[30.0, 20, 10]), NEED, PEOPLE)
    assert result.incidence["share"].sum() == pytest.approx(1)
    assert result.incidence["share"].iloc[0] > result.incidence["share"].iloc[-1]
    assert result.summary.set_index("measure").loc["concentration", "value"] < 0


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50), st.integers(0, 50)), min_size=2, max_size=12))
def test_errors_lie_between_0_and_1(rows):
    both, only_eligible, only_recipients = np.array(rows, dtype=float).T
    if (both + only_recipients).sum() == 0:
        return
    table = pd.DataFrame(
        {"eligible": both + only_eligible, "recipients": both + only_recipients, "eligible_recipients": both}
    )
    result = targeting(table, np.arange(len(rows)) + 1.0, np.full(len(rows), 200.0))
    for column in ("coverage", "exclusion", "inclusion"):
        values = result.units[column].dropna()
        assert values.between(0, 1).all()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"recipients": [-1.0, 60, 10]}, "negative in x"),
        ({"eligible_recipients": [50.0, 20, 10]}, "more eligible recipients.*x"),
        ({"recipients": [0.0, 0, 0], "eligible_recipients": [0.0, 0, 0]}, "no recipients"),
    ],
)
def test_counts_that_cannot_be_are_refused(change, sentence):
    with pytest.raises(InputError, match=sentence):
        targeting(counts(**change), NEED, PEOPLE)


def test_population_and_need_must_be_there():
    with pytest.raises(InputError, match=r"population.*z"):
        targeting(counts(), NEED, np.array([1.0, 1, 0]))
    with pytest.raises(InputError, match="need"):
        targeting(counts(), np.full(3, np.nan), PEOPLE)


def test_records_must_answer_with_1_or_0():
    with pytest.raises(InputError, match="row 2 says 5"):
        counts_of_records(HOUSEHOLDS.assign(receives=[1, 5, 0, 1, 0, 0, 1, 1]))
    with pytest.raises(InputError, match=r"amount.*row 1"):
        counts_of_records(HOUSEHOLDS.assign(amount=[-1.0, 0, 0, 0, 0, 0, 0, 0]))


@pytest.mark.defect("A4")
def test_a_kelurahan_that_the_table_lacks_is_named_and_in_no_value():
    table = counts().reindex(["x", "y", "w", "z"])
    need, people = np.array([50.0, 20, 90, 10]), np.array([1000.0, 1000, 800, 500])
    result, without = targeting(table, need, people), targeting(counts(), NEED, PEOPLE)
    assert result.units.loc["w", "served"] == "unknown"
    assert result.units.loc["w"].drop("served").isna().all()
    pd.testing.assert_frame_equal(result.summary, without.summary)
    pd.testing.assert_frame_equal(result.units.drop("w"), without.units)
    assert any("lacks counts of w" in str(warning) for warning in result.diagnostics.warnings)


@pytest.mark.defect("A4")
def test_a_kelurahan_that_lacks_one_count_is_in_no_value_either():
    # 100 eligible of x whose recipients nobody knows must not stand below the line of the coverage
    result = targeting(counts(eligible_recipients=[np.nan, 20, 10]), NEED, PEOPLE)
    measures = result.summary.set_index("measure")["value"]
    assert measures["coverage"] == pytest.approx(30 / 70)
    assert measures["reach"] == pytest.approx(70 / 1500)
    assert any("lacks counts of x" in str(warning) for warning in result.diagnostics.warnings)


def test_money_that_is_not_known_everywhere_is_compared_where_it_is():
    result = targeting(counts(spent=[300.0, np.nan, 100], budget=[400.0, 200, 100]), NEED, PEOPLE)
    measures = result.summary.set_index("measure")["value"]
    assert measures["absorption"] == pytest.approx(400 / 500)
    assert measures["cost"] == pytest.approx(400 / 40)
    assert measures["concentration"] == pytest.approx(
        targeting(counts(), NEED, PEOPLE).summary.set_index("measure").loc["concentration", "value"]
    )
    assert any("spent is empty in y" in str(warning) for warning in result.diagnostics.warnings)


@pytest.mark.defect("A6")
def test_households_are_divided_by_households():
    # eight households of four persons: 5 of 8 receive, 3 rightly, 2 of the 4 others wrongly
    table, records = counts_of_records(HOUSEHOLDS)
    people = np.array([16.0, 16])
    result = targeting(table.drop(columns="people"), np.array([2.0, 1]), people, records=records)
    measures = result.summary.set_index("measure")["value"]
    assert measures["reach"] == 5 / 8
    assert measures["false_positive"] == 2 / 4
    assert measures["differential"] == 3 / 4 - 2 / 4
    assert measures["accuracy"] == (3 + 2) / 8
    assert any("8 households or persons" in str(step) for step in result.diagnostics.method)


@pytest.mark.defect("A6")
@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 1), st.integers(0, 1), st.integers(1, 9)), min_size=4, max_size=30).filter(
        lambda rows: any(receives for _, receives, _ in rows)
    ),
    st.integers(1, 1000),
)
def test_the_population_does_not_move_the_shares_of_records(rows, size):
    eligible, receives, weight = map(list, zip(*rows))
    frame = pd.DataFrame({"code": 0, "eligible": eligible, "receives": receives, "weight": weight})
    table, records = counts_of_records(frame.assign(welfare=range(len(rows))))
    result = targeting(table, np.ones(1), np.array([float(size)]), records=records)
    measures = result.summary.set_index("measure")["value"]
    same = sum(w for e, r, w in rows if e == r)
    assert measures["reach"] == pytest.approx(sum(w for _, r, w in rows if r) / sum(weight))
    assert measures["accuracy"] == pytest.approx(same / sum(weight))


def test_more_recipients_than_people_are_told_and_leave_no_share_of_all():
    result = targeting(counts(), NEED, np.array([100.0, 50, 20]))
    measures = result.summary.set_index("measure")["value"]
    assert measures[["reach", "accuracy", "false_positive", "differential"]].isna().all()
    assert measures["coverage"] == pytest.approx(60 / 170)
    assert any("than there are people in x, y" in str(one) for one in result.diagnostics.warnings)


def test_the_amount_of_who_receives_nothing_is_not_looked_at():
    gaps = HOUSEHOLDS.assign(amount=HOUSEHOLDS["amount"].where(HOUSEHOLDS["receives"] == 1))
    assert counts_of_records(gaps)[0].equals(counts_of_records(HOUSEHOLDS)[0])


def test_a_wrong_record_is_named_by_its_row_and_the_name_of_its_field():
    later = HOUSEHOLDS.assign(receives=[1, 5, 0, 1, 0, 0, 1, 1]).set_axis(range(10, 18))
    with pytest.raises(InputError, match="field dapat must say 1 or 0 in every record; row 12 says 5"):
        counts_of_records(later, {"receives": "dapat"})
