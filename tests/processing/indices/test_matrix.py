"""The matrix INDICATORS comes in several forms: from the dialog, from Python, from the command line."""

import pytest
from qgis.PyQt.QtCore import QVariant
from sejahtera.analysis.core.messages import InputError
from sejahtera.processing.indices.definitions import breaks_of, matrix_rows

ROW = ["poverty", "economy", "-", 1]


@pytest.mark.parametrize(
    ("value", "rows"),
    [
        (None, []),
        ([], []),
        ("", []),
        ([QVariant()], []),
        (["", "", "", ""] * 3, []),
        (ROW, [ROW]),
        ([ROW], [ROW]),
        ([*ROW, "", "", "", ""], [ROW]),
        ("poverty, economy, -, 1", [["poverty", "economy", "-", "1"]]),
    ],
)
def test_every_form_becomes_rows_of_four(value, rows):
    assert matrix_rows(value) == rows


def test_cells_that_make_no_rows_are_counted():
    with pytest.raises(InputError, match="5 cells"):
        matrix_rows([*ROW, "more"])


def test_class_bounds_are_read_with_point_or_comma():
    assert breaks_of("20; 40,5; 60") == (20, 40.5, 60)


@pytest.mark.parametrize("text", ["20; 10", "a", ";", "20 40"])
def test_class_bounds_that_do_not_rise_are_refused(text):
    with pytest.raises(InputError, match="class bounds"):
        breaks_of(text)
