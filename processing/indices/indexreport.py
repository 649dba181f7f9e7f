"""The report of a composite index: what its numbers say, made ready for the template."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np

from ...analysis.core.lazy import pd
from ...analysis.indices.definition.schema import definition_to_dict
from ...cartography.base.metadata import says_synthetic
from ...language import tr
from ..io.frames import plain
from ..report.html import write_report

if TYPE_CHECKING:
    from ...analysis.indices.composite.pipeline import IndexResult
    from ...analysis.indices.definition.model import Definition, Dimension
    from ..base.run import Run

#: Ranked bars are drawn for so many units at most; a longer chart cannot be read.
_MOST_BARS = 120
#: A ranking longer than this shows its head and tail.
_MOST_ROWS = 200


def write_index_report(
    run: Run,
    definition: Definition,
    result: IndexResult,
    frame: pd.DataFrame,
    columns: dict[str, str | None],
    language: str,
) -> None:
    """Write REPORT, where it is wanted."""
    if not run.outputs.wanted("REPORT"):
        return
    write_report(
        run,
        "compositeindex.html",
        language,
        name=definition.name or tr("Composite welfare index", language),
        description=definition.description,
        synthetic=says_synthetic(run.source()),
        diagnostics=result.diagnostics,
        summary=_summary(result),
        ranking=_ranking(run, result, frame, columns["GROUP_FIELD"]),
        dimensions=[(node.code, node.label) for node in definition.dimensions],
        labels=_labels(definition.dimensions),
        weights=result.weights.to_dict("records"),
        treated=_named(run, result.treated),
        imputed=_named(run, result.imputed),
        charts=_charts(run, definition, result, language),
        recipe=json.dumps(definition_to_dict(definition), ensure_ascii=False, indent=2),
    )


def _labels(dimensions: tuple[Dimension, ...]) -> dict[str, str]:
    """Return the label of every dimension by code."""
    labels = {}
    for dimension in dimensions:
        labels |= {dimension.code: dimension.label, **_labels(dimension.dimensions)}
    return labels


def _summary(result: IndexResult) -> dict[str, Any]:
    values = result.units["index"].to_numpy(float)
    present = values[np.isfinite(values)]
    return {
        "n": len(values),
        "with_index": int(present.size),
        "mean": float(present.mean()) if present.size else None,
        "median": float(np.median(present)) if present.size else None,
        "low": float(present.min()) if present.size else None,
        "high": float(present.max()) if present.size else None,
        "deviation": float(present.std(ddof=1)) if present.size > 1 else None,
    }


def _ranking(run: Run, result: IndexResult, frame: pd.DataFrame, group: str | None) -> list[dict[str, Any]]:
    """Return rows by rank, units without an index last; the middle of a long list is left out."""
    units = result.units.assign(
        unit=[run.unit_name(unit) for unit in result.units.index],
        group=frame[group].astype(str) if group else "",
    ).sort_values(["rank", "unit"], na_position="last")
    rows = [{key: plain(value) for key, value in row.items()} for row in units.to_dict("records")]
    if len(rows) > _MOST_ROWS:
        half = _MOST_ROWS // 2
        rows = [*rows[:half], *rows[-half:]]
    return rows


def _named(run: Run, table: pd.DataFrame) -> list[dict[str, Any]]:
    return [{**row, "unit": run.unit_name(row["unit"])} for row in table.to_dict("records")]


def _charts(run: Run, definition: Definition, result: IndexResult, language: str) -> dict[str, str]:
    """Draw the charts; without matplotlib the report has none."""
    try:
        from ...cartography.charts.distribution import histogram, ranked_bars
    except ModuleNotFoundError:
        return {}
    values = result.units["index"].to_numpy(float)
    label = tr("Index", language)
    try:
        charts = {
            "histogram": histogram(values, result.breaks[1:-1], label, tr("Kelurahan", language), language)
        }
        if len(values) <= _MOST_BARS:
            charts["bars"] = _bars(run, definition, result, label, ranked_bars, language)
    except ModuleNotFoundError:
        return {}
    return charts


def _bars(run: Run, definition: Definition, result: IndexResult, label: str, draw: Any, language: str) -> str:
    order = result.units["index"].dropna().sort_values(ascending=False).index
    parts = np.column_stack(
        [
            result.contributions.loc[order, [leaf.field for leaf in node.leaves()]].sum(axis=1)
            for node in definition.dimensions
        ]
    )
    labels = [run.unit_name(unit) for unit in order]
    return draw(labels, parts, [node.label for node in definition.dimensions], label, language)
