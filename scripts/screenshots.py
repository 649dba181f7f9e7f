"""Take the manual's pictures in a real QGIS window on a virtual screen.

usage: screenshots.py FOLDER

QGIS starts with the plugin in a profile of its own, runs the composite index from its dialog and shows the styled
result. The program fails where QGIS does, or where the result came without its style.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import demo
from installed_qgis import ROOT
from window import SETTINGS, in_window


def take(folder: Path) -> dict[str, object]:
    """Take the pictures of toolbox and result in the folder and return what was seen."""
    if not (demo.OUT / "index.gpkg").exists():
        demo.main()
    facts = in_window(
        "in_window.py",
        folder,
        SETTINGS,
        # Relative to the folder QGIS starts in, so that no picture shows where this clone lies.
        SEJAHTERA_LAYER=str((demo.OUT / "joined.gpkg").relative_to(ROOT)),
        SEJAHTERA_DEFINITION=str((demo.DATA / "definition.json").relative_to(ROOT)),
    )
    if facts["providers"] != 1:
        raise SystemExit(f"After a reload the toolbox has {facts['providers']} providers of Sejahtera.")
    if facts["renderer"] == "singleSymbol":
        raise SystemExit("The result was loaded without its style.")
    return facts


def take_dock(folder: Path) -> None:
    """Take the pictures of the dock in both languages, light and dark."""
    demo.compile_translations()
    for theme, name in (("light", "default"), ("dark", "Night Mapping")):
        for language in ("en", "id"):
            settings = {
                **SETTINGS,
                "UI": {"UITheme": name},
                "locale": {"overrideFlag": "true", "userLocale": language, "globalLocale": language},
            }
            facts = in_window("dock_in_window.py", folder, settings, SEJAHTERA_VARIANT=f"{theme}-{language}")
            if facts["message"]:
                raise SystemExit(f"The dock says: {facts['message']}")


def main() -> None:
    """Take the pictures into the folder given."""
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    folder = Path(sys.argv[1])
    take_dock(folder)
    facts = take(folder)
    print(
        f"Pictures of {facts['algorithms']} algorithms and {facts['features']} kelurahan in {folder}{os.sep}"
    )


if __name__ == "__main__":
    main()
