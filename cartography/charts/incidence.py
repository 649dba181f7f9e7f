"""Concentration curves and shares by decile."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .figure import ACCENT, INK, new_figure, svg_of


def concentration(people: np.ndarray, amounts: np.ndarray, words: tuple[str, str, str, str]) -> str:
    """Draw the cumulative share of benefits over that of people from the worst-off, and the even line.

    words: of the two axes, the curve and the even line.
    """
    figure, axes = new_figure(4.6, 4.0)
    across, up, curve, even = words
    axes.plot([0, 100], [0, 100], color=INK, linewidth=0.8, linestyle="--", label=even)
    axes.plot(100 * people, 100 * amounts, color=ACCENT, linewidth=1.8, label=curve)
    axes.set_aspect("equal")
    axes.set_xlabel(across, fontsize=9)
    axes.set_ylabel(up, fontsize=9)
    axes.legend(fontsize=8, frameon=False, loc="upper left")
    return svg_of(figure)


def decile_bars(shares: Sequence[float], across: str, up: str) -> str:
    """Draw what each tenth of the people gets, in percent, and the even tenth."""
    figure, axes = new_figure(4.6, 2.8)
    axes.bar(np.arange(1, len(shares) + 1), 100 * np.asarray(shares), color=ACCENT, width=0.8)
    axes.axhline(100 / len(shares), color=INK, linewidth=0.8, linestyle="--")
    axes.set_xticks(np.arange(1, len(shares) + 1))
    axes.set_xlabel(across, fontsize=9)
    axes.set_ylabel(up, fontsize=9)
    return svg_of(figure)
