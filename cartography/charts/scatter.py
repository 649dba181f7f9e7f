"""The Moran scatterplot on screen, its points in the order of the units."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

import numpy as np

from .screen import Theme, label_axes

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def draw_moran(
    axes: Axes,
    theme: Theme,
    points: np.ndarray,
    slope: float,
    marked: Collection[int],
    labels: Sequence[str],
    x: str,
    y: str,
) -> None:
    """Draw value against lag, shape (units, 2), NaN for units left out.

    slope: Moran's I; marked: rows that stand out with their names; labels: the names of all rows.
    """
    known = np.isfinite(points).all(axis=1)
    for line in (axes.axhline, axes.axvline):
        line(0, color=theme.faint, linewidth=0.8)
    axes.scatter(points[known, 0], points[known, 1], s=16, color=theme.accent, linewidths=0, alpha=0.8)
    if known.any():
        ends = np.array([points[known, 0].min(), points[known, 0].max()])
        axes.plot(ends, slope * ends, color=theme.ink, linewidth=1.2)
    for row in marked:
        if known[row]:
            axes.scatter(*points[row], s=60, facecolors="none", edgecolors=theme.ink, linewidths=1.5, zorder=3)
            axes.annotate(
                labels[row], points[row], xytext=(6, 4), textcoords="offset points", fontsize=8, color=theme.ink
            )
    label_axes(axes, theme, x, y)
