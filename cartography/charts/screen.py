"""Charts on screen: the colours come from the window, so that they can be read in a dark theme."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .figure import ACCENT, INK, new_figure

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


@dataclass(frozen=True)
class Theme:
    """Colours as `#rrggbb`: text and lines, ground, what matters, what is in the background."""

    ink: str = INK
    ground: str = "#ffffff"
    accent: str = ACCENT
    faint: str = "#bbbbbb"


def screen_figure(theme: Theme) -> tuple[Figure, Axes]:
    """Return a figure and its axes in the colours of a theme."""
    figure, axes = new_figure()
    figure.set_facecolor(theme.ground)
    axes.set_facecolor(theme.ground)
    axes.tick_params(colors=theme.ink, labelcolor=theme.ink)
    for spine in axes.spines.values():
        spine.set_color(theme.ink)
    return figure, axes


def label_axes(axes: Axes, theme: Theme, x: str, y: str) -> None:
    """Write the names of the axes."""
    axes.set_xlabel(x, fontsize=9, color=theme.ink)
    axes.set_ylabel(y, fontsize=9, color=theme.ink)
