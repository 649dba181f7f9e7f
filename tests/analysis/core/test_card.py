"""The card of a layer: a document that comes back as it went, and that nobody's file can turn against us."""

import json

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sejahtera.analysis.core.card import Card, FieldCard, Input, Test, UnitNames
from sejahtera.analysis.core.card_json import LARGEST, card_from_json, to_json
from sejahtera.analysis.core.diagnostics import Diagnostics
from sejahtera.analysis.core.messages import InputError, Items, Message, Number, Words

WORDS = st.text(max_size=12)
NAMES = st.from_regex(r"[a-z]{1,6}", fullmatch=True)
WHOLE = st.integers(-(2**53), 2**53)
FINITE = st.floats(allow_nan=False)
PLAIN = st.one_of(st.none(), st.booleans(), WHOLE, st.floats(allow_nan=False, allow_infinity=False), WORDS)
DOCUMENTS = st.dictionaries(
    WORDS, st.recursive(PLAIN, lambda inner: st.lists(inner, max_size=3), max_leaves=5), max_size=3
)


def _message(facts):
    return st.dictionaries(NAMES, facts, max_size=3).map(
        lambda given: Message("".join(f"{key}: {{{key}}}; {{{key}:one|many}} " for key in given), given)
    )


FACTS = st.recursive(
    st.one_of(
        PLAIN,
        FINITE,
        st.dictionaries(NAMES, WORDS, max_size=2).map(Words),
        st.builds(Number, FINITE, st.integers(0, 6)),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        _message(inner),
        st.builds(
            lambda named, more: Items(tuple(named), len(named) + more),
            st.lists(inner, max_size=2),
            st.integers(0, 9999),
        ),
    ),
    max_leaves=3,
)
MESSAGES = _message(FACTS)
TEXTS = st.one_of(WORDS, MESSAGES)
CARDS = st.builds(
    Card,
    algorithm=NAMES,
    output=NAMES,
    kind=NAMES,
    shown=WORDS,
    title=TEXTS,
    fields=st.lists(st.builds(FieldCard, WORDS, NAMES, TEXTS, TEXTS), max_size=2).map(tuple),
    options=DOCUMENTS,
    definition=DOCUMENTS,
    parameters=DOCUMENTS,
    diagnostics=st.builds(
        Diagnostics,
        WHOLE,
        WHOLE,
        st.one_of(st.none(), WHOLE),
        st.lists(MESSAGES, max_size=1),
        st.lists(MESSAGES, max_size=1),
    ),
    test=st.one_of(
        st.none(), st.builds(Test, TEXTS, st.one_of(st.none(), WHOLE), st.one_of(st.none(), NAMES), alpha=st.just(0.05))
    ),
    inputs=st.lists(st.builds(Input, NAMES, WORDS, NAMES), max_size=2).map(tuple),
    units=st.builds(UnitNames, NAMES, NAMES),
    synthetic=st.booleans(),
    versions=st.dictionaries(NAMES, WORDS, max_size=2),
    texts=st.dictionaries(WORDS, st.dictionaries(WORDS, MESSAGES, max_size=1), max_size=1),
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(CARDS)
def test_a_card_comes_back_as_it_was_written(card):
    assert card_from_json(to_json(card)) == card


@settings(max_examples=20, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(CARDS)
def test_every_sentence_of_a_card_that_was_read_can_be_told(card):
    read = card_from_json(to_json(card))
    told = [read.title, *read.diagnostics.method, *(one.title for one in read.fields)]
    assert all(isinstance(str(one), str) for one in told)


def test_numbers_of_numpy_are_written_as_numbers():
    card = Card(
        options={"breaks": np.array([0.5, 1.0]), "count": np.int64(3)},
        diagnostics=Diagnostics(method=[Message("{n}", {"n": np.float64(2.5), "none": np.nan})]),
    )
    read = card_from_json(to_json(card))
    assert read.options == {"breaks": [0.5, 1.0], "count": 3}
    assert read.diagnostics.method[0].facts["n"] == 2.5
    assert np.isnan(read.diagnostics.method[0].facts["none"])


def test_the_newest_field_of_a_role_is_found_by_its_name_in_the_layer():
    card = Card(fields=(FieldCard("class", "class"), FieldCard("Class_2", "class"), FieldCard("rank", "rank")))
    assert card.column("class") == "Class_2"
    assert card.column("index") is None
    assert card.about("rank").role == "rank"


def _with(**changes):
    return json.dumps({**json.loads(to_json(Card())), **changes})


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{",
        "null",
        '{"schema": "sejahtera-index-definition", "version": 1}',
        "[" * 5000,
        '{"a":' * 5000,
        _with(title={"template": "{x.__class__}", "facts": {"x": "a"}}),
        _with(title={"template": "{x[0]}", "facts": {"x": "a"}}),
        _with(title={"template": "{x!r}", "facts": {"x": "a"}}),
        _with(title={"template": "{x:>999999999}", "facts": {"x": "a"}}),
        _with(title={"template": "{x:{y}|b}", "facts": {"x": "a", "y": "b"}}),
        _with(title={"template": "{}", "facts": {}}),
        _with(title={"template": "{unknown}", "facts": {}}),
        _with(title={"template": "{", "facts": {}}),
        _with(title={"template": 1, "facts": {}}),
        _with(title={"template": "{x}", "facts": {"x": {"value": 1, "decimals": 10**6}}}),
        _with(title={"template": "{x}", "facts": {"x": 10**400}}),
        _with(title={"template": "{x}", "facts": {"x": {"float": "9"}}}),
        _with(title="\ud800"),
        _with(options=[]),
        _with(options={"breaks": float("nan")}),
        _with(options={"n": 10**30}),
        _with(fields=[{"name": "a"}]),
        _with(fields="abc"),
        _with(kind=None),
        _with(synthetic="yes"),
        _with(inputs=[{"parameter": "INPUT", "name": 3, "sha256": ""}]),
        _with(diagnostics={}),
        _with(test={"alpha": "x"}),
        _with(units={"unit": 1, "group": ""}),
    ],
)
def test_a_card_that_is_damaged_or_hostile_is_one_sentence(text):
    with pytest.raises(InputError, match="damaged"):
        card_from_json(text)


def test_a_card_beyond_all_measure_is_not_even_parsed():
    with pytest.raises(InputError, match="damaged"):
        card_from_json(" " * LARGEST + "{}")


@pytest.mark.parametrize("version", [0, 2, "1", None, [1]])
def test_a_card_of_another_version_is_told_with_its_number(version):
    with pytest.raises(InputError, match="is of version"):
        card_from_json(_with(version=version))


def test_names_of_units_of_a_foreign_card_hold_no_placeholders():
    assert card_from_json(_with(units={"unit": "{RW}" * 30, "group": "<b>kota</b>"})).units == UnitNames(
        "RW" * 20, "bkota/b"
    )


def test_a_message_is_kept_with_its_units_by_name_and_long_lists_counted():
    message = Message(
        "{units} {units:lacks|lack} {what}", {"units": [*range(1, 9)], "what": Message("{units}", {"units": [2]})}
    )
    kept = card_from_json(
        to_json(Card(diagnostics=Diagnostics(warnings=[message.naming(lambda unit: f"kelurahan {unit}")])))
    ).diagnostics.warnings[0]
    names = ", ".join(f"kelurahan {unit}" for unit in range(1, 6))
    assert kept.render() == f"{names} (+3) lack kelurahan 2"
    assert len(kept.facts["units"].named) == 5
