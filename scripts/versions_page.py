"""Write docs/versions.md from tests/record/versions.json, where the last run of each row is kept."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
RECORD = ROOT / "tests" / "record" / "versions.json"
PAGE = ROOT / "docs" / "versions.md"

_INTRODUCTION = """# Versions

The whole suite on every QGIS that Debian has, each in a system of its own. `make test-all` makes the systems
(as root, 2 GB each, in the folder that `SEJAHTERA_CHROOTS` names), runs the suite in them without a network and
writes this page; `make test-all ROWS="trixie sid"` runs some of them. Nothing here is written by hand.

"""
_COLUMNS = {
    "name": "row",
    "system": "system",
    **{name: name for name in ("QGIS", "Qt", "Python", "GDAL", "numpy", "pandas", "scipy", "matplotlib")},
    **{name: name for name in ("passed", "failed", "skipped", "minutes", "date")},
}
_SKIPPED = """
## What was skipped

"""
_QT6 = """
## Qt 6

There is no QGIS on Qt 6 in Debian. `make test-qt6` runs what needs Qt alone of `ui/` under PyQt6, with a stand-in
for `qgis.PyQt` that passes PyQt6 on; `make lint` looks for what Qt 6 took away in the whole package (flake8-qgis)
and for enums without their scope.

"""
_QT6_COLUMNS = ("Qt", "PyQt", "Python", "passed", "failed", "skipped", "date")


def keep(name: str, result: dict[str, Any]) -> None:
    """Put the result of a row in the place of its last one, and write the page."""
    record = load()
    record[name] = result
    RECORD.write_text(json.dumps(record, indent=1, sort_keys=True, ensure_ascii=False) + "\n", encoding="utf-8")
    PAGE.write_text(page(record), encoding="utf-8")


def load() -> dict[str, dict[str, Any]]:
    """Return the results by row."""
    return json.loads(RECORD.read_text(encoding="utf-8")) if RECORD.exists() else {}


def page(record: dict[str, dict[str, Any]]) -> str:
    """Return the page: systems from the oldest QGIS on, then why tests were skipped, then Qt 6."""
    systems = [one for name, one in record.items() if name != "qt6"]
    systems.sort(key=lambda one: [[int(part) for part in one[key].split(".")] for key in ("QGIS", "Python", "numpy")])
    text = _INTRODUCTION + _table(_COLUMNS.values(), ([one[key] for key in _COLUMNS] for one in systems))
    text += _SKIPPED + _table(("tests", "because", "rows"), _reasons(systems))
    if "qt6" in record:
        text += _QT6 + _table(_QT6_COLUMNS, [[record["qt6"][key] for key in _QT6_COLUMNS]])
    return text


def _reasons(systems: list[dict[str, Any]]) -> list[tuple[int, str, str]]:
    counts: dict[tuple[str, int], list[str]] = {}
    for one in systems:
        for reason, count in one["reasons"].items():
            counts.setdefault((reason, count), []).append(one["name"])
    lines = [(count, reason.replace("|", "/"), ", ".join(names)) for (reason, count), names in counts.items()]
    return sorted(lines, key=lambda line: (-line[0], line[1]))


def _table(heads: Iterable[str], lines: Iterable[Iterable[Any]]) -> str:
    heads = list(heads)
    return "".join(f"| {' | '.join(map(str, cells))} |\n" for cells in (heads, ["---"] * len(heads), *lines))
