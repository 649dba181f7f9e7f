"""Colours as data. Ramps run from the worst to the best: red is low welfare on every map.

`contrast` keeps its lightness rising all the way, so that its classes stay apart on a photocopy; both
ramps are told apart by the colour-blind (their hues run from red to blue, without green).
"""

from __future__ import annotations

from ..analysis.messages import mark
from ..analysis.registers import Method, Register

PALETTES = Register(
    mark("palette"),
    [
        Method("contrast", mark("Dark red to pale blue, legible when photocopied")),
        Method("diverging", mark("Red, yellow, blue")),
    ],
)

_ANCHORS = {
    "contrast": ("#7a0f1d", "#ac2527", "#d24e35", "#e8804a", "#f3a866", "#f7cf99", "#e1eff7"),
    "diverging": ("#d73027", "#fc8d59", "#fee090", "#ffffbf", "#e0f3f8", "#91bfdb", "#4575b4"),
}

NO_DATA = "#e6e6e6"
HATCH = "#8c8c8c"
OUTLINE = "#5a5a5a"
GROUP_OUTLINE = "#1f1f1f"
PLAIN = "#f2e9d8"
#: The ground of a locator, and the frame of an inset.
GROUND, INSET = "#e7e3d8", "#b3131b"

#: Gi* classes from the worst (99 %) over not significant to the best; ArcGIS's bins.
HOTSPOTS = ("#d62f27", "#ed7551", "#fab984", "#ffffbf", "#c0ccbe", "#849eba", "#4575b4")

#: Local Moran: GeoDa's colours by (own value, neighbours), each worst `w` or best `b`.
CLUSTERS = {"ww": "#ff0000", "bb": "#0000ff", "wb": "#f4ada8", "bw": "#a7adf9"}
NOT_SIGNIFICANT = "#eeeeee"
ISLAND = "#999999"


def _channels(colour: str) -> list[int]:
    return list(bytes.fromhex(colour[1:]))


def ramp(palette: str, count: int) -> list[str]:
    """Return `count` colours from the worst to the best, spaced evenly over the palette."""
    anchors = [_channels(colour) for colour in _ANCHORS[PALETTES[palette].code]]
    colours = []
    for step in range(count):
        place = step * (len(anchors) - 1) / max(count - 1, 1)
        lower = min(int(place), len(anchors) - 2)
        share = place - lower
        mixed = [
            round(first + share * (second - first))
            for first, second in zip(anchors[lower], anchors[lower + 1])
        ]
        colours.append("#{:02x}{:02x}{:02x}".format(*mixed))
    return colours
