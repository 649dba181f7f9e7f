import json

import numpy as np
import pandas as pd
import pytest
from sejahtera.analysis.core.messages import InputError
from sejahtera.analysis.poverty.alkire_foster import measure
from sejahtera.analysis.poverty.definition import poverty_from_dict, read_poverty
from sejahtera.analysis.poverty.engines.memory import profile_frame
from sejahtera.resources.presets import load_poverty_presets


def plain(**changes):
    content = {
        "schema": "sejahtera-poverty-definition",
        "version": 1,
        "k": 0.5,
        "dimensions": [
            {"code": "health", "indicators": [{"field": "weeks", "rule": "below", "cutoff": 4}]},
            {"code": "living", "indicators": [{"field": "water", "rule": "among", "values": ["sungai"]}]},
        ],
    }
    content.update(changes)
    return content


def indicator(**content):
    return plain(dimensions=[{"code": "d", "indicators": [{"field": "x", "rule": "flag", **content}]}])


def test_a_definition_is_read_from_a_file_or_from_its_bytes(tmp_path):
    content = json.dumps(plain()).encode()
    (tmp_path / "poverty.json").write_bytes(content)
    assert read_poverty(tmp_path / "poverty.json") == read_poverty(content) == poverty_from_dict(plain())


def test_dimensions_weigh_the_same_and_share_among_their_indicators():
    weights = load_poverty_presets()["global_mpi"].weights
    np.testing.assert_allclose(weights, [1 / 6] * 4 + [1 / 18] * 6)


def test_an_indicator_that_was_not_collected_leaves_its_weight_to_its_dimension():
    definition = load_poverty_presets()["global_mpi"].without({"nutrition"})
    np.testing.assert_allclose(definition.weights, [1 / 3] + [1 / 6] * 2 + [1 / 18] * 6)
    with pytest.raises(InputError, match="None of"):
        definition.without(definition.fields)


def test_an_emptied_dimension_leaves_its_weight_to_the_others():
    definition = load_poverty_presets()["global_mpi"].without({"nutrition", "child_mortality"})
    np.testing.assert_allclose(definition.weights, [1 / 4] * 2 + [1 / 12] * 6)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ([], "an object"),
        (plain(schema="other"), "schema"),
        (plain(version=2), "only version 1"),
        (plain(k=0), "k"),
        (plain(k=1.5), "k"),
        (plain(extra=1), "extra"),
        (plain(dimensions=[]), "at least one dimension"),
        (indicator(rule="near"), "rule"),
        (indicator(cutoff=3), "cutoff"),
        (indicator(rule="below"), "cutoff"),
        (indicator(rule="among"), "values"),
        (indicator(values=["a"]), "values"),
        (indicator(rule="among", values=["a", 1]), "all numbers or all texts"),
        (indicator(weight=-1), "weight"),
        (indicator(weight=0), "above 0"),
        (indicator(inapplicable=1), "true or false"),
        (plain(dimensions=plain()["dimensions"][:1] * 2), "used twice"),
    ],
)
def test_what_is_not_understood_is_refused_with_its_path(content, words):
    with pytest.raises(InputError, match=words):
        poverty_from_dict(content)


def test_a_file_is_refused_where_json_gives_a_key_twice():
    with pytest.raises(InputError, match="same key twice"):
        read_poverty(b'{"k": 1, "k": 2}')


@pytest.mark.parametrize("code", ["global_mpi", "ikm", "dtsen"])
def test_a_preset_is_complete(code):
    definition = load_poverty_presets()[code]
    assert definition.weights.sum() == pytest.approx(1)
    assert definition.source
    assert all(one.name for one in definition.indicators)


def test_the_proposal_for_registers_measures_the_demo_city():
    from sejahtera.resources import presets

    households = pd.read_csv(presets.FOLDER.parent / "demo" / "households.csv", dtype={"kode": str})
    profile = profile_frame(households, load_poverty_presets()["dtsen"], "kode", ["bobot", "anggota"])
    result = measure(profile)
    assert len(result.areas) == 54
    assert 0.01 < result.total["mpi"] < 0.4
