import copy
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sejahtera.analysis.core.messages import InputError
from sejahtera.analysis.indices.definition.model import Aggregation, Definition, Dimension, Indicator, Weighting
from sejahtera.analysis.indices.definition.schema import (
    definition_from_dict,
    definition_from_json,
    definition_to_dict,
    definition_to_json,
    read_definition,
)

WHOLE = {
    "schema": "sejahtera-index-definition",
    "version": 1,
    "dimensions": [
        {
            "code": "inc",
            "name": 'Income "of <b>households</b>" [2024]',
            "weight": 1,
            "indicators": [
                {
                    "field": "inc01 [%] 'x'",
                    "name": "Poor population",
                    "direction": "-",
                    "weight": 1,
                    "goalposts": [0, 30],
                    "unit": "%",
                    "denominator": None,
                    "per": 1,
                }
            ],
            "normalisation": {"method": "goalposts", "scale": None},
            "weighting": {
                "method": "ahp",
                "pairwise": [[1]],
                "best_to_others": [],
                "others_to_worst": [],
                "shares": None,
            },
            "aggregation": {"method": "power", "power": 0.3, "penalty": "auto"},
        },
        {
            "code": "living",
            "name": "",
            "weight": 2.5,
            "dimensions": [
                {
                    "code": "home",
                    "name": "Rumah",
                    "weight": 1,
                    "indicators": [
                        {
                            "field": "air",
                            "name": "",
                            "direction": "+",
                            "weight": 0,
                            "goalposts": None,
                            "unit": "",
                            "denominator": "kk",
                            "per": 1000,
                        }
                    ],
                }
            ],
        },
    ],
    "name": "Indeks kesejahteraan",
    "description": "two\nlines",
    "orientation": "welfare",
    "normalisation": {"method": "minmax", "scale": [1, 100]},
    "missing": {"method": "refuse", "coverage": 0.6, "statistic": "median"},
    "outliers": {"method": "none", "skewness": 2, "kurtosis": 3.5, "limit": 5},
    "weighting": {"method": "bod", "pairwise": [], "best_to_others": [], "others_to_worst": [], "shares": [0.1, 0.6]},
    "aggregation": {
        "within": {"method": "arithmetic", "power": 0.5, "penalty": "auto"},
        "across": {"method": "geometric", "power": 0.5, "penalty": "-"},
    },
    "classes": {"method": "fixed", "count": 5, "breaks": [20, 40, 60]},
}

SMALL = {"dimensions": [{"code": "a", "indicators": [{"field": "x", "direction": "+"}]}]}


def changed(path, value):
    """Return SMALL with one place changed; the path is a list of keys."""
    content = copy.deepcopy(SMALL)
    place = content
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    return content


INDICATOR = ["dimensions", 0, "indicators", 0]


def test_json_to_model_to_json_loses_nothing():
    text = json.dumps(WHOLE)
    assert json.loads(definition_to_json(definition_from_json(text))) == WHOLE


def test_all_but_the_dimensions_has_a_default():
    definition = definition_from_dict(SMALL)
    indicator = Indicator("x", direction=1)
    assert definition == Definition((Dimension("a", indicators=(indicator,)),))
    assert definition.aggregation.across == Aggregation("arithmetic")
    assert definition_from_json(definition_to_json(definition)) == definition


def test_a_direction_may_be_a_number():
    assert definition_from_dict(changed([*INDICATOR, "direction"], -1)).indicators[0].direction == -1


def test_an_indicator_is_found_by_all_its_columns():
    definition = definition_from_dict(WHOLE)
    assert definition.fields == ["inc01 [%] 'x'", "air"]
    assert definition.columns == ["inc01 [%] 'x'", "air", "kk"]


def nested(levels):
    node = {"code": "leaf", "indicators": [{"field": "x", "direction": "+"}]}
    for level in range(levels):
        node = {"code": f"n{level}", "dimensions": [node]}
    return {"dimensions": [node]}


