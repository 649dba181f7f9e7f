"""Ranks in two scenarios, joined by lines."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

import numpy as np

from .figure import Chart, finished, new_axes, verbatim
from .screen import Theme, shortened

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: Size of the names in points; below this width in inches the names take more of it.
SIZE, NARROW = 6.5, 3.5


def rank_slopes(
    labels: Sequence[str],
    first: Sequence[float],
    second: Sequence[float],
    titles: tuple[str, str],
    marked: Collection[int] = (),
) -> Chart:
    """Return the slopes as SVG."""
    axes = new_axes(6.6, 5.6)
    draw_slopes(axes, Theme(), first, second, verbatim(labels), titles, marked)
    axes.tick_params(length=0)
    return finished(axes)


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
    width = axes.figure.get_figwidth()
    beside = 0.75 if width > NARROW else 1.5  # of the width between the two axes
    room = width * beside / (1.0 + 2.0 * beside) - 0.25  # without the rank, in inches
    named = _named(axes, first, second, np.where(known, np.abs(first - second), np.nan), set(marked))
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
            style = {"va": "center", "fontsize": SIZE, "color": theme.ink}
            name = shortened(labels[row], room, SIZE)
            axes.text(-0.03, start, f"{name} {start:.0f}", ha="right", **style)
            axes.text(1.03, end, f"{end:.0f} {name}", ha="left", **style)
    axes.set_xlim(-beside, 1.0 + beside)
    axes.invert_yaxis()
    axes.set_xticks([0, 1], [shortened(one, width / 2, 9) for one in titles], fontsize=9, color=theme.ink)
    axes.set_yticks([])
    for spine in axes.spines.values():
        spine.set_visible(False)


def _named(axes: Axes, first: np.ndarray, second: np.ndarray, shifts: np.ndarray, marked: set[int]) -> set[int]:
    """Return the rows whose names fit without touching: the marked first, then the greatest shifts."""
    height = axes.figure.get_figheight() * 0.9
    lines = max(height * 72.0 / (SIZE * 1.25), 1.0)
    apart = np.nanmax(np.r_[first, second, 1.0]) / lines
    order = [*sorted(marked), *np.argsort(-np.nan_to_num(shifts, nan=-1.0), kind="stable").tolist()]
    named: list[int] = []
    for row in order:
        if np.isnan(shifts[row]) or row in named:
            continue
        taken = np.array(named, dtype=int)
        near = np.minimum(np.abs(first[taken] - first[row]), np.abs(second[taken] - second[row]))
        if not taken.size or near.min() >= apart:
            named.append(row)
    return set(named)
