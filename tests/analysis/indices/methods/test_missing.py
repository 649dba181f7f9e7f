import numpy as np
import pandas as pd
import pytest
from scipy.sparse import csr_matrix
from sejahtera.analysis.core.messages import InputError
from sejahtera.analysis.indices.composite.pipeline import composite_index
from sejahtera.analysis.indices.definition.flat import definition_from_rows

NAN = np.nan
UNITS = ["Kemlayan", "Jayengan", "Kratonan", "Danukusuman"]
#: A chain: each unit touches the one before and the one after.
CHAIN = csr_matrix([[0, 1, 0, 0], [1, 0, 1, 0], [0, 1, 0, 1], [0, 0, 1, 0]])


@pytest.fixture
def frame():
    return pd.DataFrame({"x": [1.0, NAN, 3, 8], "y": [10.0, 20, 30, 40]}, index=UNITS)


def result_of(frame, method, coverage=0.5, weights=(1, 1), **help_):
    definition = definition_from_rows(
        [("x", "A", "+", weights[0]), ("y", "A", "+", weights[1])],
        missing={"method": method, "coverage": coverage},
        aggregation_dimensions="arithmetic",
    )
    return composite_index(frame, definition, **help_)


def test_a_missing_value_is_refused_with_field_and_unit(frame):
    with pytest.raises(InputError, match="field x has no value in Jayengan"):
        result_of(frame, "refuse")


def test_dropping_reweights_what_is_there(frame):
    units = result_of(frame, "drop", weights=(1, 3)).units
    assert units.loc["Jayengan", "index"] == pytest.approx(100 / 3)
    assert units["coverage"].tolist() == [1, 0.75, 1, 1]


def test_a_unit_below_the_required_coverage_has_no_index_no_rank_and_no_class(frame):
    result = result_of(frame, "drop", coverage=0.6)
    row = result.units.loc["Jayengan"]
    assert row[["index", "rank", "class"]].isna().all()
    assert row["coverage"] == 0.5
    assert result.contributions.loc["Jayengan"].isna().all()
    assert (result.diagnostics.n, result.diagnostics.missing) == (3, 1)
    assert any("1 has none" in str(step) for step in result.diagnostics.method)


def test_coverage_at_the_limit_is_enough(frame):
    assert result_of(frame, "drop", coverage=0.5).units["index"].notna().all()


def test_a_unit_without_any_value_has_no_index(frame):
    frame.loc["Jayengan", "y"] = NAN
    assert np.isnan(result_of(frame, "drop", coverage=0).units.loc["Jayengan", "index"])


def test_no_unit_with_enough_coverage_is_an_error():
    frame = pd.DataFrame({"x": [1.0, NAN, 2, NAN], "y": [NAN, 1.0, NAN, 2]})
    with pytest.raises(InputError, match="lower the required coverage"):
        result_of(frame, "drop", coverage=0.9)


@pytest.mark.parametrize(
    ("method", "value", "given"),
    [
        ("mean", 4, {}),
        ("median", 3, {}),
        ("group", 2, {"groups": pd.Series(["s", "s", "s", "j"])}),
        ("neighbours", 2, {"neighbours": CHAIN}),
    ],
)
def test_imputed_values_are_listed(frame, method, value, given):
    imputed = result_of(frame, method, **given).imputed
    assert imputed.astype({"column": str})[["unit", "column", "after"]].values.tolist() == [["Jayengan", "x", value]]


@pytest.mark.parametrize(("statistic", "value"), [("median", 2.0), ("mean", 5.0)])
def test_a_group_gives_its_median_or_where_asked_its_mean(statistic, value):
    frame = pd.DataFrame({"x": [1.0, 2.0, 12.0, NAN, 30.0], "y": [1.0, 2, 3, 4, 5]})
    rules = {"method": "group", "statistic": statistic}
    definition = definition_from_rows([("x", "a", "+", 1), ("y", "a", "+", 1)], missing=rules)
    result = composite_index(frame, definition, groups=pd.Series(["s", "s", "s", "s", "j"]))
    assert result.imputed["after"].tolist() == [value]
    assert statistic in str(result.diagnostics.method[0]).lower()


def test_an_imputed_value_does_not_count_as_measured(frame):
    result = result_of(frame, "mean", coverage=0.6)
    assert result.units["coverage"].tolist() == [1, 0.5, 1, 1]
    assert result.units["index"].notna().all()
    assert "less than 60" in str(result.diagnostics.warnings[0])


def test_neighbours_count_by_their_weights(frame):
    weights = csr_matrix([[0, 1, 0, 0], [3, 0, 1, 0], [0, 1, 0, 1], [0, 0, 1, 0]])
    assert result_of(frame, "neighbours", neighbours=weights).imputed["after"].tolist() == [1.5]


def test_imputed_values_are_not_passed_on_to_neighbours(frame):
    frame.loc["Kratonan", "x"] = NAN
    assert result_of(frame, "neighbours", neighbours=CHAIN).imputed["after"].tolist() == [1, 8]


def test_a_unit_whose_neighbours_have_no_value_is_named(frame):
    frame.loc["Kemlayan", "x"] = NAN
    with pytest.raises(InputError, match="x has no value in Kemlayan, and none of the neighbours"):
        result_of(frame, "neighbours", neighbours=CHAIN)


@pytest.mark.parametrize("group", ["j", None])
def test_a_unit_whose_group_has_no_value_is_named(frame, group):
    with pytest.raises(InputError, match="x has no value in Jayengan, and no other"):
        result_of(frame, "group", groups=pd.Series(["s", group, "s", "s"]))


@pytest.mark.parametrize(("method", "what"), [("group", "field of groups"), ("neighbours", "not known")])
def test_what_imputation_needs_is_asked_for(frame, method, what):
    with pytest.raises(InputError, match=what):
        result_of(frame, method)


def test_a_complete_frame_needs_neither_groups_nor_neighbours(frame):
    frame["x"] = [1.0, 2, 3, 8]
    result = result_of(frame, "neighbours")
    assert result.imputed.empty
    assert (result.units["coverage"] == 1).all()


def test_the_input_is_not_changed(frame):
    before = frame.copy()
    result_of(frame, "mean")
    pd.testing.assert_frame_equal(frame, before)
