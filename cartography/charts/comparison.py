"""How far two groups lie apart, and whether one is better off at every line that can be drawn."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .figure import ACCENT, GREY, INK, PARTS, Chart, finished, name_rows, new_axes

#: Hedges' g of small, medium and large effects (Cohen 1988).
_STEPS = (0.2, 0.5, 0.8)


def effect_chart(
    names: Sequence[str],
    effects: Sequence[float],
    sure: Sequence[bool],
    x_label: str,
    labels: tuple[str, str],
    language: str | None = None,
) -> Chart:
    """Draw a standardised effect a name; `labels` say what filled (sure) and hollow points are."""
    effects, sure = np.asarray(effects, float), np.asarray(sure, bool)
    axes = new_axes(6.6, 1.1 + 0.22 * len(names), language)
    places = np.arange(len(names))
    for step in _STEPS:
        for side in (-step, step):
            axes.axvline(side, color=GREY, linewidth=0.5, linestyle=":")
    axes.axvline(0, color=INK, linewidth=0.9)
    axes.hlines(places, 0, np.nan_to_num(effects), color=GREY, linewidth=1.0)
    for chosen, face, label in ((sure, ACCENT, labels[0]), (~sure, "white", labels[1])):
        axes.scatter(effects[chosen], places[chosen], s=30, facecolors=face, edgecolors=ACCENT, zorder=3, label=label)
    name_rows(axes, names, 7.5, 0.03)
    return finished(axes, x_label, legend="beside", size=7.5)


def dominance_curves(
    values: Sequence[float],
    curves: Sequence[Sequence[float]],
    labels: Sequence[str],
    x_label: str,
    y_label: str,
    language: str | None = None,
) -> Chart:
    """Draw the share of the population of each group at or below each value."""
    axes = new_axes(4.8, 2.9, language)
    for curve, label, colour, dashes in zip(curves, labels, (ACCENT, PARTS[6]), ("-", "--")):
        axes.step(values, 100 * np.asarray(curve), where="post", color=colour, linestyle=dashes, label=label)
    axes.set_ylim(0, 100)
    return finished(axes, x_label, y_label, legend="top")
