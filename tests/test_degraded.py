"""Where a Python package is missing the plugin loads, what needs it says so in one sentence, the rest works."""

import json
import subprocess
import sys

import pytest

from .shipped import ROOT

pytest.importorskip("qgis.core")

PACKAGES = ("pandas", "scipy", "matplotlib", "jinja2")


@pytest.fixture(scope="module", params=PACKAGES)
def told(request, tmp_path_factory):
    """Return what the plugin says in a QGIS of its own that lacks a package."""
    folder = tmp_path_factory.mktemp(request.param)
    program = [sys.executable, str(ROOT / "tests" / "degraded_run.py"), request.param, str(folder)]
    result = subprocess.run(program, cwd=folder, capture_output=True, text=True, timeout=300, check=False)
    lines = [line for line in result.stdout.splitlines() if line.startswith("TOLD ")]
    assert lines, result.stdout + result.stderr
    return {"package": request.param, **json.loads(lines[0].removeprefix("TOLD "))}


def _is_advice(sentence, package):
    """Say whether this is our sentence: which package, and how to get it."""
    return f"needs the Python package {package}" in sentence and "nstall" in sentence and "\n" not in sentence


def test_the_toolbox_lists_every_algorithm(told):
    from .processing.test_provider import IDS

    assert told["names"] == sorted(IDS)


def test_the_dialog_of_each_algorithm_opens_or_says_what_is_missing(told):
    wrong = [
        name
        for name, (ready, sentence) in told["opened"].items()
        if ready is told["needs"][name] or (not ready and not _is_advice(sentence, told["package"]))
    ]
    assert not wrong


def test_a_report_that_cannot_be_written_is_refused_before_anything_is_computed(told):
    needing = {name for name, needed in told["reports"].items() if needed}
    refused = {name for name, sentence in told["asked"].items() if _is_advice(sentence, told["package"])}
    assert needing == refused & set(told["reports"])
    assert needing


def test_what_does_not_need_it_runs(told):
    *ran, _ = told["ran"]
    free = {name: said for name, said in ran if not told["needs"][name]}
    assert free
    assert not {name: said for name, said in free.items() if said}


def test_what_needs_it_says_so_instead_of_running(told):
    wrong = [
        (name, said) for name, said in told["ran"] if told["needs"][name] and not _is_advice(said, told["package"])
    ]
    assert not wrong


def test_one_method_that_needs_it_is_refused_without_an_output(told):
    """Linear programmes solve the weights of this method."""
    _, said = told["ran"][-1]
    if told["package"] in ("pandas", "scipy"):
        assert _is_advice(said, told["package"])
        assert "bod.gpkg" not in told["files"]
    else:
        assert said == ""
        assert "bod.gpkg" in told["files"]


def test_the_dock_opens_or_says_what_is_missing(told):
    assert _is_advice(told["dock"], "pandas") if told["package"] == "pandas" else told["dock"] == ""
