"""Colours as data. Ramps run from the worst to the best: red is low welfare on every map.

`contrast` keeps its lightness rising all the way, so that its classes stay apart on a photocopy; both
ramps are told apart by the colour-blind (their hues run from red to blue, without green).
"""

from __future__ import annotations

from ...analysis.core.messages import mark
from ...analysis.core.registers import Method, Register

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
#: Local Geary: GeoDa's colours.
GEARY = {"w": "#b2182b", "b": "#2166ac", "alike": "#fddbc7", "unlike": "#67adc7"}
#: Local join counts and several variables: what is found, in one colour.
JOINED = "#336ea1"

#: Pockets by their history, worst `w` and best `b`: the stronger and the more lasting, the darker.
HISTORIES = {
    "intensifying": {"w": "#7f0000", "b": "#08306b"},
    "persistent": {"w": "#b30000", "b": "#08519c"},
    "consecutive": {"w": "#d7301f", "b": "#2171b5"},
    "new": {"w": "#ef3b8f", "b": "#00a6a6"},
    "diminishing": {"w": "#ef6548", "b": "#4292c6"},
    "sporadic": {"w": "#fc8d59", "b": "#6baed6"},
    "oscillating": {"w": "#fdbb84", "b": "#9ecae1"},
    "historical": {"w": "#f4d3b5", "b": "#c6dbef"},
}

#: Regions and types: pale colours without order (after ColorBrewer's Set3, without its grey).
REGIONS = (
    "#8dd3c7",
    "#bebada",
    "#fdb462",
    "#80b1d3",
    "#fb8072",
    "#b3de69",
    "#fccde5",
    "#ffed6f",
    "#bc80bd",
    "#c7a98b",
    "#ccebc5",
    "#ffffb3",
)

#: Lines between neighbours by what found them.
CONNECTIONS = {
    "border": "#4a6fa5",
    "tolerance": "#d95f02",
    "distance": "#4a6fa5",
    "steps": "#4a6fa5",
    "island": "#7b3294",
    "file": "#4a6fa5",
}

#: p at most 0.05, 0.01, 0.001, 0.0001: GeoDa's greens.
SIGNIFICANCE = ("#4bff50", "#06c40b", "#037406", "#014603")

#: Two variables in three classes each, by (first, second) from the worst 1 to the best 3, after Stevens
#: (2015): both worst is dark, the first turns towards magenta, the second towards cyan.
BIVARIATE = {
    (1, 1): "#3b4994",
    (1, 2): "#8c62aa",
    (1, 3): "#be64ac",
    (2, 1): "#5698b9",
    (2, 2): "#a5add3",
    (2, 3): "#dfb0d6",
    (3, 1): "#5ac8c8",
    (3, 2): "#ace4e4",
    (3, 3): "#e8e8e8",
}
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
        mixed = [round(first + share * (second - first)) for first, second in zip(anchors[lower], anchors[lower + 1])]
        colours.append("#{:02x}{:02x}{:02x}".format(*mixed))
    return colours
