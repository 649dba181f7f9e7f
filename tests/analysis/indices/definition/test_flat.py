import pytest
from sejahtera.analysis.core.messages import InputError
from sejahtera.analysis.indices.definition.flat import definition_from_rows, slugs
from sejahtera.analysis.indices.definition.model import Aggregation

ROWS = [
    ("inc01", "Income", "-", 2),
    ("edu01", "Schooling & skills", "+", "1,5"),
    ("inc02", "Income", "+", "1.0"),
    ("edu02", " Schooling & skills ", "−", ""),
]


def test_rows_become_dimensions_in_the_order_of_their_first_row():
    definition = definition_from_rows(ROWS)
    assert [dimension.name for dimension in definition.dimensions] == ["Income", "Schooling & skills"]
    assert [dimension.code for dimension in definition.dimensions] == ["income", "schooling_skills"]
    assert definition.fields == ["inc01", "inc02", "edu01", "edu02"]
    assert [indicator.direction for indicator in definition.indicators] == [-1, 1, 1, -1]


def test_a_dimension_weighs_as_much_as_its_rows():
    assert [dimension.weight for dimension in definition_from_rows(ROWS).dimensions] == [3, 2.5]


def test_choices_are_codes_or_as_in_the_schema():
    definition = definition_from_rows(
        ROWS,
        normalisation="zscore",
        aggregation={"method": "power", "power": 2},
        aggregation_dimensions="arithmetic",
        missing={"method": "drop", "coverage": 0.8},
        names={"inc01": "Poor"},
        goalposts={"edu01": (0, 15)},
        orientation="deprivation",
    )
    assert definition.normalisation.method == "zscore"
    assert definition.aggregation.within == Aggregation("power", power=2)
    assert definition.aggregation.across == Aggregation("arithmetic")
    assert definition.missing.coverage == 0.8
    assert definition.indicators[0].label == "Poor"
    assert definition.indicators[2].goalposts == (0, 15)
    assert definition.orientation == "deprivation"


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([], "is empty"),
        ([("x", "A", "+")], "Row 1 of the indicators needs four cells"),
        (["x"], "Row 1 of the indicators needs four cells"),
        ([("x", "A", "+", 1), ("", "A", "+", 1)], "Row 2 of the indicators names no field"),
        ([("x", " ", "+", 1)], r"Row 1 of the indicators \(x\) names no dimension"),
        ([("x", "A", "up", 1)], "direction of x"),
        ([("x", "A", "+", "much")], "weight of x"),
        ([("x", "A", "+", -1)], "weight of x"),
        ([("x", "A", "+", "nan")], "weight of x"),
        ([("x", "A", "+", "inf")], "weight of x"),
        ([("x", "A", "+", 1), ("x", "B", "+", 1)], "“x” is used twice"),
    ],
)
def test_a_row_that_is_not_understood_is_refused(rows, sentence):
    with pytest.raises(InputError, match=sentence):
        definition_from_rows(rows)


def test_an_unknown_code_is_refused():
    with pytest.raises(InputError, match=r"weighting\.method: use one of: given, equal"):
        definition_from_rows(ROWS, weighting="vote")


def test_slugs_are_plain_short_and_unique():
    latin = ["Pendidikan", "pendidikan!", "Éducation <b>"]
    codes = slugs([*latin, "健康", "教育", "A very long name of a dimension indeed"])
    assert codes == ["pendidikan", "pendidikan_2", "education_b", "dimension", "dimension_2", "a_very_long_name_of"]
