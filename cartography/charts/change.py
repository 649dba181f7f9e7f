"""What parts add to a change: bars to both sides of zero."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .figure import INK, PARTS, Chart, finished, name_rows, new_axes


def part_changes(
    labels: Sequence[str], parts: np.ndarray, part_labels: Sequence[str], value_label: str, language: str | None = None
) -> Chart:
    """Draw the parts (units, parts) of each unit's change; gains stack right of 0, losses left of it.

    The point is the sum of the parts, the change itself.
    """
    parts = np.nan_to_num(np.asarray(parts, float))
    axes = new_axes(7.0, 1.2 + 0.19 * len(labels), language)
    places = np.arange(len(labels))
    right, left = np.zeros(len(labels)), np.zeros(len(labels))
    for column, name in enumerate(part_labels):
        values = parts[:, column]
        start = np.where(values >= 0, right, left)
        axes.barh(places, values, left=start, color=PARTS[column % len(PARTS)], label=name, height=0.8, linewidth=0)
        right += np.maximum(values, 0)
        left += np.minimum(values, 0)
    axes.axvline(0, color=INK, linewidth=0.8)
    axes.scatter(parts.sum(axis=1), places, s=14, color="white", edgecolors="black", linewidths=0.9, zorder=3)
    name_rows(axes, labels, 7, 0.01)
    return finished(axes, value_label, legend="beside", size=7)
