"""How a quantity is spread over a population: Lorenz curves, quantile shares, parts by group."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .figure import ACCENT, GREY, INK, PARTS, Chart, finished, name_rows, new_axes

#: Label, cumulated population, height of the curve.
Curve = tuple[str, Sequence[float], Sequence[float]]

_STYLES = ((ACCENT, "-"), (INK, "--"), (PARTS[6], "-."), (PARTS[3], ":"))


def cumulated_curves(
    curves: Sequence[Curve], x_label: str, y_label: str, equality: str = "", language: str | None = None
) -> Chart:
    """Draw curves over the cumulated population; `equality` is the label of the diagonal, if there is one."""
    axes = new_axes(4.8, 4.2, language)
    if equality:
        axes.plot([0, 1], [0, 1], color=GREY, linewidth=1.0, label=equality)
    for (label, population, heights), (colour, dashes) in zip(curves, _STYLES):
        axes.plot(population, heights, color=colour, linestyle=dashes, linewidth=1.6, label=label)
    if equality:
        axes.fill_between(curves[0][1], curves[0][2], curves[0][1], color=ACCENT, alpha=0.12)
        axes.set_aspect("equal")
        axes.set_ylim(min(0.0, *(np.min(heights) for _, _, heights in curves)), 1.0)
    axes.set_xlim(0, 1)
    return finished(axes, x_label, y_label, legend="top")


def share_bars(
    shares: Sequence[float], equal: float, labels: Sequence[str], y_label: str, language: str | None = None
) -> Chart:
    """Draw what each equal part of the population holds, in percent; the line is an equal share."""
    axes = new_axes(4.8, 2.6, language)
    places = np.arange(len(shares))
    bars = axes.bar(places, 100 * np.asarray(shares), color=ACCENT, width=0.7)
    axes.bar_label(bars, fmt="%.1f", fontsize=8, color="white", label_type="center")
    axes.axhline(100 * equal, color=INK, linewidth=0.8, linestyle="--")
    axes.set_xticks(places, labels)
    return finished(axes, y=y_label)


def part_bars(
    names: Sequence[str], parts: np.ndarray, labels: Sequence[str], x_label: str, language: str | None = None
) -> Chart:
    """Draw the parts (names, labels) of each measure as shares of it, one bar a measure."""
    axes = new_axes(6.6, 0.9 + 0.34 * len(names), language)
    shares = 100 * np.asarray(parts, float) / np.asarray(parts, float).sum(axis=1, keepdims=True)
    places, left = np.arange(len(names)), np.zeros(len(names))
    for column, (label, colour) in enumerate(zip(labels, (ACCENT, PARTS[5], GREY))):
        axes.barh(places, shares[:, column], left=left, color=colour, label=label, height=0.7)
        left += shares[:, column]
    name_rows(axes, names)
    axes.set_xlim(0, 100)
    return finished(axes, x_label, legend="beside")
