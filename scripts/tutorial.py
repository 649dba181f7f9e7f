"""Follow the tutorial in a real QGIS window, with the package installed in a clean profile, up to the printed map.

usage: tutorial.py FOLDER [ZIP]   by default the zip that `make package` wrote; pictures and map land in the folder
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from installed_qgis import ROOT
from window import SETTINGS, in_window


def follow(folder: Path, package: Path) -> dict[str, object]:
    """Click through the tutorial and return what was seen."""
    folder.mkdir(parents=True, exist_ok=True)
    facts = in_window(
        "tutorial_in_window.py",
        folder,
        SETTINGS,
        package=package,
        SEJAHTERA_RESULTS=str(folder.resolve()),
    )
    if not (folder / "map.pdf").read_bytes().startswith(b"%PDF"):
        raise SystemExit("There is no map.")
    return facts


def main() -> None:
    """Follow the tutorial and say how long each step took."""
    if len(sys.argv) not in (2, 3):
        raise SystemExit(__doc__)
    folder = Path(sys.argv[1])
    package = Path(sys.argv[2]) if len(sys.argv) == 3 else max((ROOT / "build").glob("sejahtera-*.zip"))
    start = time.monotonic()
    facts = follow(folder, package)
    for step in facts["steps"]:
        print(f"  {step['seconds']:5.1f} s   {step['name']}: {', '.join(step['new']) or 'no layer'}")
        print(f"            reports: {len(step['reports'])}")
    print(f"QGIS {facts['qgis']}: a printed map after {time.monotonic() - start:.0f} s, {folder / 'map.pdf'}")


if __name__ == "__main__":
    main()
