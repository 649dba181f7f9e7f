"""Numbers as the language writes them."""

import pytest
from sejahtera.language import fact, number


@pytest.mark.parametrize(
    ("value", "decimals", "language", "written"),
    [
        (-1234.5, 1, "id", "−1.234,5"),
        (-1234.5, 1, "en", "−1,234.5"),
        (-0.004, 2, "id", "0,00"),
        (-0.0, 0, "en", "0"),
        (0.004, 2, "en", "0.00"),
        (float("nan"), 2, "en", "–"),
        (None, 2, "id", "–"),
    ],
)
def test_a_number_has_a_true_minus_and_zero_has_none(qgis_app, value, decimals, language, written):
    assert number(value, decimals, language) == written


@pytest.mark.parametrize(("value", "written"), [(-3, "−3"), (-0.25, "−0,25"), (-0.0, "0"), ("-3", "-3")])
def test_the_facts_of_a_sentence_are_written_alike_and_words_stay(qgis_app, value, written):
    assert fact(value, "id") == written
