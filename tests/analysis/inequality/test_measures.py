import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sejahtera.analysis.core.diagnostics import Diagnostics
from sejahtera.analysis.core.messages import InputError
from sejahtera.analysis.inequality.distribution import distribution
from sejahtera.analysis.inequality.measures import MEASURES, evaluate, setting

I1 = [1, 2, 3, 4, 5]
I2 = [0, 0, 1, 3]
I3 = [20e3, 25e3, 27e3, 30e3, 35e3, 45e3, 60e3, 75e3, 80e3, 120e3]
I4 = ([10, 20, 30, 40], [4, 3, 2, 1])
I5 = [2, 4, 6, 3, 9, 12]


def value(code, values, weights=None, parameter=None):
    return evaluate(distribution(np.asarray(values, float), weights), *setting(code, parameter))[0]


def reason(code, values, weights=None, parameter=None):
    return evaluate(distribution(np.asarray(values, float), weights), *setting(code, parameter))[1]


COLUMNS = [
    ("gini", None),
    ("gini_corrected", None),
    ("theil_t", None),
    ("theil_l", None),
    ("ge", 2.0),
    ("ge", -1.0),
    ("atkinson", 0.5),
    ("atkinson", 1.0),
    ("atkinson", 2.0),
    ("hoover", None),
    ("cv", None),
    ("palma", None),
    ("ratio_20_20", None),
    ("p90_p10", None),
]
NONE = np.nan
VECTORS = {
    "I1": (I1, None, [0.2666666667, 0.3333333333, 0.1196875936, 0.1411139401, 0.1111111111, 0.185,
                      0.06315339223, 0.1316096384, 0.2700729927, 0.2, 0.4714045208,
                      0.8333333333, 5, 3.285714286]),
    "I2": (I2, None, [0.625, 0.8333333333, 0.8239592165, NONE, 0.75, NONE, 0.5334936491, 1, 1, 0.5,
                      1.224744871, NONE, NONE, NONE]),
    "I3": (I3, None, [0.3143133462, 0.3492370514, 0.1583729231, 0.1599573865, 0.1721002361, 0.1772631614,
                      0.0771141378, 0.1478198974, 0.2617345391, 0.2479690522, 0.5866860081,
                      1.176470588, 4.444444444, 3.428571429]),
    "I4": (*I4, [0.27, NONE, 0.1216395324, 0.1268511325, 0.125, 0.1416666667, 0.0606260773, 0.1191352051,
                 0.2207792208, 0.2, 0.5, 1, 3.5, 3]),
    "I5": (I5, None, [0.3240740741, 0.3888888889, 0.1685673775, 0.1831020481, 0.1712962963, 0.2222222222,
                      0.08481693015, 0.1673168223, 0.3076923077, 0.25, 0.5853140974,
                      1.090909091, 5.307692308, 4.2]),
}  # fmt: skip


@pytest.mark.parametrize("name", VECTORS)
def test_every_measure_equals_its_reference_value(name):
    values, weights, expected = VECTORS[name]
    found = [value(code, values, weights, parameter) for code, parameter in COLUMNS]
    np.testing.assert_allclose(found, expected, rtol=2e-9, equal_nan=True)


@pytest.mark.parametrize(
    ("values", "expected"), [(I1, 0.2666666667), (I3, 0.4025), ([6, 6, 8, 8, 10, 10, 12, 12], 0.1666666667)]
)
def test_wolfson_keeps_the_factor_two_that_pysal_leaves_out(values, expected):
    assert value("wolfson", values) == pytest.approx(expected, rel=1e-9)


def test_wolfson_interpolates_where_dineq_takes_a_step_and_is_zero_for_equal_incomes():
    assert value("wolfson", [7, 7, 7, 7]) == pytest.approx(0, abs=1e-12)


def test_theil_t_keeps_zeros_and_their_count_where_ineq_and_dineq_drop_them():
    assert value("theil_t", I2) == pytest.approx(0.8239592165, rel=1e-9)
    assert value("theil_t", I2) != pytest.approx(0.1308, abs=1e-3)


def test_ratio_20_20_interpolates_the_lorenz_curve_where_laeken_cuts_at_quantiles():
    assert value("ratio_20_20", I3) == pytest.approx(4.4444444444, rel=1e-9)


def test_hoover_is_a_share_where_pysal_schutz_is_scaled_for_deciles():
    assert value("hoover", I1) == pytest.approx(0.2)


def test_a_column_matrix_gives_the_same_gini_as_a_vector():
    assert value("gini", np.array([I5]).T) == value("gini", I5)


@pytest.mark.parametrize("code", MEASURES)
@pytest.mark.parametrize("values", [[-5, 1, 2], [-3, -1, 1, 3], [0, 0, 0]])
def test_no_measure_has_a_value_where_the_mean_is_not_positive(code, values):
    assert np.isnan(value(code, values))
    assert "mean is 0 or below" in str(reason(code, values))


def test_gini_allows_negative_values_and_may_pass_one():
    assert value("gini", [-2, 1, 3, 6]) == pytest.approx(0.8125)
    assert value("gini_corrected", [-2, 1, 3, 6]) == pytest.approx(1.0833333333)


@pytest.mark.parametrize("code", ["theil_t", "theil_l", "ge", "atkinson", "palma", "ratio_20_20", "p90_p10"])
def test_measures_that_negative_values_have_no_meaning_for_say_so(code):
    assert "below" in str(reason(code, [-2, 1, 3, 6]))


