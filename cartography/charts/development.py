"""The dimensions of human development of every unit, side by side."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .figure import GREY, PARTS, Chart, finished, name_rows, new_axes

_MARKERS = ("o", "s", "D", "^")


def dimension_dots(
    labels: Sequence[str],
    values: np.ndarray,
    dimension_labels: Sequence[str],
    x_label: str,
    language: str | None = None,
) -> Chart:
    """Draw a point a dimension, values (units, dimensions), on a line from the lowest to the highest."""
    values = np.asarray(values, float)
    axes = new_axes(7.0, 1.2 + 0.19 * len(labels), language)
    places = np.arange(len(labels))
    axes.hlines(places, values.min(axis=1), values.max(axis=1), color=GREY, linewidth=1.0)
    for column, (name, marker) in enumerate(zip(dimension_labels, _MARKERS)):
        axes.scatter(values[:, column], places, s=20, marker=marker, color=PARTS[2 * column], label=name, zorder=3)
    name_rows(axes, labels, 7, 0.01)
    return finished(axes, x_label, legend="beside")
