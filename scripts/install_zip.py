"""Install the package in a clean profile by the plugin manager's own dialog; look at toolbox, browser and dock.

usage: install_zip.py FOLDER [ZIP]   by default the zip that `make package` wrote; pictures land in the folder
"""

from __future__ import annotations

import sys
from pathlib import Path

from installed_qgis import ROOT
from window import SETTINGS, in_window

ALGORITHMS = 30  # 26 and four models


def install(folder: Path, package: Path) -> dict[str, object]:
    """Install the zip in a real window and return what was seen."""
    facts = in_window("zip_in_window.py", folder, SETTINGS, clean=True, SEJAHTERA_ZIP=str(package.resolve()))
    if facts["before"]:
        raise SystemExit("The profile was not clean: it had the plugin before.")
    if not facts["active"]:
        raise SystemExit(f"QGIS did not switch the plugin on; it said: {facts['message']}")
    if "plugins" not in Path(facts["folder"]).parts:
        raise SystemExit(f"The plugin came from {facts['folder']}, not from the zip.")
    listed = sum(map(len, facts["toolbox"].values()))
    if listed < ALGORITHMS:
        raise SystemExit(f"The toolbox shows {listed} algorithms: {facts['toolbox']}")
    if set(facts["browser"]) != {"New study", "Demo data", "Models"}:
        raise SystemExit(f"The browser shows {facts['browser']}.")
    if not set(facts["models"]) <= {title for group in facts["toolbox"].values() for title in group}:
        raise SystemExit(f"The models that open are not those of the toolbox: {facts['models']}")
    if not facts["dock"] or not facts["units"]:
        raise SystemExit("The dock did not compute the index of its demo.")
    return facts


def main() -> None:
    """Install the zip and say what was seen."""
    if len(sys.argv) not in (2, 3):
        raise SystemExit(__doc__)
    package = Path(sys.argv[2]) if len(sys.argv) == 3 else max((ROOT / "build").glob("sejahtera-*.zip"))
    facts = install(Path(sys.argv[1]), package)
    listed = sum(map(len, facts["toolbox"].values()))
    print(
        f"QGIS {facts['qgis']}: “{facts['button']}” installed {package.name}; {listed} algorithms in "
        f"{len(facts['toolbox'])} groups of the toolbox; the dock's demo has an index of {facts['units']} kelurahan."
    )


if __name__ == "__main__":
    main()