def test_a_measure_that_zeros_make_undefined_says_why_and_gives_no_number():
    assert np.isnan(value("theil_l", I2))
    assert "0 or below" in str(reason("theil_l", I2))
    assert "poorest" in str(reason("palma", I2))


def test_missing_values_are_left_out_and_counted():
    diagnostics = Diagnostics()
    of = distribution(pd.Series([1, 2, np.nan, 5]), None, diagnostics)
    assert evaluate(of, *setting("gini"))[0] == pytest.approx(1 / 3)
    assert (diagnostics.n, diagnostics.missing) == (3, 1)


def test_units_without_population_do_not_count():
    assert value("gini", [1, 2, 99], [1, 1, 0]) == value("gini", [1, 2])


@pytest.mark.parametrize(
    ("values", "weights", "words"),
    [
        ([1, 2], [1, -1], "negative"),
        ([1, 2], [1, np.inf], "infinite"),
        ([1, np.inf], [1, 1], "infinite"),
        ([np.nan, np.nan], None, "nothing to measure"),
        ([1, 2], [0, 0], "nothing to measure"),
    ],
)
def test_unusable_input_is_refused_with_its_reason(values, weights, words):
    with pytest.raises(InputError, match=words):
        distribution(pd.Series(values, dtype=float), weights)


def test_a_refusal_names_the_units():
    with pytest.raises(InputError, match="Gilingan"):
        distribution(pd.Series([1.0, np.inf], index=["Kestalan", "Gilingan"]))


def test_a_parameter_out_of_bounds_is_refused():
    with pytest.raises(InputError, match="Atkinson"):
        setting("atkinson", -1)


def test_general_entropy_passes_smoothly_through_both_theils():
    assert value("ge", I5, parameter=1 + 2e-6) == pytest.approx(value("theil_t", I5), rel=1e-4)
    assert value("ge", I5, parameter=2e-6) == pytest.approx(value("theil_l", I5), rel=1e-4)


incomes = st.lists(st.floats(0.01, 1e6), min_size=2, max_size=40).map(np.array)
SCALE_FREE = [(code, None) for code in MEASURES] + [("ge", -1.0), ("ge", 0.5), ("atkinson", 1.0), ("atkinson", 3.0)]
#: A quantile depends on the rule between two units, and n/(n-1) on n.
REPLICATION_FREE = [choice for choice in SCALE_FREE if choice[0] not in ("gini_corrected", "p90_p10", "wolfson")]
TRANSFER = [choice for choice in REPLICATION_FREE if choice[0] not in ("palma", "ratio_20_20")]


@settings(max_examples=40, deadline=None)
@given(incomes, st.floats(1e-3, 1e3))
def test_a_change_of_unit_changes_no_measure(y, factor):
    for code, parameter in SCALE_FREE:
        assert value(code, y * factor, None, parameter) == pytest.approx(
            value(code, y, None, parameter), rel=1e-6, abs=1e-7
        )


@settings(max_examples=40, deadline=None)
@given(incomes, st.integers(2, 4))
def test_a_population_twice_as_large_is_as_unequal(y, times):
    for code, parameter in REPLICATION_FREE:
        assert value(code, np.tile(y, times), None, parameter) == pytest.approx(
            value(code, y, None, parameter), rel=1e-7, abs=1e-9
        )


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.floats(0.01, 1e4), st.integers(1, 5)), min_size=2, max_size=20))
def test_weights_stand_for_repeated_units(pairs):
    y, w = (np.array(column, dtype=float) for column in zip(*pairs))
    for code, parameter in REPLICATION_FREE:
        assert value(code, y, w, parameter) == pytest.approx(
            value(code, np.repeat(y, w.astype(int)), None, parameter), rel=1e-7, abs=1e-9
        )


@settings(max_examples=40, deadline=None)
@given(incomes, st.floats(0.05, 0.5), st.data())
def test_a_transfer_from_rich_to_poor_never_raises_inequality(y, share, data):
    poor, rich = sorted(data.draw(st.permutations(range(len(y))))[:2], key=lambda place: y[place])
    moved = y.copy()
    amount = (y[rich] - y[poor]) * share
    moved[poor] += amount
    moved[rich] -= amount
    for code, parameter in TRANSFER:
        assert value(code, moved, None, parameter) <= value(code, y, None, parameter) * (1 + 1e-9) + 1e-9


@settings(max_examples=40, deadline=None)
@given(incomes)
def test_the_order_of_the_table_does_not_matter(y):
    for code, parameter in SCALE_FREE:
        assert value(code, y[::-1], None, parameter) == pytest.approx(
            value(code, y, None, parameter), rel=1e-12, abs=1e-12
        )


@settings(max_examples=40, deadline=None)
@given(incomes)
def test_bounded_measures_stay_between_zero_and_one(y):
    for code, parameter in [("gini", None), ("hoover", None), ("atkinson", 0.5), ("atkinson", 2.0)]:
        assert 0 <= value(code, y, None, parameter) <= 1


@settings(max_examples=30, deadline=None)
@given(incomes)
def test_gini_is_half_the_relative_mean_difference(y):
    assert value("gini", y) == pytest.approx(
        np.abs(np.subtract.outer(y, y)).mean() / (2 * y.mean()), rel=1e-9, abs=1e-9
    )
