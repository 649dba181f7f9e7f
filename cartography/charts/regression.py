"""Observed against fitted values of a regression."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .figure import ACCENT, INK, Chart, finished, new_axes

#: Units further from the line than this, in standard deviations, are named.
_NAMED = 1.5


def fitted_points(
    fitted: np.ndarray,
    observed: np.ndarray,
    labels: Sequence[str],
    scaled: np.ndarray,
    words: tuple[str, str],
    language: str | None = None,
) -> Chart:
    """Draw a point a unit and the line on which both are equal; units far from it are named."""
    axes = new_axes(5.4, 4.6, language)
    low, high = min(fitted.min(), observed.min()), max(fitted.max(), observed.max())
    axes.plot([low, high], [low, high], color=INK, linewidth=0.8, linestyle="--")
    axes.plot(fitted, observed, "o", color=ACCENT, markersize=4, alpha=0.8)
    for x, y, label, size in zip(fitted, observed, labels, scaled):
        if abs(size) > _NAMED:
            axes.annotate(label, (x, y), xytext=(4, 3), textcoords="offset points", fontsize=7)
    return finished(axes, words[0], words[1])