def test_five_levels_are_possible_and_six_are_not():
    assert definition_from_dict(nested(4)).fields == ["x"]
    with pytest.raises(InputError, match="at most 5 levels"):
        definition_from_dict(nested(5))


@pytest.mark.parametrize(
    ("path", "value", "where"),
    [
        (["surprise"], 1, "surprise: this key is unknown"),
        (["version"], 2, "version: only version 1"),
        (["version"], True, "version"),
        (["schema"], "other", "schema: this is not an index definition"),
        (["dimensions"], [], "dimensions: at least one"),
        (["dimensions"], {}, "dimensions: a list"),
        (["dimensions"], [3], r"dimensions\[0\]: an object"),
        (["dimensions", 0, "code"], "Income", r"dimensions\[0\]\.code"),
        (["dimensions", 0, "code"], "a b", r"dimensions\[0\]\.code"),
        (["dimensions", 0, "code"], "", r"dimensions\[0\]\.code"),
        (["dimensions", 0, "indicators"], [], r"dimensions\[0\]: a dimension holds either"),
        (["dimensions", 0, "dimensions"], SMALL["dimensions"], r"dimensions\[0\]: a dimension holds either"),
        (["dimensions", 0, "weight"], -1, r"dimensions\[0\]\.weight"),
        (["dimensions", 0, "weight"], float("nan"), r"dimensions\[0\]\.weight: a finite"),
        (["dimensions", 0, "weight"], 10**400, r"dimensions\[0\]\.weight: a finite"),
        (["dimensions", 0, "name"], 5, r"dimensions\[0\]\.name: text"),
        (["dimensions", 0, "name"], "a\x00b", r"dimensions\[0\]\.name: .*control"),
        (["dimensions", 0, "name"], "x" * 30_000, "too long"),
        ([*INDICATOR, "direction"], "up", r"dimensions\[0\]\.indicators\[0\]\.direction"),
        ([*INDICATOR, "direction"], True, r"indicators\[0\]\.direction"),
        ([*INDICATOR, "direction"], 0, r"indicators\[0\]\.direction"),
        ([*INDICATOR, "field"], "", r"indicators\[0\]\.field"),
        ([*INDICATOR, "field"], "a\nb", r"indicators\[0\]\.field"),
        ([*INDICATOR, "weight"], "1", r"indicators\[0\]\.weight: a number"),
        ([*INDICATOR, "weight"], True, r"indicators\[0\]\.weight: a number"),
        ([*INDICATOR, "weight"], float("inf"), r"indicators\[0\]\.weight"),
        ([*INDICATOR, "goalposts"], [30, 0], r"indicators\[0\]\.goalposts: two numbers"),
        ([*INDICATOR, "goalposts"], [1, 1], r"indicators\[0\]\.goalposts"),
        ([*INDICATOR, "goalposts"], [1], r"indicators\[0\]\.goalposts"),
        ([*INDICATOR, "per"], 0, r"indicators\[0\]\.per"),
        (["orientation"], "wealth", "orientation: use one of: welfare, deprivation"),
        (["normalisation"], {"method": "magic"}, "normalisation.method: use one of: minmax"),
        (["normalisation"], {"method": ["minmax"]}, "normalisation.method"),
        (["normalisation"], {"method": "zscore", "scale": [0, 1]}, "normalisation.scale"),
        (["missing"], {"method": "drop", "coverage": 1.5}, "missing.coverage: a number from 0 to 1"),
        (["outliers"], {"method": "winsorise", "limit": 2.5}, "outliers.limit: a whole number"),
        (["weighting"], {"method": "ahp", "pairwise": [[1, 0]]}, r"weighting.pairwise\[0\]\[1\]"),
        (["weighting"], {"method": "bod", "shares": [0.1, 2]}, r"weighting.shares\[1\]"),
        (["aggregation"], {"across": {"method": "sum"}}, "aggregation.across.method"),
        (["aggregation"], {"within": {"method": "mazziotta", "penalty": "x"}}, "aggregation.within.penalty"),
        (["classes"], {"method": "fixed", "breaks": [3, 2]}, "classes.breaks: the bounds must rise"),
        (["classes"], {"method": "fixed"}, "classes.breaks"),
        (["classes"], {"method": "quantile", "count": 1}, "classes.count"),
        (["description"], None, "description: text"),
    ],
)
def test_what_is_wrong_is_refused_with_its_path(path, value, where):
    with pytest.raises(InputError, match=where):
        definition_from_dict(changed(path, value))


