"""How often themes are noted, and when new ones stopped coming."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .figure import ACCENT, INK, Chart, finished, name_rows, new_axes


def theme_bars(
    labels: Sequence[str],
    raised: Sequence[int],
    asked: Sequence[int],
    words: tuple[str, str, str],
    language: str | None = None,
) -> Chart:
    """Draw notes that raise each theme over all notes on it; words: of the axis and the two bars."""
    axes = new_axes(7.0, 1.0 + 0.3 * len(labels), language)
    places = np.arange(len(labels))
    axis, first, second = words
    axes.barh(places, asked, color="#d9d9d9", height=0.7, label=second)
    axes.barh(places, raised, color=ACCENT, height=0.7, label=first)
    name_rows(axes, labels)
    return finished(axes, axis, legend="bottom")


def saturation_steps(themes: Sequence[int], total: int, words: tuple[str, str], language: str | None = None) -> Chart:
    """Draw how many themes were raised up to each note; the line is the whole code book."""
    axes = new_axes(5.0, 2.6, language)
    axes.step(np.arange(1, len(themes) + 1), themes, where="post", color=ACCENT, linewidth=1.8)
    axes.axhline(total, color=INK, linewidth=0.8, linestyle="--")
    axes.set_ylim(0, total * 1.1)
    return finished(axes, words[0], words[1])
