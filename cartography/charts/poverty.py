"""How poverty depends on where the line is drawn."""

from __future__ import annotations

from collections.abc import Sequence

from .figure import ACCENT, INK, PARTS, Chart, finished, new_axes


def cutoff_curves(
    cutoffs: Sequence[float],
    curves: Sequence[tuple[str, Sequence[float]]],
    k: float,
    x_label: str,
    y_label: str,
    language: str | None = None,
) -> Chart:
    """Draw each measure, by its label, over the cut-offs; the line marks the cut-off that was taken."""
    axes = new_axes(5.6, 3.2, language)
    for (label, heights), colour, dashes in zip(curves, (ACCENT, PARTS[6]), ("-", "--")):
        axes.plot(cutoffs, heights, color=colour, linestyle=dashes, marker="o", markersize=3, label=label)
    axes.axvline(k, color=INK, linewidth=0.8, linestyle=":")
    axes.set_xlim(0, 1)
    axes.set_ylim(bottom=0)
    return finished(axes, x_label, y_label, legend="free")
