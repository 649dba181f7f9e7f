"""A study is read strictly, and what is wrong is named by its place."""

import json

import pytest
from sejahtera.analysis.core.messages import InputError
from sejahtera.analysis.study.schema import study_from_dict, study_from_text


def _study(**changes):
    content = {
        "schema": "sejahtera-study",
        "version": 1,
        "inputs": {"layer": "kelurahan.gpkg"},
        "steps": [
            {"id": "index", "algorithm": "compositeindex", "parameters": {"INPUT": "@layer", "OUTPUT": "i.gpkg"}},
            {"id": "map", "algorithm": "exportmap", "parameters": {"INPUT": "@index.OUTPUT"}},
        ],
    }
    return {**content, **changes}


def _steps(*parameters):
    return [{"id": f"s{number}", "algorithm": "hotspots", "parameters": one} for number, one in enumerate(parameters)]


def test_a_study_is_read_with_its_steps_in_order():
    study = study_from_text(json.dumps(_study(name="Kajian")))
    assert [step.id for step in study.steps] == ["index", "map"]
    assert study.steps[1].references == ["index.OUTPUT"]
    assert study.name == "Kajian"


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"schema": "other"}, "schema"),
        ({"version": 2}, "version"),
        ({"stepps": []}, "stepps"),
        ({"steps": []}, "steps"),
        ({"steps": {}}, "steps"),
        ({"steps": [{"algorithm": "hotspots"}]}, "steps[0].id"),
        ({"steps": [{"id": "A", "algorithm": "hotspots"}]}, "steps[0].id"),
        ({"steps": [{"id": "a", "algorithm": "x", "more": 1}]}, "steps[0].more"),
        ({"steps": _steps({"INPUT": {}})}, "steps[0].parameters.INPUT"),
        ({"steps": _steps({"input": 1})}, "steps[0].parameters.input"),
        ({"steps": _steps({"SEED": float("nan")})}, "steps[0].parameters.SEED"),
        ({"steps": _steps({"INPUT": "@nothing"})}, "steps[0].parameters"),
        ({"steps": _steps({"INPUT": "@s1.OUTPUT"}, {})}, "steps[0].parameters"),
        ({"steps": _steps({"INPUT": "@s0.OUTPUT"})}, "steps[0].parameters"),
        ({"inputs": {"s0": "a.csv"}, "steps": _steps({})}, "steps[0].id"),
        ({"defaults": {"DEFINITION": "@nothing"}}, "defaults"),
        ({"inputs": {"layer": "../secret.gpkg"}}, "inputs.layer"),
        ({"inputs": {"layer": "/etc/passwd"}}, "inputs.layer"),
        ({"inputs": {"layer": "C:\\data.gpkg"}}, "inputs.layer"),
        ({"inputs": {"layer": ".hidden"}}, "inputs.layer"),
        ({"inputs": {"layer": ""}}, "inputs.layer"),
    ],
)
def test_what_is_wrong_is_refused_with_its_place(change, place):
    with pytest.raises(InputError) as refused:
        study_from_dict(_study(**change))
    assert str(refused.value).startswith(f"The study is wrong at {place}: ")


@pytest.mark.parametrize("text", ["{", '{"a": 1, "a": 2}', "{" * 100_000, '{"schema": 1e999}'])
def test_what_is_no_json_is_one_sentence(text):
    with pytest.raises(InputError, match="The study"):
        study_from_text(text)


def test_a_file_that_is_not_there_is_one_sentence(tmp_path):
    with pytest.raises(InputError, match="cannot be read"):
        study_from_text(str(tmp_path / "no.json"))
