"""How often themes are noted, and when new ones stopped coming."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .figure import ACCENT, INK, new_figure, svg_of


def theme_bars(
    labels: Sequence[str], raised: Sequence[int], asked: Sequence[int], words: tuple[str, str, str]
) -> str:
    """Draw notes that raise each theme over all notes on it; words: of the axis and the two bars."""
    figure, axes = new_figure(7.0, 1.0 + 0.3 * len(labels))
    places = np.arange(len(labels))
    axis, first, second = words
    axes.barh(places, asked, color="#d9d9d9", height=0.7, label=second)
    axes.barh(places, raised, color=ACCENT, height=0.7, label=first)
    axes.set_yticks(places, labels, fontsize=8)
    axes.invert_yaxis()
    axes.set_xlabel(axis, fontsize=9)
    axes.legend(fontsize=8, frameon=False, loc="lower right")
    return svg_of(figure)


def saturation_steps(themes: Sequence[int], total: int, words: tuple[str, str]) -> str:
    """Draw how many themes were raised up to each note; the line is the whole code book."""
    figure, axes = new_figure(5.0, 2.6)
    axes.step(np.arange(1, len(themes) + 1), themes, where="post", color=ACCENT, linewidth=1.8)
    axes.axhline(total, color=INK, linewidth=0.8, linestyle="--")
    axes.set_ylim(0, total * 1.1)
    axes.set_xlabel(words[0], fontsize=9)
    axes.set_ylabel(words[1], fontsize=9)
    return svg_of(figure)
