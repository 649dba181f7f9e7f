"""The tutorial names dialogs, labels and lists as they are, in both languages, and its clicks lead to a map."""

import re
import shutil

import pytest
from sejahtera import language

from ..command_line import load_script, run_script
from ..shipped import ROOT

STEPS = load_script("tutorial_steps").STEPS


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


@pytest.mark.defect("B20")
@pytest.mark.gui
@pytest.mark.slow
@pytest.mark.skipif(shutil.which("xvfb-run") is None, reason="there is no virtual screen here")
@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="the package is built from git")
def test_a_newcomer_who_clicks_as_the_tutorial_says_has_a_printed_map(tmp_path):
    pytest.importorskip("babel")
    run_script(ROOT, "package")
    told = run_script(ROOT, "tutorial", tmp_path)
    assert (tmp_path / "map.pdf").read_bytes().startswith(b"%PDF")
    # the audit, the index and the hotspots have reports, and the Results Viewer lists them as they come
    assert re.findall(r"reports: (\d+)", told) == ["0", "1", "2", "3", "3"]
    for step in ("join: Joined layer, Not joined", "index: Index", "hotspots: Hotspots (Getis–Ord Gi*)"):
        assert step in told
