"""Numbers are read as their column means them, or not at all."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sejahtera.analysis.core.diagnostics import Diagnostics
from sejahtera.analysis.core.messages import InputError
from sejahtera.analysis.data.tables.delimited import read_delimited
from sejahtera.analysis.data.tables.numbers import to_numbers

NAN = np.nan


def column(*cells):
    return pd.Series(cells, name="v", dtype="object")


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (("8,31", "12", None), [8.31, 12, NAN]),
        (("8.31", "12", ""), [8.31, 12, NAN]),
        (("1.234.567", "1.234"), [1234567, 1234]),
        (("1,234,567", "1,234"), [1234567, 1234]),
        (("1.234,5", "7.000"), [1234.5, 7000]),
        (("1,234.5", "7,000"), [1234.5, 7000]),
        (("0,123", "1.234"), [0.123, 1234]),
        (("0.123", "1.234"), [0.123, 1.234]),
        (("1234.567", "1.234"), [1234.567, 1.234]),
        (("12,5 %", "8%"), [12.5, 8]),
        (("Rp2.416.560", "Rp 1.000,-", "rp. 5"), [2416560, 1000, 5]),
        (("1 234 567", "1\u00a0234"), [1234567, 1234]),
        (("\u22122,5", "+3"), [-2.5, 3]),
        (("1.5e3", "2E-1"), [1500, 0.2]),
        (("-", "–", "n/a", "Tidak Ada", "tad", "#N/A", "…", "0"), [*[NAN] * 7, 0]),
        ((None, "-"), [NAN, NAN]),
        (("5", "1000"), [5, 1000]),
    ],
)
def test_a_column_that_shows_its_mark_is_read(cells, expected):
    np.testing.assert_array_equal(to_numbers(column(*cells)), expected)


@pytest.mark.parametrize("cells", [("1.234",), ("1,234", "5"), ("12.345", "999.000", "7"), ("1.234", "1,234")])
def test_a_column_that_can_be_read_in_two_ways_is_refused(cells):
    with pytest.raises(InputError, match=r"“v” cannot be read without a guess: “1.*NUMBERS=point"):
        to_numbers(column(*cells))


@pytest.mark.parametrize(("decimal", "expected"), [("point", 1.234), ("comma", 1234.0)])
def test_the_user_can_say_which_mark_is_decimal(decimal, expected):
    assert to_numbers(column("1.234"), decimal).tolist() == [expected]


def test_a_column_with_both_marks_is_refused_with_the_fewer_cells_named():
    with pytest.raises(InputError, match=r"decimal comma, but 1 .* point: 8.97 \(rows 1\)"):
        to_numbers(column("18,98", "8.97", "20,36"))


@pytest.mark.parametrize(("decimal", "cell"), [("comma", "8.97"), ("point", "8,97")])
def test_a_cell_against_the_mark_the_user_gave_is_refused(decimal, cell):
    with pytest.raises(InputError, match=cell):
        to_numbers(column("5", cell), decimal)


def test_words_and_codes_stay_text():
    for cells in (("Ada", "Tidak Ada"), ("0012", "1234"), ("Jl. 5", "x")):
        assert to_numbers(column(*cells)).tolist() == list(cells)


def test_a_few_words_among_numbers_are_named_in_a_warning():
    diagnostics = Diagnostics()
    cells = to_numbers(column("1", "2", "3 orang", "4"), diagnostics=diagnostics)
    assert cells.tolist() == ["1", "2", "3 orang", "4"]
    assert "3 orang (rows 2)" in str(diagnostics.warnings[0])


def test_numbers_of_a_spreadsheet_pass_through():
    np.testing.assert_array_equal(to_numbers(pd.Series([1.234, None], name="v")), [1.234, NAN])


def written(value, decimals, thousands, decimal):
    text = f"{value:,.{decimals}f}"
    return text.translate(str.maketrans({",": thousands, ".": decimal}))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.integers(-(10**10), 10**10), min_size=1, max_size=6),
    st.sampled_from([1, 2, 4]),
    st.sampled_from([(",", ".", "point"), (".", ",", "comma")]),
)
def test_numbers_written_in_either_language_come_back(values, decimals, marks):
    thousands, decimal, code = marks
    values = [value / 10**decimals for value in values]
    cells = column(*[written(value, decimals, thousands, decimal) for value in values])
    np.testing.assert_array_equal(to_numbers(cells), values)
    np.testing.assert_array_equal(to_numbers(cells, code), values)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.floats(0, 1e6).map(lambda value: round(value, 3)), min_size=1, max_size=6))
def test_what_is_read_without_a_word_is_never_a_thousand_times_off(values):
    for thousands, decimal in ((",", "."), (".", ",")):
        cells = column(*[written(value, 3, thousands, decimal) for value in values])
        try:
            numbers = to_numbers(cells)
        except InputError:
            continue
        np.testing.assert_array_equal(numbers, values)


def test_the_72_cells_with_the_other_mark_are_found(shared_data):
    frame = read_delimited(shared_data / "indicators" / "indonesia_kabkota_514_kemiskinan_2021.csv").frame
    found = [mixed_cells(frame[name]) for name in frame.columns[2:]]
    assert [count for count in found if count] == [2, 70]


def mixed_cells(column):
    """Return how many cells the error about a column counts, 0 where the column is read."""
    try:
        assert to_numbers(column).notna().all()
    except InputError as error:
        return error.message.facts["count"]
    return 0


def test_a_real_table_with_points_is_read(shared_data):
    frame = read_delimited(shared_data / "indicators" / "jakarta_kelurahan_penduduk_2024.csv").frame
    assert to_numbers(frame["population"]).sum() == 11_038_216
    assert to_numbers(frame["population_density_per_km2"]).between(10, 120_000).all()
