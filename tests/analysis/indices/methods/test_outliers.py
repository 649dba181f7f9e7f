import numpy as np
import pandas as pd
import pytest
from sejahtera.analysis.indices.composite.pipeline import composite_index
from sejahtera.analysis.indices.definition.flat import definition_from_rows
from sejahtera.analysis.indices.definition.model import Outliers
from sejahtera.analysis.indices.methods.outliers import has_outliers, log, skewness_kurtosis, winsorise

RULE = Outliers("winsorise")
O1 = np.array([2.0, 4, 4, 5, 7, 9, 30])
O2 = np.array([1.0, 2, 2, 3, 3, 4, 4, 5, 100])
O3 = np.array([1.0, 2, 3, 4, 5, 6, 7, 8, 9, 10, 200, 400])
O4 = np.array([1.0, 2, 2, 3, 3, 4, 4, 5, 100, 100])


@pytest.mark.parametrize(
    ("values", "skew", "kurt"),
    [
        (O1, 2.352152949, 5.792588172),
        (O2, 2.991714201, 8.963191818),
        (O3, 2.5674883, 6.33705376),
        (O4, 1.775240288, 1.399214503),
    ],
)
def test_skewness_and_kurtosis_are_the_adjusted_ones(values, skew, kurt):
    assert skewness_kurtosis(values) == pytest.approx((skew, kurt), rel=1e-8)
    assert skewness_kurtosis(values) == pytest.approx((pd.Series(values).skew(), pd.Series(values).kurt()))


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (O1, [2, 4, 4, 5, 7, 9, 9]),
        (O2, [1, 2, 2, 3, 3, 4, 4, 5, 5]),
        (O3, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 200, 200]),
        (O4, O4),
    ],
)
def test_winsorising_moves_one_extreme_at_a_time_until_the_rule_is_satisfied(values, expected):
    np.testing.assert_array_equal(winsorise(values, RULE), expected)


def test_winsorising_works_on_the_low_side_too():
    np.testing.assert_array_equal(winsorise(-O1, RULE), [-2, -4, -4, -5, -7, -9, -9])


def test_two_equal_extremes_hide_each_other():
    assert not has_outliers(O4, RULE)


def test_the_logarithm_is_that_of_coinr():
    expected = [-1.272965676, 0.824175443, 0.824175443, 1.187843422, 1.663926098, 1.985130862, 3.342154841]
    np.testing.assert_allclose(log(O1, RULE), expected, atol=1e-9)


def test_the_logarithm_of_a_low_tail_keeps_the_order():
    treated = log(-O1, RULE)
    assert (np.argsort(treated, kind="stable") == np.argsort(-O1, kind="stable")).all()
    np.testing.assert_allclose(treated, -log(O1, RULE))


def test_values_without_outliers_are_left_alone():
    assert log(O4, RULE) is O4
    assert winsorise(O4, RULE) is O4


def test_beyond_the_limit_the_logarithm_of_the_original_values_is_taken():
    strict = Outliers("winsorise", limit=1)
    values = np.r_[np.linspace(1, 2, 50), 1e3, 1e6]
    assert has_outliers(np.minimum(values, 1e3), strict)
    np.testing.assert_allclose(winsorise(values, strict), log(values, strict))


def index_of(frame, **choices):
    definition = definition_from_rows(
        [(field, "A", "+", 1) for field in frame], aggregation_dimensions="arithmetic", **choices
    )
    return composite_index(frame, definition)


def test_each_treated_value_is_listed_with_unit_column_before_and_after():
    frame = pd.DataFrame({"x": O1, "y": np.arange(7.0)}, index=list("abcdefg"))
    treated = index_of(frame, outliers="winsorise").treated
    assert treated.astype({"column": str}).values.tolist() == [["g", "x", 30.0, 9.0]]


def test_a_missing_value_is_neither_treated_nor_listed():
    frame = pd.DataFrame({"x": np.r_[O1, np.nan], "y": np.arange(8.0)}, index=list("abcdefgh"))
    result = index_of(frame, outliers="winsorise", missing="drop")
    assert result.treated["unit"].tolist() == ["g"]
    assert np.isnan(result.stages.treated[0, 7])


@pytest.mark.parametrize("method", ["rank", "percentile"])
def test_ranks_need_no_treatment(method):
    frame = pd.DataFrame({"x": O1, "y": np.arange(7.0)})
    assert index_of(frame, outliers="winsorise", normalisation=method).treated.empty


def test_values_between_goalposts_are_clipped_and_not_treated():
    frame = pd.DataFrame({"x": O1})
    choices = {"outliers": "log", "normalisation": "goalposts", "goalposts": {"x": (0, 20)}}
    result = index_of(frame, **choices)
    assert result.treated.empty
    assert result.units["index"].iloc[-1] == 100
