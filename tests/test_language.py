"""Numbers as the language writes them, and words that are not here."""

import contextlib

import pytest
from qgis.core import QgsProcessingException
from sejahtera import language
from sejahtera.language import fact, number

from .builders import Log, grid_layer, run_algorithm
from .processing.conftest import context, provider  # noqa: F401 - fixtures


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


@pytest.mark.defect("B16")
def test_an_output_in_a_language_whose_words_are_not_compiled_says_so(
    provider,  # noqa: F811 - the fixture
    context,  # noqa: F811 - the fixture
    tmp_path,
    monkeypatch,
):
    words = tmp_path / "translations"
    words.mkdir()
    monkeypatch.setattr(language, "TRANSLATIONS", words)
    language._catalogue.cache_clear()
    try:
        log = Log()
        parameters = {"INPUT": grid_layer({"class": [1, 2, 3, 4]}), "FIELD": "class"}
        with contextlib.suppress(QgsProcessingException):  # what is styled does not matter
            run_algorithm("sejahtera:stylelayer", {**parameters, "LANGUAGE": "id"}, context, log)
        assert [said for said in log.warnings if "Indonesian" in said and "English" in said]
        log = Log()
        with contextlib.suppress(QgsProcessingException):
            run_algorithm("sejahtera:stylelayer", {**parameters, "LANGUAGE": "en"}, context, log)
        assert not [said for said in log.warnings if "Indonesian" in said]
    finally:
        language._catalogue.cache_clear()
