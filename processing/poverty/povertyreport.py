"""The report of multidimensional poverty: areas, indicators, contributions, k-curve, robustness."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ...analysis.core.lazy import pd
from ...analysis.core.messages import mark
from ...analysis.poverty.alkire_foster import curve, redundancy
from ...analysis.poverty.reliability import RELIABILITY
from ...analysis.poverty.robustness import Robustness, emphasised, robustness
from ...cartography.base.metadata import says_synthetic
from ...language import current_language, tr
from ..io.frames import plain
from ..report.html import write_report
from .change import total_changes
from .result import Measured, poverty_table

if TYPE_CHECKING:
    from ...analysis.core.diagnostics import Diagnostics
    from ...analysis.poverty.change import PovertyChange
    from ...analysis.poverty.definition import PovertyDefinition
    from ...analysis.poverty.profile import Profile
    from ..base.algorithm import Algorithm
    from ..base.run import Run

#: Bars are drawn for so many areas at most, and pairs of areas compared for so many.
_MOST_BARS, _MOST_PAIRS = 120, 2000
_MOST_ROWS = 300
#: Cut-offs of the k-curve.
_CUTOFFS = np.linspace(0.05, 1.0, 20)
#: Indicators that nearly always come together say the same twice.
_REDUNDANT = 0.9
_CAPTIONS = {
    "curve": mark("Headcount H and M0 of all areas at every cut-off k; the line is the k of this report."),
    "parts": mark(
        "What each dimension adds to M0; the areas with the most poverty stand first, those with few records are "
        "marked *."
    ),
}


def write_poverty_report(
    run: Run, algorithm: Algorithm, measured: Measured, changed: PovertyChange | None
) -> None:
    """Write REPORT, where it is wanted."""
    if not run.outputs.wanted("REPORT"):
        return
    language = current_language()
    table = poverty_table(run, measured)
    total, areas = table.iloc[-1], table.iloc[:-1].sort_values("mpi", ascending=False)
    rows = [{key: plain(value) for key, value in row.items()} for row in areas.to_dict("records")]
    write_report(
        run,
        "multidimensionalpoverty.html",
        language,
        name=tr(algorithm.TITLE, language),
        definition=measured.records.definition,
        synthetic=says_synthetic(run.source()),
        diagnostics=measured.diagnostics,
        k=measured.poverty.k,
        total={key: plain(value) for key, value in total.to_dict().items()},
        rows=rows[:_MOST_ROWS],
        cut=len(rows) > _MOST_ROWS,
        counts={
            "areas": len(areas),
            **{code: int((areas["reliability"] == code).sum()) for code in RELIABILITY},
        },
        least=measured.least,
        indicators=_indicators(measured, total),
        changes=None if changed is None else total_changes(changed),
        moved={} if changed is None else changed.total.to_dict(),
        twins=_twins(measured.records),
        robust=_robust(measured, language),
        charts=_charts(measured, areas, language),
    )


def _indicators(measured: Measured, total: pd.Series) -> list[dict[str, Any]]:
    definition = measured.records.definition
    dimension_of = {
        indicator.field: dimension.name or dimension.code
        for dimension in definition.dimensions
        for indicator in dimension.indicators
    }
    return [
        {
            "dimension": dimension_of[indicator.field],
            "name": indicator.name or indicator.field,
            "field": indicator.field,
            "weight": float(weight),
            **{
                kind: plain(total[f"{kind}_{indicator.field}"])
                for kind in ("uncensored", "censored", "contribution")
            },
        }
        for indicator, weight in zip(definition.indicators, definition.weights)
    ]


def _twins(profile: Profile) -> list[tuple[str, str, float]]:
    """Return pairs of indicators of which one tells nearly nothing that the other does not."""
    table = redundancy(profile)
    fields = list(table.columns)
    pairs = [(one, two) for place, one in enumerate(fields, 1) for two in fields[place:]]
    return [(*pair, float(table.loc[pair])) for pair in pairs if table.loc[pair] >= _REDUNDANT]


def _robust(measured: Measured, language: str) -> dict[str, Any] | None:
    """Compare ranks over cut-offs around k and over weights that lean on each dimension."""
    known = measured.poverty.areas["mpi"].dropna().index
    profile, k = measured.records.only(known), measured.poverty.k
    if not 1 < len(profile.areas) <= _MOST_PAIRS:
        return None
    cutoffs = [k, *sorted({round(cut, 4) for cut in (0.8 * k, min(1.2 * k, 1.0))} - {round(k, 4)})]
    errors = None if measured.errors is None else measured.errors.areas["se_mpi"]
    found: Robustness = robustness(profile, cutoffs, emphasised(profile.definition), errors)
    names = {one.code: one.name or one.code for one in profile.definition.dimensions}
    rows = [
        {
            "weights": tr("as defined", language)
            if weights == "baseline"
            else tr("half on {dimension}", language).format(dimension=names[weights]),
            "k": cut,
            "kendall": tau,
        }
        for (weights, cut), tau in found.agreement["kendall"].iloc[1:].items()
    ]
    return {"rows": rows, "significant": found.significant, "robust": found.robust}


def _charts(measured: Measured, areas: pd.DataFrame, language: str) -> list[tuple[str, str]]:
    """Draw the charts; without matplotlib the report has none."""
    try:
        areas = areas[areas["mpi"].notna()]
        charts = {"curve": _curve(measured, language)}
        if len(areas) <= _MOST_BARS and (areas["mpi"] > 0).any():
            charts["parts"] = _parts(measured, areas, language)
    except ModuleNotFoundError:
        return []
    return [(chart, tr(_CAPTIONS[kind], language)) for kind, chart in charts.items()]


def _curve(measured: Measured, language: str) -> str:
    from ...cartography.charts.poverty import cutoff_curves

    headcount, mpi = curve(measured.records, _CUTOFFS)
    share = measured.poverty.areas["population_share"].to_numpy()
    return cutoff_curves(
        _CUTOFFS,
        {
            tr("Headcount H", language): share @ headcount.to_numpy(),
            tr("M0 = H × A", language): share @ mpi.to_numpy(),
        },
        measured.poverty.k,
        tr("Poverty cut-off k", language),
        tr("Share of the population", language),
    )


def _parts(measured: Measured, areas: pd.DataFrame, language: str) -> str:
    from ...cartography.charts.distribution import ranked_bars

    parts = areas[measured.dimension_columns].mul(areas["mpi"], axis=0).fillna(0.0).to_numpy()
    labels = [one.name or one.code for one in measured.records.definition.dimensions]
    names = [
        f"{name} *" if code == "few" else name for name, code in zip(areas["name"], areas["reliability"])
    ]
    return ranked_bars(names, parts, labels, tr("M0", language))


def write_bounds_report(
    run: Run,
    algorithm: Algorithm,
    definition: PovertyDefinition,
    units: pd.DataFrame,
    diagnostics: Diagnostics,
) -> None:
    """Write REPORT of bounds, where it is wanted."""
    if not run.outputs.wanted("REPORT"):
        return
    language = current_language()
    rows = [
        {**{key: plain(value) for key, value in row.items()}, "name": run.unit_name(unit)}
        for unit, row in zip(units.index, units.to_dict("records"))
    ]
    write_report(
        run,
        "povertybounds.html",
        language,
        name=tr(algorithm.TITLE, language),
        definition=definition,
        synthetic=says_synthetic(run.source()),
        diagnostics=diagnostics,
        rows=sorted(rows, key=lambda row: -(row["mpi_high"] or 0.0))[:_MOST_ROWS],
        cut=len(rows) > _MOST_ROWS,
    )
