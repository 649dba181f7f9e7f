"""The report of a local statistic: classes, significant areas, charts, neighbours, method."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ...analysis.core.lazy import pd
from ...analysis.core.messages import mark
from ...analysis.spatial.scatter import scatter_slope
from ...cartography.base.metadata import says_synthetic
from ...cartography.styles.clusters import class_colours, class_words
from ...cartography.styles.hotspots import SPOT_WORDS
from ...language import current_language, tr
from ..io.frames import plain
from ..report.html import write_report
from .weightsreport import neighbour_facts

if TYPE_CHECKING:
    from ...analysis.spatial.local.result import Inference, LocalResult
    from ...analysis.spatial.weights.weights import Weights
    from ..base.run import Run
    from .local import LocalStatistic

#: A longer list of significant areas is cut; the layer holds all.
_MOST_ROWS = 200
#: More names than this hide the points of a scatterplot.
_MOST_NAMES = 20
_SCATTER = mark(
    "Each point is an area: its value and the weighted sum of its neighbours. The slope of the line is the "
    "global statistic. Significant areas are coloured as on the map."
)


def write_local_report(
    run: Run,
    algorithm: LocalStatistic,
    values: pd.DataFrame,
    weights: Weights,
    result: LocalResult,
    inference: Inference,
) -> None:
    """Write REPORT, where it is wanted; weights: of the areas that have values."""
    if not run.outputs.wanted("REPORT"):
        return
    language = current_language()
    words = _words(run, algorithm)
    classes = result.frame[f"{algorithm.PREFIX}_class"]
    shown = _significant(run, algorithm, values, result, inference, words, language)
    write_report(
        run,
        "localstatistic.html",
        language,
        name=run.sentence(algorithm.title(run), language),
        summary=tr(algorithm.SUMMARY, language),
        synthetic=says_synthetic(run.source()),
        diagnostics=result.diagnostics,
        n=len(values),
        counts=_counts(words, classes, result.diagnostics.missing, language),
        columns=[str(column) for column in values.columns],
        rows=shown[:_MOST_ROWS],
        significant=len(shown),
        inference=inference,
        neighbours=neighbour_facts(weights, language),
        charts=_charts(run, algorithm, result, inference, language),
    )


def _counts(words: dict[Any, str], classes: pd.Series, missing: int, language: str) -> list[tuple[str, int]]:
    """Return how many areas are of each class; with those without data they sum to all."""
    counts = [(tr(word, language), int((classes == code).sum())) for code, word in words.items()]
    islands = len(classes) - missing - sum(count for _, count in counts)
    return [*counts, (tr("No neighbours", language), islands)] if islands else counts


def _words(run: Run, algorithm: LocalStatistic) -> dict[Any, str]:
    """Return the words of the classes, as in the legend."""
    kind, options = algorithm.class_style(run)
    return SPOT_WORDS if kind == "hotspots" else class_words(**options)


def _significant(
    run: Run,
    algorithm: LocalStatistic,
    values: pd.DataFrame,
    result: LocalResult,
    inference: Inference,
    words: dict[Any, str],
    language: str,
) -> list[dict[str, Any]]:
    """Return the significant units, by class and then by p."""
    prefix = algorithm.PREFIX
    names = {f"{prefix}_{part}": part for part in ("z", "p", "q", "class")}
    table = result.frame[[prefix, *names]].rename(columns={prefix: "statistic", **names})
    table = table[table["q"] <= inference.alpha]
    table = table.assign(
        unit=[run.unit_name(unit) for unit in table.index],
        word=[tr(words[code], language) for code in table["class"]],
    ).sort_values(["class", "q", "p", "unit"], kind="stable")
    rows = []
    for unit, row in zip(table.index, table.to_dict("records")):
        row["values"] = [plain(value) for value in values.loc[unit]]
        rows.append({key: value if key == "values" else plain(value) for key, value in row.items()})
    return rows


def _charts(
    run: Run, algorithm: LocalStatistic, result: LocalResult, inference: Inference, language: str
) -> list[tuple[str, str]]:
    """Draw the Moran scatterplot where the statistic has one, else the scores; nothing without matplotlib."""
    try:
        if "lag_z" in result.frame:
            return [(_scatter(run, algorithm, result, inference, language), tr(_SCATTER, language))]
        from ...cartography.charts.distribution import histogram

        scores = result.frame[f"{algorithm.PREFIX}_z"].to_numpy(float)
        chart = histogram(scores, (-1.96, 1.96), tr("Standard score (z)", language), tr("Areas", language))
        return [(chart, tr("Distribution of the standard scores; dashed lines at ±1.96.", language))]
    except ModuleNotFoundError:
        return []


def _scatter(
    run: Run, algorithm: LocalStatistic, result: LocalResult, inference: Inference, language: str
) -> str:
    from ...cartography.charts.autocorrelation import moran_scatter

    _, options = algorithm.class_style(run)
    colours = class_colours(**options)
    frame = result.frame
    x, y = frame["value_z"].to_numpy(float), frame["lag_z"].to_numpy(float)
    significant = np.flatnonzero(frame["lisa_q"].to_numpy(float) <= inference.alpha)
    named = significant[np.argsort(-np.hypot(x[significant], y[significant]))][:_MOST_NAMES]
    columns = algorithm.columns(run)
    return moran_scatter(
        x,
        y,
        scatter_slope(x, y, result.diagnostics.n),
        tr("{column}, standardised", language).format(column=columns[0]),
        tr("{column} of the neighbours, standardised", language).format(column=columns[-1]),
        [colours.get(code, colours["ns"]) for code in frame["lisa_class"]],
        {int(place): run.unit_name(frame.index[place]) for place in named},
    )
