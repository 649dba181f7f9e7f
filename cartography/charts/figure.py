"""The sheet every chart is drawn on."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

#: Fonts that exist somewhere; matplotlib takes the first it finds.
_FONTS = ["Open Sans", "Arial", "Liberation Sans", "DejaVu Sans"]
INK = "#333333"
ACCENT = "#2c7fb8"
#: Colours of parts of a whole, told apart by colour-blind readers (after Paul Tol's muted scheme).
PARTS = (
    "#332288",
    "#88ccee",
    "#44aa99",
    "#117733",
    "#999933",
    "#ddcc77",
    "#cc6677",
    "#882255",
    "#aa4499",
    "#6699cc",
    "#bbbbbb",
    "#661100",
)


def new_figure(width: float = 7.0, height: float = 4.0) -> tuple[Figure, Axes]:
    """Return a figure (inches) and its axes without the box above and to the right."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height), layout="constrained")
    axes = figure.add_subplot()
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    axes.tick_params(colors=INK, labelsize=8)
    return figure, axes


def svg_of(figure: Figure) -> str:
    """Return a figure as SVG text to stand inside HTML; the same figure gives the same text."""
    import matplotlib as mpl
    from matplotlib.backends.backend_svg import FigureCanvasSVG

    buffer = io.StringIO()
    settings = {"svg.fonttype": "none", "svg.hashsalt": "sejahtera", "font.family": _FONTS}
    with mpl.rc_context(settings):
        FigureCanvasSVG(figure).print_svg(buffer, metadata={"Date": None, "Creator": None})
    text = buffer.getvalue()
    start = text.index("<svg")
    return text[start:]
