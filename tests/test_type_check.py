"""The baseline of mypy may only shrink, and says what is there."""

import json

from .command_line import load_script

type_check = load_script("type_check")


def test_errors_are_counted_by_file():
    lines = ["ui/dock.py:3: error: no", "analysis/a.py:1: error: no", "ui/dock.py:9: error: no"]
    assert type_check.by_file(lines) == {"analysis/a.py": 1, "ui/dock.py": 2}


def test_a_file_with_more_errors_than_the_baseline_is_refused():
    assert type_check.complaints({"a.py": 2}, {"a.py": 1}) == ["a.py has 2 errors, the baseline allows 1"]
    assert type_check.complaints({"new.py": 1}, {}) == ["new.py has 1 errors, the baseline allows 0"]


def test_a_file_with_fewer_errors_asks_for_a_lower_baseline():
    told = type_check.complaints({}, {"a.py": 1})
    assert told == ["a.py has 0 errors instead of 1: lower the baseline with `make types`"]


def test_a_baseline_that_says_what_is_there_is_silent():
    assert type_check.complaints({"a.py": 1}, {"a.py": 1}) == []


def test_every_file_of_the_baseline_is_there():
    baseline = json.loads(type_check.BASELINE.read_text(encoding="utf-8"))
    assert all((type_check.ROOT / file).is_file() for file in baseline)
