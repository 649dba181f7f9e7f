"""The report of emerging hotspots: patterns, their areas, pockets by year."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...analysis.core.messages import mark
from ...analysis.spatial.emerging import PATTERNS
from ...cartography.base.metadata import says_synthetic
from ...cartography.styles.pattern import PATTERN_WORDS
from ...language import current_language, tr
from ..io.frames import plain
from ..report.html import write_report
from .weightsreport import neighbour_facts

if TYPE_CHECKING:
    from ...analysis.spatial.emerging import EmergingResult
    from ...analysis.spatial.weights.weights import Weights
    from ..base.algorithm import Algorithm
    from ..base.run import Run

#: A longer list of areas is cut.
_MOST_ROWS = 200
_CAPTION = mark("Areas in a high pocket (above the line) and in a low pocket (below), by year.")


def write_emerging_report(run: Run, algorithm: Algorithm, result: EmergingResult, weights: Weights) -> None:
    """Write REPORT, where it is wanted."""
    if not run.outputs.wanted("REPORT"):
        return
    language = current_language()
    counts = result.frame["pattern"].value_counts()
    patterns = [
        {"words": tr(words, language), "count": int(counts[code]), "rule": tr(PATTERNS[code].help, language)}
        for code, words in PATTERN_WORDS.items()
        if code in counts
    ]
    rows = _rows(run, result, language)
    write_report(
        run,
        "emerginghotspots.html",
        language,
        name=tr(algorithm.TITLE, language),
        summary=tr(algorithm.SUMMARY, language),
        synthetic=says_synthetic(run.source()),
        diagnostics=result.diagnostics,
        n=len(result.frame),
        years=[str(year) for year in result.z.columns],
        patterns=patterns,
        rows=rows[:_MOST_ROWS],
        found=len(rows),
        neighbours=neighbour_facts(weights, language),
        charts=_charts(result, language),
    )


def _rows(run: Run, result: EmergingResult, language: str) -> list[dict[str, Any]]:
    """Return the areas with a pattern, in the order of the legend, with their scores by year."""
    order = {code: place for place, code in enumerate(PATTERN_WORDS)}
    frame = result.frame
    chosen = frame[~frame["pattern"].isin(["none", "island", "nodata"])]
    chosen = chosen.assign(
        place=chosen["pattern"].map(order), unit=[run.unit_name(unit) for unit in chosen.index]
    ).sort_values(["place", "unit"])
    return [
        {
            "unit": row["unit"],
            "words": tr(PATTERN_WORDS[row["pattern"]], language),
            "z": plain(row["trend_z"]),
            "p": plain(row["trend_p"]),
            "scores": [plain(score) for score in result.z.loc[unit]],
            "spots": [plain(spot) for spot in result.classes.loc[unit]],
        }
        for unit, row in zip(chosen.index, chosen.to_dict("records"))
    ]


def _charts(result: EmergingResult, language: str) -> list[tuple[str, str]]:
    """Draw the pockets by year; nothing without matplotlib."""
    try:
        from ...cartography.charts.autocorrelation import pockets_by_year

        years = [str(year) for year in result.classes.columns]
        hot, cold = ((result.classes == sign).sum().to_numpy() for sign in (1, -1))
        return [(pockets_by_year(years, hot, cold, tr("Areas", language)), tr(_CAPTION, language))]
    except ModuleNotFoundError:
        return []
