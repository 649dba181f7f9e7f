"""The report of human development: ranking, components, change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ...analysis.core.lazy import pd
from ...analysis.core.messages import mark
from ...cartography.base.metadata import says_synthetic
from ...cartography.styles.development import CATEGORIES
from ...language import current_language, tr
from ..io.frames import plain
from ..report.html import write_report

if TYPE_CHECKING:
    from ...analysis.core.diagnostics import Diagnostics
    from ...analysis.development.presets import Preset
    from ..base.algorithm import Algorithm
    from ..base.run import Run

#: Bars are drawn for so many units at most; a longer chart cannot be read.
_MOST_BARS = 120
#: A table longer than this is cut; the layer holds all.
_MOST_ROWS = 300
DIMENSIONS = {
    "health": mark("Health"),
    "education": mark("Education"),
    "income": mark("Standard of living"),
}
_INDICES = mark("Index of each dimension, 0 to 100, lowest human development at the bottom.")
_CHANGES = mark("What each dimension adds to the change; the parts sum to it (Shapley's value).")


@dataclass(frozen=True)
class Developed:
    """Results by unit in `table`, the preset they were measured by, and what is to be said of them."""

    table: pd.DataFrame
    preset: Preset
    diagnostics: Diagnostics


def write_development_report(run: Run, algorithm: Algorithm, developed: Developed) -> None:
    """Write REPORT, where it is wanted."""
    if not run.outputs.wanted("REPORT"):
        return
    language = current_language()
    table = developed.table.sort_values("hdi", ascending=False, na_position="last")
    rows = [
        {**{key: plain(value) for key, value in row.items()}, "unit": run.unit_name(unit)}
        for unit, row in zip(table.index, table.head(_MOST_ROWS).to_dict("records"))
    ]
    words = {code: tr(text, language) for code, text in CATEGORIES.items()}
    write_report(
        run,
        "humandevelopmentindex.html",
        language,
        name=tr(algorithm.TITLE, language),
        preset=tr(developed.preset.name, language),
        synthetic=says_synthetic(run.source()),
        diagnostics=developed.diagnostics,
        n=len(table),
        rows=[{**row, "words": words.get(row["category"], "–")} for row in rows],
        counts=[(words[code], int((table["category"] == code).sum())) for code in CATEGORIES],
        dimensions=[(code, tr(DIMENSIONS[code], language)) for code in developed.preset.dimensions],
        decimals=2 if developed.preset.scale > 1 else 3,
        has={name: name in table for name in ("change", "ihdi", "gii")},
        cut=len(table) > _MOST_ROWS,
        charts=_charts(run, developed, table, language),
    )


def _charts(run: Run, developed: Developed, table: pd.DataFrame, language: str) -> list[tuple[str, str]]:
    """Draw the charts; without matplotlib the report has none."""
    known = table[table["hdi"].notna()]
    if not 0 < len(known) <= _MOST_BARS:
        return []
    codes = list(developed.preset.dimensions)
    labels = [tr(DIMENSIONS[code], language) for code in codes]
    units = [run.unit_name(unit) for unit in known.index]
    try:
        from ...cartography.charts.change import part_changes
        from ...cartography.charts.development import dimension_dots

        indices = 100 * known[[f"{code}_index" for code in codes]].to_numpy(float)
        charts = [(dimension_dots(units, indices, labels, tr("Index of the dimension", language)), _INDICES)]
        if "change" in known and known["change"].notna().any():
            changed = known[known["change"].notna()].sort_values("change", ascending=False)
            parts = np.column_stack([changed[f"change_{code}"] for code in codes])
            names = [run.unit_name(unit) for unit in changed.index]
            charts.append((part_changes(names, parts, labels, tr("Change", language)), _CHANGES))
    except ModuleNotFoundError:
        return []
    return [(chart, tr(caption, language)) for chart, caption in charts]
