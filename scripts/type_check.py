"""Check the types by mypy against a baseline that may only shrink.

usage: type_check.py [update]   `update` lowers tests/mypy_baseline.json, the number of errors by file

`analysis` is checked strictly, all else by mypy's own rules (`tool.mypy` in pyproject.toml). A file fails with
more errors than the baseline allows it, and with fewer, until the baseline says so.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BASELINE = ROOT / "tests" / "mypy_baseline.json"
#: mypy must see the clone under the plugin's name, whatever its folder is called.
LINKS = ROOT / "build" / "types"
CHECKED = ("analysis", "cartography", "processing", "resources", "ui", "scripts", "benchmarks")
_ERROR = re.compile(r"^sejahtera/([^:]+):\d+: error: ")


def run_mypy() -> list[str]:
    """Return the errors of mypy, a line each, with the places as they are in the clone."""
    if sys.version_info < (3, 11):
        raise SystemExit("The types are checked by Python 3.11 or newer, as the numpy that describes them needs it.")
    LINKS.mkdir(parents=True, exist_ok=True)
    link = LINKS / "sejahtera"
    if not link.exists():
        link.symlink_to(ROOT, target_is_directory=True)
    files = [f"sejahtera/{name}" for name in CHECKED]
    files += [f"sejahtera/{path.name}" for path in sorted(ROOT.glob("*.py"))]
    command = [sys.executable, "-m", "mypy", "--config-file", str(ROOT / "pyproject.toml"), *files]
    result = subprocess.run(command, cwd=LINKS, capture_output=True, text=True, check=False)
    lines = [line for line in result.stdout.splitlines() if _ERROR.match(line)]
    if result.returncode not in (0, 1) or bool(lines) != bool(result.returncode):
        raise SystemExit(result.stdout + result.stderr)
    return [line.removeprefix("sejahtera/") for line in lines]


def _file(line: str) -> str:
    return line.partition(":")[0]


def by_file(errors: list[str]) -> dict[str, int]:
    """Return how many errors each file has."""
    return dict(sorted(Counter(map(_file, errors)).items()))


def complaints(found: dict[str, int], allowed: dict[str, int]) -> list[str]:
    """Return a sentence for each file whose number of errors is not that of the baseline."""
    told = []
    for file in sorted({*found, *allowed}):
        now, before = found.get(file, 0), allowed.get(file, 0)
        if now > before:
            told.append(f"{file} has {now} errors, the baseline allows {before}")
        elif now < before:
            told.append(f"{file} has {now} errors instead of {before}: lower the baseline with `make types`")
    return told


def main(words: list[str]) -> None:
    """Check, or lower the baseline; files may be moved, but there may not be more errors in all."""
    errors, allowed = run_mypy(), json.loads(BASELINE.read_text(encoding="utf-8"))
    found = by_file(errors)
    if words == ["update"] and sum(found.values()) <= sum(allowed.values()):
        allowed = found
        BASELINE.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    told = complaints(found, allowed)
    if told:
        more = [line for line in errors if found[_file(line)] > allowed.get(_file(line), 0)]
        raise SystemExit("\n".join([*more, *told]))
    print(f"Types: {sum(found.values())} errors, all of them in the baseline.")


if __name__ == "__main__":
    main(sys.argv[1:])
