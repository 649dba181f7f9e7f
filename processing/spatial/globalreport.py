"""The report of global statistics: tables, Moran scatterplots, correlograms, permutations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ...analysis.core.lazy import pd
from ...analysis.core.messages import InputError, mark
from ...analysis.spatial.global_formulas import STATISTICS
from ...analysis.spatial.scatter import moran_scatterplot, order_correlogram, scatter_slope
from ...cartography.base.metadata import says_synthetic
from ...language import current_language, number, tr
from ..report.html import write_report
from .weightsreport import neighbour_facts

if TYPE_CHECKING:
    from ...analysis.core.diagnostics import Diagnostics
    from ...analysis.spatial.weights.weights import Weights
    from ..base.algorithm import Algorithm
    from ..base.run import Run

#: Steps from neighbour to neighbour in the correlogram.
_STEPS = 6
#: The areas furthest out that a scatterplot names.
_NAMED = 12
_CAPTIONS = {
    "scatter": mark(
        "Each point is an area: its value and the mean of its neighbours. The slope of the line is Moran's I "
        "of row-standardised weights; the areas furthest out are named."
    ),
    "correlogram": mark(
        "Moran's I by steps from neighbour to neighbour. Inside the band it could be chance (95 %, analytic)."
    ),
    "permuted": mark("Moran's I of the permuted values (grey) and of the observed ones (line)."),
}


@dataclass(frozen=True)
class Measured:
    """The statistics of one field: its values, weights, table by statistic, permuted values."""

    values: pd.Series
    weights: Weights
    table: pd.DataFrame
    permuted: pd.DataFrame
    diagnostics: Diagnostics

    def rows(self) -> pd.DataFrame:
        """Return the rows of the output table."""
        table = self.table.reset_index()
        table.insert(0, "field", str(self.values.name))
        return table.assign(n=self.diagnostics.n)


def write_global_report(
    run: Run, algorithm: Algorithm, measured: list[Measured], weights: Weights, n: int
) -> None:
    """Write REPORT, where it is wanted."""
    if not run.outputs.wanted("REPORT"):
        return
    language = current_language()
    write_report(
        run,
        "globalautocorrelation.html",
        language,
        name=tr(algorithm.TITLE, language),
        summary=tr(algorithm.SUMMARY, language),
        synthetic=says_synthetic(run.source()),
        n=n,
        fields=[
            {
                "name": str(one.values.name),
                "diagnostics": one.diagnostics,
                "rows": _rows(one, language),
                "charts": _charts(run, one, language),
            }
            for one in measured
        ],
        neighbours=neighbour_facts(weights, language),
    )


def _rows(one: Measured, language: str) -> list[dict[str, Any]]:
    rows = one.table.reset_index().to_dict("records")
    return [{**row, "words": tr(STATISTICS[row["statistic"]].label, language)} for row in rows]


def _charts(run: Run, one: Measured, language: str) -> list[tuple[str, str]]:
    """Draw the charts; without matplotlib the report has none."""
    try:
        charts = {"scatter": _scatter(run, one, language), "correlogram": _correlogram(one, language)}
        if "moran" in one.permuted and len(one.permuted):
            charts["permuted"] = _permuted(one, language)
    except ModuleNotFoundError:
        return []
    return [(chart, tr(_CAPTIONS[kind], language)) for kind, chart in charts.items() if chart]


def _scatter(run: Run, one: Measured, language: str) -> str:
    from ...cartography.charts.autocorrelation import moran_scatter

    frame = moran_scatterplot(one.values, one.weights)
    x, y = frame["value_z"].to_numpy(float), frame["lag_z"].to_numpy(float)
    known = np.isfinite(x) & np.isfinite(y)
    far = np.argsort(-np.where(known, np.hypot(x, y), -1.0))[: min(_NAMED, int(known.sum()))]
    slope = scatter_slope(x, y, int(one.values.notna().sum()))
    return moran_scatter(
        x,
        y,
        slope,
        tr("{column}, standardised", language).format(column=one.values.name),
        tr("{column} of the neighbours, standardised", language).format(column=one.values.name),
        names={int(place): run.unit_name(frame.index[place]) for place in far},
    )


def _correlogram(one: Measured, language: str) -> str:
    from ...cartography.charts.autocorrelation import correlogram

    try:
        table = order_correlogram(one.values, one.weights, _STEPS, permutations=0)
    except InputError:
        return ""
    table = table[table["n"] > 0]
    return correlogram(
        table["order"],
        table["value"],
        table["expected"],
        np.sqrt(table["variance"]),
        tr("Steps from neighbour to neighbour", language),
        tr("Moran's I", language),
    )


def _permuted(one: Measured, language: str) -> str:
    from ...cartography.charts.autocorrelation import permuted_values

    value = float(one.table.at["moran", "value"])
    label = tr("Moran's I", language) + f" ({number(value, 3, language)})"
    return permuted_values(one.permuted["moran"], value, label, tr("Permutations", language))
