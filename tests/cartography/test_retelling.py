"""What a layer noted in one language is said in another."""

import pytest
from sejahtera.analysis.messages import Message
from sejahtera.analysis.spatial.significance import CORRECTIONS, PERMUTED, SIDES
from sejahtera.cartography.retelling import facts_of, retell, whole_number
from sejahtera.language import fact, templates, tr


def _told(message, language):
    return message.render(lambda text: tr(text, language), value=lambda value: fact(value, language))


NOTE = Message(
    PERMUTED,
    {
        "count": 9999,
        "seed": 7,
        "smallest": 0.0001,
        "sides": Message(SIDES["one"].label),
        "correction": Message(CORRECTIONS["fdr"].label),
    },
)

needs_words = pytest.mark.skipif(not templates(), reason="the translations are not compiled")


@needs_words
@pytest.mark.parametrize(("source", "language"), [("en", "id"), ("id", "en"), ("id", "id"), ("en", "en")])
def test_a_note_is_told_again_with_its_facts(source, language):
    assert retell(_told(NOTE, source), language) == _told(NOTE, language)


@pytest.mark.parametrize("source", ["en", "id"])
def test_the_numbers_of_a_test_are_read_back(source):
    facts = facts_of(_told(NOTE, source), PERMUTED)
    assert whole_number(facts["count"]) == 9999
    assert whole_number(facts["seed"]) == 7


@pytest.mark.parametrize("text", ["", "Mojosongo", "50 % + 1", "{column}", "a: b; c"])
def test_what_is_not_found_again_stays_as_it_is(text):
    assert retell(text, "id") == text


def test_a_sentence_of_somebody_else_has_no_facts():
    assert facts_of("Pseudo p from many permutations", PERMUTED) == {}


@pytest.mark.parametrize(("text", "number"), [("9.999", 9999), ("9,999", 9999), ("99", 99), ("9.9x", None)])
def test_thousands_may_be_set_apart_in_any_way(text, number):
    assert whole_number(text) == number
