"""Units of a city by group: how their values spread, and the scores of the groups side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from inspect import signature

import numpy as np

from .figure import ACCENT, GREY, INK, Chart, chart_number, finished, name_rows, new_axes, verbatim


def boxes(groups: Mapping[str, Sequence[float]], line: float, value_label: str, language: str | None = None) -> Chart:
    """Draw a box a group, from the first to the third quartile, with every unit as a point.

    Whiskers end at the last unit within 1.5 quartile distances; `line` is the value of the whole city.
    """
    axes = new_axes(6.6, 0.9 + 0.42 * len(groups), language)
    values = [np.asarray(members, float) for members in groups.values()]
    values = [members[np.isfinite(members)] for members in values]
    places = np.arange(len(values))
    axes.axvline(line, color=INK, linewidth=0.8, linestyle="--")
    # Named anew in matplotlib 3.10; either name warns or fails where the other is known.
    lying = {"orientation": "horizontal"} if "orientation" in signature(axes.boxplot).parameters else {"vert": False}
    axes.boxplot(
        values,
        positions=places,
        **lying,
        widths=0.55,
        showfliers=False,
        patch_artist=True,
        boxprops={"facecolor": "#d6e6f2", "edgecolor": INK, "linewidth": 0.8},
        medianprops={"color": INK, "linewidth": 1.6},
    )
    for place, members in zip(places, values):
        axes.scatter(
            members, np.full(members.size, place), s=11, color=ACCENT, edgecolors="white", linewidths=0.3, zorder=3
        )
    name_rows(axes, verbatim(groups))
    axes.xaxis.grid(color=GREY, linewidth=0.3)
    axes.set_axisbelow(True)
    return finished(axes, value_label)


def heat_map(
    values: np.ndarray,
    rows: Sequence[str],
    columns: Sequence[str],
    centres: Sequence[float],
    language: str | None = None,
) -> Chart:
    """Draw values (rows, columns) as cells with their numbers, coloured by the distance from `centres`.

    centres: for each column the value that stays white; below it is red, above it blue.
    """
    values = np.asarray(values, float)
    distance = values - np.asarray(centres, float)
    end = float(np.nanmax(np.abs(distance), initial=1.0))
    height = 1.7 + 0.34 * len(rows)
    axes = new_axes(min(7.0, 1.8 + 0.62 * len(columns)), height, language)
    axes.imshow(np.ma.masked_invalid(distance), cmap="RdBu", vmin=-end, vmax=end, aspect="auto")
    axes.set_xticks(range(len(columns)), verbatim(columns), fontsize=7.5, rotation=35, ha="right")
    axes.set_yticks(range(len(rows)), verbatim(rows), fontsize=8)
    for (row, column), value in np.ndenumerate(values):
        shade = "white" if abs(distance[row, column]) > 0.65 * end else INK
        text = chart_number(value, 0, language)
        axes.text(column, row, text, ha="center", va="center", fontsize=7.5, color=shade)
    axes.tick_params(length=0)
    for spine in axes.spines.values():
        spine.set_visible(False)
    return finished(axes)
