"""Two moments side by side: a line a unit from where it was to where it is."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .figure import ACCENT, GREY, INK, Chart, chart_number, new_figure, svg_of, verbatim

#: Ends of lines closer than this share of the height have their labels moved apart.
_CLOSEST = 0.032
_RISE, _FALL = ACCENT, "#b2182b"


def slopes(
    labels: Sequence[str],
    before: Sequence[float],
    after: Sequence[float],
    moments: tuple[str, str],
    named: Sequence[int],
    language: str | None = None,
) -> Chart:
    """Draw all units in grey and those of `named` (positions) in colour with name and values.

    Rising lines are blue and solid, falling ones red and dashed, so that they also stay apart in grey.
    """
    before, after = np.asarray(before, float), np.asarray(after, float)
    figure, axes = new_figure(6.6, 5.2, language)
    axes.plot([0, 1], np.vstack([before, after]), color=GREY, linewidth=0.7)
    for unit in named:
        rises = after[unit] >= before[unit]
        colour, dashes = (_RISE, "-") if rises else (_FALL, "--")
        axes.plot([0, 1], [before[unit], after[unit]], color=colour, linestyle=dashes, linewidth=1.8)
    names = verbatim(labels)
    for x, values, align, step in ((0, before, "right", -0.03), (1, after, "left", 0.03)):
        heights = _apart(values[list(named)], np.nanmin([before, after]), np.nanmax([before, after]))
        for unit, height in zip(named, heights):
            text = f"{names[unit]}  {chart_number(values[unit], 1, language)}"
            axes.text(x + step, height, text, ha=align, va="center", fontsize=7.5, color=INK)
    axes.set_xlim(-0.75, 1.75)
    axes.set_xticks([0, 1], verbatim(moments), fontsize=9)
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    axes.spines["bottom"].set_visible(False)
    axes.tick_params(length=0)
    return svg_of(figure)


def _apart(values: np.ndarray, low: float, high: float) -> np.ndarray:
    """Return heights for labels in the order of the values, at least the closest distance apart."""
    heights, order = values.astype(float), np.argsort(values)
    least = _CLOSEST * max(high - low, 1e-9)
    for lower, upper in zip(order, order[1:]):
        heights[upper] = max(heights[upper], heights[lower] + least)
    return heights - (heights - values).mean()
