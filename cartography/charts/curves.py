"""The Lorenz curve."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from .screen import Theme, label_axes

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def draw_lorenz(axes: Axes, theme: Theme, population: Sequence[float], share: Sequence[float], x: str, y: str) -> None:
    """Draw a Lorenz curve above which lies the line of equality; the area between them is shaded."""
    axes.plot([0, 1], [0, 1], color=theme.ink, linewidth=0.8, linestyle="--")
    axes.fill_between(population, population, share, color=theme.accent, alpha=0.25, linewidth=0)
    axes.plot(population, share, color=theme.accent, linewidth=1.8)
    axes.set_xlim(0, 1)
    axes.set_ylim(0, 1)
    axes.set_aspect("equal")
    label_axes(axes, theme, x, y)
