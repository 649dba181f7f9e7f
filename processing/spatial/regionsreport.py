"""The report of regions: groups, profile, advice on their number."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ...analysis.core.lazy import pd
from ...analysis.core.messages import mark
from ...cartography.base.metadata import says_synthetic
from ...language import current_language, tr
from ..io.frames import plain
from ..report.html import write_report
from .weightsreport import neighbour_facts

if TYPE_CHECKING:
    from ...analysis.spatial.regions.partition import Regions as Result
    from ...analysis.spatial.weights.weights import Weights
    from ..base.algorithm import Algorithm
    from ..base.run import Run

#: More members than this are counted, not named.
_MOST_NAMES = 60
_CAPTION = mark(
    "The mean of each field in each group, in standard deviations from the mean of all areas. Blue is above, "
    "red below."
)


def write_regions_report(
    run: Run,
    algorithm: Algorithm,
    columns: list[str],
    result: Result,
    advice: pd.DataFrame | None,
    weights: Weights | None,
) -> None:
    """Write REPORT, where it is wanted."""
    if not run.outputs.wanted("REPORT"):
        return
    language = current_language()
    write_report(
        run,
        "regions.html",
        language,
        name=tr(algorithm.TITLE, language),
        summary=tr(algorithm.SUMMARY, language),
        synthetic=says_synthetic(run.source()),
        diagnostics=result.diagnostics,
        n=len(result.frame),
        columns=columns,
        groups=_groups(run, result),
        silhouette=result.silhouette,
        between=result.between,
        advice=[] if advice is None else advice.reset_index().to_dict("records"),
        neighbours=[] if weights is None else neighbour_facts(weights, language),
        charts=_charts(columns, result, language),
    )


def _groups(run: Run, result: Result) -> list[dict[str, Any]]:
    """Return the profile with the names of the members."""
    rows = []
    for region, row in zip(result.profile.index, result.profile.to_dict("records")):
        members = result.frame.index[result.frame["region"] == region]
        named = [run.unit_name(unit) for unit in members[:_MOST_NAMES]]
        values = {key: plain(value) for key, value in row.items()}
        rows.append({"region": region, "members": named, "rest": len(members) - len(named), "row": values})
    return rows


def _charts(columns: list[str], result: Result, language: str) -> list[tuple[str, str]]:
    """Draw the profile; nothing without matplotlib."""
    try:
        from ...cartography.charts.profile import profile_table

        means = np.column_stack([result.profile[f"{column}_z"] for column in columns])
        labels = [tr("Group {n}", language).format(n=region) for region in result.profile.index]
        return [(profile_table(means, labels, columns), tr(_CAPTION, language))]
    except ModuleNotFoundError:
        return []
