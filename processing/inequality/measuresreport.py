"""The report of inequality measures: table, Lorenz curves, quantile shares, parts by group."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ...analysis.core.lazy import pd
from ...analysis.core.messages import InputError, mark
from ...analysis.inequality.distribution import distribution
from ...analysis.inequality.lorenz import lorenz_curve, quantile_shares
from ...analysis.inequality.measures import MEASURES
from ...analysis.inequality.summary import FURTHER
from ...cartography.base.metadata import says_synthetic
from ...language import current_language, number, tr
from ..report.html import write_report

if TYPE_CHECKING:
    from ...analysis.inequality.spatial_gini import SpatialGini
    from ...analysis.inequality.summary import Summary
    from ..base.algorithm import Algorithm
    from ..base.run import Run

_FIFTHS = 5
#: Measures whose parts the chart shows: those that split without a choice of order.
_SPLIT = ("gini", "theil_t", "theil_l", "ge")
_CAPTIONS = {
    "lorenz": mark(
        "Lorenz curve: what share of the total the poorest part of the population holds. The farther from "
        "the diagonal, the more unequal; twice the shaded area is the Gini coefficient."
    ),
    "generalised": mark(
        "Generalised Lorenz curve: the Lorenz curve times the mean. Where one year's curve lies above the "
        "other's everywhere, it is better for any aversion to inequality."
    ),
    "shares": mark(
        "What each fifth of the population holds, poorest first, in percent; the line is an equal share."
    ),
    "parts": mark(
        "Parts of the inequality, in percent of each measure. The between part grows with the number of "
        "groups, so compare it only between groupings of equal size."
    ),
    "concentration": mark(
        "Concentration curve: what share the poorest by “{ranking}” hold. Above the diagonal the poorer hold "
        "more than their share."
    ),
}


@dataclass(frozen=True)
class Measured:
    """Everything measured of a field: the columns read by parameter, and the results."""

    read: dict[str, pd.Series]
    table: pd.DataFrame
    summary: Summary
    spatial: SpatialGini | None
    concentrated: pd.DataFrame | None

    @property
    def curve(self) -> pd.DataFrame | None:
        """The ordinates of the Lorenz curves; None where the mean is 0 or below."""
        return _curve(self.read["FIELD"], self.read.get("POPULATION_FIELD"))

    @property
    def earlier_curve(self) -> pd.DataFrame | None:
        """The curve of the earlier year, None without one."""
        before = self.read.get("FIELD_BEFORE")
        weights = self.read.get("POPULATION_FIELD_BEFORE", self.read.get("POPULATION_FIELD"))
        return None if before is None else _curve(before, weights)

    @property
    def group_rows(self) -> pd.DataFrame | None:
        """The table of groups with their name in a column; None without groups."""
        groups = self.summary.groups
        return None if groups is None else groups.reset_index().astype({"group": str})


def _curve(values: pd.Series, weights: pd.Series | None) -> pd.DataFrame | None:
    try:
        return lorenz_curve(distribution(values, weights))
    except InputError:
        return None


def measure_label(row: dict[str, Any], language: str | None = None) -> str:
    """Return the name of a row's measure, with its parameter where it has one."""
    code = row["measure"]
    label = tr((MEASURES if code in MEASURES else FURTHER)[code].label, language)
    parameter = row["parameter"]
    if parameter is None or parameter != parameter:
        return label
    return f"{label}, {'α' if code == 'ge' else 'ε'} = {number(parameter, 1, language)}"


