"""Ask PyPI's advisories about the packages of the environments: those of the tests, of the engines, of fuzzing.

What is known of a package changes without any change of ours, so findings are told and fail nothing; and
without a network, or behind a mirror that has no advisories, it is said that nobody was asked.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENTS = (".venv", ".venv-fast", ".venv-engines", ".venv-fuzz")
#: They come with Python itself and are no part of what is asked for.
_OF_PYTHON = ("pip==", "setuptools==", "wheel==", "pkg-resources==", "pkg_resources==")
_SECONDS = 60


def pins(environment: str) -> list[str]:
    """Return `name==version` of all that pip has put into an environment; none where it is not there."""
    python = ROOT / environment / "bin" / "python"
    if not python.exists():
        return []
    command = [str(python), "-m", "pip", "list", "--local", "--format=freeze", "--disable-pip-version-check"]
    listed = subprocess.run(command, capture_output=True, text=True, check=False).stdout.split()
    return sorted(line for line in listed if "==" in line and not line.lower().startswith(_OF_PYTHON))


def ask(packages: list[str]) -> list[dict] | None:
    """Return what PyPI knows of each package; None where it does not answer."""
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
        file.write("\n".join(packages))
        file.flush()
        options = "-s pypi --no-deps --disable-pip -f json --timeout 5 --progress-spinner off -r"
        command = [sys.executable, "-m", "pip_audit", *options.split(), file.name]
        try:
            result = subprocess.run(command, capture_output=True, text=True, timeout=_SECONDS, check=False)
            known = json.loads(result.stdout)["dependencies"]
        except (subprocess.TimeoutExpired, ValueError, KeyError):
            return None
    answered = [one for one in known if "skip_reason" not in one]
    return answered or None


def told(answered: list[dict] | None, count: int) -> list[str]:
    """Return what is printed, a line each."""
    if answered is None:
        return [f"advisories on {count} packages: not asked, PyPI's advisories cannot be reached from here"]
    lines = [f"advisories on {count} packages: {len(answered)} known to PyPI"]
    for one in answered:
        for found in one.get("vulns", []):
            mended = ", ".join(found.get("fix_versions", [])) or "no version yet"
            lines.append(f"  {one['name']} {one['version']}: {found['id']}, mended in {mended}")
    return lines


def main() -> None:
    """Ask once for all environments that are there."""
    packages = sorted({pin for environment in ENVIRONMENTS for pin in pins(environment)})
    print("\n".join(told(ask(packages) if packages else None, len(packages))))


if __name__ == "__main__":
    main()
