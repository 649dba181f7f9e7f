"""Charts on screen: the colours come from the window, so that they can be read in a dark theme."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .figure import ACCENT, INK, new_axes

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

#: Size of the words of a legend in points, and height of a row in inches.
LEGEND_SIZE, LEGEND_ROW = 7, 0.155
#: Width of a sign, as a share of the size of the words, and inches that two columns of a legend need.
SIGN, TWO_COLUMNS = 0.6, 3.2


@dataclass(frozen=True)
class Theme:
    """Colours as `#rrggbb`: text and lines, ground, what matters, what is in the background; decimal sign."""

    ink: str = INK
    ground: str = "#ffffff"
    accent: str = ACCENT
    faint: str = "#bbbbbb"
    decimal: str = "."


def screen_figure(theme: Theme) -> tuple[Figure, Axes]:
    """Return a figure and its axes in the colours of a theme."""
    axes = new_axes()
    axes.figure.set_facecolor(theme.ground)
    axes.set_facecolor(theme.ground)
    axes.tick_params(colors=theme.ink, labelcolor=theme.ink)
    for spine in axes.spines.values():
        spine.set_color(theme.ink)
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(lambda value, _: _written(value, theme.decimal))
    return axes.figure, axes


def _written(value: float, decimal: str) -> str:
    return f"{value:g}".replace("-", "−").replace(".", decimal)


def shortened(text: str, inches: float, size: float) -> str:
    """Return a text cut to what fits into a width at a size in points."""
    most = max(int(inches * 72.0 / (size * SIGN)), 2)
    return text if len(text) <= most else text[: most - 1] + "…"


def legend_below(figure: Figure, axes: Axes, theme: Theme) -> None:
    """Name the parts below the chart in two columns, in one where it is narrow, and leave room for them."""
    handles, labels = axes.get_legend_handles_labels()
    columns = 2 if figure.get_figwidth() >= TWO_COLUMNS else 1
    width = figure.get_figwidth() / columns - 0.3  # the coloured box and what is left free
    rows = -(-len(labels) // columns)
    room = min(rows * LEGEND_ROW / figure.get_figheight(), 0.5)
    figure.get_layout_engine().set(rect=(0.0, room, 1.0, 1.0 - room))
    figure.legend(
        handles,
        [shortened(label, width, LEGEND_SIZE) for label in labels],
        loc="lower center",
        ncol=columns,
        fontsize=LEGEND_SIZE,
        frameon=False,
        labelcolor=theme.ink,
        columnspacing=1.0,
        handlelength=1.0,
        borderaxespad=0.1,
    )


def label_axes(axes: Axes, theme: Theme, x: str, y: str) -> None:
    """Write the names of the axes."""
    axes.set_xlabel(x, fontsize=9, color=theme.ink)
    axes.set_ylabel(y, fontsize=9, color=theme.ink)
