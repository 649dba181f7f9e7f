"""Take the manual's pictures in a real QGIS window on a virtual screen.

usage: screenshots.py FOLDER

QGIS starts with the plugin in a profile of its own, opens every page of the dock, and runs the composite index from
its dialog. The program fails where QGIS does, or where the result came without its style.
"""

from __future__ import annotations

import sys
from pathlib import Path

import demo
from installed_qgis import ROOT

sys.path.append(str(ROOT / "tests" / "window"))
from in_window import in_window

IN_WINDOW = ROOT / "scripts" / "pictures_in_window.py"


def take(folder: Path) -> None:
    """Take the pictures of toolbox and result."""
    if not (demo.OUT / "index.gpkg").exists():
        demo.main()
    facts = in_window(
        IN_WINDOW,
        folder,
        # Relative to the folder QGIS starts in, so that no picture shows where this clone lies.
        SEJAHTERA_LAYER=str((demo.OUT / "joined.gpkg").relative_to(ROOT)),
        SEJAHTERA_DEFINITION=str((demo.DATA / "definition.json").relative_to(ROOT)),
    )
    if facts["renderer"] == "singleSymbol":
        raise SystemExit("The result was loaded without its style.")
    print(f"Pictures of {facts['features']} kelurahan in {folder}")


def take_dock(folder: Path) -> None:
    """Take the pictures of the dock in both languages, light and dark."""
    demo.compile_translations()
    for theme, name in (("light", "default"), ("dark", "Night Mapping")):
        for language in ("en", "id"):
            settings = {
                "UI": {"UITheme": name},
                "locale": {"overrideFlag": "true", "userLocale": language, "globalLocale": language},
            }
            facts = in_window(IN_WINDOW, folder, settings, SEJAHTERA_VARIANT=f"{theme}-{language}")
            if facts["message"]:
                raise SystemExit(f"The dock says: {facts['message']}")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    take_dock(Path(sys.argv[1]))
    take(Path(sys.argv[1]))
