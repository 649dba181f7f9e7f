"""Scan the built zip with the tools of the official plugin repository: bandit, flake8, detect-secrets."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import zipfile

from package import ROOT, build

FOLDER = ROOT / "build" / "scan"


#: What the repository runs; any finding of bandit or detect-secrets blocks an upload.
TOOLS = {
    "bandit": "-q -r .",
    "flake8": "--isolated --max-line-length=120 --extend-ignore=QGS .",
    "detect_secrets": "scan --all-files .",
}


def findings(tool: str) -> str:
    """Return what a tool finds; nothing where all is well."""
    command = [sys.executable, "-m", tool, *TOOLS[tool].split()]
    result = subprocess.run(command, cwd=FOLDER, capture_output=True, text=True, check=False)
    if result.returncode:
        return result.stdout + result.stderr
    if tool == "detect_secrets":  # it ends well with secrets too
        found = json.loads(result.stdout)["results"]
        return json.dumps(found, indent=1) if found else ""
    return ""


def main() -> None:
    """Unpack the package and run the three."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    with zipfile.ZipFile(build()) as package:
        package.extractall(FOLDER)
    found = {tool: findings(tool) for tool in TOOLS}
    for tool, told in found.items():
        print(f"{tool} on the package: {'FINDINGS' if told else 'nothing found'}")
        if told:
            print(told)
    if any(found.values()):
        raise SystemExit(1)


if __name__ == "__main__":
    main()
