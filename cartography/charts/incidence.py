"""Concentration curves and shares by decile."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .figure import ACCENT, INK, Chart, finished, new_axes


def concentration(
    people: np.ndarray, amounts: np.ndarray, words: tuple[str, str, str, str], language: str | None = None
) -> Chart:
    """Draw the cumulative share of benefits over that of people from the worst-off, and the even line.

    words: of the two axes, the curve and the even line.
    """
    axes = new_axes(4.6, 4.0, language)
    across, up, curve, even = words
    axes.plot([0, 100], [0, 100], color=INK, linewidth=0.8, linestyle="--", label=even)
    axes.plot(100 * people, 100 * amounts, color=ACCENT, linewidth=1.8, label=curve)
    axes.set_aspect("equal")
    return finished(axes, across, up, legend="top")


def decile_bars(shares: Sequence[float], across: str, up: str, language: str | None = None) -> Chart:
    """Draw what each tenth of the people gets, in percent, and the even tenth."""
    axes = new_axes(4.6, 2.8, language)
    axes.bar(np.arange(1, len(shares) + 1), 100 * np.asarray(shares), color=ACCENT, width=0.8)
    axes.axhline(100 / len(shares), color=INK, linewidth=0.8, linestyle="--")
    axes.set_xticks(np.arange(1, len(shares) + 1))
    return finished(axes, across, up)
