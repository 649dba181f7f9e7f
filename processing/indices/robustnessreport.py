"""The report of the robustness of an index, made ready for the template."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ...analysis.core.lazy import pd
from ...analysis.indices.robustness.assumptions import FACTORS
from ...cartography.base.metadata import says_synthetic
from ...language import tr
from ..io.frames import plain
from ..report.html import write_report

if TYPE_CHECKING:
    from ...analysis.indices.robustness.result import Robustness
    from ..base.run import Run

#: Rank intervals are drawn and listed for so many units at most.
_MOST_UNITS = 200


def write_robustness_report(run: Run, result: Robustness, title: str, language: str) -> None:
    """Write REPORT, where it is wanted."""
    if not run.outputs.wanted("REPORT"):
        return
    units = result.units.sort_values(["rank_median", "rank_low"], na_position="last")
    ranked = units[units["rank_median"].notna()]
    width = ranked["rank_high"] - ranked["rank_low"]
    rows = [
        {"unit": run.unit_name(unit), **{key: plain(value) for key, value in row.items()}}
        for unit, row in zip(units.index, units.to_dict("records"))
    ]
    sensitivities = result.sensitivities[result.sensitivities["output"] == "ranks"]
    write_report(
        run,
        "indexrobustness.html",
        language,
        name=title or tr("Robustness of the index", language),
        synthetic=says_synthetic(run.source()),
        diagnostics=result.diagnostics,
        shift=result.shift,
        draws=result.draws,
        failed=result.failed,
        n=len(ranked),
        width=float(width.median()) if len(ranked) else None,
        always=[run.unit_name(unit) for unit in ranked.index[ranked["rank_share_bottom"] >= 0.95]],
        sometimes=[
            run.unit_name(unit)
            for unit in ranked.index[ranked["rank_share_bottom"].between(0.05, 0.95, inclusive="left")]
        ],
        rows=rows[:_MOST_UNITS],
        sensitivities=_named(sensitivities, language),
        dropped=result.dropped.head(10).to_dict("records"),
        failures=[{**row, "why": row["why"]} for row in result.failures.to_dict("records")],
        charts=_charts(run, ranked, sensitivities, language),
    )


def _named(sensitivities: pd.DataFrame, language: str) -> list[dict[str, Any]]:
    names = _names(sensitivities, language)
    return [{**row, "name": name} for row, name in zip(sensitivities.to_dict("records"), names)]


def _names(sensitivities: pd.DataFrame, language: str) -> list[str]:
    labels = [FACTORS[code].label for code in sensitivities["factor"]]
    return [tr(label, language) for label in labels]


def _charts(run: Run, ranked: pd.DataFrame, sensitivities: pd.DataFrame, language: str) -> dict[str, str]:
    """Draw the charts; without matplotlib the report has none."""
    try:
        from ...cartography.charts.intervals import paired_bars, rank_intervals

        charts = {
            "factors": paired_bars(
                _names(sensitivities, language),
                100 * sensitivities[["total", "first"]].to_numpy(float),
                100 * sensitivities[["total_low", "first_low"]].to_numpy(float),
                100 * sensitivities[["total_high", "first_high"]].to_numpy(float),
                (tr("Total", language), tr("Alone", language)),
                tr("Share of the variance of ranks (%)", language),
            )
        }
        if 0 < len(ranked) <= _MOST_UNITS:
            columns = ("rank_low", "rank_median", "rank_high", "rank")
            charts["ranks"] = rank_intervals(
                [run.unit_name(unit) for unit in ranked.index],
                *(ranked[column].to_numpy(dtype=float, na_value=np.nan) for column in columns),
                (
                    tr("Rank (1 is the best-off)", language),
                    tr("9 of 10 draws", language),
                    tr("Median", language),
                    tr("As defined", language),
                ),
            )
    except ModuleNotFoundError:
        return {}
    return charts
