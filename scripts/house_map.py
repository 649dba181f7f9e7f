"""Draw the map of the house, docs/images/house.svg: which folder imports which, read from the code.

Standard library alone.
"""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parent.parent
PICTURE = ROOT / "docs" / "images" / "house.svg"

#: Where each folder stands, from the door to the foundations.
PLACES = {
    "plugin": (250, 20),
    "ui": (60, 110),
    "processing": (250, 200),
    "cartography": (440, 290),
    "analysis": (250, 380),
    "resources": (60, 290),
    "language": (440, 110),
}
NOTES = {
    "plugin": "plugin.py: the front door",
    "ui": "the dock; no arithmetic",
    "processing": "the toolbox",
    "cartography": "renderers, charts, layouts",
    "analysis": "the statistics; no QGIS, no Qt",
    "resources": "data that is shipped",
    "language": "language.py: words, numbers",
}
WIDTH, HEIGHT = 190, 46


def read_imports() -> ModuleType:
    """Return tests/shipped.py, which reads the imports for the import rules as well."""
    spec = importlib.util.spec_from_file_location("shipped", ROOT / "tests" / "shipped.py")
    module = sys.modules["shipped"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def arrows() -> list[tuple[str, str]]:
    """Return who imports whom, folder by folder."""
    found = {
        (one.file.parts[0].removesuffix(".py"), one.top)
        for one in read_imports().all_imports()
        if one.relative
    }
    return sorted((start, end) for start, end in found if start != end and {start, end} <= set(PLACES))


def draw() -> str:
    """Return the picture: a box a folder, an arrow an import."""
    lines = [
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 690 446" font-family="sans-serif">',
        "<title>Imports between the folders</title>",
        '<rect width="690" height="446" fill="#ffffff"/>',
        '<defs><marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" '
        'orient="auto"><path d="M0 0 8 4 0 8z" fill="#5b6670"/></marker></defs>',
    ]
    for start, end in arrows():
        x1, y1, x2, y2 = _ends(PLACES[start], PLACES[end])
        lines.append(
            f'<path d="M{x1:.0f} {y1:.0f}L{x2:.0f} {y2:.0f}" stroke="#5b6670" stroke-width="1.3" '
            f'marker-end="url(#head)"><title>{start} imports {end}</title></path>'
        )
    for name, (x, y) in PLACES.items():
        lines += [
            f'<rect x="{x}" y="{y}" width="{WIDTH}" height="{HEIGHT}" rx="5" fill="#e6f2f0" stroke="#2a7f74"/>',
            f'<text x="{x + 10}" y="{y + 20}" font-size="15" font-weight="bold" fill="#1d2b2a">{name}</text>',
            f'<text x="{x + 10}" y="{y + 37}" font-size="11" fill="#1d2b2a">{NOTES[name]}</text>',
        ]
    return "\n".join([*lines, "</svg>"]) + "\n"


def _ends(start: tuple[int, int], end: tuple[int, int]) -> tuple[float, float, float, float]:
    """Return where the line between two boxes leaves the one and meets the other."""
    x1, y1 = start[0] + WIDTH / 2, start[1] + HEIGHT / 2
    x2, y2 = end[0] + WIDTH / 2, end[1] + HEIGHT / 2
    across, down = abs(x2 - x1) or 1e-9, abs(y2 - y1) or 1e-9
    share = min(WIDTH / 2 / across, HEIGHT / 2 / down)
    dx, dy = (x2 - x1) * share, (y2 - y1) * share
    return x1 + dx, y1 + dy, x2 - dx, y2 - dy


if __name__ == "__main__":
    PICTURE.write_text(draw(), encoding="utf-8")
