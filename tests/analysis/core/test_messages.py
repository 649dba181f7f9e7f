"""Sentences choose the form of a word by the number beside it, in English; Indonesian needs none."""

import pytest
from sejahtera.analysis.core.messages import InputError, Message

pytestmark = pytest.mark.defect("B14")

ROWS = "{count} {count:row was|rows were} left out."
NAMES = "{units} {units:has|have} no value."


@pytest.mark.parametrize(
    ("count", "sentence"), [(0, "0 rows were left out."), (1, "1 row was left out."), (2, "2 rows were left out.")]
)
def test_a_number_chooses_the_form_of_its_word(count, sentence):
    assert str(Message(ROWS, {"count": count})) == sentence


def test_a_list_chooses_by_how_many_it_names():
    assert str(Message(NAMES, {"units": ["Joglo"]})) == "Joglo has no value."
    assert str(Message(NAMES, {"units": ["Joglo", "Mojo"]})) == "Joglo, Mojo have no value."
    assert str(InputError(NAMES, units=["Joglo"])) == "Joglo has no value."


def test_units_that_are_named_in_a_text_are_told_as_they_are():
    assert str(Message("Treated: {units}.", {"units": "Joglo, Mojo"})) == "Treated: Joglo, Mojo."


def test_a_language_without_forms_leaves_them_out():
    indonesian = {ROWS: "{count} baris dilewatkan."}.get
    assert Message(ROWS, {"count": 1}).render(indonesian) == "1 baris dilewatkan."
