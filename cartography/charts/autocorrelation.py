"""Charts of spatial autocorrelation: scatterplot, correlogram, permutations, numbers of neighbours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from .figure import ACCENT, GREY, INK, Chart, chart_number, finished, new_axes, verbatim


def moran_scatter(
    value_z: Sequence[float],
    lag_z: Sequence[float],
    slope: float,
    x_label: str,
    y_label: str,
    colours: Sequence[str] | None = None,
    names: Mapping[int, str] | None = None,
    language: str | None = None,
) -> Chart:
    """Draw values against the mean of their neighbours; the slope of the line is Moran's I.

    colours: one for each unit; names: by position, of the units that are named in the chart.
    """
    x, y = np.asarray(value_z, float), np.asarray(lag_z, float)
    known = np.isfinite(x) & np.isfinite(y)
    axes = new_axes(5.6, 4.6, language)
    shades = np.asarray(colours if colours is not None else [ACCENT] * len(x))[known]
    axes.scatter(x[known], y[known], s=18, c=shades, edgecolors=INK, linewidths=0.3)
    for line in (axes.axhline, axes.axvline):
        line(0, color=INK, linewidth=0.7, linestyle="--")
    ends = np.array([x[known].min(), x[known].max()])
    axes.plot(ends, slope * ends, color=INK, linewidth=1.2)
    for position, name in (names or {}).items():
        axes.annotate(
            verbatim([name])[0],
            (x[position], y[position]),
            xytext=(4, 3),
            textcoords="offset points",
            fontsize=6.5,
            color=INK,
        )
    return finished(axes, x_label, y_label)


def correlogram(
    steps: Sequence[float],
    values: Sequence[float],
    expected: Sequence[float],
    spread: Sequence[float],
    x_label: str,
    y_label: str,
    language: str | None = None,
) -> Chart:
    """Draw Moran's I by steps; the band is the expectation ± 1.96 standard deviations without a pattern."""
    steps, values, expected, spread = (np.asarray(part, float) for part in (steps, values, expected, spread))
    axes = new_axes(5.6, 2.8, language)
    axes.fill_between(steps, expected - 1.96 * spread, expected + 1.96 * spread, color=GREY, alpha=0.5)
    axes.plot(steps, expected, color=INK, linewidth=0.7, linestyle="--")
    axes.plot(steps, values, color=ACCENT, marker="o", markersize=4, linewidth=1.3)
    axes.set_xticks(steps)
    return finished(axes, x_label, y_label)


def permuted_values(
    permuted: Sequence[float], value: float, x_label: str, y_label: str, language: str | None = None
) -> Chart:
    """Draw the statistic of the permuted values as a histogram and the observed one as a line."""
    axes = new_axes(5.6, 2.4, language)
    axes.hist(np.asarray(permuted, float), bins=40, color=GREY, edgecolor="white", linewidth=0.4)
    axes.axvline(value, color=ACCENT, linewidth=1.8)
    return finished(axes, x_label, y_label)


def neighbour_counts(counts: Mapping[int, int], x_label: str, y_label: str, language: str | None = None) -> Chart:
    """Draw how many units have how many neighbours."""
    axes = new_axes(5.6, 2.4, language)
    axes.bar(list(counts), list(counts.values()), color=ACCENT, width=0.85)
    axes.xaxis.get_major_locator().set_params(integer=True)
    return finished(axes, x_label, y_label)


def pockets_by_year(
    years: Sequence[str], hot: Sequence[int], cold: Sequence[int], y_label: str, language: str | None = None
) -> Chart:
    """Draw how many units are in high pockets (upwards) and in low ones (downwards) in each year."""
    axes = new_axes(5.6, 2.6, language)
    places = np.arange(len(years))
    axes.bar(places, hot, color=INK, width=0.6)
    axes.bar(places, -np.asarray(cold), color=ACCENT, width=0.6)
    axes.axhline(0, color=INK, linewidth=0.8)
    axes.set_xticks(places, verbatim(years))
    axes.yaxis.get_major_locator().set_params(integer=True)
    axes.yaxis.set_major_formatter(lambda value, _: chart_number(abs(value), 0, language))
    return finished(axes, y=y_label)
