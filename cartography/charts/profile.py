"""The profile of groups: how far each variable's mean lies from that of all."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .figure import INK, Chart, chart_number, finished, new_axes, verbatim

#: Standard deviations at which the colours end.
_END = 2.0


def profile_table(
    means: np.ndarray, groups: Sequence[str], variables: Sequence[str], language: str | None = None
) -> Chart:
    """Draw standardised means (groups, variables) as coloured cells with their numbers."""
    means = np.asarray(means, dtype=float)
    axes = new_axes(1.6 + 0.75 * len(variables), 0.9 + 0.34 * len(groups), language)
    axes.imshow(means, cmap="RdBu", vmin=-_END, vmax=_END, aspect="auto")
    axes.set_xticks(range(len(variables)), verbatim(variables), fontsize=7, rotation=30, ha="right")
    axes.set_yticks(range(len(groups)), verbatim(groups), fontsize=8)
    for (row, column), mean in np.ndenumerate(means):
        shade = "white" if abs(mean) > 0.65 * _END else INK
        text = chart_number(mean, 1, language, signed=True)
        axes.text(column, row, text, ha="center", va="center", fontsize=7, color=shade)
    return finished(axes)
