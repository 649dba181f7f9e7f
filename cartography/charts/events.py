"""Event studies: the difference between two groups over time, and the two paths themselves."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .figure import ACCENT, INK, Chart, finished, new_axes, verbatim


def event_study(
    periods: Sequence[str],
    effect: np.ndarray,
    low: np.ndarray,
    high: np.ndarray,
    start: int,
    up: str,
    language: str | None = None,
) -> Chart:
    """Draw the difference to the last period before with its interval; a line marks the beginning."""
    axes = new_axes(6.0, 3.0, language)
    places = np.arange(len(periods))
    whiskers = np.nan_to_num(np.abs(np.vstack([effect - low, high - effect])))
    axes.axhline(0, color=INK, linewidth=0.8)
    axes.axvline(start - 0.5, color=INK, linewidth=0.8, linestyle="--")
    axes.errorbar(places, effect, yerr=whiskers, fmt="o", color=ACCENT, ecolor=ACCENT, capsize=3)
    axes.set_xticks(places, verbatim(periods), fontsize=8)
    axes.set_xlim(-0.6, len(periods) - 0.4)
    return finished(axes, y=up)


def two_paths(
    periods: Sequence[str],
    paths: Sequence[np.ndarray],
    labels: Sequence[str],
    start: int,
    up: str,
    language: str | None = None,
) -> Chart:
    """Draw the paths of the treated and of those they are compared with."""
    axes = new_axes(6.0, 3.0, language)
    places = np.arange(len(periods))
    for path, label, colour, line in zip(paths, labels, (ACCENT, INK, "#999999"), ("-", "--", ":")):
        axes.plot(places, path, color=colour, linestyle=line, marker="o", markersize=4, label=label)
    axes.axvline(start - 0.5, color=INK, linewidth=0.8, linestyle="--")
    axes.set_xticks(places, verbatim(periods), fontsize=8)
    return finished(axes, y=up, legend="free")
