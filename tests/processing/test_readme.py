"""What the README shows can be typed and works."""

import json
import re
import shutil

import pytest

from ..shipped import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")


def _block(language):
    return re.search(rf"^```{language}\n(.*?)^```", README, re.DOTALL | re.MULTILINE)[1]


@pytest.fixture
def copy_of_the_demo(tmp_path, monkeypatch):
    """Start in a folder like that of the clone, so that the example writes nothing into the clone."""
    shutil.copytree(ROOT / "resources" / "demo", tmp_path / "resources" / "demo")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_python_example_runs_as_it_stands(provider, copy_of_the_demo, capsys):
    exec(compile(_block("python"), "README.md", "exec"), {})
    assert "54 kelurahan have an index" in capsys.readouterr().out
    assert (copy_of_the_demo / "build" / "index.gpkg").is_file()
    assert (copy_of_the_demo / "build" / "contributions.csv").is_file()


def test_the_json_example_names_parameters_that_exist(provider):
    inputs = json.loads(_block("json"))["inputs"]
    algorithm = provider.algorithm("compositeindex")
    assert set(inputs) <= {parameter.name() for parameter in algorithm.parameterDefinitions()}


def test_every_algorithm_is_listed_and_every_listed_one_exists(provider):
    listed = set(re.findall(r"^\| `(\w+)` \|", README, re.MULTILINE))
    assert listed == {algorithm.name() for algorithm in provider.algorithms()}


def test_the_targets_of_make_exist():
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(re.findall(r"\bmake ([a-z]+)\b", README)) <= targets


def test_pictures_are_there():
    pictures = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", README)
    assert pictures
    assert all((ROOT / picture).is_file() for picture in pictures)
