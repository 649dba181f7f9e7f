"""How a value is spread over the units."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .figure import ACCENT, INK, PARTS, Chart, new_figure, svg_of, verbatim


def histogram(
    values: Sequence[float],
    breaks: Sequence[float],
    value_label: str,
    count_label: str,
    language: str | None = None,
) -> Chart:
    """Draw a histogram with the class breaks as lines; missing values are left out."""
    numbers = np.asarray(values, dtype=float)
    numbers = numbers[np.isfinite(numbers)]
    figure, axes = new_figure(7.0, 2.6, language)
    axes.hist(numbers, bins=max(5, int(np.ceil(np.sqrt(numbers.size)))), color=ACCENT, edgecolor="white")
    for bound in breaks:
        axes.axvline(bound, color=INK, linewidth=0.8, linestyle="--")
    axes.set_xlabel(value_label, fontsize=9)
    axes.set_ylabel(count_label, fontsize=9)
    return svg_of(figure)


def ranked_bars(
    labels: Sequence[str],
    parts: np.ndarray,
    part_labels: Sequence[str],
    value_label: str,
    language: str | None = None,
) -> Chart:
    """Draw a stacked bar a unit, in the order given; `parts` is (units, parts) and sums to the value."""
    figure, axes = new_figure(7.0, 1.2 + 0.19 * len(labels), language)
    positions = np.arange(len(labels))
    left = np.zeros(len(labels))
    for column, name in enumerate(part_labels):
        color = PARTS[column % len(PARTS)]
        axes.barh(positions, parts[:, column], left=left, color=color, label=verbatim([name])[0], height=0.8)
        left += np.nan_to_num(parts[:, column])
    axes.set_yticks(positions, verbatim(labels), fontsize=7)
    axes.invert_yaxis()
    axes.margins(y=0.01)
    axes.set_xlabel(value_label, fontsize=9)
    axes.legend(fontsize=7, frameon=False, loc="upper left", bbox_to_anchor=(1.0, 1.0))
    return svg_of(figure)
