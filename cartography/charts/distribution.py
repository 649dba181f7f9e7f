"""How a value is spread over the units."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from .figure import PARTS, Chart, finished, new_axes, verbatim
from .screen import Theme, label_axes

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def draw_histogram(axes: Axes, theme: Theme, values: Sequence[float], breaks: Sequence[float], x: str, y: str) -> None:
    """Draw a histogram with the class breaks as lines; missing values are left out."""
    numbers = np.asarray(values, dtype=float)
    numbers = numbers[np.isfinite(numbers)]
    bins = max(5, int(np.ceil(np.sqrt(numbers.size))))
    axes.hist(numbers, bins=bins, color=theme.accent, edgecolor=theme.ground)
    for bound in breaks:
        axes.axvline(bound, color=theme.ink, linewidth=0.8, linestyle="--")
    label_axes(axes, theme, x, y)


def histogram(
    values: Sequence[float], breaks: Sequence[float], value_label: str, count_label: str, language: str | None = None
) -> Chart:
    """Return a histogram with the class breaks as SVG."""
    axes = new_axes(7.0, 2.6, language)
    draw_histogram(axes, Theme(), values, breaks, value_label, count_label)
    return finished(axes)


def draw_ranked_bars(
    axes: Axes, theme: Theme, labels: Sequence[str], parts: np.ndarray, part_labels: Sequence[str], x: str
) -> None:
    """Draw a stacked bar a unit, in the order given; `parts` is (units, parts) and sums to the value."""
    positions = np.arange(len(labels))
    left = np.zeros(len(labels))
    for column, name in enumerate(verbatim(part_labels)):
        color = PARTS[column % len(PARTS)]
        axes.barh(positions, parts[:, column], left=left, color=color, label=name, height=0.8)
        left += np.nan_to_num(parts[:, column])
    axes.set_yticks(positions, verbatim(labels), fontsize=7)
    axes.tick_params(axis="y", length=0)
    axes.invert_yaxis()
    axes.margins(y=0.01)
    label_axes(axes, theme, x, "")


def thin_names(axes: Axes) -> None:
    """Leave out names of bars where they would touch: with two of three left out, every third is named."""
    figure = axes.figure
    height = figure.get_figheight() * figure.get_layout_engine().get()["rect"][3] - 0.5  # without the axis
    labels = axes.get_yticklabels()
    step = math.ceil(len(labels) * 1.1 * 7 / 72 / max(height, 0.1))
    for place, label in enumerate(labels):
        label.set_visible(place % step == 0)


def ranked_bars(
    labels: Sequence[str], parts: np.ndarray, part_labels: Sequence[str], value_label: str, language: str | None = None
) -> Chart:
    """Return stacked bars as SVG, with the parts named beside them."""
    axes = new_axes(7.0, 1.2 + 0.19 * len(labels), language)
    draw_ranked_bars(axes, Theme(), labels, parts, part_labels, value_label)
    return finished(axes, legend="beside", size=7)
