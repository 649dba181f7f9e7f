"""The charts of a report: what each kind draws."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ...analysis.core.messages import mark
from ...analysis.core.registers import Method, Register
from ...language import tr
from ..charts.autocorrelation import correlogram, moran_scatter, neighbour_counts, permuted_values, pockets_by_year
from ..charts.change import part_changes
from ..charts.comparison import dominance_curves, effect_chart
from ..charts.development import dimension_dots
from ..charts.distribution import histogram, ranked_bars
from ..charts.events import event_study, two_paths
from ..charts.figure import Chart
from ..charts.groups import boxes, heat_map
from ..charts.incidence import concentration, decile_bars
from ..charts.inequality import cumulated_curves, part_bars, share_bars
from ..charts.intervals import paired_bars, rank_intervals
from ..charts.poverty import cutoff_curves
from ..charts.profile import profile_table
from ..charts.regression import fitted_points
from ..charts.slopes import rank_slopes
from ..charts.themes import saturation_steps, theme_bars


def _histogram(data: Mapping[str, Any], language: str) -> Chart:
    return histogram(data["values"], (), tr("Index", language), tr("Kelurahan", language), language)


def _boxes(data: Mapping[str, Any], language: str) -> Chart:
    return boxes(data["groups"], data["line"], tr("Index", language), language)


def _heat(data: Mapping[str, Any], language: str) -> Chart:
    return heat_map(data["values"], data["rows"], data["columns"], data["centres"], language)


def _stacks(data: Mapping[str, Any], language: str) -> Chart:
    return ranked_bars(data["labels"], data["parts"], data["names"], tr("Index", language), language)


def _rank_intervals(data: Mapping[str, Any], language: str) -> Chart:
    words = [
        tr(one, language)
        for one in (mark("Rank"), mark("5th to 95th percentile"), mark("Median"), mark("Rank as defined"))
    ]
    return rank_intervals(data["labels"], data["low"], data["median"], data["high"], data["nominal"], tuple(words))


def _slopes(data: Mapping[str, Any], language: str) -> Chart:
    moments = (tr("Before", language), tr("After", language))
    return rank_slopes(data["labels"], data["before"], data["after"], moments, data["marked"])


def _events(data: Mapping[str, Any], language: str) -> Chart:
    up = tr("Difference to the last period before", language)
    bounds = (data["effect"], data["low"], data["high"])
    return event_study(data["periods"], *bounds, data["start"], up, language)


def _of(function: Callable[..., Chart]) -> Callable[[Mapping[str, Any], str], Chart]:
    """Return what draws a chart whose data are the arguments of its function."""
    return lambda data, language: function(**data, language=language)


FIGURES = Register(
    mark("chart"),
    [
        Method("histogram", mark("Histogram"), _histogram),
        Method("boxes", mark("Boxes by group"), _boxes),
        Method("heat", mark("Heat map"), _heat),
        Method("stacks", mark("Stacked bars"), _stacks),
        Method("rank_intervals", mark("Rank intervals"), _rank_intervals),
        Method("slopes", mark("Slopes"), _slopes),
        Method("events", mark("Event study"), _events),
        Method("moran_scatter", mark("Moran scatterplot"), _of(moran_scatter)),
        Method("correlogram", mark("Correlogram"), _of(correlogram)),
        Method("permuted_values", mark("Histogram of permutations"), _of(permuted_values)),
        Method("class_histogram", mark("Histogram with classes"), _of(histogram)),
        Method("ranked_bars", mark("Ranked bars"), _of(ranked_bars)),
        Method("intervals", mark("Intervals"), _of(rank_intervals)),
        Method("paired_bars", mark("Bars with intervals"), _of(paired_bars)),
        Method("dimension_dots", mark("Points of the dimensions"), _of(dimension_dots)),
        Method("part_changes", mark("Parts of a change"), _of(part_changes)),
        Method("neighbour_counts", mark("Numbers of neighbours"), _of(neighbour_counts)),
        Method("pockets_by_year", mark("Pockets by year"), _of(pockets_by_year)),
        Method("profile_table", mark("Profile of groups"), _of(profile_table)),
        Method("two_paths", mark("Paths of groups"), _of(two_paths)),
        Method("fitted_points", mark("Observed and expected values"), _of(fitted_points)),
        Method("concentration", mark("Concentration curve"), _of(concentration)),
        Method("decile_bars", mark("Shares of tenths"), _of(decile_bars)),
        Method("cumulated_curves", mark("Cumulated curves"), _of(cumulated_curves)),
        Method("share_bars", mark("Shares of equal parts"), _of(share_bars)),
        Method("part_bars", mark("Parts of measures"), _of(part_bars)),
        Method("effects", mark("Effects"), _of(effect_chart)),
        Method("dominance_curves", mark("Dominance curves"), _of(dominance_curves)),
        Method("cutoff_curves", mark("Measures by cut-off"), _of(cutoff_curves)),
        Method("theme_bars", mark("Notes by theme"), _of(theme_bars)),
        Method("saturation_steps", mark("Saturation of themes"), _of(saturation_steps)),
    ],
)


def draw(kind: str, data: Mapping[str, Any], language: str) -> Chart | None:
    """Return a chart; None without matplotlib."""
    try:
        return FIGURES[kind].function(data, language)
    except ModuleNotFoundError:
        return None
