"""`make lint` tells what PyPI's advisories say, and fails nobody who cannot ask them."""

from .command_line import load_script

advisories = load_script("advisories")


def test_without_an_answer_it_is_said_that_nobody_was_asked():
    assert advisories.told(None, 3) == [
        "advisories on 3 packages: not asked, PyPI's advisories cannot be reached from here"
    ]


def test_findings_are_told_with_the_version_that_mends_them():
    found = {"id": "PYSEC-1", "fix_versions": ["2.0"]}
    answer = [{"name": "a", "version": "1.0", "vulns": [found]}, {"name": "b", "version": "3.0", "vulns": []}]
    assert advisories.told(answer, 2)[1:] == ["  a 1.0: PYSEC-1, mended in 2.0"]


def test_an_environment_that_is_not_there_has_no_packages():
    assert advisories.pins(".venv-that-is-not-there") == []
