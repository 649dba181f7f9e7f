import numpy as np
import pandas as pd
import pytest
from sejahtera.analysis.core.messages import Cancelled, InputError
from sejahtera.analysis.indices.composite.pipeline import composite_index
from sejahtera.analysis.indices.definition.flat import definition_from_rows
from sejahtera.analysis.indices.definition.schema import definition_from_dict

GOOD = [1.0, 2.0, 3.0]


def index_of(x=GOOD, y=(1.0, 5.0, 9.0), index=("Sudiroprajan", "Gandekan", "Sewu"), **choices):
    frame = pd.DataFrame({"x": list(x), "y": list(y)}, index=list(index))
    definition = definition_from_rows([("x", "A", "+", 1), ("y", "B", "-", 1)], **choices)
    return composite_index(frame, definition)


@pytest.mark.parametrize(
    ("x", "sentence"),
    [
        (["1", "2", "3"], "x holds text instead of a number in Sudiroprajan, Gandekan, Sewu"),
        ([1, "1.234", 3], "x holds text instead of a number in Gandekan"),
        (pd.to_datetime(["2024-01-01", "2024-01-02", "2024-01-03"]), "x does not hold numbers"),
        ([1 + 2j, 1, 2], "x does not hold numbers"),
        ([1, np.inf, 3], "x holds an infinite value in Gandekan"),
        ([np.nan, np.nan, np.nan], "x has no value at all"),
        ([None, None, None], "x has no value at all"),
        ([2, 2, 2], "x has the same value everywhere"),
        ([1, None, 3], "x has no value in Gandekan"),
    ],
)
def test_a_bad_column_is_refused_in_one_sentence(x, sentence):
    with pytest.raises(InputError, match=sentence) as caught:
        index_of(x)
    assert str(caught.value).count("\n") == 0


@pytest.mark.parametrize(
    "x", [pd.array([1, None, 3], dtype="Int64"), [1, pd.NA, 3], [1, None, 3], np.array([1, np.nan, 3], dtype="float32")]
)
def test_every_kind_of_missing_value_is_missing(x):
    with pytest.raises(InputError, match="x has no value in Gandekan"):
        index_of(x)


@pytest.mark.parametrize("x", [[1, 2, 3], [True, False, True], pd.array([1, 2, 3], dtype="Float64"), [1, 2.5, 3]])
def test_every_kind_of_number_is_a_number(x):
    assert index_of(x).units["index"].notna().all()


def test_an_absent_field_is_named():
    definition = definition_from_rows([('a "b" [c] <d>', "A", "+", 1)])
    with pytest.raises(InputError, match=r'no field a "b" \[c\] <d>'):
        composite_index(pd.DataFrame({"x": GOOD}), definition)


def test_a_repeated_field_is_named():
    frame = pd.DataFrame([[1.0, 2], [2, 3]], columns=["x", "x"])
    with pytest.raises(InputError, match="more than one field x"):
        composite_index(frame, definition_from_rows([("x", "A", "+", 1)]))


@pytest.mark.parametrize(("rows", "sentence"), [(0, "no features"), (1, "only 1 feature")])
def test_too_few_features_are_refused(rows, sentence):
    frame = pd.DataFrame({"x": GOOD}).iloc[:rows]
    with pytest.raises(InputError, match=sentence):
        composite_index(frame, definition_from_rows([("x", "A", "+", 1)]))


def test_a_score_of_zero_under_a_geometric_mean_is_refused_with_indicator_unit_and_mend():
    definition = definition_from_rows(
        [("x", "A", "+", 1), ("y", "A", "+", 1)],
        aggregation="geometric",
        normalisation="goalposts",
        goalposts={"x": (1, 3), "y": (0, 9)},
    )
    frame = pd.DataFrame({"x": GOOD, "y": [1.0, 5, 9]}, index=["Sudiroprajan", "Gandekan", "Sewu"])
    with pytest.raises(InputError, match="score of x in Sudiroprajan, which is zero") as caught:
        composite_index(frame, definition)
    assert "Geometric mean" in str(caught.value)
    assert "wider goalposts" in str(caught.value)


def test_z_scores_under_a_geometric_mean_are_refused():
    with pytest.raises(InputError, match="zero or negative"):
        index_of(normalisation="zscore", aggregation_dimensions="geometric")


def test_negative_scores_under_a_power_mean_are_refused():
    with pytest.raises(InputError, match="which is negative"):
        index_of(normalisation="zscore", aggregation_dimensions="power")


@pytest.mark.parametrize(("weights", "node"), [((0, 0), "of A are zero"), ((0, 1), "of A are zero")])
def test_weights_that_are_all_zero_are_refused(weights, node):
    definition = definition_from_rows([("x", "A", "+", weights[0]), ("y", "B", "+", weights[1])])
    with pytest.raises(InputError, match=node):
        composite_index(pd.DataFrame({"x": GOOD, "y": GOOD}), definition)


@pytest.mark.parametrize("value", [0.0, -3.0])
def test_a_denominator_that_is_not_positive_is_named_with_its_units(value):
    indicator = {"field": "x", "direction": "+", "denominator": "population"}
    definition = definition_from_dict({"dimensions": [{"code": "a", "indicators": [indicator]}]})
    frame = pd.DataFrame({"x": GOOD, "population": [10.0, value, 30]}, index=list("abc"))
    with pytest.raises(InputError, match="denominator population of x is zero or negative in b"):
        composite_index(frame, definition)


def test_numbers_too_close_for_a_quotient_or_too_large_for_a_power_are_refused():
    with pytest.raises(InputError, match="x has the same value"):
        index_of([0.0, 5e-324, 0.0])
    with pytest.raises(InputError, match="“x” holds a number too large"):
        index_of([-1.7e308, 0.0, 1.7e308])


def test_a_cancel_goes_through():
    def stop(fraction):
        raise Cancelled

    frame = pd.DataFrame({"x": GOOD})
    with pytest.raises(Cancelled):
        composite_index(frame, definition_from_rows([("x", "A", "+", 1)]), progress=stop)
