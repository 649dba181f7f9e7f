"""The report of a change between two years."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...analysis.core.lazy import pd
from ...analysis.core.messages import mark
from ...cartography.base.metadata import says_synthetic
from ...language import current_language, tr
from ..io.frames import plain
from ..report.html import write_report

if TYPE_CHECKING:
    from ...analysis.indices.change.index_change import IndexChange as Result
    from ...analysis.indices.definition.model import Definition
    from ..base.algorithm import Algorithm
    from ..base.run import Run

_MOST_BARS = 120
_MOST_ROWS = 300
_CAPTION = mark(
    "What each dimension adds to the change of the index (point); parts that raise it lie right of 0, parts "
    "that lower it left."
)


def write_change_report(
    run: Run, algorithm: Algorithm, definition: Definition, result: Result, years: tuple[str, str]
) -> None:
    """Write REPORT, where it is wanted."""
    if not run.outputs.wanted("REPORT"):
        return
    language = current_language()
    units = result.units.sort_values("change", ascending=False, na_position="last")
    known = units[units["change"].notna()]
    rows = [
        {**{key: plain(value) for key, value in row.items()}, "unit": run.unit_name(unit)}
        for unit, row in zip(units.index, units.head(_MOST_ROWS).to_dict("records"))
    ]
    labels = {leaf.field: leaf.label for leaf in definition.indicators}
    parts = result.contributions.mean().sort_values()
    write_report(
        run,
        "indexchange.html",
        language,
        name=tr(algorithm.TITLE, language),
        index_name=definition.name,
        years=years,
        synthetic=says_synthetic(run.source()),
        diagnostics=result.diagnostics,
        n=len(units),
        mean=float(known["change"].mean()),
        risen=int((known["change"] > 0).sum()),
        fallen=int((known["change"] < 0).sum()),
        drawn=bool(known["change_rank_low"].notna().any()),
        sure=int(known["beyond_noise"].sum()),
        rows=rows,
        cut=len(units) > _MOST_ROWS,
        indicators=[(labels[column], column, float(value)) for column, value in parts.items()],
        charts=_charts(run, definition, known, language),
    )


def _charts(run: Run, definition: Definition, known: pd.DataFrame, language: str) -> list[tuple[str, str]]:
    """Draw the parts; nothing without matplotlib or where there are too many units to read."""
    if not 0 < len(known) <= _MOST_BARS:
        return []
    columns: list[Any] = [f"contribution_{node.code}" for node in definition.dimensions]
    try:
        from ...cartography.charts.change import part_changes

        svg = part_changes(
            [run.unit_name(unit) for unit in known.index],
            known[columns].to_numpy(float),
            [node.label for node in definition.dimensions],
            tr("Change of the index", language),
        )
    except ModuleNotFoundError:
        return []
    return [(svg, tr(_CAPTION, language))]
