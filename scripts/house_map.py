"""Draw the map of the house from the code: docs/images/house.svg, and the rooms on each floor in docs/house.md.

Standard library alone.
"""

from __future__ import annotations

import ast
import sys
from pathlib import Path
from types import ModuleType

from plugin_package import ROOT, load

PICTURE = ROOT / "docs" / "images" / "house.svg"
PAGE = ROOT / "docs" / "house.md"
_PAGE = """# The map of the house

Written by `scripts/house_map.py` from the code (`make docs`). A subject has the same name on every floor: `indices` is
computed in `analysis`, offered in `processing`, and tested in both of `tests`.

![Imports between the folders](images/house.svg)"""

#: From the door to the foundations, each with what it is.
FLOORS = {
    "plugin": "plugin.py: the front door",
    "ui": "the dock; no arithmetic",
    "processing": "the toolbox",
    "cartography": "renderers, charts, layouts",
    "language": "language.py: words and numbers",
    "resources": "data that is shipped",
    "analysis": "the statistics; no QGIS, no Qt",
}
WIDTH, HEIGHT, STEP = 230, 46, 64


def shipped() -> ModuleType:
    """Return tests/shipped.py, which reads the imports for the import rules as well."""
    return sys.modules.get("shipped") or load("shipped", ROOT / "tests" / "shipped.py")


def arrows() -> list[tuple[str, str]]:
    """Return who imports whom, floor by floor."""
    found = {tuple(file.parts[0].removesuffix(".py") for file in pair) for pair in shipped().arrows()}
    return sorted(pair for pair in found if pair[0] != pair[1] and set(pair) <= set(FLOORS))


def rooms() -> str:
    """Return the page of the rooms: each folder, what it says of itself, and whose neighbour's work it uses."""
    ends: dict[Path, set[str]] = {}
    for start, end in shipped().folder_arrows():
        if len(start.parts) > 1:
            ends.setdefault(start, set()).add(f"`{end.name}`")
    lines = [_PAGE]
    for floor in FLOORS:
        folders = sorted(path.parent for path in (ROOT / floor).rglob("__init__.py"))
        for folder in (path.relative_to(ROOT) for path in folders):
            told = ast.get_docstring(ast.parse((ROOT / folder / "__init__.py").read_text(encoding="utf-8")))
            says = (told or "").partition("\n")[0]
            if len(folder.parts) == 1:
                lines += ["", f"## {floor}", "", says, "", "| folder | what is in it | uses |", "|---|---|---|"]
            else:
                room = folder.relative_to(floor).as_posix()
                lines.append(f"| `{room}` | {says} | {', '.join(sorted(ends.get(folder, ())))} |")
    return "\n".join(lines) + "\n"


def draw() -> str:
    """Return the picture: a box a folder, an arc an import; all of them lead down."""
    height = STEP * len(FLOORS)
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="480" height="{height}" viewBox="0 0 480 {height}" '
        'font-family="sans-serif">',
        "<title>Imports between the folders</title>",
        f'<rect width="480" height="{height}" fill="#ffffff"/>',
    ]
    floors = list(FLOORS)
    for start, end in arrows():
        lines += _arc(floors.index(start), floors.index(end), f"{start} imports {end}")
    for floor, (name, note) in enumerate(FLOORS.items()):
        y = 9 + STEP * floor
        lines += [
            f'<rect x="10" y="{y}" width="{WIDTH}" height="{HEIGHT}" rx="5" fill="#e6f2f0" stroke="#2a7f74"/>',
            f'<text x="20" y="{y + 20}" font-size="15" font-weight="bold" fill="#1d2b2a">{name}</text>',
            f'<text x="20" y="{y + 37}" font-size="11" fill="#1d2b2a">{note}</text>',
        ]
    return "\n".join([*lines, "</svg>"]) + "\n"


def _arc(start: int, end: int, title: str) -> list[str]:
    """Return an arc at the right of the boxes; it leaves low and arrives high, the more so the longer it is."""
    edge, middle, length = 10 + WIDTH, 9 + HEIGHT / 2, end - start
    leaves = middle + STEP * start + 3 * length
    arrives = middle + STEP * end - 3 * length
    out = edge + 36 * length
    return [
        f'<path d="M{edge} {leaves:g}C{out} {leaves:g} {out} {arrives:g} {edge + 7} {arrives:g}" fill="none" '
        f'stroke="#5b6670" stroke-width="1.3"><title>{title}</title></path>',
        f'<path d="M{edge} {arrives:g}l8 -4v8z" fill="#5b6670"/>',
    ]


if __name__ == "__main__":
    PICTURE.write_text(draw(), encoding="utf-8")
    PAGE.write_text(rooms(), encoding="utf-8")
