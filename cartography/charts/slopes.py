"""Ranks in two scenarios, joined by lines."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

import numpy as np

from .screen import Theme

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: More names than this overlap; then only those of the marked units and the greatest shifts are written.
MOST_NAMES = 40


def draw_slopes(
    axes: Axes,
    theme: Theme,
    first: Sequence[float],
    second: Sequence[float],
    labels: Sequence[str],
    titles: tuple[str, str],
    marked: Collection[int] = (),
) -> None:
    """Draw a line a unit from its rank in one scenario to that in the other, rank 1 above.

    Units that rise are drawn in the accent, those that fall dashed, so that no colour is needed.
    """
    first, second = np.asarray(first, float), np.asarray(second, float)
    known = np.isfinite(first) & np.isfinite(second)
    size = max(4.0, 8.0 - known.sum() / 20.0)
    shifts = np.where(known, np.abs(first - second), -1)
    named = set(np.argsort(-shifts, kind="stable")[:MOST_NAMES].tolist()) | set(marked)
    for row in np.flatnonzero(known).tolist():
        start, end = first[row], second[row]
        stays = start == end
        axes.plot(
            [0, 1],
            [start, end],
            color=theme.faint if stays else theme.accent if end < start else theme.ink,
            linestyle="--" if end > start else "-",
            linewidth=2.2 if row in marked else 0.7 if stays else 1.0,
            marker="o",
            markersize=2.5,
        )
        if row in named:
            axes.text(
                -0.03,
                start,
                f"{labels[row]} {start:.0f}",
                ha="right",
                va="center",
                fontsize=size,
                color=theme.ink,
            )
            axes.text(
                1.03, end, f"{end:.0f} {labels[row]}", ha="left", va="center", fontsize=size, color=theme.ink
            )
    axes.set_xlim(-0.75, 1.75)
    axes.invert_yaxis()
    axes.set_xticks([0, 1], list(titles), fontsize=9, color=theme.ink)
    axes.set_yticks([])
    for spine in axes.spines.values():
        spine.set_visible(False)