def write_measures_report(run: Run, algorithm: Algorithm, measured: Measured) -> None:
    """Write REPORT, where it is wanted."""
    if not run.outputs.wanted("REPORT"):
        return
    language = current_language()
    rows = measured.table.to_dict("records")
    by_group = measured.group_rows
    write_report(
        run,
        "inequalitymeasures.html",
        language,
        name=tr(algorithm.TITLE, language),
        summary=tr(algorithm.SUMMARY, language),
        column=str(measured.read["FIELD"].name),
        synthetic=says_synthetic(run.source()),
        n=len(measured.read["FIELD"]),
        diagnostics=measured.summary.diagnostics,
        rows=[{**row, "words": measure_label(row, language)} for row in rows],
        gini=next((row["value"] for row in rows if row["measure"] == "gini"), None),
        before=str(measured.read["FIELD_BEFORE"].name) if "FIELD_BEFORE" in measured.read else "",
        grouping=str(measured.read["GROUP_FIELD"].name) if by_group is not None else "",
        groups=[] if by_group is None else by_group.to_dict("records"),
        spatial=measured.spatial,
        confidence=run.number("CONFIDENCE"),
        charts=_charts(measured, rows, language),
    )


def _charts(measured: Measured, rows: list[dict[str, Any]], language: str) -> list[tuple[str, str]]:
    """Draw the charts; without matplotlib the report has none."""
    if measured.curve is None:
        return []
    try:
        charts = {**_curves(measured, language), "shares": _shares(measured, language)}
        if measured.summary.groups is not None:
            charts["parts"] = _parts(rows, language)
    except ModuleNotFoundError:
        return []
    ranking = measured.read["RANK_FIELD"].name if "RANK_FIELD" in measured.read else ""
    captions = {kind: tr(text, language).format(ranking=ranking) for kind, text in _CAPTIONS.items()}
    return [(chart, captions[kind]) for kind, chart in charts.items() if chart]


def _curves(measured: Measured, language: str) -> dict[str, str]:
    from ...cartography.charts.inequality import cumulated_curves

    people = tr("Share of population, poorest first", language)
    equality = tr("Equality", language)
    years = [(str(measured.read["FIELD"].name), measured.curve)]
    if measured.earlier_curve is not None:
        years.append((str(measured.read["FIELD_BEFORE"].name), measured.earlier_curve))

    def heights(of: str) -> list[tuple[str, Any, Any]]:
        return [(label, curve["population"], curve[of]) for label, curve in years]

    charts = {
        "lorenz": cumulated_curves(heights("share"), people, tr("Share of the total", language), equality),
        "generalised": cumulated_curves(
            heights("generalised"), people, tr("Mean times share of the total", language)
        ),
    }
    if measured.concentrated is not None:
        ranked = measured.concentrated
        label = str(measured.read["FIELD"].name)
        charts["concentration"] = cumulated_curves(
            [(label, ranked["population"], ranked["share"])],
            tr("Share of population, ranked by {ranking}", language).format(
                ranking=measured.read["RANK_FIELD"].name
            ),
            tr("Share of the total", language),
            equality,
        )
    return charts


def _shares(measured: Measured, language: str) -> str:
    from ...cartography.charts.inequality import share_bars

    of = distribution(measured.read["FIELD"], measured.read.get("POPULATION_FIELD"))
    fifths = quantile_shares(of, _FIFTHS)["share"]
    labels = [tr("Fifth {n}", language).format(n=place) for place in range(1, _FIFTHS + 1)]
    return share_bars(fifths, 1 / _FIFTHS, labels, tr("Share of the total (%)", language))


def _parts(rows: list[dict[str, Any]], language: str) -> str:
    """Draw within, between and overlap of the measures that split into parts; empty where none does."""
    from ...cartography.charts.inequality import part_bars

    split = [row for row in rows if row["measure"] in _SPLIT and row["value"] and row["value"] > 0]
    parts = np.array([[row["within"], row["between"], row["overlap"]] for row in split], float)
    known = [place for place, row in enumerate(parts) if np.isfinite(row).all()]
    if not known:
        return ""
    labels = [tr("Within groups", language), tr("Between groups", language), tr("Overlap", language)]
    names = [measure_label(split[place], language) for place in known]
    return part_bars(names, parts[known], labels, tr("Share of the measure (%)", language))
