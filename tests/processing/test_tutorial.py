"""The tutorial names dialogs, labels and lists as they are, in both languages."""

import re

import pytest
from sejahtera import language

from ..shipped import ROOT
from ..window.tutorial_steps import STEPS


def _sections(name):
    text = (ROOT / "docs" / name / "tutorial.md").read_text(encoding="utf-8")
    return [part for part in text.split("\n## ") if "\n| label |" in part]


@pytest.fixture(params=["en", "id"])
def spoken(request, provider, monkeypatch):
    """Return a language, our words in it, and the algorithms in it."""
    if request.param == "id" and not list(language.TRANSLATIONS.rglob("*.mo")):
        pytest.skip("the translations are not compiled")
    monkeypatch.setattr(language, "current_language", lambda: request.param)
    provider.refreshAlgorithms()
    yield request.param, provider
    monkeypatch.undo()
    provider.refreshAlgorithms()


def test_each_step_of_the_tutorial_is_the_dialog_that_it_tells_of(spoken):
    name, provider = spoken
    sections = _sections(name)
    assert len(sections) == len(STEPS)
    for section, step in zip(sections, STEPS):
        title, group = (language.tr(word, name) for word in (step.title, step.group))
        assert f"▸ {group} ▸ [{title}](algorithms/" in section
        (identifier,) = re.findall(r"\(algorithms/(\w+)\.md\)", section)
        algorithm = provider.algorithm(identifier)
        assert algorithm.displayName() == title
        rows = re.findall(r"^\| ([^|`]+) \| (`?[^|]+) \|$", section, re.MULTILINE)[1:]
        assert [label for label, _ in rows] == [language.tr(label, name) for label, _ in step.values]
        labels = {one.description() for one in algorithm.parameterDefinitions()}
        assert {label for label, _ in rows} <= labels
        if name == "en":
            for (_, text), (_, value) in zip(rows, step.values):
                assert text.startswith("`" + value.rpartition("/")[2])
