"""Values with intervals: ranks of units over many draws, shares of variance."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .figure import ACCENT, INK, Chart, finished, name_rows, new_axes


def rank_intervals(
    labels: Sequence[str],
    low: np.ndarray,
    median: np.ndarray,
    high: np.ndarray,
    nominal: np.ndarray,
    words: tuple[str, str, str, str],
    language: str | None = None,
) -> Chart:
    """Draw a line a unit from its low to its high rank, a dot at the median, a ring at the rank as defined.

    words: of the axis, the interval, the median and the rank as defined. The order is that given.
    """
    axes = new_axes(7.0, 1.4 + 0.17 * len(labels), language)
    places = np.arange(len(labels))
    axis, interval, middle, defined = words
    axes.hlines(places, low, high, color=ACCENT, linewidth=3.0, alpha=0.45, label=interval)
    axes.plot(median, places, "o", color=ACCENT, markersize=4, label=middle)
    axes.plot(nominal, places, "o", color=INK, fillstyle="none", markersize=6, markeredgewidth=0.8, label=defined)
    name_rows(axes, labels, 7, 0.01)
    axes.grid(axis="x", color="#dddddd", linewidth=0.5)
    axes.set_axisbelow(True)
    return finished(axes, axis, legend="above")


def paired_bars(
    labels: Sequence[str],
    values: np.ndarray,
    lows: np.ndarray,
    highs: np.ndarray,
    words: Sequence[str],
    axis: str,
    language: str | None = None,
) -> Chart:
    """Draw bars with whiskers side by side for each label; arrays have shape (labels, series)."""
    count = values.shape[1]
    axes = new_axes(7.0, 1.2 + 0.42 * len(labels), language)
    places = np.arange(len(labels))
    for series, (name, colour) in enumerate(zip(words, (ACCENT, "#a6bddb", INK))):
        here = places + (series - (count - 1) / 2) * 0.36
        axes.barh(here, values[:, series], height=0.34, color=colour, label=name)
        whiskers = np.abs(np.vstack([values[:, series] - lows[:, series], highs[:, series] - values[:, series]]))
        axes.errorbar(values[:, series], here, xerr=whiskers, fmt="none", ecolor=INK, elinewidth=0.8, capsize=2)
    axes.axvline(0, color=INK, linewidth=0.6)
    name_rows(axes, labels)
    return finished(axes, axis, legend="above")
