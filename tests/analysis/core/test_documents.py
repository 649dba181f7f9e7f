"""JSON that users give is read strictly, and a refusal is one sentence that names the document and the place."""

import pytest
from sejahtera.analysis.core.documents import json_given, parse_json, read_json
from sejahtera.analysis.core.messages import InputError

NAME = "The study"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "The study is not valid JSON: line 1, column 1."),
        ('{\n"a": }', "The study is not valid JSON: line 2, column 6."),
        ('{"a": 1, "a": 2}', "The study gives the same key twice."),
        ('{"a": {"b": 1, "b": 1}}', "The study gives the same key twice."),
        ('{"a": NaN}', "The study holds NaN, which is not a number."),
        ('{"a": [-Infinity]}', "The study holds -Infinity, which is not a number."),
        ("[" * 100_000, "The study is not valid JSON."),
        (b'{"a": "\xff"}', "The study is not valid JSON."),
        (" " * 1_000_001, "The study is larger than 1 MB."),
    ],
    ids=range(9),
)
def test_what_is_not_strict_json_is_refused_in_one_sentence(text, sentence):
    with pytest.raises(InputError) as refused:
        parse_json(text, NAME)
    assert str(refused.value) == sentence


def test_text_and_file_and_both_encodings_of_unicode_give_the_same_value(tmp_path):
    path = tmp_path / "kajian.json"
    path.write_text('{"nama": "Kelurahan “Tipes”"}', encoding="utf-8")
    value = {"nama": "Kelurahan “Tipes”"}
    assert read_json(path, NAME) == json_given(str(path), NAME) == value
    assert json_given(' {"nama": "Kelurahan “Tipes”"}', NAME) == value
    path.write_text('{"nama": "Kelurahan “Tipes”"}', encoding="utf-8-sig")
    assert read_json(path, NAME) == value


def test_a_file_is_refused_beyond_its_own_bound_and_where_it_cannot_be_read(tmp_path):
    path = tmp_path / "a.json"
    path.write_text("[1]" + " " * 10)
    assert read_json(path, NAME, 100) == [1]
    path.write_text(" " * 2_000_001)
    with pytest.raises(InputError, match="larger than 2 MB"):
        read_json(path, NAME, 2_000_000)
    for wrong in (tmp_path / "none.json", tmp_path, "a\0b"):
        with pytest.raises(InputError, match=r"^The study .* cannot be read: "):
            read_json(wrong, NAME)
