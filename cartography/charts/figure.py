"""The sheet every chart is drawn on, its numbers as the language writes them, and the finished chart."""

from __future__ import annotations

import io
import math
import warnings
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any

from ...language import number

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

#: Fonts that exist somewhere; matplotlib takes the first it finds.
_FONTS = ["Open Sans", "Arial", "Liberation Sans", "DejaVu Sans"]
#: Of 9; few more bytes than by the default of 6, in half the time.
_COMPRESSION = 3
INK = "#333333"
ACCENT = "#2c7fb8"
GREY = "#bbbbbb"
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

#: Where a legend stands: in a corner, where there is room, beside the axes or above them.
LEGENDS: dict[str, dict[str, Any]] = {
    "free": {},
    "top": {"loc": "upper left"},
    "bottom": {"loc": "lower right"},
    "beside": {"loc": "upper left", "bbox_to_anchor": (1.0, 1.0)},
    "above": {"loc": "lower center", "bbox_to_anchor": (0.5, 1.0), "ncol": 3},
}


class Chart(str):
    """The SVG text of a chart, to stand inside HTML, which can also be had as an image."""

    figure: Figure

    def png(self, resolution: float = 200.0) -> bytes:
        """Return the chart as PNG for documents that hold no SVG."""
        from matplotlib.backends.backend_agg import FigureCanvasAgg

        buffer = io.BytesIO()
        if hasattr(self.figure, "set_layout_engine"):  # matplotlib 3.6
            self.figure.set_layout_engine("none")  # all has found its place when the SVG was drawn
        with _settings():
            self.figure.set_dpi(resolution)
            FigureCanvasAgg(self.figure).print_png(buffer, pil_kwargs={"compress_level": _COMPRESSION})
        return buffer.getvalue()


def new_axes(width: float = 7.0, height: float = 4.0, language: str | None = None) -> Axes:
    """Return the axes of a new figure (inches), whose numbers are written as in `language` (default: QGIS's)."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height), layout="constrained")
    axes = figure.add_subplot()
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    axes.tick_params(colors=INK, labelsize=8)
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(_tick_numbers()(language))
    return axes


def name_rows(axes: Axes, names: Sequence[object], size: float = 8, margin: float | None = None) -> None:
    """Write the names of the rows 0, 1, … from above to below."""
    axes.set_yticks(range(len(names)), list(names), fontsize=size)
    axes.invert_yaxis()
    if margin is not None:
        axes.margins(y=margin)


def chart_number(value: float, decimals: int, language: str | None = None, signed: bool = False) -> str:
    """Return a number for a chart: a true minus sign, and no minus before zero."""
    if not math.isfinite(value):
        return "–"
    rounded = round(float(value), decimals) + 0.0  # turns -0.0 into 0.0
    plus = "+" if signed and rounded > 0 else ""
    return plus + number(rounded, decimals, language).replace("-", "−")


def verbatim(names: Iterable[object]) -> list[str]:
    """Return names that matplotlib prints as they are, dollar signs too, instead of reading a formula."""
    return [str(name).replace("$", r"\$") for name in names]


def finished(axes: Axes, x: str = "", y: str = "", legend: str = "", size: float = 8) -> Chart:
    """Name the axes and, at a place of `LEGENDS`, what is drawn; return the chart."""
    if x:
        axes.set_xlabel(x, fontsize=9)
    if y:
        axes.set_ylabel(y, fontsize=9)
    if legend:
        axes.legend(fontsize=size, frameon=False, **LEGENDS[legend])
    return svg_of(axes.figure)


def svg_of(figure: Figure) -> Chart:
    """Return a figure as a chart; the same figure gives the same text."""
    from matplotlib.backends.backend_svg import FigureCanvasSVG

    buffer = io.StringIO()
    with _settings():
        FigureCanvasSVG(figure).print_svg(buffer, metadata={"Date": None, "Creator": None})
    text = buffer.getvalue()
    chart = Chart("<svg" + text.partition("<svg")[2])
    chart.figure = figure
    return chart


@contextmanager
def _settings() -> Iterator[None]:
    """Draw in our fonts, with ids that stay the same, and without a word about signs that no font has."""
    import matplotlib as mpl

    own = {"svg.fonttype": "none", "svg.hashsalt": "sejahtera", "font.sans-serif": _FONTS}
    with mpl.rc_context(own), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph|Matplotlib currently does not support")
        yield


@cache
def _tick_numbers() -> type:
    """Return the formatter of axes; made here so that matplotlib is imported when it is needed."""
    from matplotlib.ticker import ScalarFormatter

    class TickNumbers(ScalarFormatter):
        """Decimals as matplotlib finds them needed, written as the language writes numbers."""

        def __init__(self, language: str | None) -> None:
            super().__init__(useOffset=False)
            self.set_scientific(False)
            self.language = language

        def __call__(self, x: float, pos: int | None = None) -> str:
            """Return the label of a tick."""
            return chart_number(x, len(super().__call__(x, pos).partition(".")[2]), self.language)

    return TickNumbers
