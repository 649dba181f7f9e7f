"""Scan the built zip with the tools of the official plugin repository: bandit, flake8, detect-secrets."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import zipfile

from package import ROOT, build

FOLDER = ROOT / "build" / "scan"


def _tool(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", *arguments], cwd=FOLDER, capture_output=True, text=True, check=False
    )


def bandit() -> str:
    """Return bandit's findings; any of them blocks an upload."""
    result = _tool("bandit", "-q", "-r", ".")
    return result.stdout + result.stderr if result.returncode else ""


def flake8() -> str:
    """Return flake8's findings by the repository's settings."""
    result = _tool("flake8", "--isolated", "--max-line-length=120", "--extend-ignore=QGS", ".")
    return result.stdout + result.stderr if result.returncode else ""


def detect_secrets() -> str:
    """Return what looks like a secret; any of it blocks an upload."""
    result = _tool("detect_secrets", "scan", "--all-files", ".")
    if result.returncode:
        return result.stderr
    found = json.loads(result.stdout)["results"]
    return json.dumps(found, indent=1) if found else ""


def main() -> None:
    """Unpack the package and run the three."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    with zipfile.ZipFile(build()) as package:
        package.extractall(FOLDER)
    failed = False
    for scan in (bandit, flake8, detect_secrets):
        findings = scan()
        print(f"{scan.__name__} on the package: {'FINDINGS' if findings else 'nothing found'}")
        if findings:
            print(findings)
            failed = True
    if failed:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