@pytest.mark.parametrize("shares", [[0.2], [0.2, 0.4, 0.6], [0.5, 0.1]])
def test_shares_are_two_rising_numbers(shares):
    with pytest.raises(InputError, match=r"weighting\.shares: two numbers"):
        definition_from_dict(changed(["weighting"], {"method": "bod", "shares": shares}))


@pytest.mark.parametrize("key", ["code", "field", "direction"])
def test_what_cannot_be_guessed_is_asked_for(key):
    content = copy.deepcopy(SMALL)
    place = content["dimensions"][0] if key == "code" else content["dimensions"][0]["indicators"][0]
    del place[key]
    with pytest.raises(InputError, match=f"{key}: this is needed"):
        definition_from_dict(content)


def test_a_field_or_a_code_may_not_be_used_twice():
    dimension = SMALL["dimensions"][0]
    with pytest.raises(InputError, match=r"dimensions\[1\]\.code: “a” is used twice"):
        definition_from_dict({"dimensions": [dimension, dimension]})
    with pytest.raises(InputError, match=r"dimensions\[1\]\.indicators\[0\]\.field: “x” is used twice"):
        definition_from_dict({"dimensions": [dimension, {**dimension, "code": "b"}]})


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "not valid JSON"),
        ("{", "line 1, column 2"),
        ("[]", "an object"),
        ("null", "an object"),
        ('{"dimensions": NaN}', "NaN"),
        ('{"dimensions": [], "dimensions": []}', "same key twice"),
        ("[" * 100_000, "not valid JSON"),
        ('{"version": ' + "9" * 5000 + "}", "not valid JSON"),
        (b"\xff\xfe{\x00", "not valid JSON"),
        (" " * 1_000_001, "larger than 1 MB"),
    ],
    ids=range(10),
)
def test_a_broken_or_hostile_text_is_one_sentence(text, sentence):
    with pytest.raises(InputError, match=sentence):
        definition_from_json(text)


def test_too_many_indicators_are_refused():
    indicators = [{"field": f"f{number}", "direction": "+"} for number in range(1500)]
    others = [{"field": f"g{number}", "direction": "+"} for number in range(1500)]
    content = {"dimensions": [{"code": "a", "indicators": indicators}, {"code": "b", "indicators": others}]}
    with pytest.raises(InputError, match="at most 2000 indicators"):
        definition_from_dict(content)


def test_a_definition_is_read_from_a_file(tmp_path):
    file = tmp_path / "indeks saya.json"
    file.write_text(json.dumps(WHOLE), encoding="utf-8")
    assert definition_to_dict(read_definition(file)) == WHOLE
    with pytest.raises(InputError, match="cannot be read"):
        read_definition(tmp_path / "absent.json")


def test_a_file_with_a_byte_order_mark_is_read(tmp_path):
    file = tmp_path / "windows.json"
    file.write_text(json.dumps(SMALL), encoding="utf-8-sig")
    assert read_definition(file) == definition_from_dict(SMALL)


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
PLACES = [
    ["dimensions"],
    ["classes"],
    ["weighting"],
    ["aggregation"],
    ["outliers"],
    INDICATOR,
    [*INDICATOR, "goalposts"],
]


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.sampled_from(PLACES), anything)
def test_whatever_stands_there_is_read_or_refused_and_never_crashes(path, value):
    try:
        definition = definition_from_dict(changed(path, value))
    except InputError:
        return
    assert definition_from_json(definition_to_json(definition)) == definition


def test_weighting_is_hashable_and_frozen():
    weighting = definition_from_dict(WHOLE).dimensions[0].weighting
    assert hash(weighting) == hash(Weighting("ahp", pairwise=((1,),)))
