"""Run the suite on every QGIS that Debian has, and write docs/versions.md.

usage: test_all.py [ROW]...   without a row: all of them; `qt6` is one

Tests what is committed. The systems lie in SEJAHTERA_CHROOTS, 2 GB each; a row takes some ten minutes.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timezone
from functools import partial
from pathlib import Path
from typing import Any

from chroots import ROOT, System, home, refuse_without_root
from versions_page import keep

#: From pip, since releases of Debian have older ones or none.
_TOOLS = ("pytest>=8", "pytest-qgis>=5", "pytest-qt>=4.4", "hypothesis>=6")
#: One folder serves every Python: no compiled wheel is taken.
_ANY = ("--only-binary=:all:", "--platform", "any")
_LINUX = [f"--platform={name}_x86_64" for name in ("manylinux_2_28", "manylinux_2_27", "manylinux2014")]
_VERSIONS = """
import json, platform, sys
import jinja2, matplotlib, numpy, pandas, scipy
from osgeo import gdal
from qgis.core import Qgis
from qgis.PyQt.QtCore import PYQT_VERSION_STR, QT_VERSION_STR
print(json.dumps({
    "QGIS": Qgis.QGIS_VERSION.partition("-")[0], "Qt": QT_VERSION_STR, "PyQt": PYQT_VERSION_STR,
    "Python": platform.python_version(), "GDAL": gdal.__version__,
    **{one.__name__: one.__version__.partition("+")[0] for one in (numpy, pandas, scipy, matplotlib, jinja2)},
}))
"""
_QT6_VERSIONS = """
import json, platform
from PyQt6.QtCore import PYQT_VERSION_STR, QT_VERSION_STR
print(json.dumps({"Qt": QT_VERSION_STR, "PyQt": PYQT_VERSION_STR, "Python": platform.python_version()}))
"""
_TEST = """
cd "$1" && python3 scripts/translations.py compile && shift
QT_QPA_PLATFORM=xcb xvfb-run -a -s '-screen 0 1400x900x24' python3 -m pytest -q -p no:cacheprovider "$@"
"""


@dataclass(frozen=True)
class Row:
    """A row of the table: a system, and Python packages that are laid over its own."""

    name: str
    title: str
    system: System
    python: str = ""
    wheels: tuple[str, ...] = ()


#: The row that is no system.
QT6 = "qt6"
BACKPORTS = System("backports", "trixie", backports=True)
ROWS = (
    Row("bookworm", "Debian 12", System("bookworm", "bookworm")),
    Row("trixie", "Debian 13", System("trixie", "trixie")),
    Row("backports", "Debian 13 backports", BACKPORTS),
    Row(
        "newest",
        "Debian 13 backports, newest from PyPI",
        BACKPORTS,
        python="3.13",
        wheels=("numpy", "pandas>=3", "scipy", "matplotlib"),
    ),
    Row("sid", "Debian sid", System("sid", "sid")),
)


def shared_data() -> Path:
    """Return the folder of real test data, which need not be there."""
    return Path(os.environ.get("SEJAHTERA_SHARED_DATA", ROOT.parent / "shared" / "data"))


def pip(target: Path, *arguments: str) -> None:
    """Install into a folder once, from this system, since a chroot need not trust this machine's network."""
    stamp, wanted = target / ".installed", " ".join(arguments)
    if not stamp.exists() or stamp.read_text(encoding="utf-8") != wanted:
        shutil.rmtree(target, ignore_errors=True)
        command = [sys.executable, "-m", "pip", "install", "-qq", "--disable-pip-version-check"]
        subprocess.run([*command, "--target", target, *arguments], check=True)
        stamp.write_text(wanted, encoding="utf-8")


def prepare(row: Row, work: Path) -> str:
    """Make the system of a row and a clone for it; return the PYTHONPATH."""
    row.system.make()
    pip(work / "tools", *_ANY, *_TOOLS)
    path = ["/work/tools"]
    if row.wheels:
        target = work / f"wheels-{row.name}"
        pip(target, "--only-binary=:all:", "--python-version", row.python, *_LINUX, *row.wheels)
        path.append(f"/work/{target.name}")
    clone = work / row.name / "sejahtera"
    shutil.rmtree(clone.parent, ignore_errors=True)
    subprocess.run(["git", "clone", "-q", "--no-hardlinks", ROOT, clone], check=True)
    return ":".join(path)


def test(row: Row, arguments: list[str]) -> int:
    """Run the suite on one row, keep what came of it, and return how many tests failed."""
    work = home() / "work"
    python_path = prepare(row, work)
    versions = row.system.run(["python3", "-c", _VERSIONS], work, python_path=python_path)
    print(f"Testing on {row.title}", flush=True)
    log = home() / f"{row.name}.test.log"
    report = work / row.name / "report.xml"
    data = "SEJAHTERA_SHARED_DATA=/work/shared/data"
    command = ["env", data, "sh", "-c", _TEST, "sh", f"/work/{row.name}/sejahtera"]
    command += [f"--junit-xml=/work/{row.name}/report.xml", *arguments]
    row.system.run(command, work, python_path=python_path, shared=shared_data(), log=log, check=False)
    if not report.exists():
        raise SystemExit(f"The suite came to no end on {row.title}; see {log}")
    result = {"name": row.name, "system": row.title, **json.loads(versions.splitlines()[-1]), **read(report)}
    keep(row.name, result)
    print(f"{row.title}: {result['passed']} passed, {result['failed']} failed, {result['skipped']} skipped; {log}")
    return result["failed"]


def read(report: Path) -> dict[str, Any]:
    """Return the figures of a JUnit file, and why tests were skipped."""
    cases = list(ElementTree.parse(report).iter("testcase"))
    failed = [case for case in cases if case.find("failure") is not None or case.find("error") is not None]
    skipped = [one for case in cases for one in case.iter("skipped")]
    return {
        "passed": len(cases) - len(failed) - len(skipped),
        "failed": len(failed),
        "skipped": len(skipped),
        "reasons": Counter(one.get("message", "") for one in skipped),
        "minutes": round(sum(float(case.get("time", 0)) for case in cases) / 60, 1),
        "date": datetime.now(timezone.utc).date().isoformat(),
    }


def test_qt6() -> int:
    """Run what needs Qt alone under PyQt6, keep what came of it, and return how many tests failed."""
    report = ROOT / "build" / "qt6.xml"
    subprocess.run(["sh", "scripts/test_qt6.sh", f"--junit-xml={report}"], cwd=ROOT, check=False)
    command = [ROOT / ".venv-qt6" / "bin" / "python", "-c", _QT6_VERSIONS]
    versions = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    result = {**json.loads(versions), **read(report)}
    keep(QT6, result)
    return result["failed"]


def main(names: list[str], arguments: list[str]) -> None:
    """Run the rows named, or all, and write the page."""
    refuse_without_root()
    known: dict[str, Callable[[], int]] = {row.name: partial(test, row, arguments) for row in ROWS}
    known[QT6] = test_qt6
    if set(names) - set(known):
        raise SystemExit(f"Rows are {', '.join(known)}, not {', '.join(sorted(set(names) - set(known)))}.")
    failed = sum(known[name]() for name in names or known)
    if failed:
        raise SystemExit(f"{failed} tests failed")


if __name__ == "__main__":
    main(sys.argv[1:], os.environ.get("PYTEST_ARGS", "").split())
